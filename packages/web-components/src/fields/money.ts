import { html } from '../base/index.ts'
import { group, part, partTexts } from './group.ts'
import type { FieldRenderer } from './renderer.ts'

const FALLBACK = ['EUR', 'USD', 'GBP', 'NOK', 'SEK', 'DKK', 'CHF', 'PLN', 'TRY']

/** An amount and its currency; the options of the field limit the currencies. */
export const money: FieldRenderer = (view) => {
  const { amount, currency } = partTexts(view)
  const id = `${view.field.id}.currency`
  const codes = view.field.options?.map((option) => option.id) ?? FALLBACK
  return group(
    view,
    html`<div class="parts">
      ${part(view, 'amount', amount, { inputmode: 'decimal' })}
      <div class="part"><label for=${id}>${currency}</label><select part="input" id=${id} name=${id}>${codes.map(
        (code) => html`<option>${code}</option>`,
      )}</select></div>
    </div>`,
  )
}
