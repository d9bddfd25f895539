import { OPERATORS, type Operator, QUANTIFIED } from '../schema/operators.ts'
import type { FieldDefinition } from '../schema/types.ts'
import type { PartName, Reading } from './reading.ts'

/** What a test reads: a field, a named part of one, or an entry of a list. */
export interface Subject {
  /** Object that the field belongs to. */
  readonly object: string
  /** Field id, also for an entry of a list. */
  readonly field: string
  readonly definition: FieldDefinition
  /** `city` of an address, `kind` of an entry. */
  readonly part?: PartName
  /** Undefined where only emptiness can be asked. */
  readonly reading: Reading | undefined
  /** `list`: each test asks whether one entry passes it. `entry`: inside `some`, `none`, `every`. */
  readonly of: 'value' | 'list' | 'entry'
}

export type Quantifier = 'some' | 'none' | 'every'

/**
 * A filter whose names, operators and values are known to be right, before times and actors are filled in. Values are
 * as the filter gave them. `null` is gone: it is the operator `empty`.
 */
export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly of: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly of: FilterNode }
  | {
      readonly kind: 'test'
      readonly subject: Subject
      readonly operator: TestOperator
      readonly value: unknown
      readonly path: string
    }
  | { readonly kind: 'related'; readonly subject: Subject; readonly to: string; readonly of: FilterNode }
  /** The value is another one; `from` was asked of the record before, `to` of the one after. */
  | {
      readonly kind: 'changed'
      readonly subject: Subject
      readonly value: boolean
      readonly from?: FilterNode
      readonly to?: FilterNode
    }
  | {
      readonly kind: 'items' | 'linked'
      readonly subject: Subject
      readonly quantifier: Quantifier
      readonly of: FilterNode
    }

/** An operator that compares with a value, a pattern, a time, a place or nothing; not one that holds conditions. */
export type TestOperator = Exclude<Operator, Quantifier | 'changed'>

/** Whether a key of a condition is a quantifier over a list. */
export function isQuantifier(key: string): key is Quantifier {
  return (QUANTIFIED as readonly string[]).includes(key)
}

/** Whether a key of a condition compares with a value, a pattern, a time, a place or nothing. */
export function isTestOperator(key: string): key is TestOperator {
  return (OPERATORS as readonly string[]).includes(key) && !isQuantifier(key) && key !== 'changed'
}
