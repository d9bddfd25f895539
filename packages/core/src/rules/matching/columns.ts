import { compareSlotValues } from '../../filter/compile.ts'
import type { SlotValue } from '../../schema/types.ts'
import { type Atom, type Slot, type ValueCondition, valueHolds } from './atoms.ts'
import { type BitRows, orRow, setBit } from './bits.ts'
import { wantedBy } from './finder.ts'
import { createGramIndex } from './grams.ts'

/** What the records of a block have in a slot. */
export type Values = readonly Slot['value'][]

/** Fills the rows of some atoms of one slot for a block of records; the rows are empty before. */
export type Column = (values: Values) => void

/** An atom and the row that its answers go to. */
export interface AtomRow {
  readonly atom: Atom
  readonly row: number
}

/** Each atom asked for each record. */
export function askedColumn(atoms: readonly AtomRow[], rows: BitRows): Column {
  return (values) => {
    for (const { atom, row } of atoms)
      for (let at = 0; at < values.length; at++) if (valueHolds(atom, values[at])) setBit(rows.bits, at, row)
  }
}

/**
 * Equality and lists. The column's dictionary holds the values that rules name, not those that records have: a row of
 * bits for each, filled in one pass; a list is the rows of its values put together.
 *
 * @param spare Where the row for the value of a number begins
 */
export function equalColumn(atoms: readonly AtomRow[], rows: BitRows, spare: (at: number) => number): Column {
  const dictionary = new Map<SlotValue, number>()
  const lists = atoms.map(({ atom, row }) => {
    const wanted = wantedBy(atom.value as ValueCondition)
    for (const value of wanted) if (!dictionary.has(value)) dictionary.set(value, spare(dictionary.size))
    return { row, of: wanted.map((value) => dictionary.get(value) as number) }
  })
  const note = (value: SlotValue, at: number) => {
    const row = dictionary.get(value)
    if (row !== undefined) setBit(rows.bits, at, row)
  }
  return (values) => {
    for (const row of dictionary.values()) rows.bits.fill(0, row, row + rows.words)
    for (let at = 0; at < values.length; at++) {
      const value = values[at]
      if (typeof value === 'object') for (const one of value) note(one, at)
      else if (value !== undefined) note(value, at)
    }
    for (const { row, of } of lists) for (const other of of) orRow(rows, row, other)
  }
}

/** How many values the atoms of a slot name. */
export function countWanted(atoms: readonly AtomRow[]): number {
  return new Set(atoms.flatMap(({ atom }) => wantedBy(atom.value as ValueCondition))).size
}

type Limit = Extract<ValueCondition, { op: 'compare' }>
const limitOf = ({ atom }: AtomRow) => (atom.value as Limit).value

/** An atom of a threshold, as a half of the ranks: `ranks >= from` going up, `ranks < from` going down. */
interface Half extends AtomRow {
  readonly from: number
}

/**
 * Thresholds. Each value gets its rank among them: odd where it equals one, even between two. The records are put in
 * order of their ranks, and each threshold's row is the row of its neighbour and the few that lie between.
 */
export function orderedColumn(atoms: readonly AtomRow[], rows: BitRows): Column {
  const limits = [...new Set(atoms.map(limitOf))].sort(compareSlotValues)
  const halves: Half[] = atoms.map((one) => {
    const at = limits.indexOf(limitOf(one))
    const { cmp } = one.atom.value as Limit
    return { ...one, from: cmp === 'gte' || cmp === 'lt' ? 2 * at + 1 : 2 * at + 2 }
  })
  const goesUp = ({ atom }: AtomRow) => (atom.value as Limit).cmp.startsWith('g')
  const up = halves.filter(goesUp).sort((left, right) => right.from - left.from)
  const down = halves.filter((one) => !goesUp(one)).sort((left, right) => left.from - right.from)
  const asked = askedColumn(atoms, rows)
  const count = 2 * limits.length + 1
  return (values) => {
    const ranks = rankAll(values, limits)
    if (!ranks) return asked(values)
    const { order, starts } = sortByRank(ranks, count)
    let above = count
    fillHalves(up, rows, (half) => {
      const range = order.subarray(starts[half.from], starts[above])
      above = half.from
      return range
    })
    let below = 0
    fillHalves(down, rows, (half) => {
      const range = order.subarray(starts[below], starts[half.from])
      below = half.from
      return range
    })
  }
}

