import { sha256 } from '@kith/core/shared'
import {
  type ChangeDraft,
  type ChangeQuery,
  emptyLog,
  type GivenNumber,
  type LogHead,
  type SealedChange,
  sealChanges,
} from '@kith/core/storage'
import { after, beginningWith, type Entry, textKey } from './keys.ts'
import { answered, rowsOf } from './requests.ts'

/** A change as it lies in the database, with what it is found by. */
export interface LogRow extends SealedChange {
  readonly correlation: string
  readonly ofRecord: Entry
  readonly ofIntent: Entry
  /** One for each subject that was not erased. */
  readonly about: readonly Entry[]
}

/** The row of a tenant: it is there since the first write. */
export interface TenantRow extends LogHead {
  readonly tenant: string
}

/** The end of a tenant's log, and whether the tenant is known. */
export async function logHead(tx: IDBTransaction, tenant: string): Promise<LogHead & { readonly known: boolean }> {
  const row = await answered(tx.objectStore('tenants').get(textKey(tenant)) as IDBRequest<TenantRow | undefined>)
  return row ? { seq: row.seq, chain: row.chain, known: true } : { ...emptyLog(tenant), known: false }
}

export function writeHead(tx: IDBTransaction, tenant: string, { seq, chain }: LogHead): void {
  tx.objectStore('tenants').put({ tenant, seq, chain } satisfies TenantRow, textKey(tenant))
}

/** Seals drafts behind the end of the log and appends them. */
export function appendChanges(
  tx: IDBTransaction,
  tenant: string,
  head: LogHead,
  changes: readonly ChangeDraft[],
  numbers: readonly GivenNumber[],
): readonly SealedChange[] {
  const sealed = sealChanges({ head, changes, numbers, sha256 })
  sealed.forEach((change, at) => {
    writeChange(tx, tenant, change, changes[at] as ChangeDraft)
  })
  const last = sealed.at(-1)
  if (last) writeHead(tx, tenant, last)
  return sealed
}

/** Writes an entry that has its place, with what it is found by. */
export function writeChange(
  tx: IDBTransaction,
  tenant: string,
  change: SealedChange,
  { correlation, subjects }: Pick<ChangeDraft, 'correlation' | 'subjects'>,
): void {
  const owner = textKey(tenant)
  const { seq, object, id } = change
  const row: LogRow = {
    ...change,
    correlation,
    ofRecord: [owner, object, textKey(id), seq],
    ofIntent: [owner, textKey(correlation), seq],
    about: subjects.map((subject) => [owner, textKey(subject)]),
  }
  tx.objectStore('log').put(row, [owner, seq])
}

/** Erases what the log says about a subject. Digest and chain stay, so that it can still be verified. */
export async function eraseSubject(tx: IDBTransaction, tenant: string, subject: string): Promise<void> {
  const log = tx.objectStore('log')
  const key = [textKey(tenant), textKey(subject)]
  const rows = await answered(log.index('about').getAll(IDBKeyRange.only(key)) as IDBRequest<LogRow[]>)
  for (const row of rows) {
    const about = row.about.filter((entry) => entry[1] !== key[1])
    log.put({ ...row, payload: null, salt: null, about } satisfies LogRow, [textKey(tenant), row.seq])
  }
}

export function readChange(tx: IDBTransaction, tenant: string, seq: number): Promise<LogRow | undefined> {
  return answered(tx.objectStore('log').get([textKey(tenant), seq]) as IDBRequest<LogRow | undefined>)
}

/** Erases what one entry says. Digest and chain stay. */
export function eraseEntry(tx: IDBTransaction, tenant: string, row: LogRow): void {
  tx.objectStore('log').put({ ...row, payload: null, salt: null, about: [] } satisfies LogRow, [
    textKey(tenant),
    row.seq,
  ])
}

/** Changes read at once where those of a record are looked through for an intent. */
const CHUNK = 200

export async function readChanges(tx: IDBTransaction, tenant: string, query: ChangeQuery): Promise<SealedChange[]> {
  const { prefix, source } = wayIn(tx.objectStore('log'), textKey(tenant), query)
  const direction = query.reverse ? 'desc' : 'asc'
  const intent = query.of && query.correlation !== undefined ? textKey(query.correlation) : undefined
  const found: SealedChange[] = []
  let from = query.reverse && query.after === 0 ? Infinity : query.after
  while (found.length < query.limit) {
    const range = after(beginningWith(prefix), [...prefix, from], direction)
    const count = intent === undefined ? query.limit - found.length : CHUNK
    const rows: LogRow[] = range ? await rowsOf(source, range, direction, count) : []
    const fitting = intent === undefined ? rows : rows.filter(({ ofIntent }) => ofIntent[1] === intent)
    found.push(...fitting.slice(0, query.limit - found.length).map(changeOf))
    const last = rows.at(-1)
    if (!last || rows.length < count) break
    from = last.seq
  }
  return found
}

function wayIn(
  log: IDBObjectStore,
  owner: string,
  { of, correlation }: ChangeQuery,
): { prefix: Entry; source: IDBObjectStore | IDBIndex } {
  if (of) return { prefix: [owner, of.object, textKey(of.id)], source: log.index('ofRecord') }
  if (correlation !== undefined) return { prefix: [owner, textKey(correlation)], source: log.index('ofIntent') }
  return { prefix: [owner], source: log }
}

export function changeOf({ seq, object, id, payload, salt, digest, chain }: LogRow): SealedChange {
  return { seq, object, id, payload, salt, digest, chain }
}
