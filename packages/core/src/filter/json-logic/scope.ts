import type { Model } from '../../schema/model.ts'
import { FILTER_LIMITS } from '../limits.ts'
import { child, isPlain, refuse } from '../refuse.ts'
import type { UncheckedFilter } from '../types.ts'

/** How a JsonLogic condition is imported. */
export interface JsonLogicOptions {
  /**
   * `exact` (default) refuses comparisons with texts that Kith compares folded: JsonLogic tells `Oslo` from `OSLO`, a
   * filter does not. `folded` takes them, for people who know that more will be found.
   */
  readonly texts?: 'exact' | 'folded'
}

/** What a whole import shares. */
export interface Reader {
  readonly model: Model
  readonly options: JsonLogicOptions
  operations: number
}

/** Where a piece of logic looks for fields. */
export interface Scope {
  readonly reader: Reader
  /** Object that the filter is about: of the whole, or of linked records. */
  readonly root: string
  readonly object: string
  /** Puts a condition on a record of `object` behind the relations that lead to it from one of `root`. */
  readonly wrap: (inner: UncheckedFilter) => UncheckedFilter
}

/** The records of an object themselves. */
export function scopeOf(reader: Reader, object: string): Scope {
  return { reader, root: object, object, wrap: (inner) => inner }
}

/** No record. */
export const NOTHING: UncheckedFilter = { or: [] }

export function isNot(filter: UncheckedFilter): UncheckedFilter {
  const { not, ...rest } = filter
  return not && Object.keys(rest).length === 0 ? not : { not: filter }
}

export function anyOf(filters: readonly UncheckedFilter[]): UncheckedFilter {
  return filters.length === 1 ? (filters[0] as UncheckedFilter) : { or: filters }
}

/** The one operation that an object of logic names. */
export function operationOf({ reader }: { readonly reader: Reader }, logic: unknown, path: string): [string, unknown] {
  reader.operations++
  if (reader.operations > FILTER_LIMITS.nodes) refuse(path, `at most ${FILTER_LIMITS.nodes} operations are taken`)
  const keys = isPlain(logic) ? Object.keys(logic) : []
  const [name] = keys
  if (name === undefined || keys.length > 1) refuse(path, 'an object with one operation is needed here')
  return [name, (logic as Readonly<Record<string, unknown>>)[name]]
}

type Argument = readonly [value: unknown, path: string]

/** What an operation is given, each with its place. One alone may stand without a list. */
export function argumentsOf(operands: unknown, path: string, least: 1, most: 1): readonly [Argument]
export function argumentsOf(operands: unknown, path: string, least: 2, most: 2): readonly [Argument, Argument]
export function argumentsOf(operands: unknown, path: string, least: number, most: number): readonly Argument[]
export function argumentsOf(operands: unknown, path: string, least: number, most: number): readonly Argument[] {
  const list: readonly unknown[] = Array.isArray(operands) ? operands : [operands]
  if (list.length < least || list.length > most)
    refuse(path, least === most ? `this takes ${least}` : `this takes ${least} to ${most}`)
  return list.map((value, index) => [value, Array.isArray(operands) ? child(path, index) : path])
}
