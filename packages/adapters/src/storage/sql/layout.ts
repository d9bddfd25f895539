import {
  type Column,
  type ColumnType,
  columnsOf,
  declaredIndexes,
  type FieldDefinition,
  isIndexed,
  isList,
  isSearchable,
  type Model,
  type Slot,
  type SlotValue,
  type StoredRecord,
  slotsOf,
} from '@kith/core/storage'

import { quote, type SqlValue } from './sql.ts'

/** Where a field of the model is kept. */
export interface FieldLayout {
  readonly id: string
  readonly definition: FieldDefinition
  /** The value itself, and columns made from it. */
  readonly columns: readonly Column[]
  readonly list: boolean
  /** Slots of the entries of a list; undefined where the value column has them already (plain values). */
  readonly items?: readonly Slot[]
  /** Lists: whether each entry has rows in `field_value`. */
  readonly indexed: boolean
  /** The slots that it has them for. */
  readonly indexedSlots: readonly Slot[]
  readonly searchable: boolean
}

/** The table of an object. Columns stand in the order in which rows are written: values and slots, items, run-time fields. */
export interface TableLayout {
  readonly object: string
  /** Quoted name of the table. */
  readonly table: string
  readonly fields: ReadonlyMap<string, FieldLayout>
  /** Columns of values and slots. */
  readonly columns: readonly Column[]
  /** Lists that have a column of items. */
  readonly itemFields: readonly FieldLayout[]
  /** Columns that hold values. */
  readonly values: readonly ValueColumn[]
  /** How each field is written. */
  readonly writeAs: ReadonlyMap<string, WriteAs>
  /** Cells of a row but its tenant. */
  readonly width: number
  /** Lists that have rows in `field_value`. */
  readonly indexedLists: readonly string[]
  /** Names of columns of the indexes that the object declares: what must be equal first, what is sorted by last. */
  readonly combined: readonly (readonly string[])[]
}

/** How a field is written. Kept apart from its columns, because a closure for each cell is what writing costs. */
interface WriteAs extends MadeCell {
  /** A text is the value as it is. */
  readonly text: boolean
  /** What is made of the value beside it. */
  readonly derived: readonly MadeCell[]
}

interface MadeCell {
  /** Among the {@link tableColumns}. */
  readonly at: number
  readonly encode: (value: unknown) => SqlValue
}

/** How a cell becomes the value: a text as it is, JSON, or by the column's own rule, which is dearer for each cell. */
interface ValueColumn extends Column {
  readonly readAs: 'text' | 'json' | 'rule'
}

/** Columns of the store's own. A field id has no `$`, so none can meet them. */
export const TENANT = '"$tenant"'
/** Values of run-time fields, and their slots by field and slot, as JSON. */
export const CUSTOM = '$custom'
export const CUSTOM_SLOTS = '$slots'

/** Slots of entries of a list that rows in `field_value` are kept for: not the two that tell entries apart. */
export function isIndexedSlot(slot: string): boolean {
  return slot !== 'kind' && slot !== 'primary'
}

export function itemsColumn(field: string): string {
  return `${field}$items`
}

/** Derives the table of an object from the model. Run-time fields are left out: they live in one JSON column. */
export function tableLayout(model: Model, object: string): TableLayout {
  const definitions = model.fields(model.object(object).name)
  const columns = columnsOf(model, object)
  const byField = Map.groupBy(columns, (column) => column.field)
  const fields = [...byField].map(([id, own]) => fieldLayout(id, definitions[id] as FieldDefinition, own))
  const values = columns.filter((column) => !column.derived).map(valueColumn)
  const itemFields = fields.filter((field) => field.items !== undefined)
  return {
    object,
    table: quote(`o_${object}`),
    fields: new Map(fields.map((field) => [field.id, field])),
    columns,
    itemFields,
    values,
    writeAs: new Map(fields.map((field) => [field.id, fieldWriter(field, columns, itemFields)])),
    width: tableColumns({ columns, itemFields }).length,
    indexedLists: fields.filter((field) => field.indexed).map((field) => field.id),
    combined: declaredIndexes(model, object).map((slots) =>
      slots.flatMap(
        (one) => columns.find((column) => column.field === one.field && column.slot === one.slot)?.name ?? [],
      ),
    ),
  }
}

function valueColumn(column: Column): ValueColumn {
  return { ...column, readAs: column.json ? 'json' : column.sqlType === 'TEXT' ? 'text' : 'rule' }
}

