import type { CustomSlot, Slot, SlotValue } from '@kith/core/storage'
import { type FieldLayout, isIndexedSlot, type TableLayout } from './layout.ts'

/** A row of `field_value`. Text slots use `text`, all others `number`. */
export interface IndexRow {
  readonly field: string
  readonly slot: string
  readonly text: string
  readonly number: number
}

/** Slots of run-time fields by field: `{ x_size: { fold: 'l' }, x_tags: [{ fold: 'a' }, …] }`. */
export type Slots = Readonly<Record<string, unknown>>

const NO_SLOTS: Slots = {}

export function slotsByField(custom: readonly CustomSlot[]): Slots {
  if (custom.length === 0) return NO_SLOTS
  const slots = new Map<string, unknown>()
  for (const { field, slot, value } of custom)
    slots.set(field, Array.isArray(value) ? value : { ...(slots.get(field) as object | undefined), [slot]: value })
  return Object.fromEntries(slots)
}

/** The slots of run-time fields as they were put. */
export function customSlotsOf(slots: Slots): CustomSlot[] {
  return Object.entries(slots).flatMap(([field, value]) => {
    const all = Array.isArray(value) ? { '': value } : (value as Record<string, CustomSlot['value']>)
    return Object.entries(all).map(([slot, one]) => ({ field, slot, value: one, indexed: false }))
  })
}

/**
 * The rows for the indexed lists and run-time fields of a record.
 *
 * @param items The entries of a list as they are stored.
 * @param isIndexed Whether a run-time field is kept in `field_value`.
 */
export function indexRows(
  layout: TableLayout,
  items: (field: string) => readonly unknown[],
  slots: Slots,
  isIndexed: (field: string) => boolean,
): IndexRow[] {
  const rows: IndexRow[] = []
  for (const id of layout.indexedLists) {
    const entries = items(id)
    if (entries.length === 0) continue
    const own = (layout.fields.get(id) as FieldLayout).indexedSlots
    for (const entry of entries) for (const slot of own) addRow(rows, id, slot, entry)
  }
  if (slots !== NO_SLOTS)
    for (const [field, value] of Object.entries(slots)) if (isIndexed(field)) rows.push(...customRows(field, value))
  return rows
}

/** What went and what came between two lists of rows. */
export function changedRows(
  before: readonly IndexRow[],
  after: readonly IndexRow[],
): { readonly gone: readonly IndexRow[]; readonly added: readonly IndexRow[] } {
  if (before.length === 0 || after.length === 0) return { gone: before, added: after }
  const key = (row: IndexRow) => JSON.stringify(Object.values(row))
  const [old, now] = [new Set(before.map(key)), new Set(after.map(key))]
  return { gone: before.filter((row) => !now.has(key(row))), added: after.filter((row) => !old.has(key(row))) }
}

/** The rows of the slots of one value, or of each entry of a list: `{ slot: value }`. */
export function customRows(field: string, slots: unknown): IndexRow[] {
  const rows: IndexRow[] = []
  for (const entry of (Array.isArray(slots) ? slots : [slots]) as readonly Entry[])
    for (const slot of Object.keys(entry))
      if (isIndexedSlot(slot)) rows.push(rowOf(field, slot, entry[slot] as SlotValue))
  return rows
}

type Entry = Readonly<Record<string, SlotValue>>

function addRow(rows: IndexRow[], field: string, { name, read }: Slot, entry: unknown): void {
  const value = (read as (entry: unknown) => SlotValue | undefined)(entry)
  if (value !== undefined) rows.push(rowOf(field, name, value))
}

function rowOf(field: string, slot: string, value: SlotValue): IndexRow {
  return typeof value === 'string'
    ? { field, slot, text: value, number: 0 }
    : { field, slot, text: '', number: Number(value) }
}
