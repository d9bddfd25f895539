import type { Atom } from './atoms.ts'
import type { Expression } from './expression.ts'

/** One way for a rule to hold: all that it needs, and what else must be so. */
export interface Clause {
  readonly needs: readonly Need[]
  readonly rest: readonly Expression[]
}

/** An atom that must hold, or that must not. */
export interface Need {
  readonly atom: Atom
  readonly wanted: boolean
}

/** A rule that holds in more ways than this keeps some of them for `rest`. */
const MOST = 32

const ALWAYS: Clause = { needs: [], rest: [] }

/** The ways for an expression to hold: it holds when one of them does. The same ones for the same expression. */
export function clausesOf(expression: Expression, wanted = true): readonly Clause[] {
  switch (expression.op) {
    case 'true':
    case 'false':
      return (expression.op === 'true') === wanted ? [ALWAYS] : []
    case 'atom':
      return [{ needs: [{ atom: expression.atom, wanted }], rest: [] }]
    case 'not':
      return clausesOf(expression.of, !wanted)
    default:
      return (expression.op === 'and') === wanted ? together(expression.of, wanted) : either(expression, wanted)
  }
}

function either(expression: Expression & { readonly of: readonly Expression[] }, wanted: boolean): readonly Clause[] {
  const clauses = expression.of.flatMap((part) => clausesOf(part, wanted))
  return clauses.length > MOST ? [{ needs: [], rest: [asked(expression, wanted)] }] : clauses
}

function together(parts: readonly Expression[], wanted: boolean): readonly Clause[] {
  const ways = parts
    .map((part) => ({ part, clauses: clausesOf(part, wanted) }))
    .sort((left, right) => left.clauses.length - right.clauses.length)
  let all: readonly Clause[] = [ALWAYS]
  for (const { part, clauses } of ways)
    all =
      all.length * clauses.length > MOST
        ? all.map((one) => ({ ...one, rest: [...one.rest, asked(part, wanted)] }))
        : all.flatMap((one) => clauses.map((other) => both(one, other)))
  return all
}

const asked = (expression: Expression, wanted: boolean): Expression =>
  wanted ? expression : { op: 'not', of: expression }

function both(one: Clause, other: Clause): Clause {
  return { needs: [...one.needs, ...other.needs], rest: [...one.rest, ...other.rest] }
}
