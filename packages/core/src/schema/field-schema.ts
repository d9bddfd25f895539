import * as z from 'zod'
import { canonicalJson, isPlainObject } from '../shared/canonical-json.ts'
import { LIMITS } from '../shared/limits.ts'
import { FIELD_PARSERS } from './field-types/parse.ts'
import { line, type ParseContext } from './field-types/parser.ts'
import { hasItems, isList, valueType, valueTypeOf } from './slots.ts'
import type { FieldDefinition, FieldType, ManyItem } from './types.ts'

/** The zod schema of what a field stores: one value, or a list without repetitions. */
export function fieldSchema(field: FieldDefinition, context: ParseContext): z.ZodType {
  const value = FIELD_PARSERS[valueType(field) as Exclude<FieldType, 'rollup'>](field, context)
  if (!isList(field)) return value
  if (!hasItems(field))
    return z
      .array(value)
      .max(LIMITS.items)
      .overwrite((items) => distinct(field, items))
  const kind = line(40)
  const item =
    context.mode === 'stored'
      ? z.object({ value, kind: kind.optional(), primary: z.boolean().optional() })
      : z.strictObject({ value, kind: kind.nullish(), primary: z.boolean().nullish() })
  return z
    .array(item)
    .max(LIMITS.items)
    .overwrite((items) => tidyItems(field, items as LooseItem[]) as typeof items)
}

interface LooseItem {
  readonly value: unknown
  readonly kind?: string | null | undefined
  readonly primary?: boolean | null | undefined
}

function keyOf(field: FieldDefinition, value: unknown): string {
  const claim = valueTypeOf(field).claim as ((value: unknown) => string) | undefined
  return claim ? claim(value) : canonicalJson(value)
}

function distinct<Item>(field: FieldDefinition, items: readonly Item[]): Item[] {
  const byKey = new Map<string, Item>()
  for (const item of items) {
    const key = item === undefined ? undefined : keyOf(field, item)
    if (key !== undefined && !byKey.has(key)) byKey.set(key, item)
  }
  return [...byKey.values()]
}

/** Each value once, the first one standing; exactly one primary: the first that says so, else the first. */
function tidyItems(field: FieldDefinition, items: readonly LooseItem[]): ManyItem[] {
  const kept = items.filter((item) => item.value !== undefined)
  const chosen = kept.find((item) => item.primary === true) ?? kept[0]
  const byKey = new Map<string, ManyItem>()
  for (const { value, kind } of kept) {
    const key = keyOf(field, value)
    const primary = chosen !== undefined && keyOf(field, chosen.value) === key
    if (!byKey.has(key)) byKey.set(key, { value, ...(kind ? { kind } : {}), ...(primary ? { primary } : {}) })
  }
  return [...byKey.values()]
}

/** Whether a value from outside stands for nothing: null, undefined, blank text, an empty list. */
export function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

/** A list as the schema expects it: one value as a list of one, blanks left out, plain values as items. `indices` tell where each stood. */
export function toList(
  field: FieldDefinition,
  raw: unknown,
): { readonly items: unknown[]; readonly indices: readonly number[] } {
  const all = Array.isArray(raw) ? raw : [raw]
  const indices = [...all.keys()].filter((at) => !isBlank(all[at]) && !(hasItems(field) && isBlankItem(all[at])))
  return { items: indices.map((at) => (hasItems(field) ? toItem(all[at]) : all[at])), indices }
}

/** Whether a value from outside is an item `{ value, … }` rather than a plain value. */
export const isItem = (raw: unknown): boolean => isPlainObject(raw) && Object.hasOwn(raw, 'value')
const isBlankItem = (raw: unknown) => isItem(raw) && isBlank((raw as LooseItem).value)
const toItem = (raw: unknown) => (isItem(raw) ? raw : { value: raw })
