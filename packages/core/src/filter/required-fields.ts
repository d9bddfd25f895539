import type { Model } from '../schema/model.ts'
import { type FilterOptions, parseFilter } from './parse.ts'
import type { FilterNode } from './tree.ts'

/**
 * The fields of the record itself that a filter looks at, each once, in the order of the filter: what to ask for when a
 * stage cannot be left yet. Fields of related records are left out, the relation to them is in.
 *
 * @throws KithError `INVALID_FILTER`
 * @example
 * requiredFields(model, 'deal', { amount: { gte: { base: 1 } }, company: { industry: 'retail' } }) // ['amount', 'company']
 */
export function requiredFields(
  model: Model,
  object: string,
  filter: unknown,
  options: FilterOptions = {},
): readonly string[] {
  const found = new Set<string>()
  collect(parseFilter(model, object, filter, options), found)
  return [...found]
}

function collect(node: FilterNode, found: Set<string>): void {
  if ('subject' in node) found.add(node.subject.field)
  else for (const part of node.kind === 'not' ? [node.of] : node.of) collect(part, found)
}
