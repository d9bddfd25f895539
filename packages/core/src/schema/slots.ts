import { FIELD_TYPES, type FieldTypeData, fieldType } from './field-types/index.ts'
import type { Model } from './model.ts'
import type { Operator } from './operators.ts'
import { QUANTIFIED } from './operators.ts'
import type { FieldDefinition, FieldMap, FieldType, ManyItem, Slot, SlotRef, SlotValue } from './types.ts'

/** The type that a field's stored value has: for a roll-up that of its `of`, otherwise the field's own. */
export function valueType(field: FieldDefinition): FieldType {
  return field.of ?? field.type
}

/** What Kith knows of the values that a field stores. */
export function valueTypeOf(field: FieldDefinition): FieldTypeData {
  return fieldType(valueType(field))
}

/** Whether a field stores a list: `many` is set, or its type always is one. */
export function isList(field: FieldDefinition): boolean {
  const { list } = valueTypeOf(field)
  return list === 'always' || (list === 'allowed' && field.many === true)
}

/** Whether a field stores a list of `{ value, kind, primary }`. */
export function hasItems(field: FieldDefinition): boolean {
  return isList(field) && valueTypeOf(field).itemKinds !== undefined
}

/** Whether a record holds a value of the field: links are records of their own. */
export function isStored(field: FieldDefinition): boolean {
  const { slots, structured } = valueTypeOf(field)
  return slots.length > 0 || structured
}

/** Whether full-text search finds a record by this field. */
export function isSearchable(field: FieldDefinition): boolean {
  const { searchable, searchText } = valueTypeOf(field)
  return searchText !== undefined && (field.searchable ?? searchable)
}

/** Comparisons that a field takes in a Filter. */
export function operatorsOf(field: FieldDefinition): readonly Operator[] {
  const { operators } = valueTypeOf(field)
  return isList(field) ? [...new Set([...operators, ...QUANTIFIED])] : operators
}

const ITEM_SLOTS: readonly Slot[] = [
  { name: 'kind', kind: 'text', read: (item: ManyItem) => item.kind },
  { name: 'primary', kind: 'boolean', read: (item: ManyItem) => item.primary === true },
]

/** The slots of one item `{ value, kind, primary }`, by type: those of the type, read from its value, and its own two. */
const itemSlots = new Map<FieldType, readonly Slot[]>(
  Object.values(FIELD_TYPES as Readonly<Record<FieldType, FieldTypeData>>)
    .filter((data) => data.itemKinds !== undefined)
    .map((data) => [data.type, [...data.slots.map(ofItem), ...ITEM_SLOTS]]),
)

function ofItem(slot: Slot): Slot {
  return { ...slot, read: (item: ManyItem) => slot.read(item.value as never) }
}

/**
 * The primitives that a field is compared, indexed and sorted by. For a list: of each item, with `kind` and `primary`
 * where its items have them.
 */
export function slotsOf(field: FieldDefinition): readonly Slot[] {
  return hasItems(field) ? (itemSlots.get(valueType(field)) as readonly Slot[]) : valueTypeOf(field).slots
}

/** A slot of a type by its name; `kind` and `primary` for types whose lists have items. */
export function slot(type: FieldType, name: string): Slot | undefined {
  const { slots, itemKinds } = fieldType(type)
  return slots.find((one) => one.name === name) ?? (itemKinds ? ITEM_SLOTS.find((one) => one.name === name) : undefined)
}

/** Reads a slot: of a record, or of an item of a list (as stored there) where the ref's field is `''`. */
export type SlotReader = (subject: unknown) => SlotValue | undefined

/**
 * Makes a reader of a slot, to be used many times.
 *
 * @example
 * const read = slotReader({ field: 'city', slot: 'fold', kind: 'text', type: 'text' })
 * read({ id: '1', version: 1, city: 'Ålesund' }) // 'alesund'
 */
export function slotReader(ref: SlotRef): SlotReader {
  const { field } = ref
  const found = field === '' ? slotOfItem(ref) : slot(ref.type, ref.slot)
  if (!found) return () => undefined
  const read = found.read as SlotReader
  if (field === '') return (item) => (item === undefined || item === null ? undefined : read(item))
  return (record) => {
    const value = (record as Readonly<Record<string, unknown>>)[field]
    return value === undefined || value === null ? undefined : read(value)
  }
}

function slotOfItem(ref: SlotRef): Slot | undefined {
  return (itemSlots.get(ref.type) ?? fieldType(ref.type).slots).find((one) => one.name === ref.slot)
}

/** Reads a slot once; {@link slotReader} is for many times. */
export function readSlot(subject: unknown, ref: SlotRef): SlotValue | undefined {
  return slotReader(ref)(subject)
}

/** The items of a list field; none where nothing is stored. */
export function readItems(record: Readonly<Record<string, unknown>>, field: string): readonly unknown[] {
  const value = record[field]
  return Array.isArray(value) ? value : []
}

/** What the values of a unique field claim: one key for each value, none where nothing is stored. */
export function readKeys(field: FieldDefinition, value: unknown): readonly string[] {
  const claim = valueTypeOf(field).claim as ((value: unknown) => string) | undefined
  if (!claim || value === undefined || value === null) return []
  if (!isList(field)) return [claim(value)]
  const items = Array.isArray(value) ? value : []
  return [...new Set(items.map((item) => claim(hasItems(field) ? (item as ManyItem).value : item)))]
}

/** The slot that a field is sorted by; undefined where it cannot be: lists, links, files, JSON. */
export function sortSlot(field: FieldDefinition): string | undefined {
  return isList(field) ? undefined : valueTypeOf(field).sort
}

/**
 * Points to a slot of a field: by default to the one that it is sorted by.
 *
 * @returns undefined where there is no such field or slot, or the field is a list (its items are reached with {@link itemRef})
 */
export function slotRef(model: Model, object: string, field: string, name?: string): SlotRef | undefined {
  const definition = model.field(object, field)
  if (!definition || isList(definition)) return undefined
  const found = valueTypeOf(definition).slots.find((one) => one.name === (name ?? sortSlot(definition)))
  if (!found) return undefined
  const ref = { field, slot: found.name, kind: found.kind, type: valueType(definition) }
  return definition.custom ? { ...ref, custom: true } : ref
}

/**
 * Points to a slot of a field from code or the system, as definitions name it: `stageId`, or `amount.currency`.
 *
 * @returns undefined where there is no such field or slot, the field is a list, or was added at run time
 */
export function singleSlot(fields: FieldMap, path: string): SlotRef | undefined {
  const [field = '', name] = path.split('.')
  const definition = Object.hasOwn(fields, field) ? fields[field] : undefined
  if (!definition || definition.custom || isList(definition)) return undefined
  const found = valueTypeOf(definition).slots.find((one) => one.name === (name ?? sortSlot(definition)))
  return found && { field, slot: found.name, kind: found.kind, type: valueType(definition) }
}

/** Points to a slot of the items of a list field, for the inside of `someItem`. @returns undefined where there is no such slot */
export function itemRef(field: FieldDefinition, name: string): SlotRef | undefined {
  const found = isList(field) ? slotsOf(field).find((one) => one.name === name) : undefined
  return found && { field: '', slot: found.name, kind: found.kind, type: valueType(field) }
}
