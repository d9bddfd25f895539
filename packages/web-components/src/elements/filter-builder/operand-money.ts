import { minorDigits } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { readDecimal, toMinor } from '../../fields/numbers.ts'
import type { OperandView } from './operand-native.ts'

const CURRENCIES = ['EUR', 'USD', 'GBP', 'NOK', 'SEK', 'DKK', 'CHF', 'PLN', 'TRY', 'MYR', 'INR', 'JPY']

/** An amount: in the base currency, to which all amounts are converted, or of one currency only. */
export function moneyOperand({ row, name, view, error, set }: OperandView): TemplateResult {
  const { texts, locale, state } = view
  const base = state.baseCurrency || 'EUR'
  const value = (row.value ?? {}) as { base?: number; amountMinor?: number; currency?: string }
  const { currency = view.modes.get(row.id) ?? '' } = value
  const minor = value.base ?? value.amountMinor
  const amount = minor === undefined ? undefined : minor / 10 ** minorDigits(currency || base)
  const codes = [...new Set([base, ...CURRENCIES, ...(currency ? [currency] : [])])]
  const read = ({ currentTarget }: Event) => {
    const box = currentTarget as HTMLElement
    const code = box.querySelector('select')?.value ?? ''
    const read = toMinor(readDecimal(box.querySelector('input')?.value ?? '', locale), code || base)
    view.modes.set(row.id, code)
    set(read === undefined ? undefined : code ? { amountMinor: read, currency: code } : { base: read })
  }
  return html`<span class="value pair" @input=${read}>
    <input type="text" inputmode="decimal" autocomplete="off" aria-label="${name}: ${texts.amount}" aria-invalid=${!!error}
      aria-describedby="${row.id}-note" value=${amount?.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 4 }) ?? nothing} />
    <select aria-label="${name}: ${texts.currency}">
      <option value="" ?selected=${!currency}>${texts.converted(base)}</option>
      ${codes.map((code) => html`<option value=${code} ?selected=${code === currency}>${texts.only(code)}</option>`)}
    </select>
  </span>`
}
