import type { JobDescription } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { repeat } from 'lit/directives/repeat.js'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { JobTexts } from '../../locales/job-list.ts'
import { type JobListState, MOST_JOBS, outcomes } from '../../stores/job-list.ts'
import { sayExactly, sayWhen } from '../../values/when.ts'

/** What the templates show. */
export interface JobView {
  readonly state: JobListState
  readonly texts: JobTexts
  readonly locale: string
  readonly now: number
  readonly link: ((object: string, id: string) => string | undefined) | undefined
  readonly open: (object: string, id: string) => void
  readonly retry: (jobs: readonly JobDescription[]) => void
  readonly dismiss: () => void
}

/** Both lists, those that gave up first. */
export function layout(view: JobView): TemplateResult {
  const { state, texts, locale, now } = view
  const { dead, waiting, readAt, stale } = state
  const read = new Date(readAt ?? now).toISOString()
  return html`<header class="head">
      <div class="grow"><h2>${texts.title}</h2><p class="muted">${texts.about}</p></div>
      <p class="muted"><time datetime=${read} title=${sayExactly(read, locale)}>${texts.checked(sayWhen(read, now, locale))}</time></p>
    </header>
    ${stale ? html`<p class="note" role="status">${texts.stale}</p>` : nothing}
    <div role="status">${told(view)}</div>
    ${
      dead.length || waiting.length
        ? html`${group('dead', dead, view)} ${group('waiting', waiting, view)}`
        : html`<div class="state"><b>${texts.empty}</b><p>${texts.emptyWhy}</p></div>`
    }`
}

function group(state: 'dead' | 'waiting', jobs: readonly JobDescription[], view: JobView): TemplateResult {
  const { texts, retry, state: all } = view
  const idle = jobs.filter(({ id }) => !all.busy.has(id))
  const empty = state === 'dead' ? texts.noDead : texts.noWaiting
  return html`<section part=${state}>
    <div class="row over">
      <h3>${texts[state]} <span class="count">${jobs.length}${all.more[state] ? '+' : ''}</span></h3>
      ${
        state === 'dead' && jobs.length > 1
          ? html`<button ?disabled=${!idle.length} @click=${() => retry(idle)}>${texts.all(jobs.length)}</button>`
          : nothing
      }
    </div>
    ${state === 'dead' && jobs.length ? html`<p class="muted help">${texts.deadHelp}</p>` : nothing}
    ${
      jobs.length
        ? html`<ul class="card">${repeat(
            jobs,
            ({ id }) => id,
            (one) => job(one, view),
          )}</ul>`
        : html`<p class="muted help">${empty}</p>`
    }
    ${all.more[state] ? html`<p class="muted help">${texts.more(MOST_JOBS)}</p>` : nothing}
  </section>`
}

function job(one: JobDescription, view: JobView): TemplateResult {
  const { texts, locale, now, retry, state } = view
  const { id, kind, dueAt, attempts, lastError } = one
  const what = texts.kinds[kind] ?? sayId(kind)
  const dead = one.state === 'dead'
  const busy = state.busy.has(id)
  const late = !dead && Date.parse(dueAt) < now - LATE_MS
  const when = sayWhen(dueAt, now, locale)
  return html`<li class="job ${one.state}" part="job">
    <div class="what"><b>${what}</b>${about(one, view)}</div>
    <div class="facts">
      <time class=${late ? 'bad' : ''} datetime=${dueAt} title=${sayExactly(dueAt, locale)}>${late || dead ? texts.overdue(when) : texts.due(when)}</time>
      <span>${attempts ? texts.attempts(attempts) : texts.untried}</span>
    </div>
    ${
      dead
        ? html`<button aria-label=${texts.againOf(what)} ?disabled=${busy} @click=${() => retry([one])}>${busy ? texts.sending : texts.again}</button>`
        : nothing
    }
    ${
      lastError
        ? html`<details>
            <summary><span class="hide">${texts.lastError}: </span><span class="first">${firstLine(lastError)}</span></summary>
            <pre tabindex="0" aria-label=${texts.lastError}>${lastError}</pre>
          </details>`
        : nothing
    }
  </li>`
}

/** A job that is due is usually done within a second or two; after this it is late. */
const LATE_MS = 60_000

const firstLine = (error: string) => error.split('\n', 1)[0]

function about(
  { object: name, recordId, ruleId }: JobDescription,
  { state, texts, locale, link, open }: JobView,
): unknown {
  const one = (object: string, id: string, text: string) => {
    const href = link?.(object, id)
    return href
      ? html`<a href=${href}><bdi>${text}</bdi></a>`
      : html`<button class="quiet name" @click=${() => open(object, id)}><bdi>${text}</bdi></button>`
  }
  const object = state.objects.find((each) => each.name === name)
  const label = object && name ? labelText(object.label, locale, name) : name
  const title = state.titles.get(recordId ?? '')
  const parts = [
    name && recordId
      ? html`${title ? html`${label} ` : nothing}${one(name, recordId, title || label || recordId)}`
      : undefined,
    ruleId ? one('rule', ruleId, texts.rule(state.rules.get(ruleId) ?? sayId(ruleId))) : undefined,
  ].filter((part) => part !== undefined)
  return parts.map((part) => html`<span class="about">${part}</span>`)
}

const sayId = (id: string) => id.replace(/[-.]/g, ' ').replace(/^./, (first) => first.toUpperCase())

function told({ state, texts, dismiss }: JobView): unknown {
  const { retried } = state
  if (!retried) return nothing
  const { left, put, failed, code = '' } = retried
  const all = left + put.length + failed
  const found = outcomes(state)
  const said = left
    ? [texts.progress(put.length + failed, all)]
    : [
        ...(put.length ? [texts.put(put.length)] : []),
        ...(found.done ? [texts.result.done(found.done)] : []),
        ...(found.waiting ? [texts.result.waiting(found.waiting)] : []),
        ...(found.dead ? [texts.result.dead(found.dead)] : []),
        ...(failed ? [texts.notPut(failed, texts.why[code] ?? texts.why['OTHER'] ?? '')] : []),
      ]
  return html`<div class="told">
    <p>${said.join(' ')}</p>
    ${left ? nothing : html`<button class="quiet" @click=${dismiss}>${texts.dismiss}</button>`}
  </div>`
}

/** What is shown when nothing can be loaded. */
export const failure = (texts: JobTexts, code = '', retry: () => void): TemplateResult =>
  html`<div class="state" part="error" role="alert">
    <b>${texts.why[code] ?? texts.why['OTHER']}</b>
    <button @click=${retry}>${texts.retry}</button>
  </div>`

/** Bones of the list while nothing is known. */
export const skeleton = (loading: string): TemplateResult =>
  html`<p class="hide" role="status">${loading}</p>
    <ul class="card" aria-hidden="true">
      ${[0, 1, 2, 3].map(() => html`<li class="job bones"><div class="bone"></div><div class="bone short"></div></li>`)}
    </ul>`
