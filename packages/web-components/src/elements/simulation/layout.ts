import type { SimulationReport } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { Texts } from '../../locales/en.ts'
import type { SimulationPeriod, SimulationState } from '../../stores/simulation.ts'
import { type DeedGroup, summaryOf } from '../../stores/simulation-summary.ts'
import { dayByDay, differences, stops } from './parts.ts'

/** What the templates need. */
export interface SimulationView {
  readonly state: SimulationState
  readonly texts: Texts['simulation']
  readonly locale: string
  /** How long it has been running. */
  readonly seconds: number
  /** How many runs are listed. */
  readonly limit: number
  readonly linkOf: (object: string, id: string) => string | undefined
  readonly hands: {
    start(): void
    stop(): void
    period(period: SimulationPeriod): void
    cause(): void
    more(): void
    open(event: Event, object: string, id: string): void
  }
}

const PERIODS: readonly SimulationPeriod[] = ['30', '90', 'all']

/** The whole simulation. */
export function layout(view: SimulationView): TemplateResult {
  const { texts, state, hands } = view
  return html`<p class="muted">${texts.nothingDone}</p>
    <div class="period" role="radiogroup" aria-label=${texts.period}>
      ${PERIODS.map(
        (
          period,
        ) => html`<label class="chip ${state.period === period ? 'on' : ''}"><input type="radio" name="period" value=${period}
          .checked=${state.period === period} @change=${() => hands.period(period)} />${texts.periods[period]}</label>`,
      )}
      <span class="muted">${between(view)}</span>
    </div>
    <div aria-live="polite" aria-busy=${state.status === 'running'}>${body(view)}</div>`
}

function body(view: SimulationView): unknown {
  const { texts, state, hands, seconds } = view
  switch (state.status) {
    case 'idle':
      return html`<button type="button" class="primary" @click=${hands.start}>${texts.start}</button>`
    case 'running':
      return html`<div class="running">${bar(view)}
        <span>${texts.running(seconds)}</span><button type="button" @click=${hands.stop}>${texts.stop}</button></div>`
    case 'stopped':
      return html`<p class="row">${texts.stopped} <button type="button" @click=${hands.start}>${texts.again}</button></p>`
    case 'failed':
      return html`<div class="failed" part="error" role="alert"><b>${texts.failed}</b>
        ${state.message && state.code !== 'NETWORK' ? html`<p>${texts.why(state.message.replace(/\.$/, ''))}</p>` : nothing}
        <button type="button" @click=${hands.start}>${texts.retry}</button></div>`
    default:
      return state.report ? reported(view, state.report) : nothing
  }
}

/** How far it is; a bar without an end until that is known. */
function bar({ state: { share }, texts, locale }: SimulationView): TemplateResult {
  if (share === undefined) return html`<progress aria-label=${texts.label}></progress>`
  const said = share.toLocaleString(locale, { style: 'percent' })
  return html`<progress aria-label=${texts.label} max="1" .value=${share}>${said}</progress> <span>${said}</span>`
}

function between({ state, texts, locale }: SimulationView): string {
  const { from, to } = state
  if (!from || !to) return ''
  const day = (at: string) =>
    new Date(at).toLocaleDateString(locale, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: state.zone,
    })
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 864e5)
  const length = days > 59 ? texts.months(Math.round(days / 30.44)) : texts.days(days)
  return days > 9_000 ? '' : `${texts.between(day(from), day(to))} (${length})`
}

function reported(view: SimulationView, report: SimulationReport): TemplateResult {
  const { texts } = view
  return html`${report.differences ? differences(view, report.differences) : nothing} ${summary(view, report)} ${report.complete ? nothing : html`<p class="note">${texts.incomplete}</p>`}
    ${stops(view, report)} ${dayByDay(view, report)}`
}

function summary(view: SimulationView, report: SimulationReport): TemplateResult {
  const { texts, locale, state } = view
  const sum = summaryOf(report)
  const number = (value: number) => value.toLocaleString(locale)
  if (sum.records === 0) return nothingFound(view, sum)
  const object = state.objects.find(({ name }) => name === sum.object)
  const label = sum.records === 1 ? object?.label : object?.pluralLabel
  const what = object ? labelText(label, locale, object.name).toLocaleLowerCase(locale) : texts.records
  return html`<div class="summary" part="summary">
    <p class="big">${texts.summary(number(sum.records), what)}</p>
    <ul class="figures">
      <li>${texts.deeds(sum.deeds, number(sum.deeds))}</li>
      ${sum.reviews ? html`<li><span class="heavy">${texts.reviews(sum.reviews, number(sum.reviews))}</span></li>` : nothing}
      ${sum.waits ? html`<li>${texts.waited(sum.waits, number(sum.waits))}</li>` : nothing}
      ${sum.waits ? nothing : html`<li>${texts.considered(sum.considered, number(sum.considered))}</li>`}
    </ul>
    <h4>${texts.mostly}</h4>
    ${groupList(view, sum.groups, sum.others)}
    ${sum.skips.length ? html`<h4>${texts.didNothing}</h4>${groupList(view, sum.skips)}` : nothing}
  </div>`
}

/** What came how often. */
function groupList({ texts, locale }: SimulationView, groups: readonly DeedGroup[], others = 0): TemplateResult {
  const number = (value: number) => value.toLocaleString(locale)
  return html`<ul class="groups">${groups.map((group) => html`<li><b>${texts.times(number(group.count))}</b> <span dir="auto">${group.said}${shares(group, number)}</span></li>`)}
    ${others ? html`<li><b>${texts.times(number(others))}</b> <span>${texts.others}</span></li>` : nothing}</ul>`
}

/** For whom, and how often for each. */
const shares = ({ people }: DeedGroup, number: (value: number) => string) =>
  people.length
    ? html` <span class="muted">(${people.map(([who, count]) => `${who} ${number(count)}`).join(', ')})</span>`
    : nothing

/** Nothing would have been done: why not. */
function nothingFound(view: SimulationView, sum: ReturnType<typeof summaryOf>): TemplateResult {
  const { texts, locale, state, hands } = view
  const { considered, waits } = sum
  const shown = considered.toLocaleString(locale)
  const why = waits
    ? texts.noneWaited(waits, waits.toLocaleString(locale))
    : sum.skips.length
      ? texts.noneDid(sum.fired, sum.fired.toLocaleString(locale))
      : considered
        ? texts.noneLooked(considered, shown)
        : texts.neverStarted
  const { shares } = state
  return html`<div class="summary" part="summary">
    <p class="big">${texts.none}</p>
    <p>${why}</p>
    ${considered && !waits && !shares && !sum.skips.length ? html`<button type="button" @click=${hands.cause}>${texts.findCause}</button>` : nothing}
    ${shares === 'looking' ? html`<p class="muted" role="status">${texts.looking}</p>` : nothing}
    ${
      Array.isArray(shares)
        ? html`<ul class="groups">${shares.map(
            (
              share,
              at,
            ) => html`<li><span dir="auto">${texts.held(share.sentence, share.held.toLocaleString(locale), shown)}</span>
              ${at === 0 && shares.length > 1 ? html` <b>${texts.rarest}</b>` : nothing}</li>`,
          )}</ul>`
        : nothing
    }
    ${sum.skips.length ? html`<h4>${texts.didNothing}</h4>${groupList(view, sum.skips)}` : nothing}
  </div>`
}
