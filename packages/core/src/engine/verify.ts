import { type ChangeFault, changeFault, emptyLog } from '../ports/seal.ts'
import type { Storage } from '../ports/storage.ts'
import { sha256 } from '../shared/sha256.ts'

/** Answer of {@link verifyLog}. */
export interface VerifyResult {
  readonly ok: boolean
  /** Entries read. */
  readonly checked: number
  /** Entries whose content was erased with a person; their digest still stands in the chain. */
  readonly erased: number
  readonly faults: readonly { readonly seq: number; readonly reason: ChangeFault }[]
}

const PAGE = 1_000

/**
 * Reads the whole log of a tenant and checks each entry: no gap in `seq`, digest = SHA-256(salt + payload),
 * chain = SHA-256(previous chain, seq, digest), and that object and id are those of the payload.
 */
export async function verifyLog(storage: Storage, tenant: string): Promise<VerifyResult> {
  const faults: { seq: number; reason: ChangeFault }[] = []
  let [head, checked, erased] = [emptyLog(tenant), 0, 0]
  for (;;) {
    const page = await storage.changes({ tenant }, { after: head.seq, limit: PAGE })
    for (const entry of page) {
      const reason = changeFault(entry, head, sha256)
      if (reason) faults.push({ seq: entry.seq, reason })
      if (entry.payload === null) erased++
      head = entry
      checked++
    }
    if (page.length < PAGE) return { ok: faults.length === 0, checked, erased, faults }
  }
}
