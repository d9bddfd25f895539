import type { ManyItem, Money, PublicFormField } from '@kith/core'
import { labelText, minorDigits } from '@kith/core/shared'
import { html, type TemplateResult, textsOf } from '../base/index.ts'
import type { RecordTexts } from '../base/record-texts.ts'
import { leadForm } from '../locales/en/lead-form.ts'
import type { ScreenField } from '../values/model.ts'
import { filled } from './filled.ts'
import { addRenderers, rendererOf } from './index.ts'
import { manyItems, readManyItems } from './many.ts'
import { rare } from './rare.ts'
import { fieldView } from './renderer.ts'
import { readField } from './values.ts'

addRenderers(rare)

/** What editing a record needs beside its fields. */
export interface EditContext {
  readonly texts: RecordTexts
  readonly locale: string
  /** Sentences by field id. */
  readonly errors: Readonly<Record<string, string>>
  /** Answers search in pickers of records. */
  readonly client: object
  readonly titles: ReadonlyMap<string, string>
  readonly baseCurrency: string
}

const ITEMS: readonly string[] = ['email', 'phone', 'url']
const CURRENCIES = ['EUR', 'USD', 'GBP', 'NOK', 'SEK', 'DKK', 'CHF', 'PLN', 'TRY', 'MYR', 'INR', 'JPY']

/** A field of a record as the renderers of forms know it. */
function formField(field: ScreenField, { locale, baseCurrency }: EditContext): PublicFormField {
  const { id, type, label, help, required, maxLength, min, max, options } = field
  const known = options
    ?.filter((one) => !one.retired)
    .map((one) => ({ id: one.id, label: labelText(one.label, locale, one.id) }))
  const currencies = [...new Set([baseCurrency || 'EUR', ...CURRENCIES])].map((code) => ({ id: code, label: code }))
  return {
    id,
    type,
    label: labelText(label, locale, id) + (required ? ' *' : ''),
    ...(help && { help: labelText(help, locale) }),
    ...(required && { required }),
    ...(maxLength !== undefined && { maxLength }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(type === 'money' ? { options: currencies } : known && { options: known }),
  }
}

/** Native controls for a field, filled with its value. Lists of plain values are written with commas between them. */
export function editor(field: ScreenField, value: unknown, context: EditContext): TemplateResult {
  const { texts, locale, errors, client, titles } = context
  const view = fieldView(
    formField(field, context),
    errors[field.id],
    { ...textsOf(locale, 'leadForm', leadForm), optional: '' },
    locale,
  )
  const many = field.many ? ((value ?? []) as readonly unknown[]) : undefined
  if (field.type === 'relation')
    return view.frame(html`<kith-record-picker
      id=${field.id}
      object=${field.to ?? ''}
      .client=${client}
      .value=${String(value ?? '')}
      .text=${titles.get(String(value ?? '')) ?? ''}
      aria-label=${labelText(field.label, locale, field.id)}
      @kith-pick=${({ target, detail }: CustomEvent<{ id: string }>) => {
        const kept = (target as Element).nextElementSibling as HTMLInputElement
        kept.value = detail.id
      }}
    ></kith-record-picker>
    <input type="hidden" name=${field.id} value=${String(value ?? '')} />`)
  if (many && ITEMS.includes(field.type)) return manyItems(view, many as readonly ManyItem[], texts)
  const shown =
    many && field.type === 'text' ? many.join(', ') : many ? (many[0] as ManyItem | undefined)?.value : value
  const control = rendererOf(field.type)?.(view) ?? view.frame(html``)
  return html`<div ${filled(controlsOf(field, field.type === 'multiSelect' ? value : shown, locale))}>${control}</div>`
}

/** What was written into the controls of a field; null where nothing stands there any more. */
export function readEditor(field: ScreenField, value: unknown, data: FormData, context: EditContext): unknown {
  if (field.many && ITEMS.includes(field.type)) return readManyItems(field.id, data) ?? null
  if (field.type === 'boolean') return data.has(field.id)
  if (field.type === 'relation') return (data.get(field.id) as string) || null
  const read = readField(formField(field, context), data, context.locale) ?? null
  if (!field.many || field.type === 'multiSelect') return read
  if (field.type === 'text')
    return read === null
      ? null
      : String(read)
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean)
  const [first, ...others] = (value ?? []) as readonly ManyItem[]
  if (read === null) return others.length ? others : null
  return [{ ...first, value: read, primary: true }, ...others]
}

type Fill = Readonly<Record<string, unknown>>

/** The texts of the controls that a value stands in, by their names. */
function controlsOf(field: ScreenField, value: unknown, locale: string): Fill {
  const { id, type } = field
  if (value === undefined || value === null) return {}
  if (type === 'money') {
    const { amountMinor, currency } = value as Money
    const amount = (amountMinor / 10 ** minorDigits(currency)).toLocaleString(locale, { useGrouping: false })
    return { [`${id}.amount`]: amount, [`${id}.currency`]: currency }
  }
  if (type === 'number')
    return { [id]: (value as number).toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 10 }) }
  if (type === 'personName') return { [id]: (value as { full: string }).full }
  if (type === 'dateTime') return { [id]: new Date(String(value)).toLocaleString('sv').slice(0, 16).replace(' ', 'T') }
  if (typeof value === 'object' && !Array.isArray(value))
    return Object.fromEntries(Object.entries(value as Fill).map(([part, text]) => [`${id}.${part}`, text]))
  return { [id]: value }
}
