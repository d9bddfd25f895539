import type { CrmApi, ModelDescription, StoredRecord, UncheckedFilter } from '@kith/core'
import type { FilterModel } from './filter-builder-model.ts'

/** What a builder of filters calls. */
export type FilterBuilderApi = Pick<CrmApi, 'me' | 'model' | 'list' | 'totals'>

/** How many conditions of a group have to hold. */
export type GroupMode = 'all' | 'any' | 'none'

/**
 * What conditions ask about: the records of an object, or the entries of one of its list fields.
 *
 * @example
 * { object: 'contact' }
 * { object: 'contact', list: 'emails' } // inside `{ emails: { some: … } }`
 */
export interface Place {
  readonly object: string
  readonly list?: string
}

interface NodeBase {
  /** Unique in the page as long as the condition is shown. */
  readonly id: string
  /**
   * The JSON that this was read from, as long as nothing below it was changed: given back as it came, whatever other
   * spelling would mean the same.
   */
  readonly source?: unknown
}

/** "Field – operator – value". */
export interface ConditionRow extends NodeBase {
  readonly kind: 'row'
  /** Relations that are followed, then the field, then a part of it: `['companyId', 'address', 'city']`. Empty: an entry itself. */
  readonly path: readonly string[]
  /** An operator of the condition language, `filled` for `empty: false`, `related` for conditions on the related record. */
  readonly operator: string
  /** As in the filter; undefined: not given yet. */
  readonly value?: unknown
  /** Conditions on the related record, or on the entries. */
  readonly inner?: ConditionGroup
}

/** Conditions joined by all, any or none of. */
export interface ConditionGroup extends NodeBase {
  readonly kind: 'group'
  readonly mode: GroupMode
  readonly of: readonly ConditionNode[]
}

/** A piece of a filter that is no row: shown as a sentence and as JSON, never lost. */
export interface KeptCondition extends NodeBase {
  readonly kind: 'kept'
  readonly source: unknown
  /** Why it cannot be used, where it cannot. English. */
  readonly reason?: string
}

export type ConditionNode = ConditionRow | ConditionGroup | KeptCondition

/** What is wrong with a condition: nothing was chosen yet, it is there twice where that cannot be said, or a reason in English. */
export type ConditionProblem = 'incomplete' | 'twice' | { readonly reason: string }

/** A place in a filter and what is wrong there. */
export interface FilterProblem {
  /** JSON Pointer, `''` for the whole. */
  readonly path: string
  /** English sentence without a full stop. */
  readonly reason: string
}

/** How many records a filter selects. */
export interface FilterPreview {
  readonly status: 'waiting' | 'ready' | 'failed' | 'off'
  readonly count?: number
  /** Of how many. */
  readonly total?: number
  /** Up to five of them. */
  readonly examples: readonly StoredRecord[]
}

/** What a builder shows. */
export interface FilterBuilderState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Code of the error when `failed`. */
  readonly code?: string
  readonly model?: FilterModel
  readonly objects: ModelDescription['objects']
  readonly baseCurrency: string
  readonly zone: string
  readonly root: ConditionGroup
  /** What the conditions say; those that are not finished are left out. */
  readonly value: UncheckedFilter
  /** Whether the server takes it and all conditions are finished. */
  readonly valid: boolean
  /** Why the server would refuse it. */
  readonly problem?: FilterProblem | undefined
  /** By id of a condition. */
  readonly problems: ReadonlyMap<string, ConditionProblem>
  readonly preview: FilterPreview
  /** What records are called that conditions name, by id. */
  readonly titles: ReadonlyMap<string, string>
  /** Values that records have in text fields of the object, by field, where they are few. */
  readonly known: ReadonlyMap<string, readonly string[]>
  /** What was removed last, as long as it can be taken back. */
  readonly removed?: Removed | undefined
}

/** A condition that was removed, and where it stood. */
export interface Removed {
  readonly node: ConditionNode
  readonly group: string
  readonly at: number
}
