import type { Model } from '../schema/model.ts'
import { checkFilter } from './check.ts'
import { child, refuse } from './refuse.ts'
import type { Condition, FilterContext } from './types.ts'

/**
 * Checks a filter of a form, and gives the condition that its page evaluates with `compileFormCondition`. It may look at
 * the form's own fields, not at records elsewhere, at entries with a kind, or at what needs the model to be read: a whole
 * address as text, distances and anniversaries.
 *
 * @throws KithError `INVALID_FILTER` with `path` and `reason`
 * @throws KithError `UNKNOWN_OBJECT`
 * @example
 * formCondition(model, 'lead', { interest: 'buy', budget: { gte: 100_000 } }, context)
 */
export function formCondition(model: Model, object: string, filter: unknown, context: FilterContext): Condition {
  const entries: [string, unknown][] = isEntries(filter) ? Object.entries(filter) : [['', filter]]
  for (const [key, value] of entries) {
    const part = isEntries(filter) ? { [key]: value } : value
    const condition = checkFilter(model, object, part, context, { ownFields: true })
    if (!isForForms(condition)) refuse(child('', key), 'a form cannot ask for this')
  }
  return checkFilter(model, object, filter, context, { ownFields: true })
}

const isEntries = (filter: unknown): filter is object =>
  typeof filter === 'object' && filter !== null && !Array.isArray(filter)

const WITH_ENTRIES = ['email', 'phone', 'url', 'address']

function isForForms(condition: Condition): boolean {
  switch (condition.op) {
    case 'true':
    case 'false':
    case 'empty':
      return true
    case 'and':
    case 'or':
      return condition.of.every(isForForms)
    case 'not':
    case 'someItem':
      return isForForms(condition.of)
    case 'compare':
    case 'in':
    case 'glob': {
      const { field, slot, type } = condition.ref
      return field === '' ? !WITH_ENTRIES.includes(type) : type !== 'address' || slot !== 'fold'
    }
    default:
      return false
  }
}
