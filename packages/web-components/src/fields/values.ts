import type { PublicFormField } from '@kith/core'
import { readDecimal, toMinor } from './numbers.ts'

/**
 * Reads what stands in the controls of one field, without what is empty: of those that bear the field's id as name,
 * and of those named `<id>.<part>`.
 */
type Reader = (own: readonly (string | File)[], parts: Readonly<Record<string, string>>, locale: string) => unknown

const structured: Reader = (_, parts) => (Object.keys(parts)[0] ? parts : undefined)
const numeric: Reader = ([text], _, locale) => {
  const decimal = readDecimal(String(text), locale)
  return decimal ? Number(decimal) : text
}

/** How a value is read where it is more than the text of one control. What cannot be read stays text, for the check. */
const readers: Partial<Record<PublicFormField['type'], Reader>> = {
  number: numeric,
  rating: numeric,
  boolean: ([ticked]) => !!ticked || undefined,
  multiSelect: (all) => (all[0] ? all : undefined),
  address: structured,
  credential: structured,
  url: ([text]) => (text && !/^[a-z]+:/i.test(String(text)) ? `https://${text}` : text),
  dateTime: ([text]) => {
    const time = Date.parse(String(text))
    return time ? new Date(time).toISOString() : text
  },
  money: (_, { amount, currency = '' }, locale) => {
    const amountMinor = amount && toMinor(readDecimal(amount, locale), currency)
    return typeof amountMinor === 'number' ? { amountMinor, currency } : amount
  },
}

/**
 * The value of a field as the API takes it; undefined where nothing was written. A file is a `File`, to be handed in
 * before the form.
 */
export function readField({ id, type }: PublicFormField, data: FormData, locale: string): unknown {
  const own: (string | File)[] = []
  const parts: Record<string, string> = {}
  for (const [name, value] of data) {
    const given = typeof value === 'string' ? value.trim() : value.size > 0 && value
    if (given && name === id) own.push(given)
    if (given && name.startsWith(`${id}.`)) parts[name.slice(id.length + 1)] = String(given)
  }
  return (readers[type] ?? (([first]) => first))(own, parts, locale)
}
