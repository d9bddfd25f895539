import type { Model } from '../schema/model.ts'
import { lowerNode } from './lower.ts'
import { type FilterOptions, parseFilter } from './parse.ts'
import type { Condition, FilterContext } from './types.ts'

export { FILTER_LIMITS } from './limits.ts'
export type { FilterOptions } from './parse.ts'

/**
 * Checks a filter against the model and turns it into the {@link Condition} that closures and stores take.
 *
 * Relative times and periods become instants (or dates) of the context's zone, actor values are filled in, texts are
 * folded. Names are never trusted: an unknown or masked field, an operator that the type does not have, a wrong value,
 * more than {@link FILTER_LIMITS} allow, are refused. Any JSON may be given, also from strangers.
 *
 * @throws KithError `INVALID_FILTER` with `path` (JSON Pointer into the filter) and `reason`
 * @throws KithError `UNKNOWN_OBJECT`
 * @example
 * const condition = checkFilter(model, 'deal', { closeOn: { within: 'thisMonth' } }, { now: clock.now(), zone: 'Europe/Oslo' })
 * const open = compileCondition(condition)
 * open(deal) // true
 */
export function checkFilter(
  model: Model,
  object: string,
  filter: unknown,
  context: FilterContext,
  options: FilterOptions = {},
): Condition {
  return lowerNode(parseFilter(model, object, filter, options), context)
}
