import { type Atom, atomHolds, type Round } from './atoms.ts'
import { atomsOf, type Expression, inOrder } from './expression.ts'

/**
 * Rules as questions with two ways on each. A question is three numbers: an atom, where to go on when it holds, and
 * where when it does not; -1 and -2 are the ends. All rules' questions lie in one array, so that trying a rule touches
 * one or two lines of the cache.
 */
export interface Steps {
  /** Writes a rule's questions, or other ones. @param known Atoms of which is known what they are when it is asked */
  write(place: number, expression: Expression, known: ReadonlyMap<Atom, boolean>): void
  free(place: number): void
  /** Whether a rule holds for the record of the round. */
  holds(place: number, round: Round): boolean
}

const NO = -1
const YES = -2

export function createSteps(): Steps {
  let steps = new Int32Array(1024)
  let end = 0
  /** For each place where it begins, where its room begins, and how large that is. */
  const starts: number[] = []
  const rooms: { readonly at: number; readonly size: number }[] = []
  const gaps = new Map<number, number[]>()
  const reserve = (size: number) => {
    const gap = gaps.get(size)?.pop()
    if (gap !== undefined) return gap
    const at = end
    end += size
    if (end > steps.length) steps = grown(steps, end)
    return at
  }
  const free = (place: number) => {
    const room = rooms[place]
    if (!room) return
    delete rooms[place]
    const same = gaps.get(room.size)
    if (same) same.push(room.at)
    else gaps.set(room.size, [room.at])
  }
  return {
    free,
    write: (place, expression, known) => {
      free(place)
      const size = 3 * atomsOf(expression).filter((atom) => !known.has(atom)).length
      const at = reserve(size)
      rooms[place] = { at, size }
      starts[place] = build(expression, { steps, next: at + size, known }, YES, NO)
    },
    holds: (place, round) => {
      let next = starts[place] as number
      while (next >= 0) next = steps[atomHolds(steps[next] as number, round) ? next + 1 : next + 2] as number
      return next === YES
    },
  }
}

function grown(steps: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(steps.length * 2, size))
  larger.set(steps)
  return larger
}

interface Target {
  readonly steps: Int32Array
  /** Filled from the end on. */
  next: number
  readonly known: ReadonlyMap<Atom, boolean>
}

/** What decides soonest and cheapest comes first. @returns where the questions begin */
function build(expression: Expression, target: Target, yes: number, no: number): number {
  switch (expression.op) {
    case 'true':
      return yes
    case 'false':
      return no
    case 'not':
      return build(expression.of, target, no, yes)
    case 'atom':
      return question(expression.atom, target, yes, no)
    case 'and':
      return inOrder(expression.of, 1).reduceRight((next, part) => build(part, target, next, no), yes)
    case 'or':
      return inOrder(expression.of, 0).reduceRight((next, part) => build(part, target, yes, next), no)
  }
}

function question(atom: Atom, target: Target, yes: number, no: number): number {
  const known = target.known.get(atom)
  if (known !== undefined) return known ? yes : no
  target.next -= 3
  target.steps.set([atom.index, yes, no], target.next)
  return target.next
}
