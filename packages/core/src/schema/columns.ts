import { canonicalJson } from '../shared/canonical-json.ts'
import { isIndexed } from './custom-slots.ts'
import type { Model } from './model.ts'
import { isList, isStored, sortSlot, valueTypeOf } from './slots.ts'
import type { FieldDefinition, Slot, SlotKind, SlotValue } from './types.ts'

/** What a column of SQL holds. Booleans are 0 and 1, instants and dates text. */
export type ColumnType = 'TEXT' | 'INTEGER' | 'REAL'

/** One column of the table of an object. */
export interface Column {
  /** `<field>` for the value itself, `<field>$<slot>` for what is made from it. Unique also where case does not count. */
  readonly name: string
  readonly field: string
  /** Slot that the column compares as; null where it only keeps the value (text as written, JSON). */
  readonly slot: string | null
  readonly sqlType: ColumnType
  /** To be indexed. */
  readonly indexed: boolean
  /** The column keeps JSON text. */
  readonly json: boolean
  /** Made from the value in column `<field>`: written with it, never read back. */
  readonly derived: boolean
  /** What to bind for a field's value (undefined: nothing stored). */
  readonly toColumn: (value: unknown) => string | number | null
  /** The field's value again (null: undefined). A derived column gives undefined. */
  readonly fromColumn: (cell: unknown) => unknown
}

/**
 * What a store with columns needs for the fields from code and the system fields of an object, in order. Links have no
 * column; run-time fields live in the JSON column `custom`. Lists have their JSON alone: their items are the store's affair
 * (`slotsOf`, `readItems`).
 *
 * @throws KithError `UNKNOWN_OBJECT`
 * @example
 * columnsOf(model, 'contact').map((column) => column.name)
 * // ['id', 'version', …, 'name', 'name$fold', 'email', …]
 */
export function columnsOf(model: Model, object: string): Column[] {
  return Object.entries(model.fields(object)).flatMap(([id, field]) =>
    field.custom !== true && isStored(field) ? columnsOfField(id, field) : [],
  )
}

function columnsOfField(id: string, field: FieldDefinition): Column[] {
  const { slots, structured } = valueTypeOf(field)
  const list = isList(field)
  const own = list ? undefined : slots.find((slot) => slot.name === 'value')
  const sorted = sortSlot(field)
  const isFound = (slot: Slot) => isIndexed(field) && slot.name === (sorted ?? 'value')
  const derived = list ? [] : slots.filter((slot) => slot !== own)
  return [
    valueColumn(id, field, own, own !== undefined && isFound(own), structured || list),
    ...derived.map((slot) => slotColumn(id, slot, isFound(slot))),
  ]
}

function valueColumn(
  id: string,
  field: FieldDefinition,
  slot: Slot | undefined,
  indexed: boolean,
  json: boolean,
): Column {
  const kind = slot?.kind ?? 'text'
  const sqlType = kind === 'real' && field.integer === true ? 'INTEGER' : SQL_TYPES[kind]
  const bind = json ? canonicalJson : toCell
  const read = json ? (cell: unknown) => JSON.parse(cell as string) : FROM_CELL[kind]
  return {
    name: id,
    field: id,
    slot: slot?.name ?? null,
    sqlType,
    indexed,
    json,
    derived: false,
    toColumn: (value) => (isNothing(value) ? null : bind(value)),
    fromColumn: (cell) => (isNothing(cell) ? undefined : read(cell)),
  }
}

function slotColumn(id: string, slot: Slot, indexed: boolean): Column {
  const read = slot.read as (value: unknown) => SlotValue | undefined
  return {
    name: `${id}$${slot.name}`,
    field: id,
    slot: slot.name,
    sqlType: SQL_TYPES[slot.kind],
    indexed,
    json: false,
    derived: true,
    toColumn: (value) => (isNothing(value) ? null : toCell(read(value))),
    fromColumn: () => undefined,
  }
}

const SQL_TYPES: Readonly<Record<SlotKind, ColumnType>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  boolean: 'INTEGER',
}

const FROM_CELL: Readonly<Record<SlotKind, (cell: unknown) => unknown>> = {
  text: (cell) => cell,
  integer: Number,
  real: Number,
  boolean: (cell) => cell === 1 || cell === 1n || cell === true,
}

const isNothing = (value: unknown) => value === undefined || value === null

function toCell(value: unknown): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
