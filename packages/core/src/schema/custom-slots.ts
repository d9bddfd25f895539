import { derivedFrom } from './derive.ts'
import type { Model } from './model.ts'
import { isList, readItems, slotsOf } from './slots.ts'
import type { FieldDefinition, Slot, SlotValue } from './types.ts'

/** A slot value of a run-time field, computed by the engine so that stores need not know the tenant's fields. */
export interface CustomSlot {
  readonly field: string
  /** `''` for a list: its entries hold all slots of an item by name. */
  readonly slot: string
  /** One value, or for a `many` field one entry per item. */
  readonly value: SlotValue | readonly Readonly<Record<string, SlotValue>>[]
  /** To be kept where it can be found without a scan. */
  readonly indexed: boolean
}

/** What a store is told of the run-time fields of a record: `RecordPut.custom`. Slots without a value are left out. */
export function customSlots(model: Model, object: string, record: Readonly<Record<string, unknown>>): CustomSlot[] {
  const slots: CustomSlot[] = []
  for (const [id, field] of customFields(model.fields(object))) {
    const value = record[id]
    if (value === undefined || value === null) continue
    const indexed = isIndexed(field)
    if (isList(field)) slots.push({ field: id, slot: '', value: entries(field, readItems(record, id)), indexed })
    else
      for (const [slot, read] of Object.entries(readAll(slotsOf(field), value)))
        slots.push({ field: id, slot, value: read, indexed })
  }
  return slots
}

const customFields = derivedFrom((fields) => Object.entries(fields).filter(([, field]) => field.custom === true))

/** Whether a store should keep a field where it is found without a scan. */
export function isIndexed(field: FieldDefinition): boolean {
  return field.indexed === true || field.unique === true || field.type === 'relation'
}

function entries(field: FieldDefinition, items: readonly unknown[]): Readonly<Record<string, SlotValue>>[] {
  return items.map((item) => readAll(slotsOf(field), item))
}

function readAll(slots: readonly Slot[], value: unknown): Record<string, SlotValue> {
  const values: Record<string, SlotValue> = {}
  for (const { name, read } of slots) {
    const found = (read as (value: unknown) => SlotValue | undefined)(value)
    if (found !== undefined) values[name] = found
  }
  return values
}
