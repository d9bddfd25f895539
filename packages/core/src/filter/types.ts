import type { SlotRef, SlotValue } from '../schema/types.ts'
import type { Period } from '../shared/period.ts'
import type { Duration } from '../shared/time.ts'

export type { SlotRef } from '../schema/types.ts'
export type { Duration, Period }

/** A point of time in a comparison: an instant or date, now, or a distance from now. */
export type TimeValue = string | 'now' | { readonly ago: Duration } | { readonly ahead: Duration }

/** Stands for a fact about who asks; replaced before anything is compared. */
export type ActorValue = { readonly actor: 'id' } | { readonly actor: 'teams' } | { readonly actor: 'keys' }

/** The month and day of any year, `MM-DD`: `05-17`. */
export type MonthDay = `${number}-${number}`

/**
 * Days of the calendar, whatever the year: a period around now, one day, from one day to another (both are in it, over
 * the new year where `from` is the later one), or the days from now on or up to now.
 *
 * Periods and lengths are days of real years, so 29 February counts as 28 February where a year has none, as a year
 * added to it gives. A day that is named is that day alone: `02-28` does not find 29 February.
 */
export type Anniversary =
  | Period
  | MonthDay
  | { readonly from: MonthDay; readonly to: MonthDay }
  | { readonly last: Duration }
  | { readonly next: Duration }

/** A place on the map, WGS 84 degrees. */
export interface GeoPoint {
  /** -90 to 90. */
  readonly latitude: number
  /** -180 to 180. */
  readonly longitude: number
}

/** All places at most so far away, as the crow flies on a sphere of the earth's mean radius (6371.0088 km). */
export interface GeoCircle extends GeoPoint {
  readonly withinKm: number
}

/** Between two parallels and two meridians, which are in it. It crosses the antimeridian where `west` is more than `east`. */
export interface GeoBox {
  readonly north: number
  readonly south: number
  readonly east: number
  readonly west: number
}

/**
 * A box, or the corners of an area in order. Its sides are straight lines on a map in degrees and go the shorter way
 * around the earth. A place exactly on a side is in or out, and is the same in every store.
 */
export type GeoArea = GeoBox | readonly GeoPoint[]

/** Comparisons that a field may take; which of them its type has is checked by `checkFilter` and by {@link Filter}. */
export interface FieldOperators {
  readonly eq?: unknown
  readonly ne?: unknown
  readonly in?: readonly unknown[] | ActorValue
  readonly nin?: readonly unknown[] | ActorValue
  readonly gt?: unknown
  readonly gte?: unknown
  readonly lt?: unknown
  readonly lte?: unknown
  /** Folded text somewhere inside. */
  readonly contains?: string
  readonly startsWith?: string
  readonly endsWith?: string
  /** Glob on folded text: `*` any run, `?` one character; a backslash takes the next one literally. */
  readonly glob?: string
  /** `true`: nothing is stored; `false`: something is. */
  readonly empty?: boolean
  readonly within?: Period
  /** In the time up to now; both ends are in it. */
  readonly last?: Duration
  /** In the time from now on; both ends are in it. */
  readonly next?: Duration
  /** By month and day, whatever the year: birthdays. Of an instant, the day that it is in the tenant's zone. */
  readonly anniversary?: Anniversary
  /** Addresses with latitude and longitude: at most so far from a place. */
  readonly near?: GeoCircle
  /** Addresses with latitude and longitude: inside of an area. */
  readonly inArea?: GeoArea
  /**
   * Lists and links: at least one, no, each entry matches. All that stands inside is about the same entry. Operators
   * beside these ask each for itself whether one entry passes; `ne` and `nin` ask that none equals.
   */
  readonly some?: unknown
  readonly none?: unknown
  readonly every?: unknown
  /**
   * Rules on a change alone: whether the field holds something else than before. `from` and `to` are what may stand at
   * the field, asked of the record before and of the one after. Of a new record everything was empty before.
   */
  readonly changed?: boolean | { readonly from?: unknown; readonly to?: unknown }
}

