import { labelText, minorDigits } from '@kith/core/shared'
import { html, type TemplateResult } from '../../base/index.ts'
import { readDecimal, toMinor } from '../../fields/numbers.ts'
import type { Json } from '../../stores/rule-editor-types.ts'
import { at } from '../../stores/rule-json.ts'
import type { ScreenField } from '../../values/model.ts'
import { framed, type PartView, select, written } from './frame.ts'
import { type EditorView, fieldsOf } from './view.ts'

const CURRENCIES = ['EUR', 'USD', 'GBP', 'NOK', 'SEK', 'DKK', 'CHF', 'PLN', 'TRY', 'MYR', 'INR', 'JPY']
const TEXTS = ['text', 'longText', 'email', 'phone', 'url', 'personName', 'json']

interface ValueView {
  readonly view: EditorView
  readonly field: ScreenField
  readonly id: string
  readonly value: unknown
  readonly set: (value: unknown) => void
}

/** A control for the value of a field; as JSON where there is none, which stays as it is. */
function valueControl({ view, field, id, value, set }: ValueView): TemplateResult {
  const { texts, locale, client } = view
  const label = texts.fieldValue(labelText(field.label, locale, field.id))
  const at = { id, error: undefined }
  const named = html`<label class="hide" for=${id}>${label}</label>`
  const input = (type: string, shown: string, read: (text: string) => unknown) =>
    html`<input id=${id} type=${type} step="any" autocomplete="off" .value=${shown} @change=${(event: Event) => set(read(written(event)))} />${named}`
  if (field.many || field.type === 'multiSelect') return html`<code class="kept">${JSON.stringify(value)}</code>`
  if (field.options) {
    const options = field.options.map((one) => ({ id: one.id, label: labelText(one.label, locale, one.id) }))
    return html`${select(at, options, String(value ?? ''), texts.choose, set)}${named}`
  }
  switch (field.type) {
    case 'boolean': {
      const options = [
        { id: 'true', label: texts.yes },
        { id: 'false', label: texts.no },
      ]
      return html`${select(at, options, String(value ?? ''), texts.choose, (next) => set(next === 'true'))}${named}`
    }
    case 'number':
    case 'rating':
      return input('number', String(value ?? ''), (text) => (text === '' ? '' : Number(text)))
    case 'date':
      return input('date', String(value ?? ''), (text) => text)
    case 'dateTime':
      return input('datetime-local', localTime(value), (text) => (text ? new Date(text).toISOString() : ''))
    case 'money':
      return money({ view, field, id, value, set }, label)
    case 'relation':
      return html`<kith-record-picker object=${field.to ?? ''} aria-label=${label} .client=${client} .value=${String(value ?? '')}
        .text=${nameOf(view, String(value ?? ''))} @kith-pick=${({ detail }: CustomEvent<{ id: string }>) => set(detail.id)}></kith-record-picker>`
    default:
      return TEXTS.includes(field.type) && typeof (value ?? '') === 'string'
        ? input('text', String(value ?? ''), (text) => text)
        : html`<code class="kept">${JSON.stringify(value)}</code>`
  }
}

const localTime = (value: unknown) =>
  value ? new Date(String(value)).toLocaleString('sv').slice(0, 16).replace(' ', 'T') : ''

const nameOf = ({ state }: EditorView, id: string) => {
  const { users, teams, segments, forms } = state.choices
  const found = [...users, ...teams, ...segments, ...forms].find((one) => one.id === id)
  return found ? String(found['name'] ?? id) : id
}

function money({ view, id, value, set }: ValueView, label: string): TemplateResult {
  const { locale, state } = view
  const base = state.baseCurrency || 'EUR'
  const { amountMinor, currency = base } = (value ?? {}) as { amountMinor?: number; currency?: string }
  const shown =
    amountMinor === undefined
      ? ''
      : (amountMinor / 10 ** minorDigits(currency)).toLocaleString(locale, { useGrouping: false })
  const put = (text: string, code: string) => {
    const minor = toMinor(readDecimal(text, locale), code)
    if (minor !== undefined) set({ amountMinor: minor, currency: code })
  }
  const codes = [...new Set([base, ...CURRENCIES])].map((code) => ({ id: code, label: code }))
  return html`<span class="pair" role="group" aria-label=${label}>
    <input id=${id} inputmode="decimal" autocomplete="off" aria-label=${label} .value=${shown} @change=${(event: Event) => put(written(event), currency)} />
    ${select({ id: `${id}-currency`, error: undefined }, codes, currency, undefined, (code) => put(shown, code))}
    <label class="hide" for="${id}-currency">${label}: ${currency}</label>
  </span>`
}

