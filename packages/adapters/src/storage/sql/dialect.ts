import type { Condition } from '@kith/core/filter'
import type { ColumnType, SlotKind, SlotValue } from '@kith/core/storage'
import type { Sql } from './sql.ts'

type Of<Op extends Condition['op']> = Extract<Condition, { op: Op }>

/** Something in SQL that a condition asks about. */
export interface Operand extends Sql {
  readonly kind: SlotKind
  /** `column`: of a table of an object. `index`: of `field_value` under this alias. `json`: out of JSON, by kind. */
  readonly from: { readonly column: ColumnType } | { readonly index: string } | { readonly json: true }
}

/** A test in SQL. Without `total` it can be NULL where nothing is stored. */
export interface Test extends Sql {
  readonly total?: boolean
}

/**
 * What databases say differently. Where it takes an alias, a field or a slot, these are names that were checked
 * against the model, or are words of ASCII: they may stand in the text.
 */
export interface Dialect {
  /** Whether links from both ends are asked in one subquery; else in one for each end. */
  readonly linksTogether: boolean
  /** The test, or false where it is NULL. */
  orFalse(test: string): string
  compare(slot: Operand, cmp: Of<'compare'>['cmp'], value: SlotValue): Test
  /** `values` has at least one. */
  oneOf(slot: Operand, values: readonly SlotValue[]): Test
  glob(slot: Operand, pattern: string): Test
  /** Of a date or an instant in `condition.zone`. */
  monthDay(slot: Operand, condition: Of<'monthDay'>): Test
  inside(latitude: Operand, longitude: Operand, condition: Of<'inside'>): Test
  /** The slot of a run-time field out of the JSON of a row, or NULL. */
  customSlot(alias: string, field: string, slot: string, kind: SlotKind): string
  /** The stored value of a run-time field, or NULL. */
  customValue(alias: string, field: string): string
  /** Whether a list of plain texts has one of these; undefined: it is asked as lists of other entries are. `values` has at least one. */
  anyItem?(json: string, values: readonly string[]): Test
  /** What stands in a FROM: the entries of a list. `list` is of JSON, or where `custom` the slots of a run-time field of the row `alias`. */
  entries(list: { readonly json: string } | { readonly alias: string; readonly custom: string }, item: string): string
  /** A slot of such an entry; undefined where entries are plain values. */
  entrySlot(item: string, slot: string | undefined, kind: SlotKind): string
}