function fillHalves(halves: readonly Half[], rows: BitRows, gained: (half: Half) => Uint32Array): void {
  let before: number | undefined
  for (const half of halves) {
    if (before !== undefined) rows.bits.copyWithin(half.row, before, before + rows.words)
    for (const at of gained(half)) setBit(rows.bits, at, half.row)
    before = half.row
  }
}

/** 0 for nothing; 1 + rank otherwise. Undefined where some value has no rank: one of another kind than the thresholds. */
function rankAll(values: Values, limits: readonly SlotValue[]): Int32Array | undefined {
  const ranks = new Int32Array(values.length)
  const kind = typeof limits[0]
  for (let at = 0; at < values.length; at++) {
    const value = values[at]
    if (value === undefined) continue
    // biome-ignore lint/suspicious/noSelfCompare: NaN has no rank
    if (typeof value !== kind || value !== value) return undefined
    ranks[at] = 1 + rankOf(value as SlotValue, limits)
  }
  return ranks
}

function rankOf(value: SlotValue, limits: readonly SlotValue[]): number {
  let from = 0
  let to = limits.length
  while (from < to) {
    const middle = (from + to) >> 1
    const order = compareSlotValues(value, limits[middle] as SlotValue)
    if (order === 0) return 2 * middle + 1
    if (order > 0) from = middle + 1
    else to = middle
  }
  return 2 * from
}

/** Records in order of rank; `starts[rank]` is where a rank begins. Records with nothing are left out. */
function sortByRank(ranks: Int32Array, count: number): { readonly order: Uint32Array; readonly starts: Uint32Array } {
  const starts = new Uint32Array(count + 1)
  for (const rank of ranks) if (rank > 0) starts[rank] = (starts[rank] as number) + 1
  for (let rank = 1; rank <= count; rank++) starts[rank] = (starts[rank] as number) + (starts[rank - 1] as number)
  const next = starts.slice()
  const order = new Uint32Array(starts[count] as number)
  for (let at = 0; at < ranks.length; at++) {
    const rank = ranks[at] as number
    if (rank === 0) continue
    const place = next[rank - 1] as number
    order[place] = at
    next[rank - 1] = place + 1
  }
  return { order, starts }
}

/** Distinct texts whose globs are remembered, for each slot. */
const REMEMBERED = 4096

/** Globs: found by three characters of each, and remembered for texts that come again. */
export function globColumn(atoms: readonly AtomRow[], rows: BitRows): Column {
  const grams = createGramIndex<Atom>()
  const rowOf = new Map(atoms.map(({ atom, row }) => [atom, row]))
  const plain = atoms.filter(({ atom }) => !grams.add(atom, (atom.value as { pattern: string }).pattern, atom.test))
  const known = new Map<SlotValue, readonly number[]>()
  const look = (value: SlotValue) => {
    const found = new Set<number>()
    for (const { atom, row } of plain) if (atom.test(value)) found.add(row)
    grams.scan(String(value), (atom) => found.add(rowOf.get(atom) as number))
    return [...found]
  }
  const note = (value: SlotValue, at: number) => {
    const found = known.get(value) ?? look(value)
    if (known.size < REMEMBERED) known.set(value, found)
    for (const row of found) setBit(rows.bits, at, row)
  }
  return (values) => {
    for (let at = 0; at < values.length; at++) {
      const value = values[at]
      if (typeof value === 'object') for (const one of value) note(one, at)
      else if (value !== undefined) note(value, at)
    }
  }
}
