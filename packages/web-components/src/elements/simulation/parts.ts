import type { SaidRun, SimulationReport } from '@kith/core'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { conditionList } from '../../fields/conditions.ts'
import { daysOf, shownRuns } from '../../stores/simulation-summary.ts'
import type { SimulationView } from './layout.ts'

/** What would have happened, newest day first. */
export function dayByDay(view: SimulationView, report: SimulationReport): unknown {
  const { texts, locale, limit, hands } = view
  const runs = shownRuns(report.runs)
  if (!runs.length) return nothing
  const left = runs.length - limit
  const named = (day: string) =>
    new Date(`${day}T12:00`).toLocaleDateString(locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    })
  return html`<h4>${texts.dayByDay}</h4>
    ${daysOf(runs, limit, view.state.zone).map(
      ({ day, runs: all }) => html`<section class="day" part="day"><h5><time datetime=${day}>${named(day)}</time></h5>
        <ol>${all.map((run) => runItem(view, run))}</ol></section>`,
    )}
    ${left > 0 ? html`<button type="button" @click=${hands.more}>${texts.showMore(Math.min(left, 200).toLocaleString(locale))}</button>` : nothing}
    ${report.more ? html`<p class="muted">${texts.tooMany}</p>` : nothing}`
}

function runItem(view: SimulationView, run: SaidRun): TemplateResult {
  const { texts, locale, state } = view
  const timeZone = state.zone
  const at = new Date(run.at)
  const chain = run.chain.filter((rule) => rule !== run.ruleId)
  const until =
    run.waitsUntil &&
    new Date(run.waitsUntil).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return html`<li class="run" part="run">
    <time datetime=${run.at} title=${at.toLocaleString(locale, { timeZone })}>${at.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', timeZone })}</time>
    <div>
      <p class="who">${recordName(view, run)} ${run.review ? html`<span class="heavy">${texts.review}</span>` : nothing}</p>
      ${run.said.length ? html`<ul class="said" dir="auto">${run.said.map((clause) => html`<li>${clause}</li>`)}</ul>` : nothing}
      ${run.skipped.map((clause) => html`<p class="muted" dir="auto">${clause}</p>`)}
      ${until ? html`<p class="muted">${texts.until(until)}</p>` : nothing}
      ${chain.length ? html`<p class="muted">${texts.chain(chain.join(' → '))}</p>` : nothing}
      ${run.conditions.length ? why(view, run) : nothing}
    </div>
  </li>`
}

function recordName(
  view: SimulationView,
  { object, id, title = id }: Pick<SaidRun, 'object' | 'id' | 'title'>,
): TemplateResult {
  const href = view.linkOf(object, id)
  return href
    ? html`<a href=${href} dir="auto" @click=${(event: Event) => view.hands.open(event, object, id)}>${title}</a>`
    : html`<b dir="auto">${title}</b>`
}

/** The conditions and what the record had then. */
function why({ texts, state, locale }: SimulationView, run: SaidRun): TemplateResult {
  const object = state.objects.find(({ name }) => name === run.object)
  const context = { locale, now: Date.now(), titles: new Map(), yes: texts.yes, no: texts.no }
  return html`<details><summary>${texts.because}</summary>${conditionList(run.conditions, { object, context, texts })}</details>`
}

/** Who would be treated differently, the old way beside the new one. */
export function differences(view: SimulationView, all: NonNullable<SimulationReport['differences']>): TemplateResult {
  const { texts, locale, limit, hands } = view
  const clauses = (said: readonly string[]) =>
    said.length
      ? html`<ul dir="auto">${said.map((clause) => html`<li>${clause}</li>`)}</ul>`
      : html`<span class="muted">${texts.nobody}</span>`
  return html`<section part="differences" class="differences" aria-labelledby="different">
    <h4 id="different">${texts.differences}</h4>
    <p class="big">${all.length ? texts.differencesCount(all.length, all.length.toLocaleString(locale)) : texts.same}</p>
    ${
      all.length
        ? html`<table>
            <thead><tr><th scope="col">${texts.record}</th><th scope="col">${texts.before}</th><th scope="col">${texts.after}</th></tr></thead>
            <tbody>${all.slice(0, limit).map(
              (one) => html`<tr><th scope="row">${recordName(view, one)}</th>
                <td data-label=${texts.before}>${clauses(one.before)}</td><td data-label=${texts.after}>${clauses(one.after)}</td></tr>`,
            )}</tbody>
          </table>`
        : nothing
    }
    ${all.length > limit ? html`<button type="button" @click=${hands.more}>${texts.showMore(Math.min(all.length - limit, 200).toLocaleString(locale))}</button>` : nothing}
  </section>`
}

/** Work that was stopped, and why. */
export function stops({ texts, locale, state }: SimulationView, report: SimulationReport): unknown {
  if (!report.stops.length) return nothing
  return html`<section class="note"><h4>${texts.stops}</h4>
    <ul>${report.stops.slice(0, 20).map(
      ({
        at,
        reason,
        message,
        loop,
      }) => html`<li>${new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: state.zone })}:
        ${texts.stop_reasons[reason] ?? reason} ${loop ? loop.join(' → ') : (message ?? '')}</li>`,
    )}</ul></section>`
}
