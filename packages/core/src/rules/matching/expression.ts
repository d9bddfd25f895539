import type { Condition } from '../../filter/types.ts'
import type { Atom, AtomTable, Leaf } from './atoms.ts'

/** A condition whose leaves are shared atoms. */
export type Expression =
  | { readonly op: 'true' | 'false' }
  | { readonly op: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly op: 'not'; readonly of: Expression }
  | { readonly op: 'atom'; readonly atom: Atom }

/** A rule in the index. */
export interface FiledRule {
  readonly id: string
  /** Place in the order of adding; another one after many rules went. */
  place: number
  readonly expression: Expression
  /** The atoms that it has, each as often as it is used. */
  readonly atoms: readonly Atom[]
}

/** An atom that a rule needs, or that must not hold. */
export interface Need {
  readonly atom: Atom
  readonly wanted: boolean
}

/** What must be so whenever an expression holds. */
export function needsOf(expression: Expression, wanted = true): readonly Need[] {
  if (expression.op === 'atom') return [{ atom: expression.atom, wanted }]
  if (expression.op === 'not') return needsOf(expression.of, !wanted)
  if (expression.op !== (wanted ? 'and' : 'or')) return []
  return (expression.of as readonly Expression[]).flatMap((part) => needsOf(part, wanted))
}

/** Replaces leaves by atoms of the table. */
export function expressionOf(condition: Condition, table: AtomTable): Expression {
  switch (condition.op) {
    case 'true':
    case 'false':
      return condition
    case 'and':
    case 'or':
      return { op: condition.op, of: condition.of.map((part) => expressionOf(part, table)) }
    case 'not':
      return { op: 'not', of: expressionOf(condition.of, table) }
    default:
      return { op: 'atom', atom: table.take(condition satisfies Leaf) }
  }
}

/** Each use of an atom, as often as it is used. */
export function atomsOf(expression: Expression): readonly Atom[] {
  if (expression.op === 'atom') return [expression.atom]
  if (expression.op === 'not') return atomsOf(expression.of)
  return 'of' in expression ? expression.of.flatMap(atomsOf) : []
}

/** Sorted by what an answer costs for each time that it ends the search. */
export function inOrder(parts: readonly Expression[], goesOn: 0 | 1): readonly Expression[] {
  const price = (part: Expression) => {
    const likely = likelihood(part)
    return effort(part) / Math.max(goesOn === 1 ? 1 - likely : likely, 0.01)
  }
  return parts
    .map((part) => ({ part, price: price(part) }))
    .sort((left, right) => left.price - right.price)
    .map(({ part }) => part)
}

/** How often an expression holds, as if its parts had nothing to do with each other. */
export function likelihood(expression: Expression): number {
  switch (expression.op) {
    case 'true':
      return 1
    case 'false':
      return 0
    case 'atom':
      return expression.atom.likely
    case 'not':
      return 1 - likelihood(expression.of)
    case 'and':
      return expression.of.reduce((all, part) => all * likelihood(part), 1)
    case 'or':
      return 1 - expression.of.reduce((none, part) => none * (1 - likelihood(part)), 1)
  }
}

function effort(expression: Expression): number {
  return atomsOf(expression).reduce((sum, atom) => sum + atom.effort, 0)
}
