import type { Model } from '../../schema/model.ts'
import { FILTER_LIMITS } from '../limits.ts'
import { parseFilter } from '../parse.ts'
import { child, refuse } from '../refuse.ts'
import type { UncheckedFilter } from '../types.ts'
import { equality, membership, order, truth } from './comparisons.ts'
import { entryTests } from './entries.ts'
import { anyOf, argumentsOf, isNot, type JsonLogicOptions, NOTHING, operationOf, type Scope, scopeOf } from './scope.ts'
import { fieldAt, isVar, requireStored } from './subject.ts'

export type { JsonLogicOptions } from './scope.ts'

/**
 * Imports a JsonLogic condition (jsonlogic.com) as a filter that holds for exactly the records for which JsonLogic gives
 * something truthy, with the record's stored values as data. A relation is its id where it is compared, and the record
 * that it points to where a path goes on: `{ "var": "companyId.industry" }`.
 *
 * What would mean something else is refused: texts of fields that Kith compares folded (see {@link JsonLogicOptions}),
 * values of another type, which JsonLogic compares loosely, arithmetic, and operations of an application's own. Where
 * JsonLogic takes nothing for 0, the filter says so.
 *
 * @throws KithError `INVALID_FILTER` with `path` (JSON Pointer into the logic) and `reason`
 * @throws KithError `UNKNOWN_OBJECT`
 * @example
 * fromJsonLogic(model, 'deal', { and: [{ '==': [{ var: 'stageId' }, 'offer'] }, { '>': [{ var: 'score' }, 40] }] })
 * // { and: [{ stageId: { eq: 'offer' } }, { score: { gt: 40 } }] }
 */
export function fromJsonLogic(
  model: Model,
  object: string,
  logic: unknown,
  options: JsonLogicOptions = {},
): UncheckedFilter {
  model.object(object)
  const filter = condition(scopeOf({ model, options, operations: 0 }, object), logic, '', 1)
  parseFilter(model, object, filter)
  return filter
}

/** What is truthy. */
function condition(scope: Scope, logic: unknown, path: string, depth: number): UncheckedFilter {
  if (typeof logic === 'boolean') return logic ? {} : NOTHING
  if (depth > 4 * FILTER_LIMITS.depth) refuse(path, 'this goes too deep')
  const [name, operands] = operationOf(scope, logic, path)
  const inner = (operand: unknown, at: string) => condition(scope, operand, at, depth + 1)
  const at = child(path, name)
  switch (name) {
    case 'and':
    case 'or': {
      const list = argumentsOf(operands, at, 1, FILTER_LIMITS.nodes)
      return { [name]: list.map(([operand, place]) => inner(operand, place)) }
    }
    case '!':
    case '!!': {
      const [[operand, place]] = argumentsOf(operands, at, 1, 1)
      return name === '!' ? isNot(inner(operand, place)) : inner(operand, place)
    }
    case 'var':
      return truth(fieldAt(scope, logic, path))
    case '==':
    case '===':
      return equality(scope, operands, at)
    case '!=':
    case '!==':
      return isNot(equality(scope, operands, at))
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(scope, name, operands, at)
    case 'in':
      return membership(scope, operands, at)
    case 'missing':
      return anyOf(missing(scope, operands, at))
    case 'missing_some':
      return missingSome(scope, operands, at)
    case 'some':
    case 'all':
    case 'none':
      return quantified(scope, name, operands, at, depth)
    default:
      return refuse(at, REASONS.get(name) ?? 'this operation is not one that a filter has')
  }
}

const ARITHMETIC = 'a filter does not calculate'
const REASONS: ReadonlyMap<string, string> = new Map([
  ...['+', '-', '*', '/', '%', 'min', 'max'].map((name) => [name, ARITHMETIC] as const),
  ...['cat', 'substr'].map((name) => [name, 'a filter does not make texts'] as const),
  ...['map', 'filter', 'reduce', 'merge'].map((name) => [name, 'a filter does not make lists'] as const),
  ...['if', '?:'].map((name) => [name, 'a filter has no branches: use `and`, `or` and `!`'] as const),
  ['log', 'a filter has no effects'],
])

/** Each name is a field that holds nothing. */
function missing(scope: Scope, operands: unknown, path: string): UncheckedFilter[] {
  return argumentsOf(operands, path, 0, FILTER_LIMITS.nodes).map(([name, at]) => {
    if (typeof name !== 'string') refuse(at, 'the name of a field is needed here')
    return isNot(requireStored(fieldAt(scope, { var: name }, at)).isThere())
  })
}

/** JsonLogic counts; a filter can say "not one" and "not all". */
function missingSome(scope: Scope, operands: unknown, path: string): UncheckedFilter {
  const [[least, at], [names, place]] = argumentsOf(operands, path, 2, 2)
  const empty = missing(scope, names, place)
  if (least === empty.length || empty.length === 0) return anyOf(empty)
  return least === 1 ? { and: empty } : refuse(at, 'a filter does not count: 1 or all of them')
}

function quantified(
  scope: Scope,
  name: 'some' | 'all' | 'none',
  operands: unknown,
  path: string,
  depth: number,
): UncheckedFilter {
  const [[list, at], [logic, place]] = argumentsOf(operands, path, 2, 2)
  if (!isVar(list)) refuse(at, 'a field that holds a list is needed here')
  const field = fieldAt(scope, list, at)
  const to = field.links
  if (!to && field.entry === undefined) refuse(at, 'this field holds no list')
  const of = to
    ? condition(scopeOf(scope.reader, to), logic, place, depth + 1)
    : entryTests(scope.reader, field, logic, place)
  if (name !== 'all') return field.test({ [name]: of }, path)
  return { and: [field.isThere(), field.test({ every: of }, path)] }
}
