import { KithError } from '@kith/core/shared'
import { type Batch, type CommitResult, type Expectation, type GivenNumber, putsWithNumbers } from '@kith/core/storage'
import { TENANT } from '../sql/layout.ts'
import { storedAnswer, takeKey } from './answers.ts'
import { moveClaims } from './claims.ts'
import type { Trace } from './database.ts'
import { Again } from './errors.ts'
import { finishJobs, putJobs } from './jobs.ts'
import { appendChanges, eraseSubjects, holdPersons } from './log.ts'
import type { PostgresStore } from './store.ts'
import { keepingTotals } from './totals.ts'
import { textArray } from './values.ts'
import type { Work } from './work.ts'
import { addToField, deleteRows, putRecords, removeRecords, takePlaces } from './write.ts'

/** Applies a batch in one transaction. The log gets its order later: see `Sealer`. */
export async function applyBatch(store: PostgresStore, tenant: string, batch: Batch): Promise<CommitResult> {
  const object = firstUnknown(store, batch)
  if (object !== undefined) store.layout(object)
  let work: Work | undefined
  const result = await store.database.write({ tenant }, async (session) => {
    work = { session, store, tenant }
    return applyIn(work, batch)
  })
  if (!result.replayed && needsTenant(batch)) store.rememberTenant(tenant)
  if (work?.indexed)
    store.rememberIndexed(
      tenant,
      [...work.indexed].map((key) => key.split('.') as [string, string]),
    )
  return result
}

function firstUnknown(
  store: PostgresStore,
  { expect = [], put = [], remove = [], add = [] }: Batch,
): string | undefined {
  return [...expect, ...put, ...remove, ...add].find(({ object }) => !store.layouts.has(object))?.object
}

const needsTenant = ({ put, changes, jobs }: Batch) => Boolean(put?.length || changes?.length || jobs?.put?.length)

async function applyIn(work: Work, batch: Batch): Promise<{ result: CommitResult; trace?: Trace }> {
  const replayed = await earlierAnswer(work, batch)
  if (replayed) return { result: { replayed, seqs: [], numbers: [] } }
  if (needsTenant(batch)) await ensureTenant(work)
  const fresh = await checkExpectations(work, batch)
  await moveClaims(work, batch)
  const numbers = await nextNumbers(work, batch)
  await keepingTotals(work, batch, new Set(fresh), (absent) => writeRecords(work, batch, numbers, fresh, absent))
  await finishJobs(work, batch.jobs?.done ?? [])
  await putJobs(work, batch.jobs?.put ?? [])
  const erased = batch.eraseSubjects ?? []
  if (erased.length > 0) await holdPersons(work)
  const trace = await appendChanges(work, batch.changes ?? [], numbers)
  await eraseSubjects(work, erased)
  const result = { seqs: [], numbers: numbers.map((number) => number.value) }
  return trace ? { result, trace } : { result }
}

async function writeRecords(
  work: Work,
  batch: Batch,
  numbers: readonly GivenNumber[],
  fresh: Set<string>,
  absent: ReadonlySet<string>,
): Promise<void> {
  const puts = putsWithNumbers(batch.put ?? [], numbers)
  await putRecords(work, puts, (put) => fresh.delete(keyOf(put.object, put.record.id)))
  for (const [object, some] of Map.groupBy(batch.remove ?? [], (one) => one.object))
    await removeRecords(
      work,
      object,
      some.map((one) => one.id),
    )
  const made = new Set(puts.map(({ object, record }) => keyOf(object, record.id)))
  await addToRecords(work, batch.add ?? [], (one) => made.has(keyFor(one)) || !absent.has(keyFor(one)))
}

/** Where there is no record nothing is added, and nobody makes it until this is done: a batch sees all of another's or nothing. */
async function addToRecords(
  work: Work,
  adds: NonNullable<Batch['add']>,
  isThere: (record: { readonly object: string; readonly id: string }) => boolean,
): Promise<void> {
  const without = new Map<string, Set<string>>()
  for (const add of inOrder(adds)) {
    const { object, id, field, by } = add
    if (without.get(object)?.has(id) || (isThere(add) && (await addToField(work, object, id, field, by)))) continue
    if (isThere(add)) await takePlaces(work, work.store.layout(object), [id])
    without.set(object, (without.get(object) ?? new Set()).add(id))
  }
  for (const [object, ids] of without) await deleteRows(work, work.store.layout(object), [...ids])
}

const keyOf = (object: string, id: string) => `${object}:${id}`

function inOrder<One extends { readonly object: string; readonly id: string }>(all: readonly One[]): One[] {
  const key = (one: One) => keyOf(one.object, one.id)
  return [...all].sort((left, right) => (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0))
}

async function earlierAnswer(
  { session, tenant }: Work,
  { idempotency }: Batch,
): Promise<{ answer: unknown } | undefined> {
  if (!idempotency || (await takeKey(session, tenant, idempotency))) return undefined
  const kept = await storedAnswer(session, tenant, idempotency.key, idempotency.now)
  if (!kept) throw new Again()
  if (kept.fingerprint !== idempotency.fingerprint) throw new KithError('IDEMPOTENCY_MISMATCH')
  return { answer: kept.answer }
}

