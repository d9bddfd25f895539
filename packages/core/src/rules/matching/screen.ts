import { type Atom, type Round, type Slot, slotValue } from './atoms.ts'
import { countBits } from './bits.ts'
import type { Need } from './clauses.ts'
import { createEqualFinder, createOrderFinder } from './finders.ts'
import { clearBit, createValueRows, grown, type Needing, type Rows, setBit } from './rows.ts'

/** What one screen looks at: of a slot each kind of comparison has its own, so that a clause has one need in each. */
export type ScreenKind = 'equal' | 'lower' | 'upper'

/** Tells by the value of one slot which places may hold. */
export interface Screen {
  /** How many places need something here. */
  readonly size: number
  readonly slot: Slot
  /** How many places it strikes out, as far as was seen. */
  readonly strength: number
  /** Atoms that places need here. */
  readonly atoms: ReadonlySet<Atom>
  add(place: number, need: Need): void
  remove(place: number, need: Need): void
  /** Where the row of bits begins that lets pass what may hold for the record of the round. */
  row(round: Round): number
  /** Sees how many places a row strikes out. */
  note(row: number): void
}

/**
 * Whether the value alone tells if an atom holds. Globs are asked, and so is what must hold of no entry of a list, or of
 * the order of its entries.
 *
 * @returns the kind of the screen; undefined where it is asked
 */
export function screenKind({ atom: { value, slot }, wanted }: Need): ScreenKind | undefined {
  if (!value || !slot || value.op === 'glob') return undefined
  if (value.op === 'in' || value.cmp === 'eq') return !slot.many || wanted ? 'equal' : undefined
  return slot.many || Number.isNaN(value.value) ? undefined : value.cmp.startsWith('g') ? 'lower' : 'upper'
}

export function createScreen(slot: Slot, kind: ScreenKind, rows: Rows): Screen {
  const finder = kind === 'equal' ? createEqualFinder() : createOrderFinder()
  const needing: Needing = { bits: new Int32Array(1) }
  const atoms = new Set<Atom>()
  const values = createValueRows(finder, needing, rows)
  let [size, struck, seen] = [0, 0, 0]
  return {
    slot,
    atoms,
    get size() {
      return size
    },
    get strength() {
      return seen > 0 ? struck / seen : size / 2
    },
    add: (place, { atom, wanted }) => {
      size++
      if (!atoms.has(atom)) finder.add(atom)
      atoms.add(atom)
      placesOf(atom, wanted).push(place)
      if (!wanted) return
      if (place >>> 5 >= needing.bits.length) needing.bits = grown(needing.bits, (place >>> 5) + 1)
      setBit(needing.bits, place)
    },
    remove: (place, { atom, wanted }) => {
      size--
      if (wanted) clearBit(needing.bits, place)
      drop(placesOf(atom, wanted), place)
      if (atom.needed.length + atom.banned.length > 0) return
      atoms.delete(atom)
      finder.remove(atom)
    },
    row: (round) => values.row(slotValue(slot, round)),
    note: (row) => {
      seen++
      struck += 32 * rows.words - countBits(rows.bits.subarray(row, row + rows.words))
    },
  }
}

const placesOf = ({ needed, banned }: Atom, wanted: boolean) => (wanted ? needed : banned)

/** Takes an item out of a list. */
function drop<Item>(list: Item[], item: Item): void {
  const at = list.indexOf(item)
  if (at >= 0) list.splice(at, 1)
}
