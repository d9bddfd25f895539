import type { Atom } from './atoms.ts'
import type { Expression } from './expression.ts'

/** Atoms one of which must hold for a rule to hold, and how many tries of a rule that costs for each record. */
interface Access {
  readonly atoms: readonly Atom[]
  readonly price: number
}

/**
 * Chooses when a rule is tried: the cheapest of all sets of atoms one of which must hold.
 *
 * @param price What filing a rule under an atom costs for each record, in tries of a rule
 * @returns undefined where the rule had better always be tried; no atoms where it never holds
 */
export function chooseAccess(expression: Expression, price: (atom: Atom) => number): readonly Atom[] | undefined {
  const access = accessOf(expression, true, price)
  return access && access.price < MOST ? access.atoms : undefined
}

/** Above this, looking a rule up saves nothing. */
const MOST = 0.7

function accessOf(expression: Expression, wanted: boolean, price: (atom: Atom) => number): Access | undefined {
  switch (expression.op) {
    case 'true':
    case 'false':
      return (expression.op === 'true') === wanted ? undefined : { atoms: [], price: 0 }
    case 'not':
      return accessOf(expression.of, !wanted, price)
    case 'atom':
      return wanted ? { atoms: [expression.atom], price: price(expression.atom) } : undefined
    default: {
      const parts = expression.of.map((part) => accessOf(part, wanted, price))
      return (expression.op === 'and') === wanted ? cheapest(parts) : together(parts)
    }
  }
}

function cheapest(parts: readonly (Access | undefined)[]): Access | undefined {
  return parts.reduce((best, part) => (part && (!best || part.price < best.price) ? part : best), undefined)
}

function together(parts: readonly (Access | undefined)[]): Access | undefined {
  let price = 0
  const atoms = new Set<Atom>()
  for (const part of parts) {
    if (!part) return undefined
    price += part.price
    for (const atom of part.atoms) atoms.add(atom)
  }
  return { atoms: [...atoms], price }
}
