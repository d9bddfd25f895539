import type { Condition } from '../../filter/types.ts'
import { type Atom, type AtomTable, atomHolds, type Leaf, type Round } from './atoms.ts'

/** A condition whose leaves are shared atoms. */
export type Expression =
  | { readonly op: 'true' | 'false' }
  | { readonly op: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly op: 'not'; readonly of: Expression }
  | { readonly op: 'atom'; readonly atom: Atom }

/** A rule in the index. */
export interface FiledRule {
  readonly id: string
  /** The first of its places; another one after many rules went. */
  place: number
  /** How many places it has. */
  clauses: number
  readonly expression: Expression
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

/** Whether something holds for the record of a round. */
export type Ask = (round: Round) => boolean

/** A closure that asks an expression, what is cheap first. */
export function askOf(expression: Expression): Ask {
  switch (expression.op) {
    case 'true':
    case 'false': {
      const holds = expression.op === 'true'
      return () => holds
    }
    case 'atom': {
      const { index } = expression.atom
      return (round) => atomHolds(index, round)
    }
    case 'not': {
      const ask = askOf(expression.of)
      return (round) => !ask(round)
    }
    default: {
      const asks = expression.of.toSorted((left, right) => effortOf(left) - effortOf(right)).map(askOf)
      return expression.op === 'and'
        ? (round) => asks.every((ask) => ask(round))
        : (round) => asks.some((ask) => ask(round))
    }
  }
}

const effortOf = (expression: Expression) => atomsOf(expression).reduce((sum, { effort }) => sum + effort, 0)

/** How often an expression holds, as if its parts had nothing to do with each other. */
export function likelihood(expression: Expression, shareOf: (atom: Atom) => number): number {
  switch (expression.op) {
    case 'true':
      return 1
    case 'false':
      return 0
    case 'atom':
      return shareOf(expression.atom)
    case 'not':
      return 1 - likelihood(expression.of, shareOf)
    case 'and':
      return expression.of.reduce((all, part) => all * likelihood(part, shareOf), 1)
    case 'or':
      return 1 - expression.of.reduce((none, part) => none * (1 - likelihood(part, shareOf)), 1)
  }
}
