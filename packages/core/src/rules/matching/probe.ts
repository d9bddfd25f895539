import { compareSlotValues } from '../../filter/compile.ts'
import type { SlotValue } from '../../schema/types.ts'
import type { Atom, Slot, ValueCondition } from './atoms.ts'
import { createGramIndex, type GramIndex } from './grams.ts'

/** Called with an atom that holds (`sure`), or that may. */
export type Found = (atom: Atom, sure: boolean) => void

/** Finds the atoms of one slot that hold for a value, without asking each. */
export interface Probe {
  readonly slot: Slot
  readonly size: number
  add(atom: Atom): void
  remove(atom: Atom): void
  find(value: SlotValue, found: Found): void
  /**
   * The same for values for which the same atoms hold; undefined where none does.
   *
   * @returns NaN where nothing can be said
   */
  keyOf(value: SlotValue): SlotValue | undefined
}

type Ordered = 'gt' | 'gte' | 'lt' | 'lte'

/** Fewer globs than this are asked one by one. */
const GRAMS_FROM = 16

/** Whether the atoms that hold are found by the value; globs without three plain characters are not. */
export function isProbed(atom: Atom): boolean {
  const { value } = atom
  if (!value) return false
  return value.op === 'glob' ? /[^*?\\]{3}/.test(value.pattern) : value.op === 'in' || !Number.isNaN(value.value)
}

/** Equality in a hash, `in` as several entries of it, thresholds in sorted lists, globs by three characters of each. */
export function createProbe(slot: Slot): Probe {
  const equal = new Map<SlotValue, Atom[]>()
  const ordered: Readonly<Record<Ordered, Atom[]>> = { gt: [], gte: [], lt: [], lte: [] }
  const lists = Object.values(ordered)
  const globs = createGlobProbe()
  let size = 0
  return {
    slot,
    get size() {
      return size
    },
    add: (atom) => {
      size++
      place(atom, atom.value as ValueCondition, { equal, ordered, globs })
    },
    remove: (atom) => {
      size--
      displace(atom, atom.value as ValueCondition, { equal, ordered, globs })
    },
    find: (value, found) => {
      const same = equal.get(value)
      if (same) for (const atom of same) found(atom, true)
      for (const list of lists) if (list.length > 0) findOrdered(list, value, found)
      if (globs.size > 0) globs.find(String(value), found)
    },
    keyOf: (value) => {
      if (globs.size > 0) return Number.NaN
      if (equal.size > 0) return equal.has(value) ? value : undefined
      let key = 0
      for (const list of lists) if (list.length > 0) key = key * 2 ** 16 + countOrdered(list, value)
      return key
    },
  }
}

/** How many of the thresholds hold for a value; NaN where they do not come in order. */
function countOrdered(list: readonly Atom[], value: SlotValue): number {
  if (list.length === 0) return 0
  if (list.length >= 2 ** 16 || typeof value !== typeof threshold(list[0] as Atom)) return Number.NaN
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((list[middle] as Atom).test(value)) from = middle + 1
    else to = middle
  }
  return from
}

interface Parts {
  readonly equal: Map<SlotValue, Atom[]>
  readonly ordered: Readonly<Record<Ordered, Atom[]>>
  readonly globs: GlobProbe
}

function place(atom: Atom, condition: ValueCondition, { equal, ordered, globs }: Parts): void {
  if (condition.op === 'glob') globs.add(atom, condition.pattern)
  else if (condition.op === 'compare' && condition.cmp !== 'eq') insert(ordered[condition.cmp], atom)
  else
    for (const value of wantedBy(condition)) {
      const same = equal.get(value)
      if (same) same.push(atom)
      else equal.set(value, [atom])
    }
}

function displace(atom: Atom, condition: ValueCondition, { equal, ordered, globs }: Parts): void {
  if (condition.op === 'glob') globs.remove(atom)
  else if (condition.op === 'compare' && condition.cmp !== 'eq') drop(ordered[condition.cmp], atom)
  else
    for (const value of wantedBy(condition)) {
      const same = equal.get(value)
      if (same && drop(same, atom) === 0) equal.delete(value)
    }
}

/** The values that an equality or list holds for. Nothing equals what is not a number. */
export function wantedBy(condition: ValueCondition): readonly SlotValue[] {
  if (condition.op === 'in') return [...new Set(condition.values)]
  return condition.op === 'compare' && !Number.isNaN(condition.value) ? [condition.value] : []
}

/** Takes an item out of a list. @returns how many are left */
export function drop<Item>(list: Item[], item: Item): number {
  const at = list.indexOf(item)
  if (at >= 0) list.splice(at, 1)
  return list.length
}

const threshold = (atom: Atom) => (atom.value as Extract<ValueCondition, { op: 'compare' }>).value

/** Keeps a list so that those that hold for a value come first: low thresholds first for `gt`, high ones for `lt`. */
function insert(list: Atom[], atom: Atom): void {
  const rising = (atom.value as { cmp: Ordered }).cmp.startsWith('g')
  const wanted = threshold(atom)
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    const order = compareSlotValues(threshold(list[middle] as Atom), wanted)
    if (rising ? order < 0 : order > 0) from = middle + 1
    else to = middle
  }
  list.splice(from, 0, atom)
}

/** Values of another kind than the thresholds do not keep their order, so each is asked. */
function findOrdered(list: readonly Atom[], value: SlotValue, found: Found): void {
  const inOrder = typeof value === typeof threshold(list[0] as Atom)
  for (const atom of list) {
    if (atom.test(value)) found(atom, true)
    else if (inOrder) return
  }
}

interface GlobProbe {
  readonly size: number
  add(atom: Atom, pattern: string): void
  remove(atom: Atom): void
  find(text: string, found: Found): void
}

function createGlobProbe(): GlobProbe {
  const all = new Set<Atom>()
  const plain = new Set<Atom>()
  let grams: GramIndex | undefined
  const file = (atom: Atom, pattern: string) => {
    if (!grams?.add(atom, pattern)) plain.add(atom)
  }
  return {
    get size() {
      return all.size
    },
    add: (atom, pattern) => {
      all.add(atom)
      if (grams || all.size < GRAMS_FROM) return file(atom, pattern)
      grams = createGramIndex()
      plain.clear()
      for (const one of all) file(one, (one.value as { pattern: string }).pattern)
    },
    remove: (atom) => {
      all.delete(atom)
      plain.delete(atom)
      grams?.remove(atom)
    },
    find: (text, found) => {
      for (const atom of plain) found(atom, false)
      grams?.scan(text, (atom) => found(atom, false))
    },
  }
}
