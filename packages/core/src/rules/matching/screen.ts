import type { SlotValue } from '../../schema/types.ts'
import { type Atom, atomHolds, type Round, type Slot, slotValue } from './atoms.ts'
import { copyBits, type GrowingBits, mark, strike, unmark } from './bits.ts'
import type { Need } from './expression.ts'
import { createProbe, drop, isProbed, type Probe } from './probe.ts'

/** What one screen looks at: a rule has one need at most in each, so each kind of comparison has its own. */
export type ScreenKind = 'equal' | 'lower' | 'upper' | 'glob'

/** Strikes out the rules that need something of one slot which a record does not have there. */
export interface Screen {
  /** Whether it has enough rules to be worth a look; once it is, it stays so. */
  readonly open: boolean
  /** @returns whether that opened it */
  add(place: number, need: Need): boolean
  remove(place: number, need: Need): void
  /** Places that it knows. */
  places(): readonly number[]
  /** Clears the bits of rules that cannot hold for the record of the round. */
  strike(round: Round, rules: Uint32Array): void
}

/** So many rules, times how dear the slot is to read, make a screen worth its look. */
const OPEN_FROM = 4
/** Looking for globs in a text, beside reading it. */
const SCANNING = 1

/** Rows that are kept for a screen: one for each value that rules name, or for each place between thresholds. */
const ROWS = 128

export function screenKind({ value }: Atom): ScreenKind {
  if (value?.op === 'glob') return 'glob'
  if (value?.op !== 'compare' || value.cmp === 'eq') return 'equal'
  return value.cmp.startsWith('g') ? 'lower' : 'upper'
}

/** Whether a need can be screened: whether the record has it is found by the value alone. */
export function isScreened({ atom }: Need): boolean {
  return atom.slot !== undefined && isProbed(atom)
}

export function createScreen(slot: Slot, kind: ScreenKind): Screen {
  const probe = createProbe(slot)
  const members = new Set<number>()
  const required: GrowingBits = { bits: new Uint32Array(1) }
  const rows = createRows(probe, required)
  const opensAt = OPEN_FROM * (slot.effort + (kind === 'glob' ? SCANNING : 0))
  let open = false
  return {
    get open() {
      return open
    },
    places: () => [...members],
    add: (place, need) => {
      rows.forget()
      members.add(place)
      if (isUnused(need.atom)) probe.add(need.atom)
      placesOf(need).push(place)
      mark(required, place)
      if (!need.wanted) unmark(required.bits, place)
      const opens = !open && members.size >= opensAt
      open ||= opens
      return opens
    },
    remove: (place, need) => {
      rows.forget()
      members.delete(place)
      drop(placesOf(need), place)
      if (isUnused(need.atom)) probe.remove(need.atom)
      unmark(required.bits, place)
    },
    strike: (round, rules) => {
      const value = slotValue(slot, round)
      strike(rules, value === undefined ? required.bits : rows.of(value, round))
    },
  }
}

/** The rules that a value strikes out. */
interface Rows {
  of(value: Exclude<Slot['value'], undefined>, round: Round): Uint32Array
  /** The rules are others now. */
  forget(): void
}

/** Rows are kept where values come again, and made anew for each text that globs look into and for each list. */
function createRows(probe: Probe, required: GrowingBits): Rows {
  const kept = new Map<SlotValue, Uint32Array>()
  let scratch = new Uint32Array(1)
  return {
    forget: () => kept.clear(),
    of: (value, round) => {
      const key = typeof value === 'object' ? Number.NaN : probe.keyOf(value)
      if (key === undefined) return required.bits
      if (Number.isNaN(key)) {
        if (scratch.length !== required.bits.length) scratch = new Uint32Array(required.bits.length)
        return fill(scratch, value, probe, required, round)
      }
      let row = kept.get(key)
      if (!row) {
        if (kept.size === ROWS) kept.clear()
        row = fill(new Uint32Array(required.bits.length), value, probe, required, round)
        kept.set(key, row)
      }
      return row
    },
  }
}

/** Strikes out every rule that needs something here, but not those whose need is met; and those that must not have it. */
function fill(
  row: Uint32Array,
  value: Exclude<Slot['value'], undefined>,
  probe: Probe,
  required: GrowingBits,
  round: Round,
): Uint32Array {
  copyBits(row, required.bits)
  const found = (atom: Atom, sure: boolean) => {
    if (!sure && !atomHolds(atom.index, round)) return
    for (const place of atom.needed) unmark(row, place)
    for (const place of atom.banned) row[place >>> 5] = (row[place >>> 5] as number) | (1 << (place & 31))
  }
  if (typeof value === 'object') for (const one of value) probe.find(one, found)
  else probe.find(value, found)
  return row
}

const placesOf = ({ atom, wanted }: Need) => (wanted ? atom.needed : atom.banned)
const isUnused = (atom: Atom) => atom.needed.length === 0 && atom.banned.length === 0
