import type { Duration } from '@kith/core'
import { isDate } from '@kith/core/shared'
import { repeat } from 'lit/directives/repeat.js'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { oneUnit, UNITS } from '../../stores/filter-builder-operators.ts'
import { native, type OperandView } from './operand-native.ts'

const WEEK = { days: 7 }

/** A length of time: how many of which unit. */
export function duration(
  { row, name, view, error }: OperandView,
  value: unknown,
  set: (value: Duration | undefined) => void,
): TemplateResult {
  const { texts } = view
  const [unit, amount] = oneUnit(value) ?? ['days', undefined]
  const read = ({ currentTarget }: Event) => {
    const box = currentTarget as HTMLElement
    const count = Number(box.querySelector('input')?.value || Number.NaN)
    const chosen = box.querySelector('select')?.value ?? 'days'
    set(Number.isInteger(count) && count >= 0 ? { [chosen]: count } : undefined)
  }
  return html`<span class="value pair" @input=${read}>
    <input class="length" type="number" min="0" step="1" inputmode="numeric" aria-label="${name}: ${texts.amount}"
      aria-invalid=${!!error} aria-describedby="${row.id}-note" value=${amount ?? nothing} />
    <select aria-label="${name}: ${texts.unit}">
      ${UNITS.map((one) => html`<option value=${one} ?selected=${one === unit}>${texts.units[one]}</option>`)}
    </select>
  </span>`
}

type Mode = 'day' | 'time' | 'now' | 'ago' | 'ahead'

function modeOf(value: unknown): Mode | undefined {
  if (value === undefined) return undefined
  if (value === 'now') return 'now'
  if (typeof value === 'string') return isDate(value) ? 'day' : 'time'
  return 'ago' in (value as object) ? 'ago' : 'ahead'
}

const START: Partial<Record<Mode, unknown>> = { now: 'now', ago: { ago: WEEK }, ahead: { ahead: WEEK } }

/** A point of time: a day, an instant, now, or a distance from now. */
export function time(of: OperandView): TemplateResult {
  const { row, subject, view } = of
  const { texts } = view
  const { value } = row
  const instants = subject.kind === 'dateTime'
  const mode = (modeOf(value) ?? view.modes.get(row.id) ?? 'day') as Mode
  const modes: readonly Mode[] = ['day', ...(instants ? (['time'] as const) : []), 'now', 'ago', 'ahead']
  const label = (one: Mode) => (one === 'now' && !instants ? texts.today : texts[one])
  return inOneWay(of, { mode, modes, label, start: START }, () => control(of, mode))
}

/** A value that can be given in several ways: which of them, and its control. */
export function inOneWay<Way extends string>(
  { row, name, view, set }: OperandView,
  ways: {
    readonly mode: Way
    readonly modes: readonly Way[]
    readonly label: (way: Way) => string | undefined
    /** What a way begins with. */
    readonly start: Partial<Record<Way, unknown>>
  },
  control: () => unknown,
): TemplateResult {
  const { mode, modes, label, start } = ways
  const choose = ({ target }: Event) => {
    const next = (target as HTMLSelectElement).value as Way
    view.modes.set(row.id, next)
    set(start[next])
    view.acts.refresh()
  }
  return html`<span class="value pair">
    <select aria-label="${name}: ${view.texts.when}" @change=${choose}>
      ${modes.map((one) => html`<option value=${one} ?selected=${one === mode}>${label(one)}</option>`)}
    </select>
    ${repeat([mode], (one) => one, control)}
  </span>`
}

function control(of: OperandView, mode: Mode): unknown {
  const { value } = of.row
  if (mode === 'now') return nothing
  if (mode === 'day') return native(of, 'date')
  if (mode === 'time') return native(of, 'dateTime')
  const length = (value as Partial<Record<Mode, unknown>> | undefined)?.[mode]
  return duration(of, length, (next) => of.set(next && { [mode]: next }))
}
