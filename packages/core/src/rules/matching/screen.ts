import type { SlotValue } from '../../schema/types.ts'
import type { Atom, Slot } from './atoms.ts'
import { andBits, clearBit, copyBits, resized, roomFor, setBit } from './bits.ts'
import type { Need } from './clauses.ts'
import { type Filed, Finder } from './finder.ts'

/** No words at all: every place passes. */
const ALL: Int32Array = new Int32Array()

/** Rows that are kept for a screen; for other values, for lists and long texts that are searched, one is made each time. */
const KEPT = 256

/** Tells by the value of one slot which places may hold. */
export class Screen {
  readonly slot: Slot
  /** How many needs of places there are. */
  size = 0
  /** The places that need something here. */
  touched: Int32Array = ALL
  /** To how many of the places that are left it would tell something, as far as was seen; NaN before. */
  wanted = Number.NaN
  readonly #finder: Finder
  /**
   * For the first need of each place, for the second ones, and so on: which places pass when nothing holds, all others
   * being struck out.
   */
  readonly #layers: Int32Array[] = []
  /** The place that was filed last, and its needs. */
  #last = -1
  #needs = 0
  /** Rows by what the finder says that values have in common. */
  readonly #kept = new Map<SlotValue, Int32Array>()
  #nothing: Int32Array | undefined
  /** Of values that no atom knows. */
  #other: Int32Array | undefined
  /** For values that have no row of their own: a row for each layer, and what was found last. */
  #spares: readonly Int32Array[] = []
  readonly #found: Filed[] = []

  constructor(slot: Slot) {
    this.slot = slot
    this.#finder = new Finder(slot.many)
  }

  /** Files what a place needs; of several needs that it has, all must be met. */
  add(place: number, { atoms, wanted }: Need): void {
    this.size++
    this.#needs = place === this.#last ? this.#needs + 1 : 0
    this.#last = place
    this.touched = roomFor(place, this.touched)
    setBit(this.touched, place)
    const layer = this.#needs
    const passing = roomFor(place, this.#layers[layer] ?? ALL, -1)
    this.#layers[layer] = passing
    if (wanted) clearBit(passing, place)
    for (const atom of atoms) {
      const filed = this.#finder.add(atom, layer)
      const places = wanted ? filed.needed : filed.banned
      places.push(place)
    }
  }

  /** After an atom's last use. Places that needed it are gone, or go. */
  forget(atom: Atom): void {
    this.#finder.remove(atom)
  }

  /** Gives rows up; new ones are of so many words. */
  reset(words: number): void {
    this.#kept.clear()
    this.#nothing = undefined
    this.#other = undefined
    this.#spares = []
    this.touched = resized(this.touched, words)
    for (const [at, bits] of this.#layers.entries()) this.#layers[at] = resized(bits, words, -1)
  }

  /** A bit for each place: whether a value lets it pass. Good until the next call. */
  row(value: Slot['value']): Int32Array {
    if (value === undefined) {
      this.#nothing ??= this.#fill(value)
      return this.#nothing
    }
    const key = this.#finder.keyOf(value)
    return key === undefined ? this.#fillSpare(value) : (this.#kept.get(key) ?? this.#keep(key, value))
  }

  #keep(key: SlotValue, value: Slot['value']): Int32Array {
    if (!this.#finder.knows(key)) {
      this.#other ??= this.#fill(value)
      return this.#other
    }
    if (this.#kept.size >= KEPT) return this.#fillSpare(value)
    const row = this.#fill(value)
    this.#kept.set(key, row)
    return row
  }

  #fill(value: Slot['value']): Int32Array {
    const rows: Int32Array[] = this.#layers.map((passing) => passing.slice())
    this.#mark(rows, value)
    return rows.reduce(andBits)
  }

  /** Made in place. */
  #fillSpare(value: Slot['value']): Int32Array {
    const layers = this.#layers
    if (this.#spares.length === 0) this.#spares = layers.map((passing) => passing.slice())
    const spares = this.#spares
    for (let layer = 0; layer < spares.length; layer++)
      copyBits(spares[layer] as Int32Array, layers[layer] as Int32Array)
    this.#mark(spares, value)
    for (let layer = 1; layer < spares.length; layer++) andBits(spares[0] as Int32Array, spares[layer] as Int32Array)
    return spares[0] as Int32Array
  }

  /** What holds lets pass what needs it, and strikes out what it is banned by. */
  #mark(rows: readonly Int32Array[], value: Slot['value']): void {
    const found = this.#found
    const count = this.#finder.find(value, found)
    for (let at = 0; at < count; at++) {
      const { layer, needed, banned } = found[at] as Filed
      setAll(rows[layer] as Int32Array, needed)
      clearAll(rows[layer] as Int32Array, banned)
    }
  }
}

function setAll(row: Int32Array, places: readonly number[]): void {
  for (let at = 0; at < places.length; at++) setBit(row, places[at] as number)
}

function clearAll(row: Int32Array, places: readonly number[]): void {
  for (let at = 0; at < places.length; at++) clearBit(row, places[at] as number)
}
