import type { FieldDefinition, FieldType } from '@kith/core'
import { html, nothing } from '../base/index.ts'
import { sayPhone } from '../values/phone.ts'
import { sayOne, sayValue, type ValueContext, valuesOf } from '../values/text.ts'
import { sayExactly } from '../values/when.ts'

/** What showing values needs beside reading them. */
export interface ShownContext extends ValueContext {
  /** Address of a record's page; undefined where the app has none. */
  readonly link?: ((object: string, id: string) => string | undefined) | undefined
}

type Show = (value: string, field: FieldDefinition, context: ShownContext) => unknown

const time: Show = (value, field, context) =>
  html`<time datetime=${value} title=${sayExactly(value, context.locale)}>${sayOne(field, value, context)}</time>`

/** Types that are more than text: links and exact times. */
const shows: Partial<Record<FieldType, Show>> = {
  email: (value) => html`<a href="mailto:${value}">${value}</a>`,
  phone: (value) => html`<a href="tel:${value}" dir="ltr">${sayPhone(value)}</a>`,
  url: (value, field, context) =>
    /^https?:/.test(value)
      ? html`<a href=${value} target="_blank" rel="noreferrer">${sayOne(field, value, context)}</a>`
      : value,
  date: time,
  dateTime: time,
  relation: (value, field, context) => {
    const text = sayOne(field, value, context)
    const href = context.link?.(field.to ?? '', value)
    return href && context.titles.has(value) ? html`<a href=${href}>${text}</a>` : text
  },
  rollup: (value, field, context) => showOne({ ...field, type: field.of ?? 'number' }, value, context),
}

const showOne = (field: FieldDefinition, value: unknown, context: ShownContext): unknown =>
  shows[field.type]?.(value as string, field, context) ?? sayOne(field, value, context)

/** A field's value for people: links that work, the exact instant in the title of a time, commas in lists. */
export function shown(field: FieldDefinition, value: unknown, context: ShownContext): unknown {
  if (value === undefined || value === null) return nothing
  if (!shows[field.type]) return sayValue(field, value, context)
  const all = valuesOf(value).map((one) => showOne(field, one, context))
  return all.map((one, at) => (at === 0 ? one : html`, ${one}`))
}
