import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { readDecimal } from '../../fields/numbers.ts'
import { AREA, CIRCLE } from '../../stores/filter-builder-operators.ts'
import type { OperandView } from './operand-native.ts'

/** A place in degrees and a distance in kilometres. */
export const circle = (of: OperandView): TemplateResult => numbers(of, CIRCLE)

/** A box: the parallels and meridians that it lies between, in degrees. */
export const area = (of: OperandView): TemplateResult => numbers(of, AREA)

/** A number for each of these; said only when all are there. */
function numbers({ row, name, view, error, set }: OperandView, parts: readonly string[]): TemplateResult {
  const { texts, locale } = view
  const value = (row.value ?? {}) as Readonly<Record<string, unknown>>
  const read = ({ currentTarget }: Event) => {
    const controls = [...(currentTarget as HTMLElement).querySelectorAll('input')]
    const entries = controls.map(({ name, value }) => [name, Number(readDecimal(value, locale) || Number.NaN)] as const)
    set(entries.every(([, number]) => Number.isFinite(number)) ? Object.fromEntries(entries) : undefined)
  }
  const shown = (number: unknown) =>
    typeof number === 'number'
      ? number.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 17 })
      : nothing
  return html`<span class="value parts" @input=${read}>
    ${parts.map(
      (
        part,
      ) => html`<label><span>${texts.places[part]}</span><input type="text" inputmode="decimal" autocomplete="off" name=${part}
          aria-label="${name}: ${texts.places[part]}" aria-invalid=${!!error} aria-describedby="${row.id}-note" value=${shown(value[part])} /></label>`,
    )}
  </span>`
}