function fieldLayout(id: string, definition: FieldDefinition, columns: readonly Column[]): FieldLayout {
  const list = isList(definition)
  const slots = slotsOf(definition)
  const plain = slots.every((slot) => slot.name === 'value')
  const indexed = list && (isIndexed(definition) || id === 'access')
  return {
    id,
    definition,
    columns,
    list,
    ...(list && !plain ? { items: slots } : {}),
    indexed,
    indexedSlots: indexed ? slots.filter(({ name }) => isIndexedSlot(name)) : [],
    searchable: isSearchable(definition),
  }
}

/** All columns of the table but row and tenant, with their types. */
export function tableColumns(
  layout: Pick<TableLayout, 'columns' | 'itemFields'>,
): readonly { readonly name: string; readonly type: ColumnType | 'JSON' }[] {
  const items = layout.itemFields.map((field) => itemsColumn(field.id))
  return [
    ...layout.columns.map(({ name, sqlType }) => ({ name, type: sqlType })),
    ...[...items, CUSTOM, CUSTOM_SLOTS].map((name) => ({ name, type: 'JSON' as const })),
  ]
}

/** Columns that hold what a record was put with, in the order in which {@link decodeRow} takes them. */
export function storedColumns(layout: Pick<TableLayout, 'values'>): readonly string[] {
  return [...layout.values.map((column) => column.name), CUSTOM]
}

/** The cells of {@link storedColumns} as the record that was stored. */
export function decodeRow({ values }: Pick<TableLayout, 'values'>, row: readonly unknown[]): StoredRecord {
  const record: Record<string, unknown> = {}
  for (let at = 0; at < values.length; at++) {
    const cell = row[at]
    if (cell === null) continue
    const { name, readAs, fromColumn } = values[at] as ValueColumn
    record[name] = readAs === 'text' ? cell : readAs === 'json' ? JSON.parse(cell as string) : fromColumn(cell)
  }
  const custom = row[values.length]
  const all = typeof custom === 'string' ? { ...record, ...(JSON.parse(custom) as object) } : record
  return all as unknown as StoredRecord
}

/**
 * The cells of a record, in the order of {@link tableColumns}. What the record has is gone through, not what it could have:
 * the tables are wide, and most of their columns are empty.
 *
 * @param slots The slots of run-time fields.
 */
export function encodeRecord(layout: TableLayout, record: StoredRecord, slots: object): SqlValue[] {
  const { writeAs, width } = layout
  const row: SqlValue[] = new Array(width).fill(null)
  let custom: Record<string, unknown> | undefined
  for (const id in record) {
    const value = record[id]
    if (value === undefined || value === null) continue
    const own = writeAs.get(id)
    if (own) {
      row[own.at] = own.text && typeof value === 'string' ? value : own.encode(value)
      for (const { at, encode } of own.derived) row[at] = encode(value)
    } else {
      // Run-time fields, and fields that left the model.
      custom ??= {}
      custom[id] = value
    }
  }
  if (custom) row[width - 2] = JSON.stringify(custom)
  if (Object.keys(slots).length > 0) row[width - 1] = JSON.stringify(slots)
  return row
}

function fieldWriter(
  { id, columns: own, items }: FieldLayout,
  columns: readonly Column[],
  itemFields: readonly FieldLayout[],
): WriteAs {
  const [{ json }] = own as [Column]
  const [value, ...derived] = own.map((column) => ({ at: columns.indexOf(column), encode: column.toColumn })) as [
    MadeCell,
  ]
  const itemsAt = columns.length + itemFields.findIndex((field) => field.id === id)
  const made = items ? [{ at: itemsAt, encode: (list: unknown) => itemsCell(items, list) }] : []
  return { ...value, text: !json, derived: [...derived, ...made] }
}

function itemsCell(slots: readonly Slot[], list: unknown): string | null {
  if (!Array.isArray(list) || list.length === 0) return null
  return JSON.stringify(list.map((item) => slotValues(slots, item)))
}

/** The slots of one entry of a list by name. */
export function slotValues(slots: readonly Slot[], item: unknown): Readonly<Record<string, SlotValue>> {
  const values: Record<string, SlotValue> = {}
  for (const { name, read } of slots) {
    const value = (read as (item: unknown) => SlotValue | undefined)(item)
    if (value !== undefined) values[name] = value
  }
  return values
}
