import type { SlotValue } from '../../schema/types.ts'
import type { Atom, Round, Slot } from './atoms.ts'
import { createGramIndex, type GramIndex } from './grams.ts'

/** The globs of one slot: a few are asked one by one; when more are asked of a text, it is looked through once for all. */
export interface Texts {
  add(atom: Atom): void
  remove(atom: Atom): void
  /**
   * Counts a question about what the record of the round has in the slot.
   *
   * @returns whether all globs of the slot are answered in the round: those that are not said to hold do not
   */
  answerAll(value: Exclude<Slot['value'], undefined>, round: Round): boolean
}

/** So many questions cost about what looking through a text does. */
const FEW = 6

export function createTexts(): Texts {
  const all = new Set<Atom>()
  let grams: GramIndex | undefined
  let stamp = 0
  let asked = 0
  return {
    add: (atom) => {
      all.add(atom)
      grams?.add(atom, patternOf(atom))
    },
    remove: (atom) => {
      all.delete(atom)
      grams?.remove(atom)
    },
    answerAll: (value, round) => {
      if (all.size <= 2 * FEW) return false
      if (stamp !== round.count) asked = 0
      stamp = round.count
      if (++asked < FEW) return false
      if (asked > FEW) return true
      grams ??= gramsOf(all)
      if (typeof value === 'object') for (const one of value) answer(grams, one, round)
      else answer(grams, value, round)
      return true
    },
  }
}

const patternOf = ({ value }: Atom) => (value as { readonly pattern: string }).pattern

function gramsOf(atoms: Iterable<Atom>): GramIndex {
  const grams = createGramIndex()
  for (const atom of atoms) grams.add(atom, patternOf(atom))
  return grams
}

function answer(grams: GramIndex, value: SlotValue, { answers, count }: Round): void {
  const yes = 2 * count + 1
  grams.scan(String(value), (atom) => {
    if ((answers[atom.index] as number) < yes && atom.test(value)) answers[atom.index] = yes
  })
}
