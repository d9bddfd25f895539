import type { UncheckedFilter } from '@kith/core'
import type { FilterModel } from './filter-builder-model.ts'
import { isOperator, OPERATORS } from './filter-builder-operators.ts'
import { isValue, standing } from './filter-builder-read.ts'
import type { ConditionGroup, ConditionNode, ConditionProblem, ConditionRow, Place } from './filter-builder-types.ts'

type Plain = Readonly<Record<string, unknown>>

/** What {@link writeFilter} gives. */
export interface WrittenFilter {
  readonly value: UncheckedFilter
  /** By id of a condition. */
  readonly problems: ReadonlyMap<string, ConditionProblem>
}

/**
 * Writes rows and groups as a filter. What was not touched is given back as it was read; conditions that are not
 * finished are left out and stand among the problems.
 */
export function writeFilter(model: FilterModel, object: string, root: ConditionGroup): WrittenFilter {
  const writer = new Writer(model)
  const value = writer.whole({ object }, root)
  return { value: value as UncheckedFilter, problems: writer.problems }
}

/** One condition of a place as a filter; undefined as long as it is not finished. */
export const writeCondition = (model: FilterModel, place: Place, node: ConditionNode): unknown =>
  new Writer(model).node(place, node)

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether it is operators only: conditions on a related record stay apart, so that each is read as a row again. */
const areOperators = (value: unknown): value is Plain =>
  isPlain(value) && Object.keys(value).length > 0 && Object.keys(value).every(isOperator)

/** Side by side all hold: two objects of conditions as one, undefined where they speak of the same. */
function merged(left: Plain, right: Plain): Plain | undefined {
  const all: Record<string, unknown> = { ...left }
  for (const [key, value] of Object.entries(right)) {
    const other = all[key]
    if (!(key in all)) all[key] = value
    else if (!areOperators(other) || !areOperators(value) || Object.keys(value).some((one) => one in other))
      return undefined
    else all[key] = { ...other, ...value }
  }
  return all
}

/** Conditions that all hold, as one object; undefined where two of them speak of the same. */
const together = (parts: readonly unknown[]): Plain | undefined =>
  parts.reduce<Plain | undefined>((all, part) => all && (isPlain(part) ? merged(all, part) : undefined), {})

class Writer {
  readonly problems = new Map<string, ConditionProblem>()
  readonly #model: FilterModel

  constructor(model: FilterModel) {
    this.#model = model
  }

  /** The conditions of a group that stands for itself. */
  whole(place: Place, group: ConditionGroup): unknown {
    if ('source' in group) {
      this.#parts(place, group)
      return group.source
    }
    const parts = this.#parts(place, group)
    if (!parts.length) return {}
    return group.mode === 'all' ? (together(parts) ?? { and: parts }) : joined(group, parts)
  }

  node(place: Place, node: ConditionNode, within?: ConditionGroup): unknown {
    if (node.kind === 'kept') {
      if (node.reason) this.problems.set(node.id, { reason: node.reason })
      return node.source
    }
    if (node.kind === 'row') return this.#row(place, node)
    const parts = this.#parts(place, node)
    if ('source' in node) return node.source
    if (!parts.length) return undefined
    if (node.mode !== 'all') return joined(node, parts)
    const one = within?.mode === 'all' || parts.length < 2 ? undefined : together(parts)
    return one ?? { and: parts }
  }

  #parts(place: Place, group: ConditionGroup): readonly unknown[] {
    return group.of.map((one) => this.node(place, one, group)).filter((part) => part !== undefined)
  }

  #row(place: Place, row: ConditionRow): unknown {
    const written = this.#operand(place, row)
    const source = 'source' in row ? row.source : written === undefined ? undefined : nested(row.path, written)
    if (source === undefined) this.problems.set(row.id, 'incomplete')
    else {
      const problem = this.#model.check(place.object, standing(place, source))
      if (problem) this.problems.set(row.id, { reason: problem.reason })
    }
    return source
  }

  #operand(place: Place, row: ConditionRow): unknown {
    const { operator, value, inner } = row
    const { takes = 'one', as = operator, value: fixed } = OPERATORS[operator] ?? {}
    if (takes === 'nothing') return { [as]: fixed }
    if (takes !== 'inner') return value === undefined ? undefined : this.#compared(place, row)
    const subject = this.#model.subject(place, row.path)
    if (!subject || !inner) return undefined
    const inside = this.#model.inside(subject, operator)
    const of = inside.list === undefined ? this.whole(inside, inner) : this.#entry(inside, inner)
    const unfinished = isPlain(of) && !Object.keys(of).length && (inner.of.length > 0 || inside.list !== undefined)
    if (unfinished && !('source' in inner)) return undefined
    return operator === 'related' ? of : { [operator]: of }
  }

  /** `industry: 'retail'` is how people write `industry: { eq: 'retail' }`. */
  #compared(place: Place, { operator, value }: ConditionRow): unknown {
    return operator === 'eq' && place.list === undefined ? value : { [operator]: value }
  }

  /** Conditions on an entry stand in one object; there is no other way to join them. */
  #entry(place: Place, group: ConditionGroup): unknown {
    let all: Plain = {}
    for (const one of group.of) {
      const part = this.node(place, one, group)
      const both =
        isPlain(part) && !isValue(part) ? merged(all, part) : part === undefined ? all : merged(all, { eq: part })
      if (both) all = both
      else this.problems.set(one.id, 'twice')
    }
    return 'source' in group ? group.source : all
  }
}

const nested = (path: readonly string[], operand: unknown): unknown =>
  path.reduceRight<unknown>((inner, id) => ({ [id]: inner }), operand)

const joined = ({ mode }: ConditionGroup, parts: readonly unknown[]): unknown => {
  if (mode === 'any') return { or: parts }
  return { not: parts.length === 1 ? parts[0] : { or: parts } }
}