/** Fields of the record and what each becomes. */
export function valuesControl(one: PartView): TemplateResult {
  const { view, id, value, set } = one
  const { texts, locale, object } = view
  const values = (value ?? {}) as Json
  const fields = fieldsOf(view, object)
  const row = ([name, to]: [string, unknown]) => {
    const field = fields.find((known) => known.id === name) ?? { id: name, type: 'json', label: name }
    const label = labelText(field.label, locale, name)
    const put = (next: unknown) => set({ ...values, [name]: next })
    return html`<div class="assign">
      <span class="label">${label}</span>
      ${to === null ? html`<span class="muted">${texts.emptied}</span>` : valueControl({ view, field: field as ScreenField, id: `${id}/${name}`, value: to, set: put })}
      ${to === null ? '' : html`<button type="button" class="quiet" @click=${() => put(null)}>${texts.emptyIt}</button>`}
      <button type="button" class="quiet x" aria-label=${texts.remove(label)} @click=${() => {
        const { [name]: _, ...rest } = values
        set(rest)
      }}>×</button>
    </div>`
  }
  const free = fields.filter(
    (field) =>
      !(field.id in values) && !field.readOnly && !field.many && field.type !== 'rollup' && field.type !== 'links',
  )
  const options = free.map((field) => ({ id: field.id, label: labelText(field.label, locale, field.id) }))
  return framed(
    one,
    html`<div class="assigns">${Object.entries(values).map(row)}
      ${select(one, options, '', texts.addField, (name) => {
        const field = fields.find((known) => known.id === name)
        const first = field?.type === 'boolean' ? true : (field?.options?.[0]?.id ?? '')
        if (name) set({ ...values, [name]: first })
      })}</div>`,
    true,
  )
}

/** Names of fields. */
export function namesControl(one: PartView): TemplateResult {
  const { view, value, set } = one
  const { texts, locale, object } = view
  const all = (Array.isArray(value) ? value : []) as readonly string[]
  const fields = fieldsOf(view, object)
  const labelOf = (name: string) => labelText(fields.find((field) => field.id === name)?.label, locale, name)
  const options = fields
    .filter((field) => !all.includes(field.id))
    .map((field) => ({ id: field.id, label: labelOf(field.id) }))
  const put = (names: readonly string[]) => set(names.length ? names : undefined)
  return framed(
    one,
    html`<div class="people">
      ${all.map(
        (name) => html`<span class="chip on">${labelOf(name)}
        <button type="button" class="quiet x" aria-label=${texts.remove(labelOf(name))} @click=${() => put(all.filter((other) => other !== name))}>×</button></span>`,
      )}
      ${select(one, options, '', texts.addField, (name) => name && put([...all, name]))}
    </div>`,
    true,
  )
}

/** A value that the field of the trigger had or gets; any where nothing is chosen. */
export function matchControl(one: PartView): TemplateResult {
  const { view, path, id, value, set } = one
  const { texts, locale } = view
  const name = String(at(view.state.rule, [...path.slice(0, -1), 'field']) ?? '')
  const field = fieldsOf(view, view.object).find((known) => known.id === name)
  if (!field) return html``
  const options = field.options?.map((option) => ({ id: option.id, label: labelText(option.label, locale, option.id) }))
  const yesNo = [
    { id: 'true', label: texts.yes },
    { id: 'false', label: texts.no },
  ]
  if (options)
    return framed(
      one,
      select(one, options, String(value ?? ''), texts.anyValue, (next) => set(next || undefined)),
    )
  if (field.type === 'boolean')
    return framed(
      one,
      select(one, yesNo, String(value ?? ''), texts.anyValue, (next) => set(next ? next === 'true' : undefined)),
    )
  if (value !== undefined && typeof value === 'object')
    return framed(one, html`<code class="kept" id=${id}>${JSON.stringify(value)}</code>`)
  const number = field.type === 'number' || field.type === 'rating'
  return framed(
    one,
    html`<input id=${id} type=${number ? 'number' : 'text'} step="any" placeholder=${texts.anyValue} .value=${String(value ?? '')}
      @change=${(event: Event) => set(written(event) === '' ? undefined : number ? Number(written(event)) : written(event))} />`,
  )
}
