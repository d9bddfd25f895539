import type { SealedChange, Storage } from '../ports/storage.ts'
import { sha256 } from '../shared/sha256.ts'

/** Answer of {@link verifyLog}. */
export interface VerifyResult {
  readonly ok: boolean
  /** Entries read. */
  readonly checked: number
  /** Entries whose content was erased with a person; their digest still stands in the chain. */
  readonly erased: number
  readonly faults: readonly { readonly seq: number; readonly reason: 'gap' | 'digest' | 'chain' | 'record' }[]
}

const PAGE = 1_000

/**
 * Reads the whole log of a tenant and checks each entry: no gap in `seq`, digest = SHA-256(salt + payload),
 * chain = SHA-256(previous chain, seq, digest), and that object and id are those of the payload.
 */
export async function verifyLog(storage: Storage, tenant: string): Promise<VerifyResult> {
  const faults: { seq: number; reason: 'gap' | 'digest' | 'chain' | 'record' }[] = []
  let [last, chain, checked, erased] = [0, tenant, 0, 0]
  for (;;) {
    const page = await storage.changes({ tenant }, { after: last, limit: PAGE })
    for (const entry of page) {
      const reason = faultOf(entry, last, chain)
      if (reason) faults.push({ seq: entry.seq, reason })
      if (entry.payload === null) erased++
      last = entry.seq
      chain = entry.chain
      checked++
    }
    if (page.length < PAGE) return { ok: faults.length === 0, checked, erased, faults }
  }
}

function faultOf(entry: SealedChange, last: number, chain: string): 'gap' | 'digest' | 'chain' | 'record' | undefined {
  if (entry.seq !== last + 1) return 'gap'
  if (entry.payload !== null && entry.digest !== sha256((entry.salt ?? '') + entry.payload)) return 'digest'
  if (entry.chain !== sha256(`${chain}\n${entry.seq}\n${entry.digest}`)) return 'chain'
  return entry.payload !== null && !namesRecord(entry) ? 'record' : undefined
}

function namesRecord(entry: SealedChange): boolean {
  const { object, id } = JSON.parse(entry.payload as string) as { object: unknown; id: unknown }
  return object === entry.object && id === entry.id
}
