import type { PublicFormField } from '@kith/core'
import { readDecimal, toMinor } from './numbers.ts'

/** What stands in the controls of one field. */
interface Written {
  /** Of the controls that bear the field's id as name, trimmed, without empty ones. */
  readonly texts: readonly string[]
  readonly files: readonly File[]
  /** Of the controls named `<id>.<part>`. */
  readonly parts: Readonly<Record<string, string>>
  readonly locale: string
}

type Reader = (written: Written) => unknown

const structured: Reader = ({ parts }) => (Object.keys(parts).length > 0 ? parts : undefined)
const numeric: Reader = ({ texts: [text], locale }) => {
  const decimal = text && readDecimal(text, locale)
  return decimal ? Number(decimal) : text
}

/** How a value is read where it is more than the text of one control. What cannot be read stays text, for the check. */
const readers: Partial<Record<PublicFormField['type'], Reader>> = {
  number: numeric,
  rating: numeric,
  boolean: ({ texts }) => texts.length > 0 || undefined,
  multiSelect: ({ texts }) => (texts.length > 0 ? texts : undefined),
  address: structured,
  credential: structured,
  file: ({ files: [file] }) => file,
  url: ({ texts: [text] }) => (text && !/^[a-z]+:/i.test(text) ? `https://${text}` : text),
  dateTime: ({ texts: [text] }) => {
    const time = Date.parse(text ?? '')
    return Number.isNaN(time) ? text : new Date(time).toISOString()
  },
  money: ({ parts: { amount, currency = '' }, locale }) => {
    if (!amount) return undefined
    const decimal = readDecimal(amount, locale)
    const amountMinor = decimal && toMinor(decimal, currency)
    return amountMinor === undefined || amountMinor === '' ? amount : { amountMinor, currency }
  },
}

/**
 * The value of a field as the API takes it; undefined where nothing was written. A file is a `File`, to be handed in
 * before the form.
 */
export function readField({ id, type }: PublicFormField, data: FormData, locale: string): unknown {
  const all = data.getAll(id)
  const texts = all.flatMap((one) => (typeof one === 'string' && one.trim() ? [one.trim()] : []))
  const files = all.filter((one): one is File => typeof one !== 'string' && one.size > 0)
  const parts: Record<string, string> = {}
  for (const [name, value] of data)
    if (name.startsWith(`${id}.`) && typeof value === 'string' && value.trim())
      parts[name.slice(id.length + 1)] = value.trim()
  const read = readers[type] ?? (({ texts: [text] }: Written) => text)
  return read({ texts, files, parts, locale })
}
