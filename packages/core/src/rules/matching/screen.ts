import type { SlotValue } from '../../schema/types.ts'
import { type Atom, atomHolds, type Round, type Slot, slotValue } from './atoms.ts'
import { copyBits, type GrowingBits, mark, strike, unmark } from './bits.ts'
import type { Need } from './expression.ts'
import { createProbe, drop, isProbed } from './probe.ts'

/** What one screen looks at: a rule has one need at most in each, so each kind of comparison has its own. */
export type ScreenKind = 'equal' | 'lower' | 'upper' | 'glob'

/** Strikes out the rules that need something of one slot which a record does not have there. */
export interface Screen {
  /** How many rules it knows. */
  readonly size: number
  /** Whether it has enough rules to be worth a look; once it is, it stays so. */
  readonly open: boolean
  has(place: number): boolean
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
  const rows = new Map<SlotValue, Uint32Array>()
  const opensAt = OPEN_FROM * (slot.effort + (kind === 'glob' ? SCANNING : 0))
  let open = false
  const fill = (struck: Uint32Array, value: Slot['value'], round: Round) => {
    copyBits(struck, required.bits)
    const found = (atom: Atom, sure: boolean) => {
      if (!sure && !atomHolds(atom.index, round)) return
      for (const place of atom.needed) unmark(struck, place)
      for (const place of atom.banned) struck[place >>> 5] = (struck[place >>> 5] as number) | (1 << (place & 31))
    }
    if (typeof value === 'object') for (const one of value) probe.find(one, found)
    else if (value !== undefined) probe.find(value, found)
  }
  let scratch = new Uint32Array(1)
  /** Made anew for each value where values seldom come again. */
  const passing = (value: Slot['value'], round: Round) => {
    if (scratch.length !== required.bits.length) scratch = new Uint32Array(required.bits.length)
    fill(scratch, value, round)
    return scratch
  }
  const kept = (key: SlotValue, value: Slot['value'], round: Round) => {
    const row = new Uint32Array(required.bits.length)
    fill(row, value, round)
    if (rows.size === ROWS) rows.clear()
    rows.set(key, row)
    return row
  }
  return {
    get size() {
      return members.size
    },
    get open() {
      return open
    },
    has: (place) => members.has(place),
    places: () => [...members],
    add: (place, need) => {
      rows.clear()
      members.add(place)
      if (isUnused(need.atom)) probe.add(need.atom)
      ;(need.wanted ? need.atom.needed : need.atom.banned).push(place)
      mark(required, place)
      if (!need.wanted) unmark(required.bits, place)
      const opens = !open && members.size >= opensAt
      open ||= opens
      return opens
    },
    remove: (place, need) => {
      rows.clear()
      members.delete(place)
      drop(need.wanted ? need.atom.needed : need.atom.banned, place)
      if (isUnused(need.atom)) probe.remove(need.atom)
      unmark(required.bits, place)
    },
    strike: (round, rules) => {
      const value = slotValue(slot, round)
      if (value === undefined) return strike(rules, required.bits)
      const key = typeof value === 'object' ? Number.NaN : probe.keyOf(value)
      if (key === undefined) strike(rules, required.bits)
      else if (Number.isNaN(key)) strike(rules, passing(value, round))
      else strike(rules, rows.get(key) ?? kept(key, value, round))
    },
  }
}

const isUnused = (atom: Atom) => atom.needed.length === 0 && atom.banned.length === 0
