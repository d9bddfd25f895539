import { chooseAccess } from './access.ts'
import { type Atom, atomHolds, type Round, type Slot, slotValue } from './atoms.ts'
import { copyBits, type GrowingBits, mark, strike, unmark } from './bits.ts'
import type { Expression } from './expression.ts'
import { createProbe, drop, isProbed, type Probe } from './probe.ts'

/** Strikes out the rules that need one of several things, in any slots, of which a record has none. */
export interface Offers {
  /**
   * Files a rule under the cheapest set of atoms one of which must hold, when there is a cheap one.
   *
   * @param screened Atoms that are looked at anyway
   */
  add(place: number, expression: Expression, screened: ReadonlySet<Atom>): void
  remove(place: number): void
  strike(round: Round, rules: Uint32Array): void
}

/** In tries of a rule: asking an atom that costs as much as the reading of a number, and looking into a slot that does. */
const ASKING = 0.3
const OPENING = 1.5
/** Looking for globs in a text, beside reading it. */
const SCANNING = 1

/** Where a rule is filed. */
interface Filed {
  readonly atoms: readonly Atom[]
  /** Slots that it would be looked up by, if that cost nothing. */
  readonly wish: ReadonlySet<Slot>
}

export function createOffers(): Offers {
  const rules = new Map<number, Filed>()
  const required: GrowingBits = { bits: new Uint32Array(1) }
  const shelves: Shelves = { asked: [], probes: [] }
  let struck = new Uint32Array(1)
  const take = (atom: Atom) => {
    for (const place of atom.offered) unmark(struck, place)
  }
  return {
    add: (place, expression, screened) => {
      const others = (price: (atom: Atom) => number) => (atom: Atom) => (screened.has(atom) ? 1 : price(atom))
      const wished =
        chooseAccess(
          expression,
          others((atom) => atom.likely),
        ) ?? []
      const wish = new Set(wished.flatMap(({ slot }) => slot ?? []))
      for (const slot of wish) slot.demand++
      const atoms = chooseAccess(expression, others(priceOf))
      rules.set(place, { atoms: atoms ?? [], wish })
      if (atoms) mark(required, place)
      for (const atom of atoms ?? []) if (atom.offered.push(place) === 1) open(atom, shelves)
    },
    remove: (place) => {
      const { atoms, wish } = rules.get(place) ?? NOWHERE
      rules.delete(place)
      for (const slot of wish) slot.demand--
      unmark(required.bits, place)
      for (const atom of atoms) if (drop(atom.offered, place) === 0) close(atom, shelves)
    },
    strike: (round, left) => {
      if (struck.length < required.bits.length) struck = new Uint32Array(required.bits.length)
      copyBits(struck, required.bits)
      findAll(shelves, round, take)
      strike(left, struck)
    },
  }
}

const NOWHERE: Filed = { atoms: [], wish: new Set() }

/**
 * A few rules are not worth that a text is read and folded for every record, many are. So a rule pays its share of what
 * it costs to look into a slot, and those share it who would be looked up there.
 */
function priceOf(atom: Atom): number {
  const { slot } = atom
  if (!slot || !isProbed(atom)) return atom.likely + (ASKING * atom.effort) / (1 + atom.offered.length)
  const opening = slot.effort + (atom.value?.op === 'glob' ? SCANNING : 0)
  return atom.likely + (OPENING * opening) / Math.max(slot.demand, 1)
}

interface Shelves {
  /** Atoms that are asked for every record. */
  readonly asked: Atom[]
  /** Find the other atoms by what the record has. */
  readonly probes: Probe[]
}

function findAll({ asked, probes }: Shelves, round: Round, take: (atom: Atom) => void): void {
  for (const atom of asked) if (atomHolds(atom.index, round)) take(atom)
  const found = (atom: Atom, sure: boolean) => {
    if (sure || atomHolds(atom.index, round)) take(atom)
  }
  for (const probe of probes) {
    const value = slotValue(probe.slot, round)
    if (typeof value === 'object') for (const one of value) probe.find(one, found)
    else if (value !== undefined) probe.find(value, found)
  }
}

const probeOf = (slot: Slot, { probes }: Shelves) => probes.find((probe) => probe.slot === slot)

function open(atom: Atom, shelves: Shelves): void {
  if (!atom.slot || !isProbed(atom)) {
    shelves.asked.push(atom)
    return
  }
  let probe = probeOf(atom.slot, shelves)
  if (!probe) {
    probe = createProbe(atom.slot)
    shelves.probes.push(probe)
  }
  probe.add(atom)
}

function close(atom: Atom, shelves: Shelves): void {
  const probe = atom.slot && isProbed(atom) ? probeOf(atom.slot, shelves) : undefined
  if (!probe) drop(shelves.asked, atom)
  else {
    probe.remove(atom)
    if (probe.size === 0) drop(shelves.probes, probe)
  }
}
