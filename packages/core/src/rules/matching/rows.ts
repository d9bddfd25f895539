import type { SlotValue } from '../../schema/types.ts'
import type { Atom, Slot } from './atoms.ts'
import type { Finder } from './finders.ts'

/** Bits by place, one row after another in one piece of memory: a row is named by where it begins. */
export interface Rows {
  bits: Int32Array
  /** Words of a row. */
  words: number
  /** How many rows there are. */
  count: number
  /** Another one when all rows were given up. */
  generation: number
}

export function createRows(): Rows {
  return { bits: new Int32Array(64), words: 1, count: 0, generation: 0 }
}

/** Gives all rows up; new ones are for so many places. */
export function resetRows(rows: Rows, places: number): void {
  rows.words = Math.max(1, Math.ceil(places / 32))
  rows.count = 0
  rows.generation++
}

/** Makes room for a row. What is in it is left from before. */
function takeRow(rows: Rows): number {
  const row = rows.count++ * rows.words
  const end = row + rows.words
  if (end > rows.bits.length) rows.bits = grown(rows.bits, end)
  return row
}

/** The same numbers with more room: at least twice of it. */
export function grown(numbers: Int32Array, least = 0): Int32Array {
  const larger = new Int32Array(Math.max(numbers.length * 2, least))
  larger.set(numbers)
  return larger
}

/** Sets a bit of the row that begins at `row`. */
export function setBit(bits: Int32Array, at: number, row = 0): void {
  const word = row + (at >>> 5)
  bits[word] = (bits[word] as number) | (1 << (at & 31))
}

export function clearBit(bits: Int32Array, at: number, row = 0): void {
  const word = row + (at >>> 5)
  bits[word] = (bits[word] as number) & ~(1 << (at & 31))
}

/** Places that need an atom to hold. */
export interface Needing {
  bits: Int32Array
}

/** The rows of one screen by value. */
interface ValueRows {
  row(value: Slot['value']): number
}

/** Rows that are kept for a screen; for other values, and for lists, one is made each time. */
const KEPT = 128

/** Values that no rule names have a row together. */
const OTHER = Symbol('other')

/** @param needing Struck out by a value for which none of their atoms holds */
export function createValueRows(finder: Finder, needing: Needing, rows: Rows): ValueRows {
  const kept = new Map<SlotValue | typeof OTHER, number>()
  let generation = -1
  let spare = 0
  return {
    row: (value) => {
      if (generation !== rows.generation) {
        kept.clear()
        spare = takeRow(rows)
        generation = rows.generation
      }
      if (typeof value === 'object') return fill(spare, value, finder, needing, rows)
      const key = value === undefined ? OTHER : (finder.keyOf(value) ?? OTHER)
      const known = kept.get(key)
      if (known !== undefined) return known
      const again = kept.size < KEPT && !Number.isNaN(key)
      const row = fill(again ? takeRow(rows) : spare, value, finder, needing, rows)
      if (again) kept.set(key, row)
      return row
    },
  }
}

function fill(row: number, value: Slot['value'], finder: Finder, needing: Needing, rows: Rows): number {
  const { bits, words } = rows
  const known = Math.min(words, needing.bits.length)
  for (let word = 0; word < known; word++) bits[row + word] = ~(needing.bits[word] as number)
  bits.fill(-1, row + known, row + words)
  const found = ({ needed, banned }: Atom) => {
    for (const place of needed) setBit(bits, place, row)
    for (const place of banned) clearBit(bits, place, row)
  }
  if (typeof value === 'object') for (const one of value) finder.find(one, found)
  else if (value !== undefined) finder.find(value, found)
  return row
}
