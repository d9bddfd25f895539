import type { RuleDescription } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { repeat } from 'lit/directives/repeat.js'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { Texts } from '../../locales/en.ts'
import { foundRules, type RuleListState, type RuleListStore } from '../../stores/rule-list.ts'
import { sayExactly, sayWhen } from '../../values/when.ts'

/** What the templates need. */
export interface RuleListView {
  readonly state: RuleListState
  readonly texts: Texts['ruleList']
  readonly locale: string
  readonly link: ((id: string) => string | undefined) | undefined
  readonly store: RuleListStore
  readonly open: (event: Event, id: string) => void
  readonly create: () => void
}

/** The whole list. */
export function layout(view: RuleListView): TemplateResult {
  const { state, texts, store } = view
  if (state.status === 'failed') {
    const forbidden = state.code === 'FORBIDDEN'
    return html`<div class="state" part="error" role="alert"><b>${forbidden ? texts.forbidden : texts.failed}</b>
      ${forbidden ? html`<p>${texts.forbiddenHelp}</p>` : html`<button type="button" @click=${() => store.open()}>${texts.retry}</button>`}</div>`
  }
  return html`${header(view)} ${state.status === 'loading' ? skeleton(texts.loading) : list(view)} ${toast(view)}`
}

function header({ state, texts, store, create }: RuleListView): TemplateResult {
  const on = state.rules.filter(({ active }) => active).length
  return html`<header part="header">
    <h2>${texts.title}</h2>
    <small role="status">${state.status === 'ready' && state.rules.length ? texts.count(on, state.rules.length) : nothing}</small>
    <span class="grow"></span>
    <input type="search" aria-label=${texts.search} placeholder=${texts.search} .value=${state.search}
      @input=${({ target }: Event) => store.search((target as HTMLInputElement).value)} />
    <button type="button" class="primary" @click=${create}>${texts.create}</button>
    <p class="muted">${texts.about}</p>
  </header>`
}

const skeleton = (loading: string) => html`<p class="hide" role="status">${loading}</p>
  <div class="rules" aria-hidden="true">${[1, 2, 3, 4].map(() => html`<div class="rule bones"><div class="bone name"></div><div class="bone"></div></div>`)}</div>`

function list(view: RuleListView): TemplateResult {
  const { state, texts, store, locale, create } = view
  const found = foundRules(state, locale)
  if (!state.rules.length)
    return html`<div class="state"><b>${texts.empty}</b><p>${texts.emptyHelp}</p><button type="button" class="primary" @click=${create}>${texts.create}</button></div>`
  if (!found.length)
    return html`<div class="state"><b>${texts.noneFound(state.search)}</b><button type="button" @click=${() => store.search('')}>${texts.clear}</button></div>`
  return html`<ul class="rules">${repeat(
    found,
    ({ rule }) => rule.id,
    (one) => item(view, one),
  )}</ul>`
}

function item(view: RuleListView, one: RuleDescription): TemplateResult {
  const { texts, locale, state, store, link, open } = view
  const { rule, origin, active, said } = one
  const name = labelText(rule.label, locale, rule.id)
  const href = link?.(rule.id)
  return html`<li class="rule ${active ? '' : 'off'}" part="rule">
    <input type="checkbox" role="switch" aria-label=${texts.toggle(name)} title=${active ? texts.on : texts.off}
      .checked=${active} ?disabled=${state.busy.has(rule.id)} @change=${() => store.toggle(rule.id)} />
    <div class="what">
      <h3>${
        href
          ? html`<a href=${href} dir="auto" @click=${(event: Event) => open(event, rule.id)}>${name}</a>`
          : html`<button type="button" class="quiet" dir="auto" @click=${(event: Event) => open(event, rule.id)}>${name}</button>`
      }</h3>
      ${sentence(said)}
      <p class="about muted"><span class="pill" title=${texts.originHelp[origin]}>${texts.origin[origin]}</span> ${runs(view, one)}</p>
    </div>
  </li>`
}

/** A sentence that ends with one mark, also where it ends with what is quoted. */
const ended = (text: string) => (/[.!?…][”»"]?$/.test(text) ? text : `${text}.`)

/** A rule that cannot be used any more says why. */
function sentence({ when, if: condition, then, text }: RuleDescription['said']): TemplateResult {
  if (!when) return html`<p class="sentence bad" dir="auto">${text}</p>`
  return html`<p class="sentence" dir="auto"><b>${when}</b>${condition ? html`, ${condition}` : nothing}: ${ended(then.join('; '))}</p>`
}

/** Rules are counted for so many days: one that is younger has not had its time yet. */
const NEW_MS = 30 * 864e5

function runs({ texts, locale }: RuleListView, { runs: { count, lastAt }, origin, createdAt }: RuleDescription) {
  const isNew = origin === 'stored' && createdAt !== undefined && Date.now() - Date.parse(createdAt) < NEW_MS
  const last = lastAt
    ? html`, <time datetime=${lastAt} title=${sayExactly(lastAt, locale)}>${texts.last(sayWhen(lastAt, Date.now(), locale))}</time>`
    : nothing
  return html`<span>${count ? texts.runs(count) : isNew ? texts.isNew : texts.never}${last}</span>`
}

function toast({ state, texts, store }: RuleListView): TemplateResult {
  const { notice } = state
  const text =
    notice && (notice.kind === 'failed' ? texts.notSwitched(notice.name) : texts.switched[notice.kind](notice.name))
  return html`<div class="toast" part="toast" role="status">${
    notice
      ? html`<b>${text}</b> ${notice.kind === 'failed' ? nothing : html`<button type="button" @click=${() => store.undo()}>${texts.undo}</button>`}
          <button type="button" aria-label=${texts.close} @click=${() => store.dismiss()}>×</button>`
      : nothing
  }</div>`
}
