import { KithError } from '@kith/core/shared'
import { keepNumbers, type RecordPut, readItems, searchWords } from '@kith/core/storage'
import { changedRows, customRows, type IndexRow, indexRows, type Slots, slotsByField } from '../sql/index-rows.ts'
import { CUSTOM, CUSTOM_SLOTS, encodeRecord, TENANT } from '../sql/layout.ts'
import { quote, type SqlValue } from '../sql/sql.ts'
import { Again } from './errors.ts'
import { getRecords } from './find.ts'
import { deleteIndexRows, insertIndexRows, lockCustomIndexes, type RecordRow } from './index-table.ts'
import type { ObjectLayout } from './layout.ts'
import { searchCells } from './search.ts'
import type { Row } from './session.ts'
import { binaryArray, numberArray, textArray } from './values.ts'
import { isKept, type Work } from './work.ts'

/** Writes records with everything that they are found by. @param isNew Whether a record was expected to be absent. */
export async function putRecords(
  work: Work,
  puts: readonly RecordPut[],
  isNew: (put: RecordPut) => boolean,
): Promise<void> {
  if (puts.some((put) => put.custom?.length)) await lockCustomIndexes(work, puts)
  for (const round of rounds(puts))
    for (const [object, some] of [...Map.groupBy(round, (put) => put.object)].sort(byName)) {
      const layout = work.store.layout(object)
      const { fresh = [], known = [] } = Object.groupBy(some, (put) => (isNew(put) ? 'fresh' : 'known'))
      if (fresh.length > 0 && !(await insertNew(work, layout, fresh))) throw await taken(work, layout, fresh)
      if (known.length > 0) await putAny(work, layout, known)
    }
}

const byName = ([left]: [string, unknown], [right]: [string, unknown]) => (left < right ? -1 : 1)

/** A statement takes a record once: a second put of the same record comes in the next round. */
function rounds(puts: readonly RecordPut[]): readonly (readonly RecordPut[])[] {
  const made: Map<string, RecordPut>[] = []
  for (const put of puts) {
    const key = `${put.object}:${put.record.id}`
    const free = made.findLastIndex((round) => round.has(key)) + 1
    const round = made[free] ?? new Map<string, RecordPut>()
    made[free] = round
    round.set(key, put)
  }
  return made.map((round) => [...round.values()])
}

/** @returns false where somebody else has made one of them meanwhile */
async function insertNew(work: Work, layout: ObjectLayout, puts: readonly RecordPut[]): Promise<boolean> {
  const { session, tenant } = work
  const { rowCount } = await session.hot(layout.insertManySql, [tenant, ...columnsOf(work, layout, puts)])
  if (rowCount !== puts.length) return false
  const rows = puts.flatMap((put) => rowsOfPut(work, layout, put))
  await insertIndexRows(work, layout.object, rows)
  return true
}

/** What it is refused with that one of these was made by somebody else. */
async function taken({ session, tenant }: Work, layout: ObjectLayout, puts: readonly RecordPut[]): Promise<Error> {
  const ids = textArray(puts.map((put) => put.record.id))
  const { rows } = await session.hot(layout.versionsSql, [tenant, ids])
  const own = new Map(puts.map((put) => [put.record.id, put.record.version]))
  const other = rows.find(([id, version]) => own.get(id as string) !== version) ?? rows[0]
  return other ? new KithError('VERSION_CONFLICT', { object: layout.object, id: other[0] as string }) : new Again()
}

/** Puts records that nobody has said of whether they are there: each is locked, or made by us and nobody else. */
async function putAny(work: Work, layout: ObjectLayout, puts: readonly RecordPut[]): Promise<void> {
  const stored = await lockKnown(work, layout, idsOf(puts))
  const { fresh = [], known = [] } = Object.groupBy(puts, ({ record }) => (stored.has(record.id) ? 'known' : 'fresh'))
  if (fresh.length > 0 && !(await insertNew(work, layout, fresh))) throw new Again()
  if (known.length > 0) await putKnown(work, layout, known, [...stored.values()])
}

const idsOf = (puts: readonly RecordPut[]) => puts.map(({ record }) => record.id)

async function putKnown(
  work: Work,
  layout: ObjectLayout,
  asked: readonly RecordPut[],
  stored: readonly Row[],
): Promise<void> {
  const { session, tenant } = work
  const puts = await withKept(work, layout, asked)
  const one = puts.length === 1 ? puts[0] : undefined
  if (one) await session.hot(layout.putSql, [tenant, ...cellsOf(work, layout, one)])
  else await session.hot(layout.putManySql, [tenant, ...columnsOf(work, layout, puts)])
  const { gone, added } = changedRows(
    stored.flatMap((row) => rowsOfKnown(work, layout, row)),
    puts.flatMap((put) => rowsOfPut(work, layout, put)),
  )
  await deleteIndexRows(work, layout.object, gone as readonly RecordRow[])
  await insertIndexRows(work, layout.object, added as readonly RecordRow[])
}

async function withKept(work: Work, layout: ObjectLayout, puts: readonly RecordPut[]): Promise<readonly RecordPut[]> {
  const ids = idsOf(puts.filter((put) => put.keep?.length))
  if (ids.length === 0) return puts
  const found = await getRecords(work.session, layout, work.tenant, ids)
  const stored = new Map(ids.map((id, at) => [id, found[at]]))
  return puts.map((put) => {
    const record = put.keep?.length ? stored.get(put.record.id) : undefined
    // Version 0 is a place that this batch has taken for a record that is to be.
    return record && record.version > 0 ? keepNumbers(put, (field) => record[field]) : put
  })
}

