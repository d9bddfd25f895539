import type { FilterModel, Subject } from './filter-builder-model.ts'
import { isOperator, isShown, OPERATORS } from './filter-builder-operators.ts'
import { newId } from './filter-builder-tree.ts'
import type {
  ConditionGroup,
  ConditionNode,
  ConditionRow,
  GroupMode,
  KeptCondition,
  Place,
} from './filter-builder-types.ts'

type Plain = Readonly<Record<string, unknown>>

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keys that make an object one value to compare with, and no set of operators. */
const VALUE_KEYS = ['actor', 'ago', 'ahead', 'amountMinor', 'base']

/** Whether an object is one value. */
export const isValue = (value: Plain): boolean => VALUE_KEYS.some((key) => key in value)

/**
 * Reads a filter into rows and groups. Whatever is no row, or cannot be used, is kept as it is.
 *
 * @example
 * readFilter(model, 'contact', { lifecycle: 'customer' }) // a group with one row: lifecycle – eq – customer
 */
export function readFilter(model: FilterModel, object: string, filter: unknown): ConditionGroup {
  const reader = new Reader(model, model.check(object, filter) !== undefined)
  const nodes = reader.members({ object }, filter)
  const [only] = nodes
  if (nodes.length === 1 && only?.kind === 'group') return { ...only, source: filter }
  return made('all', nodes, filter)
}

const made = (mode: GroupMode, of: readonly ConditionNode[], source: unknown): ConditionGroup => ({
  kind: 'group',
  id: newId(),
  mode,
  of,
  source,
})

/** Puts a value where a path leads. */
const at = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, id) => ({ [id]: inner }), value)

class Reader {
  readonly #model: FilterModel
  /** The filter as a whole is refused: each piece is checked, so that the others can still be used. */
  readonly #suspicious: boolean

  constructor(model: FilterModel, suspicious: boolean) {
    this.#model = model
    this.#suspicious = suspicious
  }

  /** The conditions of an object of conditions, which all hold. */
  members(place: Place, filter: unknown): readonly ConditionNode[] {
    if (!isPlain(filter)) return [this.#kept(filter)]
    return Object.entries(filter).flatMap(([key, value]) => {
      if (key === 'not') return [this.#none(place, value)]
      if (key !== 'and' && key !== 'or') return this.#field(place, [key], value)
      if (!Array.isArray(value)) return [this.#kept({ [key]: value })]
      const of = value.map((one) => this.#one(place, one))
      return [made(key === 'and' ? 'all' : 'any', of, { [key]: value })]
    })
  }

  #one(place: Place, filter: unknown): ConditionNode {
    const nodes = this.members(place, filter)
    return nodes.length === 1 ? (nodes[0] as ConditionNode) : made('all', nodes, filter)
  }

  /** `not` of a choice is none of it. */
  #none(place: Place, filter: unknown): ConditionNode {
    const inner = this.#one(place, filter)
    const of = inner.kind === 'group' && inner.mode === 'any' ? inner.of : [inner]
    return made('none', of, { not: filter })
  }

  #field(place: Place, path: readonly string[], value: unknown): readonly ConditionNode[] {
    const subject = this.#model.subject(place, path)
    if (!subject) return [this.#kept(at(path, value), place)]
    if (value === null) return [this.#row(place, path, subject, 'empty', true, value)]
    if (!isPlain(value) || isValue(value)) return [this.#row(place, path, subject, 'eq', value, value)]
    const related = subject.operators.includes('related')
    const own = Object.entries(value).filter(([key]) => !related || isOperator(key))
    const nested = Object.fromEntries(Object.entries(value).filter(([key]) => related && !isOperator(key)))
    const rows = own.flatMap(([key, operand]) => this.#operator(place, path, subject, key, operand))
    if (!related || (own.length && !Object.keys(nested).length)) return rows
    return [...rows, this.#related(place, path, subject, nested)]
  }

  #operator(
    place: Place,
    path: readonly string[],
    subject: Subject,
    key: string,
    operand: unknown,
  ): readonly ConditionNode[] {
    const source = { [key]: operand }
    const entry = place.list !== undefined
    const isPart = entry ? path.length === 0 : subject.part === undefined
    if (entry && key === 'value' && isPart && !isOperator(key)) return this.entries(place, operand, source)
    if (isPart && !isOperator(key) && this.#model.subject(place, [...path, key]))
      return this.#field(place, [...path, key], operand)
    if (!subject.operators.includes(key) && key !== 'empty') return [this.#kept(at(path, source), place)]
    if (OPERATORS[key]?.takes !== 'inner') return [this.#row(place, path, subject, key, operand, source)]
    const inside = this.#model.inside(subject, key)
    const nodes = inside.list === undefined ? this.members(inside, operand) : this.entries(inside, operand, operand)
    const inner = made('all', nodes, operand)
    return [
      this.#checked(place, {
        kind: 'row',
        id: newId(),
        path,
        operator: key,
        inner: alone(inner),
        source: at(path, source),
      }),
    ]
  }

  /** Conditions on an entry of a list: a value, operators, or parts. */
  entries(place: Place, operand: unknown, source: unknown): readonly ConditionNode[] {
    if (isPlain(operand) && !isValue(operand) && Object.keys(operand).length === 0) return []
    const nodes = this.#field(place, [], operand)
    return nodes.length === 1 && nodes[0] ? [{ ...nodes[0], source }] : nodes
  }

  #related(place: Place, path: readonly string[], subject: Subject, nested: Plain): ConditionNode {
    const nodes = this.members(this.#model.inside(subject, 'related'), nested)
    const [only] = nodes
    const source = at(path, nested)
    if (nodes.length === 1 && only?.kind === 'row') return { ...only, path: [...path, ...only.path], source }
    if (nodes.length && nodes.every(({ kind }) => kind === 'kept')) return this.#kept(source, place)
    const inner = alone(made('all', nodes, nested))
    return this.#checked(place, { kind: 'row', id: newId(), path, operator: 'related', inner, source })
  }

  #row(
    place: Place,
    path: readonly string[],
    subject: Subject,
    key: string,
    value: unknown,
    from: unknown,
  ): ConditionNode {
    const source = at(path, from)
    const nothing = value === null && (key === 'eq' || key === 'ne')
    const empty = key === 'empty' || nothing
    const operator = !empty ? key : (nothing ? key === 'eq' : value === true) ? 'empty' : 'filled'
    if (!subject.operators.includes(operator) || (!empty && !isShown(operator, subject.kind, value)))
      return this.#kept(source, place)
    const row: ConditionRow = { kind: 'row', id: newId(), path, operator, source }
    return this.#checked(place, empty ? row : { ...row, value })
  }

  #checked(place: Place, row: ConditionRow): ConditionNode {
    const problem = this.#suspicious && this.#model.check(place.object, standing(place, row.source))
    return problem ? this.#kept(row.source, place) : row
  }

  #kept(source: unknown, place?: Place): KeptCondition {
    const kept = { kind: 'kept', id: newId(), source } as const
    const problem = this.#suspicious && place ? this.#model.check(place.object, standing(place, source)) : undefined
    return problem ? { ...kept, reason: problem.reason } : kept
  }
}

/** A group of one group is that group. */
function alone(inner: ConditionGroup): ConditionGroup {
  const [only] = inner.of
  return inner.of.length === 1 && only?.kind === 'group' ? { ...only, source: inner.source } : inner
}

/** A condition as a filter of its own: what is asked of an entry stands inside `some`. */
export const standing = ({ list }: Place, source: unknown): unknown =>
  list === undefined ? source : { [list]: { some: source } }
