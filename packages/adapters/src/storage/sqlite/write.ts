import { keepNumbers, type RecordPut, readItems, searchWords } from '@kith/core/storage'
import { changedRows, customRows, type IndexRow, indexRows, type Slots, slotsByField } from '../sql/index-rows.ts'
import { CUSTOM, CUSTOM_SLOTS, encodeRecord, TENANT } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import { deleteIndexRows, insertIndexRows } from './custom-index.ts'
import type { Cell } from './driver.ts'
import { getRecords } from './find.ts'
import { type ObjectLayout, ROW } from './layout.ts'
import { removeSearch, writeSearch } from './search.ts'
import type { SqliteStore } from './store.ts'

/** What is there of a record before it is written or removed. */
interface Known {
  readonly row: number
  readonly indexRows: readonly IndexRow[]
}

/**
 * Writes a whole record with everything that it is found by.
 *
 * @param before `new`: there is no such record. `unindexed`: its rows of `field_value` were removed already.
 */
export function putRecord(
  store: SqliteStore,
  tenant: string,
  put: RecordPut,
  before: 'new' | 'known' | 'unindexed',
): void {
  const layout = store.layout(put.object)
  const { record, custom = [] } = before === 'known' ? withKept(store, tenant, put) : put
  for (const slot of custom) if (slot.indexed) store.customIndexes.add(tenant, layout, slot.field)
  const known = before === 'new' ? undefined : knownRecord(store, tenant, layout, record.id)
  const slots = slotsByField(custom)
  const values = encodeRecord(layout, record, slots)
  const row = known ? updateRow(store, layout, known.row, values) : insertRow(store, tenant, layout, values)
  const rows = indexRows(layout, (field) => readItems(record, field), slots, kept(store, tenant, layout))
  writeIndex(store, tenant, put.object, record.id, (before === 'known' && known?.indexRows) || [], rows)
  const words = searchWords(store.model, put)
  writeSearch(store, tenant, layout, row, { words, createdAt: record['createdAt'] }, known !== undefined)
}

function withKept(store: SqliteStore, tenant: string, put: RecordPut): RecordPut {
  if (!put.keep?.length) return put
  const [stored] = getRecords(store, tenant, put.object, [put.record.id])
  return stored ? keepNumbers(put, (field) => stored[field]) : put
}

export function removeRecord(store: SqliteStore, tenant: string, object: string, id: string): void {
  const layout = store.layout(object)
  const known = knownRecord(store, tenant, layout, id)
  if (!known) return
  store.connection.sql(`DELETE FROM ${layout.table} WHERE ${ROW} = ?`).run(known.row)
  deleteIndexRows(store.connection, tenant, object, id, known.indexRows)
  removeSearch(store, layout, known.row)
}

/** Adds to a number in place, also to one of a run-time field. */
export function addToField(
  store: SqliteStore,
  tenant: string,
  object: string,
  id: string,
  field: string,
  by: number,
): void {
  const layout = store.layout(object)
  const known = layout.fields.get(field)
  const column = quote(field)
  const text = known
    ? `UPDATE ${layout.table} SET ${column} = ifnull(${column}, 0) + ? WHERE ${TENANT} = ? AND "id" = ?`
    : undefined
  if (text) store.connection.sql(text).run(by, tenant, id)
  else addToCustom(store, tenant, layout, id, field, by)
}

function addToCustom(
  store: SqliteStore,
  tenant: string,
  layout: ObjectLayout,
  id: string,
  field: string,
  by: number,
): void {
  const custom = quote(CUSTOM)
  const read = `SELECT ${ROW} AS row, ${custom} AS custom, ${quote(CUSTOM_SLOTS)} AS slots FROM ${layout.table} WHERE ${TENANT} = ? AND "id" = ?`
  const found = store.connection.sql(read).get(tenant, id)
  if (!found) return
  const values = parseSlots(found['custom'])
  const before = values[field]
  const sum = (typeof before === 'number' ? before : 0) + by
  const slots = { ...parseSlots(found['slots']), [field]: { value: sum } }
  store.connection
    .sql(`UPDATE ${layout.table} SET ${custom} = ?, ${quote(CUSTOM_SLOTS)} = ? WHERE ${ROW} = ?`)
    .run(JSON.stringify({ ...values, [field]: sum }), JSON.stringify(slots), found['row'] as number)
  if (!store.customIndexes.has(tenant, layout.object, field)) return
  deleteIndexRows(
    store.connection,
    tenant,
    layout.object,
    id,
    typeof before === 'number' ? customRows(field, { value: before }) : [],
  )
  insertIndexRows(store.connection, tenant, layout.object, id, customRows(field, { value: sum }))
}

function knownRecord(store: SqliteStore, tenant: string, layout: ObjectLayout, id: string): Known | undefined {
  const cells = store.connection.sql(layout.knownSql, 'array').get(tenant, id) as unknown as Cell[] | undefined
  if (!cells) return undefined
  const stored = Object.fromEntries(layout.indexedLists.map((field, at) => [field, cells[at + 1]]))
  const items = (field: string) => (typeof stored[field] === 'string' ? (JSON.parse(stored[field]) as unknown[]) : [])
  return {
    row: cells[0] as number,
    indexRows: indexRows(layout, items, parseSlots(cells.at(-1)), kept(store, tenant, layout)),
  }
}

/** Whether a run-time field has its values in `field_value`. */
function kept(store: SqliteStore, tenant: string, layout: ObjectLayout): (field: string) => boolean {
  return (field) => store.customIndexes.has(tenant, layout.object, field)
}

function insertRow(store: SqliteStore, tenant: string, layout: ObjectLayout, values: readonly Cell[]): number {
  return Number(store.connection.sql(layout.insertSql).run(tenant, ...values).lastInsertRowid)
}

function updateRow(store: SqliteStore, layout: ObjectLayout, row: number, values: readonly Cell[]): number {
  store.connection.sql(layout.updateSql).run(...values, row)
  return row
}

function writeIndex(
  store: SqliteStore,
  tenant: string,
  object: string,
  id: string,
  before: readonly IndexRow[],
  after: readonly IndexRow[],
): void {
  if (before.length === 0 && after.length === 0) return
  const { gone, added } = changedRows(before, after)
  deleteIndexRows(store.connection, tenant, object, id, gone)
  insertIndexRows(store.connection, tenant, object, id, added)
}

/** A column of JSON that may hold nothing. */
export function parseSlots(cell: unknown): Slots {
  return typeof cell === 'string' ? (JSON.parse(cell) as Slots) : {}
}
