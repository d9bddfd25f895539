import type { Condition, SlotRef } from '@kith/core/filter'
import { globParts } from '@kith/core/shared'
import type { SlotValue } from '@kith/core/storage'
import {
  type Bounds,
  beginningWith,
  beginningWithText,
  type Entry,
  NOTHING,
  textKey,
  valueKey,
  within,
} from './keys.ts'
import { isFound, nameOf, type ObjectLayout, type SlotIndex } from './layout.ts'

/**
 * Where all records that a condition lets pass are found, and perhaps others: parts of an index. Whatever else is asked
 * is still asked of each.
 */
export interface Source {
  readonly index: 'slots' | 'words'
  readonly ranges: readonly IDBKeyRange[]
  /** Set where each range holds one value, and so its records in order of their creation. */
  readonly newest?: readonly Entry[]
  /** Name of the slot whose values lie within bounds: a list in the order of this slot is walked within them anyway. */
  readonly bounds?: string
}

/** The records with these ids. */
export interface Ids {
  readonly ids: readonly string[]
}

/** Parts of an index that are walked for one condition. */
const MAX_RANGES = 60

type Of<Op extends Condition['op']> = Extract<Condition, { op: Op }>
type Leaf = Of<'compare' | 'in' | 'glob'>

/** The sources of a condition: each is enough by itself. `owner` is the tenant as a key. */
export function sourcesOf(where: Condition, layout: ObjectLayout, owner: string): readonly (Source | Ids)[] {
  const parts = conjuncts(where)
  const bounded = boundedSources(parts, layout, owner)
  return [...parts.flatMap((part) => sourceOf(part, layout, owner) ?? []), ...bounded]
}

/** Parts of an `and` side by side, also of those within. */
export function conjuncts(where: Condition): readonly Condition[] {
  return where.op === 'and' ? where.of.flatMap(conjuncts) : [where]
}

function sourceOf(condition: Condition, layout: ObjectLayout, owner: string): Source | Ids | undefined {
  switch (condition.op) {
    case 'compare':
    case 'in':
    case 'glob': {
      if (condition.ref.field === 'id') return idsOf(condition)
      const slot = slotOf(condition.ref, layout)
      return slot && leafSource(condition, slot, owner)
    }
    case 'false':
      return { ids: [] }
    case 'someItem':
      return someItem(condition, layout, owner)
    case 'empty':
      return nothing(condition, layout, owner)
    case 'not':
      return condition.of.op === 'empty' ? something(condition.of, layout, owner) : undefined
    case 'or':
      return union(condition.of.map((part) => sourcesOf(part, layout, owner)[0]))
    default:
      return undefined
  }
}

function idsOf(condition: Leaf): Ids | undefined {
  const values = valuesOf(condition)
  return values && { ids: values.map(String) }
}

/** The values that one must be equal to; undefined where it is something else that is asked. */
function valuesOf(condition: Condition): readonly SlotValue[] | undefined {
  if (condition.op === 'in') return condition.values
  return condition.op === 'compare' && condition.cmp === 'eq' ? [condition.value] : undefined
}

type SlotName = Pick<SlotIndex, 'name' | 'form'>

/** The entries of a slot of the record itself. */
export function slotOf({ field, slot, custom }: SlotRef, layout: ObjectLayout): SlotName | undefined {
  if (custom) return { name: nameOf(layout.object, field, slot, 'ordered'), form: 'ordered' }
  return layout.slots.get(`${field}.${slot}`)
}

function leafSource(condition: Leaf, { name, form }: SlotName, owner: string): Source | undefined {
  const values = valuesOf(condition)
  if (values) {
    const prefixes = [...new Set(values.map(valueKey))].map((value) => [owner, name, value])
    const source = slots(prefixes.map(beginningWith))
    return source && form === 'equal' ? { ...source, newest: prefixes } : source
  }
  if (condition.op !== 'glob') return undefined
  const [first] = globParts(condition.pattern)
  return typeof first === 'object' ? slots([beginningWithText([owner, name], textKey(first.text))]) : undefined
}

