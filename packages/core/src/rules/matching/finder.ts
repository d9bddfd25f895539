import { compareSlotValues } from '../../filter/compile.ts'
import type { SlotValue } from '../../schema/types.ts'
import { type Atom, isPlain, type Slot, type ValueCondition, valueHolds } from './atoms.ts'
import { createGramIndex, type GramIndex } from './grams.ts'

/** An atom of a slot, and the places that need it to hold or not to hold: in one layer of a screen. */
export interface Filed {
  readonly atom: Atom
  readonly layer: number
  readonly needed: number[]
  readonly banned: number[]
  /** The last search that found it. */
  stamp: number
}

/** Characters of a text that has a key: titles, cities and the like come again, longer texts seldom do. */
const LONGEST_KEY = 40

/** Finds the atoms of one slot that hold for a value: equality in a hash, globs by their letters; the others are asked. */
export class Finder {
  readonly #all = new Map<Atom, Filed[]>()
  readonly #byValue = new Map<SlotValue, Filed[]>()
  #grams: GramIndex<Filed> | undefined
  readonly #asked = new Set<Filed>()
  /** Whether there are thresholds; then all values that are named, in their order when `#sorted`. */
  #ordered = false
  readonly #limits: SlotValue[] = []
  #sorted = true
  /** Whether JavaScript's order of them is the right one. */
  #arePlain = true
  /** Whether values have no key. */
  #keyless: boolean
  #searches = 0
  /** What the search has found, and how many they are. */
  #found: Filed[] = []
  #count = 0

  /** @param many Whether the slot has lists */
  constructor(many: boolean) {
    this.#keyless = many
  }

  /** Files an atom, once for each layer. */
  add(atom: Atom, layer: number): Filed {
    const same = this.#all.get(atom) ?? []
    this.#all.set(atom, same)
    const known = same.find((one) => one.layer === layer)
    if (known) return known
    const filed: Filed = { atom, layer, needed: [], banned: [], stamp: 0 }
    same.push(filed)
    this.#file(filed)
    return filed
  }

  remove(atom: Atom): void {
    for (const filed of this.#all.get(atom) ?? []) this.#unfile(filed)
    this.#all.delete(atom)
  }

  /** Writes those that hold for a value to the beginning of `found`, each once. @returns how many they are */
  find(value: Slot['value'], found: Filed[]): number {
    this.#searches++
    this.#found = found
    this.#count = 0
    if (value === undefined) return 0
    if (typeof value === 'object') for (const one of value) this.#findOne(one)
    else this.#findOne(value)
    if (this.#asked.size > 0) for (const filed of this.#asked) if (valueHolds(filed.atom, value)) this.#note(filed)
    return this.#count
  }

  /**
   * The same for values for which the same atoms hold: the value itself, or where it stands among thresholds. Undefined
   * for lists, and where texts are searched that are long, or compared as well.
   */
  keyOf(value: Exclude<Slot['value'], undefined>): SlotValue | undefined {
    if (this.#keyless || typeof value === 'object') return undefined
    if (this.#grams) return this.#ordered || String(value).length > LONGEST_KEY ? undefined : value
    return this.#ordered ? this.#rankOf(value) : value
  }

  /** Whether an atom may hold for a value of this key. */
  knows(key: SlotValue): boolean {
    return this.#ordered || this.#grams !== undefined || this.#byValue.has(key)
  }

  #findOne(value: SlotValue): void {
    const same = this.#byValue.get(value)
    if (same) for (let at = 0; at < same.length; at++) this.#note(same[at] as Filed)
    this.#grams?.scan(String(value), this.#note)
  }

  readonly #note = (filed: Filed) => {
    if (filed.stamp === this.#searches) return
    filed.stamp = this.#searches
    this.#found[this.#count++] = filed
  }

  #file(filed: Filed): void {
    const condition = filed.atom.value as ValueCondition
    if (condition.op === 'glob') {
      this.#grams ??= createGramIndex()
      if (!this.#grams.add(filed, condition.pattern, filed.atom.test)) this.#asked.add(filed)
      return
    }
    const values = wantedBy(condition)
    for (const value of values) {
      const same = this.#byValue.get(value)
      if (same) same.push(filed)
      else this.#byValue.set(value, [filed])
    }
    if (condition.op === 'compare' && condition.cmp !== 'eq') {
      this.#asked.add(filed)
      if (Number.isNaN(condition.value)) this.#keyless = true
      else this.#name([condition.value])
      if (!this.#ordered) this.#name([...this.#byValue.keys()])
      this.#ordered = true
    } else if (this.#ordered) this.#name(values)
  }

  #name(values: readonly SlotValue[]): void {
    for (const value of values) {
      if (Number.isNaN(value)) continue
      this.#limits.push(value)
      this.#arePlain &&= isPlain(value)
      this.#keyless ||= typeof value !== typeof this.#limits[0]
    }
    this.#sorted = false
  }

  #unfile(filed: Filed): void {
    const condition = filed.atom.value as ValueCondition
    this.#asked.delete(filed)
    this.#grams?.remove(filed)
    if (condition.op === 'glob') return
    for (const value of wantedBy(condition)) {
      const rest = (this.#byValue.get(value) ?? []).filter((one) => one !== filed)
      if (rest.length > 0) this.#byValue.set(value, rest)
      else this.#byValue.delete(value)
    }
  }

  /** Twice the number of limits below a value, and 1 more where it is one of them. */
  #rankOf(value: SlotValue): number | undefined {
    const limits = this.#limits
    if (typeof value !== typeof limits[0] || Number.isNaN(value)) return undefined
    if (!this.#sorted) {
      limits.sort(compareSlotValues)
      this.#sorted = true
    }
    const below =
      typeof value === 'number' ? countBelow(value, limits as number[]) : countBefore(value, limits, this.#arePlain)
    return 2 * below + (limits[below] === value ? 1 : 0)
  }
}

/** The values that an equality or list holds for. Nothing equals what is not a number. */
export function wantedBy(condition: ValueCondition): readonly SlotValue[] {
  if (condition.op === 'in') return [...new Set(condition.values)]
  return condition.op === 'compare' && condition.cmp === 'eq' && !Number.isNaN(condition.value) ? [condition.value] : []
}

/** Apart from texts: where only numbers are met, they are compared at once. */
function countBelow(value: number, limits: readonly number[]): number {
  let from = 0
  let to = limits.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((limits[middle] as number) < value) from = middle + 1
    else to = middle
  }
  return from
}

function countBefore(value: SlotValue, limits: readonly SlotValue[], arePlain: boolean): number {
  let from = 0
  let to = limits.length
  while (from < to) {
    const middle = (from + to) >> 1
    const limit = limits[middle] as SlotValue
    if (arePlain ? limit < value : compareSlotValues(limit, value) < 0) from = middle + 1
    else to = middle
  }
  return from
}
