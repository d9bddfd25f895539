import type { StoredRecord } from '../../schema/record.ts'
import { type Atom, type Slot, valueHolds } from './atoms.ts'

/** Records by which it is measured how often atoms hold. */
export interface Sample {
  /** Takes a record, while there is room. @returns whether that filled it */
  note(record: StoredRecord): boolean
  readonly full: boolean
  /** Sets how likely an atom is. Atoms that look at more than the record keep what was assumed of them. */
  measure(atom: Atom): void
}

/** Enough to tell a tenth from a half. */
const SIZE = 64

/** What was assumed counts as much as so many records. */
const WEIGHT = 2

export function createSample(given: readonly StoredRecord[] | undefined): Sample {
  const records = (given ?? []).slice(0, SIZE)
  const columns = new Map<Slot, readonly Slot['value'][]>()
  const room = given ? records.length : SIZE
  const columnOf = (slot: Slot) => {
    const column = columns.get(slot) ?? records.map(slot.read)
    columns.set(slot, column)
    return column
  }
  return {
    get full() {
      return records.length >= room
    },
    note: (record) => {
      if (records.length >= room) return false
      records.push(record)
      return records.length >= room
    },
    measure: (atom) => {
      const hits = atom.slot
        ? columnOf(atom.slot).filter((value) => valueHolds(atom, value)).length
        : atom.besides
          ? undefined
          : records.filter((record) => atom.holds(record)).length
      if (hits !== undefined) atom.likely = (hits + WEIGHT * atom.likely) / (records.length + WEIGHT)
    },
  }
}