/**
 * A condition as plain JSON: fields with a value or operators, joined by `and`, `or`, `not`. Entries side by side all hold.
 *
 * Logic is two-valued: a comparison with nothing is false and its `not` is true. Text compares folded (case and
 * diacritics do not count). `{ company: { industry: 'retail' } }` follows a relation.
 *
 * @example
 * const open: UncheckedFilter = { stageId: { in: ['offer', 'contract'] }, closeOn: { within: 'thisMonth' }, not: { ownerId: { empty: true } } }
 */
export interface UncheckedFilter {
  readonly and?: readonly UncheckedFilter[]
  readonly or?: readonly UncheckedFilter[]
  readonly not?: UncheckedFilter
  readonly [field: string]: unknown
}

/**
 * A checked filter: what adapters see. All differences between back ends are gone: text is folded, calendar periods
 * are instants, names are resolved against the model, actor values are filled in. Two-valued: every node is true or
 * false for every record; `compare`, `in` and `glob` are false where the slot has nothing.
 */
export type Condition =
  | { readonly op: 'true' }
  | { readonly op: 'false' }
  | { readonly op: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition }
  | {
      readonly op: 'compare'
      readonly ref: SlotRef
      readonly cmp: 'eq' | 'lt' | 'lte' | 'gt' | 'gte'
      readonly value: SlotValue
    }
  | { readonly op: 'in'; readonly ref: SlotRef; readonly values: readonly SlotValue[] }
  /** `pattern` is folded; `*`, `?` and backslash as in {@link FieldOperators.glob}. */
  | { readonly op: 'glob'; readonly ref: SlotRef; readonly pattern: string }
  /**
   * The month and day of a date, or of an instant in `zone`, lie from `from` to `to`: `MM-DD`, both are in it, over the
   * new year where `from` is later. `ref` is the value of a date (no zone) or an instant; false where it has nothing.
   */
  | {
      readonly op: 'monthDay'
      readonly ref: SlotRef
      readonly zone?: string
      readonly from: string
      readonly to: string
    }
  /** The place at these two slots lies inside of the shape; false where one has nothing. A box around it stands beside. */
  | { readonly op: 'inside'; readonly latitude: SlotRef; readonly longitude: SlotRef; readonly shape: GeoShape }
  /** The field holds something else than it did before. Only where a filter may ask for `changed`: never in a store. */
  | { readonly op: 'changed'; readonly field: string }
  /** The record as it was before matches. Only beside `changed`. */
  | { readonly op: 'before'; readonly of: Condition }
  /** The field holds nothing (absent; an empty list and an empty text are stored as absent). */
  | { readonly op: 'empty'; readonly field: string; readonly custom?: boolean }
  /** At least one entry of a `many` or `multiSelect` field matches; refs inside have field `''`. */
  | { readonly op: 'someItem'; readonly field: string; readonly custom?: boolean; readonly of: Condition }
  /** The record that a relation points to exists, is not deleted, and matches. */
  | {
      readonly op: 'related'
      readonly field: string
      readonly custom?: boolean
      readonly to: string
      readonly of: Condition
    }
  /** At least one `link` record that is not deleted joins this record (either end) to a matching record of `to` that is not deleted. */
  | {
      readonly op: 'someLinked'
      readonly object: string
      readonly to: string
      readonly role?: string
      readonly of: Condition
    }

/** A circle, or the corners of an area. */
export type GeoShape = GeoCircle | readonly GeoPoint[]

/** Where a list is sorted: by one slot, then by id in the same direction. Records with nothing there come last both ways. */
export interface SortKey {
  readonly ref: SlotRef
  readonly direction: 'asc' | 'desc'
}

/** What relative dates and actor values are resolved against. */
export interface FilterContext {
  /** Instant, ISO 8601 UTC with milliseconds. */
  readonly now: string
  /** IANA time zone of the tenant. */
  readonly zone: string
  readonly actor?: { readonly id: string; readonly teams: readonly string[]; readonly keys: readonly string[] }
}
