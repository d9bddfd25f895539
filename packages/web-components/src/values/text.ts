import type { FieldDefinition, FieldType, ManyItem, Money, StoredRecord } from '@kith/core'
import { labelText, minorDigits } from '@kith/core/shared'
import { sayCountry, sayLanguage } from './names.ts'
import { sayPhone } from './phone.ts'
import { sayWhen } from './when.ts'

/** What a value is read with. */
export interface ValueContext {
  /** BCP 47. */
  readonly locale: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** What records are called, by id. */
  readonly titles: ReadonlyMap<string, string>
  /** Words for yes and no. */
  readonly yes: string
  readonly no: string
}

type Say = (value: never, field: FieldDefinition, context: ValueContext) => string

const plain: Say = (value: unknown) => (typeof value === 'object' ? '' : String(value))
/** A text; the name of the language where it is one. */
const text: Say = (value: string, field, { locale }) =>
  'id' in field && field.id === 'locale' ? sayLanguage(value, locale) : String(value)
const when: Say = (value: string, _field, { now, locale }) => sayWhen(value, now, locale)
const number: Say = (value: number, _field, { locale }) => value.toLocaleString(locale)
const option: Say = (value: string, { options = [] }, { locale }) =>
  labelText(options.find(({ id }) => id === value)?.label, locale, value)

/** How each type is said in one line. A new type does not compile until it stands here. */
const says: Record<FieldType, Say> = {
  text,
  longText: plain,
  email: plain,
  phone: sayPhone,
  url: (value: string) => value.replace(/^https?:\/\/(www\.)?|\/$/g, ''),
  number,
  money: (value: Money, _field, { locale }) => sayMoney(value, locale),
  date: when,
  dateTime: when,
  boolean: (value: boolean, _field, { yes, no }) => (value ? yes : no),
  select: option,
  multiSelect: option,
  relation: (value: string, _field, { titles }) => titles.get(value) ?? '…',
  links: plain,
  address: (value: Readonly<Record<string, string>>, _field, { locale }) =>
    [
      value['street'],
      `${value['postalCode'] ?? ''} ${value['city'] ?? ''}`.trim(),
      value['region'],
      sayCountry(value['country'] ?? '', locale),
    ]
      .filter(Boolean)
      .join(', '),
  personName: (value: { readonly full: string }) => value.full,
  file: (value: string, _field, { titles }) => titles.get(value) ?? value,
  rating: (value: number, { max = 5 }) => `${value} / ${max}`,
  credential: (value: Readonly<Record<string, string>>) =>
    [value['number'], value['authority']].filter(Boolean).join(', '),
  rollup: (value: never, field, context) => says[field.of ?? 'number'](value, field, context),
  json: (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value)),
}

/** An amount as people write it: `€1,200`, `NOK 99.50`. */
export function sayMoney({ amountMinor, currency }: Pick<Money, 'amountMinor' | 'currency'>, locale: string): string {
  const format = { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' } as const
  return new Intl.NumberFormat(locale, format).format(amountMinor / 10 ** minorDigits(currency))
}

/** The single values of a field, the primary one first; one for a field that is no list, none where nothing is stored. */
export function valuesOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) return [value]
  const items = value as readonly (ManyItem | string)[]
  const isItem = (one: ManyItem | string): one is ManyItem => typeof one === 'object' && 'value' in one
  const ranked = [...items].sort((a, b) => Number(isItem(b) && !!b.primary) - Number(isItem(a) && !!a.primary))
  return ranked.map((one) => (isItem(one) ? one.value : one))
}

/** One value in one line. */
export const sayOne = (field: FieldDefinition, value: unknown, context: ValueContext): string =>
  says[field.type](value as never, field, context)

/** A field's value in one line, lists with commas; empty where nothing is stored. */
export const sayValue = (field: FieldDefinition, value: unknown, context: ValueContext): string =>
  field.type === 'json'
    ? value === undefined || value === null
      ? ''
      : sayOne(field, value, context)
    : valuesOf(value)
        .map((one) => sayOne(field, one, context))
        .join(', ')

/** What a record is called: the text of its object's title field; empty where it has none. */
export function titleOf(record: StoredRecord, title = 'name'): string {
  const value = record[title]
  if (typeof value === 'object' && value !== null) return String((value as { full?: unknown }).full ?? '')
  return value === undefined || value === null ? '' : String(value)
}
