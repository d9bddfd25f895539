import { fold } from '../../shared/fold.ts'
import type { Operator } from '../operators.ts'
import type { FieldType, Slot, SlotKind, SlotValue } from '../types.ts'

/** How a form edits a value; web components have one renderer for each. */
export type FormControl =
  | 'text'
  | 'textarea'
  | 'email'
  | 'tel'
  | 'url'
  | 'number'
  | 'money'
  | 'date'
  | 'datetime'
  | 'checkbox'
  | 'select'
  | 'multiselect'
  | 'relation'
  | 'address'
  | 'name'
  | 'file'
  | 'rating'
  | 'credential'
  | 'none'

/** What Kith knows of a field type, as plain data without zod: the browser has it too. */
export interface FieldTypeData<Type extends FieldType = FieldType> {
  readonly type: Type
  /** Primitives to compare, index and sort by; of one item where the field is a list. */
  readonly slots: readonly Slot[]
  /** Slot that a list is sorted by; absent: cannot be sorted by. */
  readonly sort?: string
  /** `never`: one value. `allowed`: `many` may be set. `always`: the value is a list anyway. */
  readonly list: 'never' | 'allowed' | 'always'
  /** Present: the items of a list are `{ value, kind, primary }`, and these kinds are offered first. */
  readonly itemKinds?: readonly string[]
  readonly operators: readonly Operator[]
  readonly control: FormControl
  /** The value is an object or list: kept as JSON text where a store has columns of primitives. */
  readonly structured: boolean
  /** What full-text search finds a value by; absent: not searchable. */
  readonly searchText?: (value: never) => string
  /** Searched unless the definition says otherwise. */
  readonly searchable: boolean
  /** What no two records may share; absent: the type cannot be `unique`. */
  readonly claim?: (value: never) => string
  /** Parts of a definition that this type cannot do without. */
  readonly needs: readonly ('to' | 'options' | 'of')[]
  /** May be added by a tenant's administrator at run time. */
  readonly atRunTime: boolean
  /** People may write a value; otherwise there is none or Kith makes it. */
  readonly writable: boolean
}

/** One slot named `value`, which is the value itself. */
export function valueSlot(kind: SlotKind): Slot {
  return { name: 'value', kind, read: (value: SlotValue) => value }
}

/** One slot named `fold`: the folded text. */
export const FOLD_SLOT: Slot = { name: 'fold', kind: 'text', read: (value: string) => fold(value) }

/** A slot of an object's part. */
export function partSlot<Value>(name: string, kind: SlotKind, read: (value: Value) => SlotValue | undefined): Slot {
  return { name, kind, read }
}

/** What most types share. */
export const USUAL = { needs: [], atRunTime: true, writable: true, searchable: false, structured: false } as const
