import type { Atom, Slot } from './atoms.ts'
import { type Ask, askOf, type Expression } from './expression.ts'

/** One way for a rule to hold: all that it needs, and what else must be so. */
export interface Clause {
  readonly needs: readonly Need[]
  readonly rest: Ask | undefined
}

/** One of some atoms must hold, or none of them may. Several are of one slot. */
export interface Need {
  readonly slot: Slot | undefined
  readonly atoms: readonly Atom[]
  readonly wanted: boolean
}

/** A rule that holds in more ways than this keeps some of them for `rest`. */
const MOST = 32

const ALWAYS: Clause = { needs: [], rest: undefined }

/** The ways for an expression to hold: it holds when one of them does. */
export function clausesOf(expression: Expression, wanted = true): readonly Clause[] {
  switch (expression.op) {
    case 'true':
    case 'false':
      return (expression.op === 'true') === wanted ? [ALWAYS] : []
    case 'atom':
      return [{ needs: [needOf(expression.atom, wanted)], rest: undefined }]
    case 'not':
      return clausesOf(expression.of, !wanted)
    default:
      return (expression.op === 'and') === wanted ? together(expression.of, wanted) : either(expression, wanted)
  }
}

function either(expression: Expression & { readonly of: readonly Expression[] }, wanted: boolean): readonly Clause[] {
  const clauses = joined(expression.of.flatMap((part) => clausesOf(part, wanted)))
  return clauses.length > MOST ? [{ needs: [], rest: asked(expression, wanted) }] : clauses
}

const needOf = (atom: Atom, wanted: boolean): Need => ({ slot: atom.slot, atoms: [atom], wanted })

/** Ways that need one thing each, of the same slot, are one way. */
function joined(clauses: readonly Clause[]): readonly Clause[] {
  const all = [...Map.groupBy(clauses, slotAlone)]
  return all.flatMap(([slot, same]) =>
    slot ? { needs: [{ slot, atoms: same.flatMap(atomsIn), wanted: true }], rest: undefined } : same,
  )
}

/** The slot of a clause that only needs one thing to hold. */
function slotAlone({ needs, rest }: Clause): Slot | undefined {
  return needs.length === 1 && needs[0]?.wanted && !rest ? needs[0].slot : undefined
}

const atomsIn = ({ needs }: Clause) => needs.flatMap(({ atoms }) => atoms)

function together(parts: readonly Expression[], wanted: boolean): readonly Clause[] {
  const ways = parts
    .map((part) => ({ part, clauses: clausesOf(part, wanted) }))
    .sort((left, right) => left.clauses.length - right.clauses.length)
  let all: readonly Clause[] = [ALWAYS]
  for (const { part, clauses } of ways)
    all =
      all.length * clauses.length > MOST
        ? all.map((one) => ({ ...one, rest: bothAsk(one.rest, asked(part, wanted)) }))
        : all.flatMap((one) => clauses.map((other) => both(one, other)))
  return all
}

const asked = (expression: Expression, wanted: boolean) => askOf(wanted ? expression : { op: 'not', of: expression })

function both(one: Clause, other: Clause): Clause {
  return { needs: [...one.needs, ...other.needs], rest: bothAsk(one.rest, other.rest) }
}

function bothAsk(one: Ask | undefined, other: Ask | undefined): Ask | undefined {
  return one && other ? (round) => one(round) && other(round) : (one ?? other)
}
