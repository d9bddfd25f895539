import type { Batch, ChangeDraft, Storage, StorageScope } from '@kith/core/storage'
import { refused } from './format.ts'
import { linesOf } from './lines.ts'

/** Version of the ledger: one with a greater is refused. */
const FORMAT = 1
const PAGE = 1_000

interface LedgerHeader {
  readonly kith: 'erasures'
  readonly format: number
  readonly tenant: string
}

/** An entry of the log whose content was erased. Ids and digests alone: nothing about a person. */
interface Erasure {
  readonly seq: number
  readonly chain: string
  readonly object: string
  readonly id: string
  /** The record itself is no longer there. */
  readonly gone: boolean
}

/**
 * Which entries of a tenant's log were erased, and which of their records are gone, as lines of JSON: to be kept beside the
 * backups, because a backup that was made before an erasure brings the person back.
 */
export async function* erasuresOf(storage: Storage, tenant: string): AsyncGenerator<string> {
  const header: LedgerHeader = { kith: 'erasures', format: FORMAT, tenant }
  yield `${JSON.stringify(header)}\n`
  for (let after = 0; ; ) {
    const page = await storage.changes({ tenant }, { after, limit: PAGE })
    for (const { seq, chain, object, id, payload } of page) {
      if (payload !== null) continue
      const [record] = await storage.get({ tenant }, object, [id])
      const erasure: Erasure = { seq, chain, object, id, gone: record === undefined }
      yield `${JSON.stringify(erasure)}\n`
    }
    after = page.at(-1)?.seq ?? after
    if (page.length < PAGE) return
  }
}

/** What {@link applyErasures} needs of the world. */
export interface ErasureOptions {
  /** Stands in the log beside what is removed. */
  readonly now: string
  /** 128 random bits as hex, anew at each call. */
  readonly salt: () => string
}

/** What came of a ledger. */
export interface ErasuresApplied {
  /** Entries of the log whose content went. */
  readonly entries: number
  /** Records that went, with what they held unique. */
  readonly records: number
}

/**
 * Erases in an open store what a ledger of {@link erasuresOf} says was erased later; what is erased already stays so, and what
 * the store does not know yet is left out. Can be run again.
 *
 * @throws KithError `IMPORT_REFUSED` when it is no ledger, or one of another store
 */
export async function applyErasures(
  storage: Storage,
  ledger: AsyncIterable<string>,
  options: ErasureOptions,
): Promise<ErasuresApplied> {
  let [entries, records, number]: [number, number, number] = [0, 0, 0]
  let tenant: string | undefined
  const gone = new Map<string, Map<string, Erasure>>()
  for await (const text of linesOf(ledger)) {
    const line = parsed(text, ++number)
    if ('kith' in line) tenant = line.tenant
    else if (tenant === undefined) throw refused('this is no ledger of erasures')
    else {
      if (await eraseEntry(storage, { tenant }, line)) entries++
      if (line.gone) gone.set(tenant, (gone.get(tenant) ?? new Map()).set(`${line.object}:${line.id}`, line))
    }
  }
  for (const [of, erased] of gone) records += await removeRecords(storage, { tenant: of }, erased, options)
  return { entries, records }
}

function parsed(text: string, number: number): LedgerHeader | Erasure {
  try {
    const line = JSON.parse(text) as LedgerHeader | Erasure
    if ('kith' in line && line.kith === 'erasures' && line.format > FORMAT)
      throw refused(`a newer Kith wrote the ledger (format ${line.format}): update the program`)
    if ('kith' in line ? line.kith === 'erasures' : typeof line.seq === 'number') return line
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw refused(`line ${number} of the ledger is not what kith erasures writes`)
}

async function eraseEntry(storage: Storage, scope: StorageScope, erasure: Erasure): Promise<boolean> {
  const [change] = await storage.changes(scope, { after: erasure.seq - 1, limit: 1 })
  if (change?.seq !== erasure.seq) return false
  if (change.chain !== erasure.chain)
    throw refused(`change ${erasure.seq} of ${scope.tenant} is another one: the ledger is of another store`)
  if (change.payload === null) return false
  await storage.load(scope, [{ kind: 'change', change: { ...change, payload: null, salt: null } }])
  return true
}

/** Removes those that are there, with their claims; each leaves a line in the log. */
async function removeRecords(
  storage: Storage,
  scope: StorageScope,
  erased: ReadonlyMap<string, Erasure>,
  options: ErasureOptions,
): Promise<number> {
  const claims = await claimsOf(storage, scope, erased)
  let removed = 0
  for (const [key, { object, id }] of erased) {
    const [record] = await storage.get(scope, object, [id])
    if (!record) continue
    const batch: Batch = {
      release: claims.get(key) ?? [],
      remove: [{ object, id }],
      changes: [removal(object, id, options)],
      eraseSubjects: [key],
    }
    await storage.commit(scope, batch)
    removed++
  }
  return removed
}

type Released = NonNullable<Batch['release']>[number]

async function claimsOf(
  storage: Storage,
  scope: StorageScope,
  erased: ReadonlyMap<string, Erasure>,
): Promise<ReadonlyMap<string, readonly Released[]>> {
  const claims = new Map<string, Released[]>()
  for await (const chunk of storage.dump(scope))
    for (const piece of chunk) {
      if (piece.kind !== 'claim') continue
      const { space, key, object, id } = piece.claim
      const record = `${object}:${id}`
      if (erased.has(record)) claims.set(record, [...(claims.get(record) ?? []), { space, key, id }])
    }
  return claims
}

function removal(object: string, id: string, { now, salt }: ErasureOptions): ChangeDraft {
  return {
    at: now,
    actor: { kind: 'service', id: 'restore' },
    cause: 'restore',
    correlation: `restore:${object}:${id}`,
    configVersion: 0,
    object,
    id,
    subjects: [],
    before: {},
    after: null,
    salt: salt(),
  }
}