function slots(ranges: readonly IDBKeyRange[]): Source | undefined {
  return ranges.length <= MAX_RANGES ? { index: 'slots', ranges } : undefined
}

/** One entry that passes one part of what is asked of it: the rest is asked of the record. */
function someItem({ field, custom, of }: Of<'someItem'>, layout: ObjectLayout, owner: string): Source | undefined {
  for (const part of conjuncts(of)) {
    if (part.op !== 'compare' && part.op !== 'in' && part.op !== 'glob') continue
    const { slot } = part.ref
    const found = custom
      ? isFound(slot) && { name: nameOf(layout.object, field, slot, 'equal'), form: 'equal' as const }
      : layout.slots.get(`${field}.${slot}`)
    const source = found && leafSource(part, found, owner)
    if (source) return source
  }
  return undefined
}

/** The index of a field that tells records with a value from those without. */
function wholeSlot(field: string, layout: ObjectLayout): SlotIndex | undefined {
  for (const [key, slot] of layout.slots) if (key.startsWith(`${field}.`)) return slot
  return undefined
}

/** A slot of a value that is there may have nothing itself, so only those entries are no source that say more. */
function nothing({ field, custom }: Of<'empty'>, layout: ObjectLayout, owner: string): Source | undefined {
  const slot = custom ? undefined : wholeSlot(field, layout)
  return slot?.complete ? slots([beginningWith([owner, slot.name, NOTHING])]) : undefined
}

function something({ field, custom }: Of<'empty'>, layout: ObjectLayout, owner: string): Source | undefined {
  const slot = custom ? undefined : layout.slots.get(`${field}.value`)
  const range = slot && within([owner, slot.name], {})
  return range && slots([range])
}

function union(parts: readonly (Source | Ids | undefined)[]): Source | undefined {
  const ranges: IDBKeyRange[] = []
  const newest: Entry[] = []
  for (const part of parts) {
    if (!part || 'ids' in part || part.index !== 'slots') return undefined
    ranges.push(...part.ranges)
    newest.push(...(part.newest ?? []))
  }
  const source = slots(ranges)
  return source && newest.length === ranges.length ? { ...source, newest } : source
}

/** `gte` and `lt` of one slot side by side are one range. */
function boundedSources(parts: readonly Condition[], layout: ObjectLayout, owner: string): readonly Source[] {
  const ranges = boundsBySlot(parts, layout)
  return [...ranges].flatMap(([name, bounds]) => {
    const range = within([owner, name], bounds)
    return { index: 'slots' as const, ranges: range ? [range] : [], bounds: name }
  })
}

/** Ends of the values that a condition lets pass, by the name of the slot. */
export function boundsBySlot(parts: readonly Condition[], layout: ObjectLayout): ReadonlyMap<string, Bounds> {
  const bounds = new Map<string, Bounds>()
  for (const part of parts) {
    if (part.op !== 'compare' || part.cmp === 'eq' || part.ref.field === 'id') continue
    const slot = slotOf(part.ref, layout)
    if (slot?.form === 'ordered') bounds.set(slot.name, narrower(bounds.get(slot.name) ?? {}, part))
  }
  return bounds
}

function narrower(bounds: Bounds, { cmp, value }: Of<'compare'>): Bounds {
  const end = valueKey(value)
  if (cmp === 'gt' || cmp === 'gte') {
    const order = bounds.lower === undefined ? 1 : indexedDB.cmp(end, bounds.lower)
    const above = cmp === 'gt' || (order === 0 && bounds.above === true)
    return order < 0 ? bounds : { ...bounds, lower: end, above }
  }
  const order = bounds.upper === undefined ? -1 : indexedDB.cmp(end, bounds.upper)
  const through = cmp === 'lte' && (order !== 0 || bounds.through === true)
  return order > 0 ? bounds : { ...bounds, upper: end, through }
}
