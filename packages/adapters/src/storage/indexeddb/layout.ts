import { sha256 } from '@kith/core/shared'
import {
  type CustomSlot,
  columnsOf,
  type FieldDefinition,
  isIndexed,
  isList,
  isSearchable,
  type Model,
  operatorsOf,
  type RecordPut,
  readItems,
  type SlotValue,
  type StoredRecord,
  searchWords,
  slotsOf,
} from '@kith/core/storage'
import { type Entry, NOTHING, textKey, valueKey } from './keys.ts'

/** Changes when entries of the same fields are made in another way: all records are indexed anew then. */
const RULES = 'rules:1'

/** A record as it lies in the database, with everything that it is found by. */
export interface Row {
  readonly record: StoredRecord
  readonly custom?: readonly CustomSlot[]
  readonly slots: readonly Entry[]
  readonly words: readonly Entry[]
  /** Which rules made `slots` and `words`. */
  readonly shape: string
}

/**
 * Entries of one slot. Those of `ordered` slots go on with the id, so that a walk gives records in the order of a list;
 * the others go on with the time of creation and the id, because lists of them come newest first.
 */
export interface SlotIndex {
  /** Second part of the entries, behind the tenant: `deal.amount.baseMinor<`. */
  readonly name: string
  readonly form: 'ordered' | 'equal'
  /** Records with nothing there have an entry too. */
  readonly complete: boolean
  readonly values: (record: StoredRecord) => readonly (string | number)[]
}

/** What the records of an object are found by under one model. */
export interface ObjectLayout {
  readonly object: string
  /** By `field.slot`. */
  readonly slots: ReadonlyMap<string, SlotIndex>
  /** Names these rules: equal for all tabs with the same fields. */
  readonly shape: string
  /** What the rules are made of: those that have all of another's can stand for it. */
  readonly parts: readonly string[]
}

export function objectLayout(model: Model, object: string): ObjectLayout {
  const fields = Object.entries(model.fields(model.object(object).name)).filter(([, field]) => !field.custom)
  const slots = new Map([...columnSlots(model, object), ...listSlots(object, fields)])
  const searched = fields.filter(([, field]) => isSearchable(field)).map(([id, field]) => `words.${id}:${field.type}`)
  const parts = [RULES, ...[...slots.values()].map(({ name }) => name), ...searched].sort()
  return { object, slots, parts, shape: `${object}.${sha256(parts.join('\n')).slice(0, 16)}` }
}

type NamedSlots = readonly (readonly [key: string, index: SlotIndex])[]

function columnSlots(model: Model, object: string): NamedSlots {
  return columnsOf(model, object).flatMap(({ field, slot, indexed, toColumn }) => {
    if (!indexed || slot === null || field === 'id') return []
    const ordered = operatorsOf(model.field(object, field) as FieldDefinition).includes('gt')
    const values = (record: StoredRecord) => {
      const cell = toColumn(record[field])
      return cell === null ? [] : [valueKey(cell)]
    }
    const form = ordered ? 'ordered' : 'equal'
    const index = { name: nameOf(object, field, slot, form), form, values } as const
    return [[`${field}.${slot}`, { ...index, complete: ordered && field !== 'deletedAt' }] as const]
  })
}

function listSlots(object: string, fields: readonly (readonly [string, FieldDefinition])[]): NamedSlots {
  const lists = fields.filter(([id, field]) => isList(field) && (isIndexed(field) || id === 'access'))
  return lists.flatMap(([field, definition]) =>
    slotsOf(definition)
      .filter(({ name }) => isFound(name))
      .map(({ name, read }) => {
        const valueIn = read as (item: unknown) => SlotValue | undefined
        const values = (record: StoredRecord) =>
          readItems(record, field).flatMap((item) => {
            const value = valueIn(item)
            return value === undefined ? [] : [valueKey(value)]
          })
        const form = 'equal' as const
        return [`${field}.${name}`, { name: nameOf(object, field, name, form), form, complete: false, values }] as const
      }),
  )
}

/** Nobody looks for the two slots that tell the entries of a list apart. */
export function isFound(slot: string): boolean {
  return slot !== 'kind' && slot !== 'primary'
}

/** Ids of objects, fields and slots are ASCII words, so nothing can meet a name of another. */
export function nameOf(object: string, field: string, slot: string, form: SlotIndex['form']): string {
  return `${object}.${field}.${slot}${form === 'ordered' ? '<' : '='}`
}

/** Where the links of a record are found, from either end. */
export const LINK_ENDS = 'link..ends='

export function linkEnd(object: unknown, id: unknown): string {
  return textKey(`${object}:${id}`)
}

/**
 * The row of a record: what is put, what it is found by. Members that are undefined are left out, as in JSON.
 *
 * @param owner The tenant as a key.
 */
export function rowOf(model: Model, layout: ObjectLayout, owner: string, put: RecordPut): Row {
  const record = plainRecord(put.record)
  const custom = put.custom && put.custom.length > 0 ? plain(put.custom) : undefined
  const clean = { object: put.object, record, ...(custom ? { custom } : {}) }
  return {
    record,
    ...(custom ? { custom } : {}),
    slots: [...slotEntries(layout, owner, record), ...customEntries(layout.object, owner, record, custom ?? [])],
    words: searchWords(model, clean).map((word) => [owner, layout.object, textKey(word)]),
    shape: layout.shape,
  }
}

export function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value
}

/** Nothing is stored as absent. */
function plainRecord(record: StoredRecord): StoredRecord {
  const stored = Object.entries(plain(record)).filter(([, value]) => value !== null)
  return Object.fromEntries(stored) as unknown as StoredRecord
}

function slotEntries(layout: ObjectLayout, tenant: string, record: StoredRecord): Entry[] {
  const [id, created] = [textKey(record.id), createdKey(record)]
  const entries: Entry[] = []
  for (const { name, form, complete, values } of layout.slots.values()) {
    const found = values(record)
    if (form === 'equal') for (const value of found) entries.push([tenant, name, value, created, id])
    else if (found.length > 0 || complete) entries.push([tenant, name, found[0] ?? NOTHING, id])
  }
  if (layout.object === 'link')
    for (const end of ['from', 'to'])
      entries.push([tenant, LINK_ENDS, linkEnd(record[`${end}Object`], record[`${end}Id`])])
  return entries
}

/** All slots of run-time fields have entries: which of them are to be indexed may change with any put. */
function customEntries(object: string, tenant: string, record: StoredRecord, custom: readonly CustomSlot[]): Entry[] {
  const [id, created] = [textKey(record.id), createdKey(record)]
  return custom.flatMap(({ field, slot, value }): Entry[] => {
    if (!Array.isArray(value))
      return [[tenant, nameOf(object, field, slot, 'ordered'), valueKey(value as SlotValue), id]]
    return (value as readonly Readonly<Record<string, SlotValue>>[]).flatMap((item) =>
      Object.entries(item)
        .filter(([name]) => isFound(name))
        .map(([name, one]) => [tenant, nameOf(object, field, name, 'equal'), valueKey(one), created, id]),
    )
  })
}

function createdKey({ createdAt }: StoredRecord): IDBValidKey {
  return typeof createdAt === 'string' ? textKey(createdAt) : NOTHING
}