/** Those of these records that are there, as {@link rowsOfKnown} reads them. Nobody else writes them from here on. */
async function lockKnown(work: Work, layout: ObjectLayout, ids: readonly string[]): Promise<ReadonlyMap<unknown, Row>> {
  const { rows } = await work.session.hot(layout.knownSql, [work.tenant, textArray(ids)])
  if (rows.some((row) => row.at(-1) !== null)) await lockCustomIndexes(work, [])
  return new Map(rows.map((row) => [row[0], row]))
}

function rowsOfKnown(work: Work, layout: ObjectLayout, row: readonly unknown[]): RecordRow[] {
  const id = row[0] as string
  const stored = Object.fromEntries(layout.indexedLists.map((field, at) => [field, row[at + 1]]))
  const items = (field: string) => (typeof stored[field] === 'string' ? (JSON.parse(stored[field]) as unknown[]) : [])
  return ofRecord(id, indexRows(layout, items, parseSlots(row.at(-1)), isKept(work, layout)))
}

export function rowsOfPut(work: Work, layout: ObjectLayout, { record, custom = [] }: RecordPut): RecordRow[] {
  const items = (field: string) => readItems(record, field)
  return ofRecord(record.id, indexRows(layout, items, slotsByField(custom), isKept(work, layout)))
}

const ofRecord = (id: string, rows: readonly IndexRow[]): RecordRow[] => rows.map((row) => ({ ...row, id }))

/** The cells of a record behind the tenant. */
function cellsOf({ store, tenant }: Work, layout: ObjectLayout, put: RecordPut): SqlValue[] {
  const { record, custom = [] } = put
  return [...encodeRecord(layout, record, slotsByField(custom)), ...searchCells(tenant, searchWords(store.model, put))]
}

/** The cells of many, by column, each as an array. */
export function columnsOf(work: Work, layout: ObjectLayout, puts: readonly RecordPut[]): (string | Buffer)[] {
  const rows = puts.map((put) => cellsOf(work, layout, put))
  return layout.all.map(({ array }, at) => {
    const cells = rows.map((row) => row[at] ?? null)
    return array === 'numbers' ? numberArray(cells) : binaryArray(cells as readonly (string | null)[], array)
  })
}

export async function removeRecords(work: Work, object: string, ids: readonly string[]): Promise<void> {
  const layout = work.store.layout(object)
  const stored = await lockKnown(work, layout, ids)
  await takePlaces(
    work,
    layout,
    ids.filter((id) => !stored.has(id)),
  )
  await deleteRows(work, layout, ids)
  const rows = [...stored.values()].flatMap((row) => rowsOfKnown(work, layout, row))
  await deleteIndexRows(work, object, rows)
}

export async function deleteRows(
  { session, tenant }: Work,
  { table }: ObjectLayout,
  ids: readonly string[],
): Promise<void> {
  await session.run(`DELETE FROM ${table} WHERE ${TENANT} = ? AND "id" = ANY(?::text[])`, [tenant, textArray(ids)])
}

/** Makes empty records, so that nobody else makes them until the transaction is done. Whoever is about to is waited for. */
export async function takePlaces(
  { session, tenant }: Work,
  { table }: ObjectLayout,
  ids: readonly string[],
): Promise<void> {
  const absent = [...new Set(ids)].sort()
  if (absent.length === 0) return
  const take = `INSERT INTO ${table} (${TENANT}, "id", "version") SELECT ?, id, 0 FROM unnest(?::text[]) p(id) ON CONFLICT DO NOTHING`
  if ((await session.run(take, [tenant, textArray(absent)])) < absent.length) throw new Again()
}

/** Adds to a number in place, also to one of a run-time field. @returns false where there is no such record */
export async function addToField(work: Work, object: string, id: string, field: string, by: number): Promise<boolean> {
  const { session, store, tenant } = work
  const layout = store.layout(object)
  if (!layout.fields.has(field)) return addToCustom(work, layout, id, field, by)
  const column = quote(field)
  const text = `UPDATE ${layout.table} SET ${column} = coalesce(${column}, 0) + ? WHERE ${TENANT} = ? AND "id" = ?`
  return (await session.hot(text, [by, tenant, id])).rowCount === 1
}

async function addToCustom(work: Work, layout: ObjectLayout, id: string, field: string, by: number): Promise<boolean> {
  const { session, tenant } = work
  const [custom, slots] = [quote(CUSTOM), quote(CUSTOM_SLOTS)]
  const one = `WHERE ${TENANT} = ? AND "id" = ?`
  const lock = ' FOR NO KEY UPDATE'
  const found = await session.one(`SELECT ${custom}, ${slots} FROM ${layout.table} ${one}${lock}`, [tenant, id])
  if (!found) return false
  await lockCustomIndexes(work, [])
  const values = parseSlots(found[0])
  const before = values[field]
  const sum = (typeof before === 'number' ? before : 0) + by
  const after = [
    { ...values, [field]: sum },
    { ...parseSlots(found[1]), [field]: { value: sum } },
  ]
  const text = `UPDATE ${layout.table} SET ${custom} = ?, ${slots} = ? ${one}`
  await session.run(text, [...after.map((value) => JSON.stringify(value)), tenant, id])
  if (!isKept(work, layout)(field)) return true
  const old = typeof before === 'number' ? customRows(field, { value: before }) : []
  await deleteIndexRows(work, layout.object, ofRecord(id, old))
  await insertIndexRows(work, layout.object, ofRecord(id, customRows(field, { value: sum })))
  return true
}

/** A column of JSON that may hold nothing. */
export function parseSlots(cell: unknown): Slots {
  return typeof cell === 'string' ? (JSON.parse(cell) as Slots) : {}
}
