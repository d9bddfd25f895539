import type { SlotValue } from '../../schema/types.ts'
import type { Atom, Slot } from './atoms.ts'
import { andBits, clearBit, copyBits, resized, roomFor, setBit } from './bits.ts'
import type { Need } from './clauses.ts'
import { createFinder, type Filed, type Finder } from './finder.ts'

/** Tells by the value of one slot which places may hold. */
export interface Screen {
  readonly slot: Slot
  /** How many needs of places there are. */
  readonly size: number
  /** The places that need something here. */
  readonly touched: Int32Array
  /** To how many of the places that are left it would tell something, as far as was seen; NaN before. */
  wanted: number
  /** Files what a place needs; of several needs that it has, all must be met. */
  add(place: number, need: Need): void
  /** After an atom's last use. Places that needed it are gone, or go. */
  forget(atom: Atom): void
  /** Gives rows up; new ones are of so many words. */
  reset(words: number): void
  /** A bit for each place: whether a value lets it pass. Good until the next call. */
  row(value: Slot['value']): Int32Array
}

interface Shelf {
  readonly finder: Finder
  /**
   * For the first need of each place, for the second ones, and so on: which places pass when nothing holds, all others
   * being struck out.
   */
  readonly layers: Int32Array[]
  size: number
  touched: Int32Array
  /** The place that was filed last, and its needs. */
  last: number
  needs: number
  /** Rows by what the finder says that values have in common. */
  readonly kept: Map<SlotValue, Int32Array>
  nothing: Int32Array | undefined
  /** Of values that no atom knows. */
  other: Int32Array | undefined
  /** For values that have no row of their own: a row for each layer, and what was found last. */
  spares: readonly Int32Array[]
  readonly found: Filed[]
}

/** No words at all: every place passes. */
const ALL = new Int32Array()

/** Rows that are kept for a screen; for other values, for lists and long texts that are searched, one is made each time. */
const KEPT = 256

export function createScreen(slot: Slot): Screen {
  const shelf: Shelf = {
    ...{ finder: createFinder(slot.many), layers: [], size: 0, touched: new Int32Array(), last: -1, needs: 0 },
    ...{ kept: new Map(), nothing: undefined, other: undefined, spares: [], found: [] },
  }
  return {
    slot,
    wanted: Number.NaN,
    get size() {
      return shelf.size
    },
    get touched() {
      return shelf.touched
    },
    add: (place, need) => add(place, need, shelf),
    forget: (atom) => shelf.finder.remove(atom),
    reset: (words) => {
      shelf.kept.clear()
      shelf.nothing = undefined
      shelf.other = undefined
      shelf.spares = []
      shelf.touched = resized(shelf.touched, words)
      for (const [at, bits] of shelf.layers.entries()) shelf.layers[at] = resized(bits, words, -1)
    },
    row: (value) => {
      if (value === undefined) {
        shelf.nothing ??= fill(value, shelf)
        return shelf.nothing
      }
      const key = shelf.finder.keyOf(value)
      return key === undefined ? fillSpare(value, shelf) : (shelf.kept.get(key) ?? keep(key, value as SlotValue, shelf))
    },
  }
}

function add(place: number, { atoms, wanted }: Need, shelf: Shelf): void {
  const { finder, layers } = shelf
  shelf.size++
  shelf.needs = place === shelf.last ? shelf.needs + 1 : 0
  shelf.last = place
  shelf.touched = roomFor(place, shelf.touched)
  setBit(shelf.touched, place)
  const layer = shelf.needs
  const passing = roomFor(place, layers[layer] ?? ALL, -1)
  layers[layer] = passing
  if (wanted) clearBit(passing, place)
  for (const atom of atoms) {
    const filed = finder.add(atom, layer)
    const places = wanted ? filed.needed : filed.banned
    places.push(place)
  }
}

/** Made in place, with what holds for the value. */
function fillSpare(value: Slot['value'], shelf: Shelf): Int32Array {
  const { finder, layers, found } = shelf
  if (shelf.spares.length === 0) shelf.spares = layers.map((passing) => passing.slice())
  const { spares } = shelf
  for (let layer = 0; layer < spares.length; layer++) copyBits(spares[layer] as Int32Array, layers[layer] as Int32Array)
  mark(spares, found, finder.find(value, found))
  for (let layer = 1; layer < spares.length; layer++) andBits(spares[0] as Int32Array, spares[layer] as Int32Array)
  return spares[0] as Int32Array
}

function keep(key: SlotValue, value: SlotValue, shelf: Shelf): Int32Array {
  if (!shelf.finder.knows(key)) {
    shelf.other ??= fill(value, shelf)
    return shelf.other
  }
  if (shelf.kept.size >= KEPT) return fillSpare(value, shelf)
  const row = fill(value, shelf)
  shelf.kept.set(key, row)
  return row
}

function fill(value: Slot['value'], { finder, layers }: Shelf): Int32Array {
  const found: Filed[] = []
  const count = finder.find(value, found)
  const rows: Int32Array[] = layers.map((passing) => passing.slice())
  mark(rows, found, count)
  return rows.reduce(andBits)
}

/** What holds lets pass what needs it, and strikes out what it is banned by. */
function mark(rows: readonly Int32Array[], found: readonly Filed[], count: number): void {
  for (let at = 0; at < count; at++) {
    const { layer, needed, banned } = found[at] as Filed
    setAll(rows[layer] as Int32Array, needed)
    clearAll(rows[layer] as Int32Array, banned)
  }
}

function setAll(row: Int32Array, places: readonly number[]): void {
  for (let at = 0; at < places.length; at++) setBit(row, places[at] as number)
}

function clearAll(row: Int32Array, places: readonly number[]): void {
  for (let at = 0; at < places.length; at++) clearBit(row, places[at] as number)
}
