import type { Duration } from '@kith/core'
import { PERIODS } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { type DaysMode, daysMode } from '../../stores/filter-builder-operators.ts'
import type { OperandView } from './operand-native.ts'
import { duration, inOneWay } from './operand-time.ts'

const MODES: readonly DaysMode[] = ['period', 'next', 'last', 'monthDay', 'monthDays']
const START: Partial<Record<DaysMode, unknown>> = {
  period: 'thisMonth',
  next: { next: { days: 7 } },
  last: { last: { days: 7 } },
}

/** Days of the calendar, whatever the year: a period, the days from now or up to now, one day, or from day to day. */
export function days(of: OperandView): TemplateResult {
  const { row, view } = of
  const mode = daysMode(row.value) ?? (view.modes.get(row.id) as DaysMode | undefined) ?? 'period'
  const label = (one: DaysMode) => view.texts.days[one]
  return inOneWay(of, { mode, modes: MODES, label, start: START }, () => control(of, mode))
}

function control(of: OperandView, mode: DaysMode): TemplateResult {
  const { row, set } = of
  const value = row.value as Readonly<Record<string, unknown>> | undefined
  if (mode === 'period') return period(of)
  const { texts } = of.view
  if (mode === 'monthDay') return monthDays(of, [[texts.value, row.value]])
  if (mode === 'monthDays')
    return monthDays(of, [
      [texts.from, value?.['from']],
      [texts.to, value?.['to']],
    ])
  return duration(of, value?.[mode], (length: Duration | undefined) => set(length && { [mode]: length }))
}

function period({ row, name, view, set }: OperandView): TemplateResult {
  const { texts } = view
  return html`<select aria-label="${name}: ${texts.value}" @change=${({ target }: Event) => set((target as HTMLSelectElement).value)}>
    ${PERIODS.map((id) => html`<option value=${id} ?selected=${id === row.value}>${texts.periods[id] ?? id}</option>`)}
  </select>`
}

/** One day, or both ends; said only when all is there. */
function monthDays(of: OperandView, ends: readonly (readonly [label: string, day: unknown])[]): TemplateResult {
  const read = ({ currentTarget }: Event) => {
    const given = [...(currentTarget as HTMLElement).querySelectorAll('.month-day')].map(dayIn)
    const [from, to] = given
    const isWhole = given.every((day) => day !== undefined)
    of.set(isWhole ? (to === undefined ? from : { from, to }) : undefined)
  }
  return html`<span class="pair" @input=${read}>${ends.map(([label, day]) => monthDay(of, label, day))}</span>`
}

/** 29 February is a day too. */
const LONGEST = 2024
const pad = (number: number) => String(number).padStart(2, '0')

/** What stands in the controls of one day: `MM-DD`. */
function dayIn(box: Element): string | undefined {
  const month = Number(box.querySelector('select')?.value)
  const day = Number(box.querySelector('input')?.value)
  const there = new Date(Date.UTC(LONGEST, month - 1, day))
  const isDay = Number.isInteger(day) && month > 0 && there.getUTCMonth() === month - 1
  return isDay ? `${pad(month)}-${pad(day)}` : undefined
}

function monthDay({ name, view, error, row }: OperandView, label: string, value: unknown): TemplateResult {
  const { texts, locale } = view
  const [month = '', day = ''] = typeof value === 'string' ? value.split('-') : []
  const monthName = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' })
  const option = (at: number) =>
    html`<option value=${at} ?selected=${at === Number(month)}>${monthName.format(Date.UTC(LONGEST, at - 1, 1))}</option>`
  return html`<span class="month-day">
    <input class="length" type="number" min="1" max="31" step="1" inputmode="numeric" aria-label="${name}, ${label}: ${texts.dayOfMonth}"
      aria-invalid=${!!error} aria-describedby="${row.id}-note" value=${day ? Number(day) : nothing} />
    <select aria-label="${name}, ${label}: ${texts.month}">
      ${month ? nothing : html`<option value="" selected>${texts.choose}</option>`}
      ${Array.from({ length: 12 }, (_, at) => option(at + 1))}
    </select>
  </span>`
}
