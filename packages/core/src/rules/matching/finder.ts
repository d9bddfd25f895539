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

/** Finds the atoms of one slot that hold for a value: equality in a hash, globs by their letters; the others are asked. */
export interface Finder {
  /** Files an atom, once for each layer. */
  add(atom: Atom, layer: number): Filed
  remove(atom: Atom): void
  /** Writes those that hold for a value to the beginning of `found`, each once. @returns how many they are */
  find(value: Slot['value'], found: Filed[]): number
  /**
   * The same for values for which the same atoms hold: the value itself, or where it stands among thresholds. Undefined
   * for lists, and where texts are searched that are long, or compared as well.
   */
  keyOf(value: Exclude<Slot['value'], undefined>): SlotValue | undefined
  /** Whether an atom may hold for a value of this key. */
  knows(key: SlotValue): boolean
}

interface Files {
  readonly all: Map<Atom, Filed[]>
  readonly byValue: Map<SlotValue, Filed[]>
  grams: GramIndex<Filed> | undefined
  readonly asked: Set<Filed>
  /** Whether there are thresholds; then all values that are named, in their order when `sorted`. */
  ordered: boolean
  readonly limits: SlotValue[]
  sorted: boolean
  /** Whether JavaScript's order of them is the right one. */
  arePlain: boolean
  /** Whether values have no key. */
  keyless: boolean
  searches: number
}

/** Characters of a text that has a key: titles, cities and the like come again, longer texts seldom do. */
const LONGEST_KEY = 40

export function createFinder(many: boolean): Finder {
  const files: Files = {
    ...{ all: new Map(), byValue: new Map(), grams: undefined, asked: new Set(), searches: 0 },
    ...{ ordered: false, limits: [], sorted: true, arePlain: true, keyless: many },
  }
  const { all, byValue, asked } = files
  let into: Filed[] = []
  let count = 0
  const note = (filed: Filed) => {
    if (filed.stamp === files.searches) return
    filed.stamp = files.searches
    into[count++] = filed
  }
  const find = (value: SlotValue) => {
    const same = byValue.get(value)
    if (same) for (let at = 0; at < same.length; at++) note(same[at] as Filed)
    files.grams?.scan(String(value), note)
  }
  return {
    add: (atom, layer) => {
      const same = all.get(atom) ?? []
      all.set(atom, same)
      const known = same.find((one) => one.layer === layer)
      if (known) return known
      const filed: Filed = { atom, layer, needed: [], banned: [], stamp: 0 }
      same.push(filed)
      file(filed, files)
      return filed
    },
    remove: (atom) => {
      for (const filed of all.get(atom) ?? []) unfile(filed, files)
      all.delete(atom)
    },
    find: (value, found) => {
      files.searches++
      into = found
      count = 0
      if (value === undefined) return 0
      if (typeof value === 'object') for (const one of value) find(one)
      else find(value)
      if (asked.size > 0) for (const filed of asked) if (valueHolds(filed.atom, value)) note(filed)
      return count
    },
    keyOf: (value) => {
      if (files.keyless || typeof value === 'object') return undefined
      if (files.grams) return files.ordered || String(value).length > LONGEST_KEY ? undefined : value
      return files.ordered ? rankOf(value, files) : value
    },
    knows: (key) => files.ordered || files.grams !== undefined || byValue.has(key),
  }
}

function file(filed: Filed, files: Files): void {
  const condition = filed.atom.value as ValueCondition
  if (condition.op === 'glob') {
    files.grams ??= createGramIndex()
    if (!files.grams.add(filed, condition.pattern, filed.atom.test)) files.asked.add(filed)
    return
  }
  const values = wantedBy(condition)
  for (const value of values) {
    const same = files.byValue.get(value)
    if (same) same.push(filed)
    else files.byValue.set(value, [filed])
  }
  if (condition.op === 'compare' && condition.cmp !== 'eq') {
    files.asked.add(filed)
    if (Number.isNaN(condition.value)) files.keyless = true
    else name([condition.value], files)
    if (!files.ordered) name([...files.byValue.keys()], files)
    files.ordered = true
  } else if (files.ordered) name(values, files)
}

function name(values: readonly SlotValue[], files: Files): void {
  for (const value of values) {
    files.limits.push(value)
    files.arePlain &&= isPlain(value)
    files.keyless ||= typeof value !== typeof files.limits[0]
  }
  files.sorted = false
}

function unfile(filed: Filed, files: Files): void {
  const condition = filed.atom.value as ValueCondition
  files.asked.delete(filed)
  files.grams?.remove(filed)
  if (condition.op === 'glob') return
  for (const value of wantedBy(condition)) {
    const rest = (files.byValue.get(value) ?? []).filter((one) => one !== filed)
    if (rest.length > 0) files.byValue.set(value, rest)
    else files.byValue.delete(value)
  }
}

/** The values that an equality or list holds for. Nothing equals what is not a number. */
export function wantedBy(condition: ValueCondition): readonly SlotValue[] {
  if (condition.op === 'in') return [...new Set(condition.values)]
  return condition.op === 'compare' && condition.cmp === 'eq' && !Number.isNaN(condition.value) ? [condition.value] : []
}

/** Twice the number of limits below a value, and 1 more where it is one of them. */
function rankOf(value: SlotValue, files: Files): number | undefined {
  const { limits, arePlain } = files
  if (typeof value !== typeof limits[0] || Number.isNaN(value)) return undefined
  if (!files.sorted) {
    limits.sort(compareSlotValues)
    files.sorted = true
  }
  const below = typeof value === 'number' ? countBelow(value, limits as number[]) : countBefore(value, limits, arePlain)
  return 2 * below + (limits[below] === value ? 1 : 0)
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
