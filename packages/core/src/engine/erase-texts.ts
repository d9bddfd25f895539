import type { Model } from '../schema/model.ts'
import { personalFields } from '../schema/personal.ts'
import type { StoredRecord } from '../schema/record.ts'

/** What stands where a person was named. */
const REDACTED = '…'
/** Shorter names are parts of other words, and shorter texts are anybody's. */
const SHORTEST = { name: 4, text: 20 }

/** How a person is named or reached, and what they wrote, longest first: it may have been copied to what stays. */
export function textsOfPerson(
  records: readonly { readonly object: string; readonly record: StoredRecord }[],
  model: Model,
): readonly string[] {
  const texts = new Set<string>()
  const add = (value: unknown, shortest = SHORTEST.name) =>
    typeof value === 'string' && value.length >= shortest && texts.add(value)
  for (const { object, record } of records) {
    for (const { id } of personalFields(model, object)) add(record[id], SHORTEST.text)
    add((record['name'] as { readonly full?: string } | undefined)?.full)
    for (const field of ['email', 'phone', 'visitorName', 'visitorEmail']) add(record[field])
    for (const field of ['emails', 'phones'])
      for (const item of (record[field] as readonly { readonly value?: unknown }[] | undefined) ?? []) add(item.value)
  }
  return [...texts].sort((left, right) => right.length - left.length)
}

/** A value without these texts, however their letters are cased. */
export function redact(value: unknown, texts: readonly string[]): unknown {
  if (typeof value === 'string') return texts.reduce(withoutText, value)
  if (Array.isArray(value)) return value.map((item) => redact(item, texts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, texts)]))
}

function withoutText(value: string, text: string): string {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  return value.replace(new RegExp(escaped, 'gi'), REDACTED)
}
