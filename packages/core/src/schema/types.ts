import type { Label } from '../shared/locale.ts'

export type { Money } from '../shared/money.ts'

/** What a field holds. Each has one file in `field-types/`. */
export type FieldType =
  | 'text'
  | 'longText'
  | 'email'
  | 'phone'
  | 'url'
  | 'number'
  | 'money'
  | 'date'
  | 'dateTime'
  | 'boolean'
  | 'select'
  | 'multiSelect'
  | 'relation'
  | 'links'
  | 'address'
  | 'personName'
  | 'file'
  | 'rating'
  | 'credential'
  | 'rollup'
  | 'json'

/** Marks a field as personal data: privacy export, erasure and masking are generated from it. */
export interface Personal {
  /** Why it is kept: `sales`, `service`, `billing`… Default `sales`. */
  readonly purpose?: string
  /** Days after the last activity when it is to be erased; absent means as long as the record lives. */
  readonly retentionDays?: number
}

/** One choice of a `select` or `multiSelect`. Its id never changes, its label may. */
export interface SelectOption {
  readonly id: string
  readonly label?: Label
  readonly retired?: boolean
}

/** A field as plain data: the single place from which everything about it is derived. */
export interface FieldDefinition {
  readonly type: FieldType
  readonly label?: Label
  readonly help?: Label
  /** A record cannot be stored without it. Default false. */
  readonly required?: boolean
  /** No two records of a tenant may share a value (also none of the values of a `many` field). Default false. */
  readonly unique?: boolean
  /** Fast to filter and sort by. Default false; relations and unique fields are always indexed. */
  readonly indexed?: boolean
  /** A list: of `{ value, kind, primary }` for e-mail, phone, url and address, of plain values otherwise. Default false. */
  readonly many?: boolean
  /** `true` stands for `{ purpose: 'sales' }`. */
  readonly personal?: boolean | Personal
  /** Set by Kith alone (operations, roll-ups, system fields); refused from people. Default false. */
  readonly readOnly?: boolean
  /** Kept for old records and Filters, not offered any more. Default false. */
  readonly retired?: boolean
  /** Found by full-text search. Default true for text, names, e-mail and phone. */
  readonly searchable?: boolean
  /** Used where no value is given at creation. */
  readonly default?: unknown
  /** Longest text in UTF-16 units. Default 200 for `text`, 20,000 for `longText`. */
  readonly maxLength?: number
  /** Bounds of `number`; `max` of `rating` (default 5). */
  readonly min?: number
  readonly max?: number
  /** Only whole numbers. Default false. */
  readonly integer?: boolean
  /** Choices of `select` and `multiSelect`. */
  readonly options?: readonly SelectOption[]
  /** Object that a `relation` or `links` points to. */
  readonly to?: string
  /** `links`: only links with this role. */
  readonly role?: string
  /** `relation`: a child takes over the `access[]` keys of the record it points to. Default false. */
  readonly inheritsAccess?: boolean
  /** `rollup`: the type of the stored value. */
  readonly of?: 'number' | 'money' | 'date' | 'dateTime' | 'boolean' | 'text'
  /** Added by a tenant's administrator at run time; its id begins with `x_`. */
  readonly custom?: boolean
  /** Added by an app's configuration to an object that Kith brings; set by `createModel`. */
  readonly added?: boolean
}

/** Fields by their id. An id is camelCase ASCII, never changes, and never begins with `x_` in code. */
export type FieldMap = Readonly<Record<string, FieldDefinition>>

/** An object (contact, deal, property…) as plain data. */
export interface ObjectDefinition<Name extends string = string, Fields extends FieldMap = FieldMap> {
  /** Singular, camelCase: `contact`. Never changes. */
  readonly name: Name
  /** Path in the API: `contacts`. Default: name + `s`. */
  readonly plural: string
  readonly label: Label
  readonly pluralLabel: Label
  /** The field whose value names a record for people. */
  readonly title: string
  readonly fields: Fields
  /** Written by operations only: the generic create, update and delete refuse it. Default false. */
  readonly operationsOnly?: boolean
  /** Columns that a list shows at first; default: title and the first five fields. */
  readonly list?: readonly string[]
  /**
   * Fields that lists ask for together, each with an optional slot: those that must have one value first, the one that the
   * list is sorted by last: `[['pipelineId', 'stageId', 'stageEnteredAt']]`.
   */
  readonly indexes?: readonly (readonly string[])[]
  /** Counts and sums that a store keeps up to date, so that asking for them costs the same however many records there are. */
  readonly totals?: TotalsDefinition
}

/**
 * Counts and sums to be kept of the records that are not in the recycle bin. Questions that these keys can express (what to
 * group by, and which records) are answered from them, all others by counting, with the same answer.
 */
export interface TotalsDefinition {
  /** Up to eight fields from code or the system, each with an optional slot: `['stageId', 'amount.currency']`. The access keys of records are always one more. */
  readonly by: readonly string[]
  /** Slots that hold whole numbers: `['amount.amountMinor']`. Records are counted anyway. */
  readonly sum?: readonly string[]
}

/** What a comparison, an index or a sort key can be. Text compares by its UTF-8 bytes (= by code points), booleans as 0 and 1. */
export type SlotKind = 'text' | 'integer' | 'real' | 'boolean'

/** A primitive that adapters bind and compare. */
export type SlotValue = string | number | boolean

/**
 * A primitive read from a field's value: what adapters index, compare and sort by.
 *
 * `text` has one slot `fold`; `money` has `amountMinor`, `currency`, `baseMinor`; `select` has one slot named `value`.
 */
export interface Slot {
  readonly name: string
  readonly kind: SlotKind
  /** The primitive, or undefined where there is nothing to compare. */
  readonly read: (value: never) => SlotValue | undefined
}

/** A slot of a field in a Condition. */
export interface SlotRef {
  /** Field id. Inside `some` over a list of plain values or `{ value, kind, primary }` items: `''`. */
  readonly field: string
  /** Slot of the field's type; for items also `kind` and `primary`. */
  readonly slot: string
  readonly kind: SlotKind
  /** Type of the field (of a roll-up: its `of`), whose slot reader a closure uses. */
  readonly type: FieldType
  /** A run-time field: stored in the JSON column, not in a column of its own. */
  readonly custom?: boolean
}

/** One value of a `many` field of type e-mail, phone, url or address. */
export interface ManyItem<Value = unknown> {
  readonly value: Value
  /** `work`, `home`, `mobile`, `billing`… */
  readonly kind?: string
  readonly primary?: boolean
}

/** Where something is. At least one part is present. */
export interface Address {
  readonly street?: string
  readonly postalCode?: string
  readonly city?: string
  readonly region?: string
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string
  /** WGS 84 degrees. */
  readonly latitude?: number
  readonly longitude?: number
}

/** What a person is called. */
export interface PersonName {
  /** As the person writes it; always present. */
  readonly full: string
  readonly given?: string
  readonly family?: string
}

/** A licence to practise: medical council number, estate agent licence… */
export interface Credential {
  readonly number: string
  /** Who issued it: council, chamber, state. */
  readonly authority?: string
  /** Last day of validity, `YYYY-MM-DD`. */
  readonly validUntilOn?: string
}
