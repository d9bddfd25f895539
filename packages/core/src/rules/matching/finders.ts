import { compareSlotValues } from '../../filter/compile.ts'
import type { SlotValue } from '../../schema/types.ts'
import type { Atom, ValueCondition } from './atoms.ts'

/** Finds the atoms of one slot that hold for a value, without asking each. */
export interface Finder {
  add(atom: Atom): void
  remove(atom: Atom): void
  find(value: SlotValue, found: (atom: Atom) => void): void
  /**
   * The same for values for which the same atoms hold; undefined where none does.
   *
   * @returns NaN where nothing can be said
   */
  keyOf(value: SlotValue): SlotValue | undefined
}

/** Equality in a hash; a list of values is several entries of it. */
export function createEqualFinder(): Finder {
  const byValue = new Map<SlotValue, Atom[]>()
  return {
    add: (atom) => {
      for (const value of wantedBy(atom.value as ValueCondition)) {
        const same = byValue.get(value)
        if (same) same.push(atom)
        else byValue.set(value, [atom])
      }
    },
    remove: (atom) => {
      for (const value of wantedBy(atom.value as ValueCondition)) {
        const rest = (byValue.get(value) ?? []).filter((one) => one !== atom)
        if (rest.length > 0) byValue.set(value, rest)
        else byValue.delete(value)
      }
    },
    find: (value, found) => byValue.get(value)?.forEach(found),
    keyOf: (value) => (byValue.has(value) ? value : undefined),
  }
}

/** The values that an equality or list holds for. Nothing equals what is not a number. */
export function wantedBy(condition: ValueCondition): readonly SlotValue[] {
  if (condition.op === 'in') return [...new Set(condition.values)]
  return condition.op === 'compare' && !Number.isNaN(condition.value) ? [condition.value] : []
}

type Threshold = Extract<ValueCondition, { op: 'compare' }>
const thresholdOf = (atom: Atom) => atom.value as Threshold

/** Thresholds of one side in order, those that include their value and those that do not each in a list. */
export function createOrderFinder(): Finder {
  const including: Atom[] = []
  const excluding: Atom[] = []
  const listOf = (atom: Atom) => (thresholdOf(atom).cmp.endsWith('e') ? including : excluding)
  return {
    add: (atom) => insert(listOf(atom), atom),
    remove: (atom) => {
      const list = listOf(atom)
      list.splice(list.indexOf(atom), 1)
    },
    find: (value, found) => {
      findOrdered(including, value, found)
      findOrdered(excluding, value, found)
    },
    keyOf: (value) => 2 ** 20 * countOrdered(including, value) + countOrdered(excluding, value),
  }
}

/** Keeps a list so that those that hold for a value come first: low thresholds first for `gt`, high ones for `lt`. */
function insert(list: Atom[], atom: Atom): void {
  const { cmp, value } = thresholdOf(atom)
  const side = cmp.startsWith('g') ? 1 : -1
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (side * compareSlotValues(thresholdOf(list[middle] as Atom).value, value) < 0) from = middle + 1
    else to = middle
  }
  list.splice(from, 0, atom)
}

/** How many of the thresholds hold for a value; NaN where they do not come in order. */
function countOrdered(list: readonly Atom[], value: SlotValue): number {
  if (list.length === 0) return 0
  if (!isInOrder(list, value)) return Number.NaN
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((list[middle] as Atom).test(value)) from = middle + 1
    else to = middle
  }
  return from
}

/** Values of another kind than the thresholds do not keep their order, so each is asked. */
function findOrdered(list: readonly Atom[], value: SlotValue, found: (atom: Atom) => void): void {
  if (list.length === 0) return
  const inOrder = isInOrder(list, value)
  for (const atom of list) {
    if (atom.test(value)) found(atom)
    else if (inOrder) return
  }
}

const isInOrder = (list: readonly Atom[], value: SlotValue) =>
  typeof value === typeof thresholdOf(list[0] as Atom).value && !Number.isNaN(value)