/**
 * Checks what the batch relies on, and keeps it so to the end of the transaction: records that it writes are locked,
 * those that it only reads are shared, and the place of one that must be absent is taken.
 *
 * @returns keys of the records that this batch makes
 */
async function checkExpectations(work: Work, batch: Batch): Promise<Set<string>> {
  const expect = batch.expect ?? []
  if (expect.length === 0) return new Set()
  const writes = writtenRecords(batch)
  const written = new Set(writes.map(keyFor))
  const alsoReads = expect.some((one) => !written.has(keyFor(one)))
  const versions = new Map<string, number>()
  for (const run of lockRuns(alsoReads ? [...expect, ...writes] : expect, written))
    await readVersions(work, run, versions)
  for (const expected of expect) if (!holds(expected, versions)) throw conflict(expected)
  const absent = expect.filter((one) => 'exists' in one && !one.exists)
  const put = new Set((batch.put ?? []).map(({ object, record }) => keyOf(object, record.id)))
  if (absent.every((one) => put.has(keyFor(one)))) return new Set(absent.map(keyFor))
  await keepPlaces(work, absent, put)
  return new Set()
}

const keyFor = ({ object, id }: { readonly object: string; readonly id: string }) => keyOf(object, id)

function writtenRecords({
  put = [],
  remove = [],
  add = [],
}: Batch): { readonly object: string; readonly id: string }[] {
  return [...put.map(({ object, record }) => ({ object, id: record.id })), ...remove, ...add]
}

interface LockRun {
  readonly object: string
  readonly ids: string[]
  readonly writes: boolean
}

/** Records in one order for all batches, so that no two wait for each other; those beside each other in one statement. */
function lockRuns(
  records: readonly { readonly object: string; readonly id: string }[],
  written: ReadonlySet<string>,
): readonly LockRun[] {
  const runs: LockRun[] = []
  for (const { object, id } of inOrder(records)) {
    const writes = written.has(keyOf(object, id))
    const last = runs.at(-1)
    if (last?.object === object && last.writes === writes) last.ids.push(id)
    else runs.push({ object, ids: [id], writes })
  }
  return runs
}

async function readVersions(
  { session, store, tenant }: Work,
  { object, ids, writes }: LockRun,
  versions: Map<string, number>,
): Promise<void> {
  const text = store.layout(object).lockSql + (writes ? ' FOR NO KEY UPDATE' : ' FOR SHARE')
  const { rows } = await session.hot(text, [tenant, textArray([...new Set(ids)])])
  for (const [id, version] of rows) versions.set(keyOf(object, id as string), version as number)
}

function holds(expected: Expectation, versions: ReadonlyMap<string, number>): boolean {
  const version = versions.get(keyOf(expected.object, expected.id))
  return 'version' in expected ? version === expected.version : (version !== undefined) === expected.exists
}

const conflict = ({ object, id }: Expectation) => new KithError('VERSION_CONFLICT', { object, id })

/** Rows that are made keep others from making them until this transaction is done; those that are not put go again. */
async function keepPlaces(
  { session, store, tenant }: Work,
  absent: readonly Expectation[],
  put: ReadonlySet<string>,
): Promise<void> {
  const each = [...new Map(absent.map((expected) => [keyFor(expected), expected])).values()]
  for (const expected of inOrder(each)) {
    const { table } = store.layout(expected.object)
    const make = `INSERT INTO ${table} (${TENANT}, "id", "version") VALUES (?, ?, 0) ON CONFLICT DO NOTHING`
    if ((await session.run(make, [tenant, expected.id])) === 0) throw conflict(expected)
    const unmake = `DELETE FROM ${table} WHERE ${TENANT} = ? AND "id" = ?`
    if (!put.has(keyFor(expected))) await session.run(unmake, [tenant, expected.id])
  }
}

export async function ensureTenant({ session, store, tenant }: Work): Promise<void> {
  if (store.knowsTenant(tenant)) return
  await session.run('INSERT INTO kith_tenant (tenant) VALUES (?) ON CONFLICT DO NOTHING', [tenant])
}

/** The row of a series is held until the commit, so that no number is left out. */
async function nextNumbers({ session, tenant }: Work, { number = [] }: Batch): Promise<GivenNumber[]> {
  const text = `INSERT INTO kith_number AS n (tenant, series, last) VALUES (?, ?, ?)
    ON CONFLICT (tenant, series) DO UPDATE SET last = n.last + excluded.last RETURNING last`
  const next = new Map<string, number>()
  for (const [series, some] of [...Map.groupBy(number, (one) => one.series)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { rows } = await session.hot(text, [tenant, series, some.length])
    next.set(series, (rows[0]?.[0] as number) - some.length + 1)
  }
  return number.map(({ series, object, id, field }) => {
    const value = next.get(series) as number
    next.set(series, value + 1)
    return { object, id, field, value }
  })
}
