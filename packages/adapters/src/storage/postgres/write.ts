import { KithError } from '@kith/core/shared'
import { keepNumbers, type RecordPut, readItems, searchWords } from '@kith/core/storage'
import { changedRows, customRows, type IndexRow, indexRows, type Slots, slotsByField } from '../sql/index-rows.ts'
import { CUSTOM, CUSTOM_SLOTS, customValues, encodeRecord, TENANT } from '../sql/layout.ts'
import { quote, type SqlValue } from '../sql/sql.ts'
import { Again } from './errors.ts'
import { getRecords } from './find.ts'
import { deleteIndexRows, insertIndexRows, lockCustomIndexes, type RecordRow } from './index-table.ts'
import type { ObjectLayout } from './layout.ts'
import { searchCells } from './search.ts'
import { textArray } from './values.ts'
import { isKept, type Work } from './work.ts'

const LOCKED = ' FOR NO KEY UPDATE'

/** Writes records with everything that they are found by. @param isNew Whether a record was expected to be absent. */
export async function putRecords(
  work: Work,
  puts: readonly RecordPut[],
  isNew: (put: RecordPut) => boolean,
): Promise<void> {
  for (const round of rounds(puts))
    for (const [object, some] of [...Map.groupBy(round, (put) => put.object)].sort(byName)) {
      const layout = work.store.layout(object)
      const { fresh = [], known = [] } = Object.groupBy(some, (put) => (isNew(put) ? 'fresh' : 'known'))
      if (fresh.length > 0) await insertNew(work, layout, fresh)
      if (known.length > 0) await putKnown(work, layout, known)
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

async function insertNew(work: Work, layout: ObjectLayout, puts: readonly RecordPut[]): Promise<void> {
  const { session, tenant } = work
  if (puts.some((put) => put.custom?.length)) await lockCustomIndexes(work, puts)
  const { rowCount } = await session.hot(layout.insertManySql, [tenant, ...columnsOf(work, layout, puts)])
  if (rowCount !== puts.length) throw await taken(work, layout, puts)
  const rows = puts.flatMap((put) => rowsOfPut(work, layout, put))
  await insertIndexRows(work, layout.object, rows)
}

/** Somebody else has made one of them meanwhile. */
async function taken({ session, tenant }: Work, layout: ObjectLayout, puts: readonly RecordPut[]): Promise<Error> {
  const ids = textArray(puts.map((put) => put.record.id))
  const { rows } = await session.hot(layout.versionsSql, [tenant, ids])
  const own = new Map(puts.map((put) => [put.record.id, put.record.version]))
  const other = rows.find(([id, version]) => own.get(id as string) !== version) ?? rows[0]
  return other ? new KithError('VERSION_CONFLICT', { object: layout.object, id: other[0] as string }) : new Again()
}

async function putKnown(work: Work, layout: ObjectLayout, asked: readonly RecordPut[]): Promise<void> {
  const { session, tenant } = work
  const puts = await withKept(work, layout, asked)
  const before = await indexedBefore(work, layout, puts)
  const one = puts.length === 1 ? puts[0] : undefined
  if (one) await session.hot(layout.putSql, [tenant, ...cellsOf(work, layout, one)])
  else await session.hot(layout.putManySql, [tenant, ...columnsOf(work, layout, puts)])
  const { gone, added } = changedRows(
    before,
    puts.flatMap((put) => rowsOfPut(work, layout, put)),
  )
  await deleteIndexRows(work, layout.object, gone as readonly RecordRow[])
  await insertIndexRows(work, layout.object, added as readonly RecordRow[])
}

async function withKept(work: Work, layout: ObjectLayout, puts: readonly RecordPut[]): Promise<readonly RecordPut[]> {
  const keeping = puts.filter((put) => put.keep?.length)
  if (keeping.length === 0) return puts
  const ids = keeping.map((put) => put.record.id)
  const found = await getRecords(work.session, layout, work.tenant, ids, LOCKED)
  const stored = new Map(ids.map((id, at) => [id, found[at]]))
  return puts.map((put) => {
    const record = put.keep?.length ? stored.get(put.record.id) : undefined
    // Version 0 is a place that this batch has taken for a record that is to be.
    return record && record.version > 0 ? keepNumbers(put, (field) => record[field]) : put
  })
}

/** The rows of `field_value` that these records have. Nobody else writes them from here on. */
async function indexedBefore(work: Work, layout: ObjectLayout, puts: readonly RecordPut[]): Promise<RecordRow[]> {
  const { session, tenant } = work
  const ids = puts.map((put) => put.record.id)
  const { rows } = await session.hot(layout.knownSql, [tenant, textArray(ids)])
  const asks = puts.some((put) => put.custom?.length) || rows.some((row) => row.at(-1) !== null)
  if (asks) await lockCustomIndexes(work, puts)
  return rows.flatMap((row) => rowsOfKnown(work, layout, row))
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
  return [
    ...encodeRecord(layout, record),
    json(customValues(layout, record)),
    json(slotsByField(custom)),
    ...searchCells(tenant, searchWords(store.model, put)),
  ]
}

/** The cells of many, by column, each as the text of an array. */
export function columnsOf(work: Work, layout: ObjectLayout, puts: readonly RecordPut[]): string[] {
  const rows = puts.map((put) => cellsOf(work, layout, put))
  return layout.all.map((_, at) => textArray(rows.map((row) => textOf(row[at]))))
}

const textOf = (cell: SqlValue | undefined) => (cell === null || cell === undefined ? null : String(cell))

export async function removeRecords(work: Work, object: string, ids: readonly string[]): Promise<void> {
  const { session, store, tenant } = work
  const layout = store.layout(object)
  const { rows } = await session.hot(layout.knownSql, [tenant, textArray(ids)])
  if (rows.length === 0) return
  if (rows.some((row) => row.at(-1) !== null)) await lockCustomIndexes(work, [])
  await session.run(`DELETE FROM ${layout.table} WHERE ${TENANT} = ? AND "id" = ANY(?::text[])`, [
    tenant,
    textArray(ids),
  ])
  await deleteIndexRows(
    work,
    object,
    rows.flatMap((row) => rowsOfKnown(work, layout, row)),
  )
}

/** Adds to a number in place, also to one of a run-time field. */
export async function addToField(work: Work, object: string, id: string, field: string, by: number): Promise<void> {
  const { session, store, tenant } = work
  const layout = store.layout(object)
  if (!layout.fields.has(field)) return addToCustom(work, layout, id, field, by)
  const column = quote(field)
  const text = `UPDATE ${layout.table} SET ${column} = coalesce(${column}, 0) + ? WHERE ${TENANT} = ? AND "id" = ?`
  await session.hot(text, [by, tenant, id])
}

async function addToCustom(work: Work, layout: ObjectLayout, id: string, field: string, by: number): Promise<void> {
  const { session, tenant } = work
  const [custom, slots] = [quote(CUSTOM), quote(CUSTOM_SLOTS)]
  const one = `WHERE ${TENANT} = ? AND "id" = ?`
  const found = await session.one(`SELECT ${custom}, ${slots} FROM ${layout.table} ${one}${LOCKED}`, [tenant, id])
  if (!found) return
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
  if (!isKept(work, layout)(field)) return
  const old = typeof before === 'number' ? customRows(field, { value: before }) : []
  await deleteIndexRows(work, layout.object, ofRecord(id, old))
  await insertIndexRows(work, layout.object, ofRecord(id, customRows(field, { value: sum })))
}

function json(value: object | undefined): string | null {
  return value && Object.keys(value).length > 0 ? JSON.stringify(value) : null
}

/** A column of JSON that may hold nothing. */
export function parseSlots(cell: unknown): Slots {
  return typeof cell === 'string' ? (JSON.parse(cell) as Slots) : {}
}
