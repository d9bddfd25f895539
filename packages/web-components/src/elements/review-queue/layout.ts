import { labelText } from '@kith/core/shared'
import { repeat } from 'lit/directives/repeat.js'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { ReviewTexts } from '../../locales/review-queue.ts'
import { mayNot, waits } from '../../stores/review-queue.ts'
import type { ReviewRow } from '../../stores/review-queue-types.ts'
import { sayExactly, sayWhen } from '../../values/when.ts'
import { decision } from './decision.ts'
import { amountOf, detail } from './detail.ts'
import { nameOf, type ReviewView, sayTime } from './view.ts'

/** The whole queue: the list, the one that is read, and what is asked. */
export function layout(view: ReviewView): TemplateResult {
  const { state, texts, selected, reading, asked } = view
  const all = state[state.tab]
  return html`<header class="head" part="header">
      <div class="row">
        <h2 class="title">${texts.title}</h2>
        <div class="row tabs" role="group" aria-label=${texts.show}>
          ${(['waiting', 'decided'] as const).map((tab) => tabButton(tab, view))}
        </div>
      </div>
      ${figures(view)}
    </header>
    ${
      all.length
        ? html`<div class="panes" data-reading=${reading && selected ? 'yes' : 'no'}>
            ${list(all, view)}
            <div class="pane">${selected ? detail(selected, view) : html`<div class="state"><p>${texts.choose}</p></div>`}</div>
          </div>`
        : html`<div class="state">
            <b>${state.tab === 'waiting' ? texts.empty : texts.emptyDecided}</b>
            <p>${state.tab === 'waiting' ? texts.emptyWhy : ''}</p>
          </div>`
    }
    ${asked ? decision(asked, view) : nothing}
    <div class="toast" part="toast" role="status">${toast(view)}</div>`
}

function tabButton(tab: 'waiting' | 'decided', { state, texts, acts }: ReviewView): TemplateResult {
  const count = tab === 'waiting' ? state.waiting.filter((one) => waits(one) && !mayNot(one, state)).length : 0
  return html`<button class="chip" aria-pressed=${state.tab === tab} @click=${() => acts.store.show(tab)}
    >${texts[tab]}${count ? html` <b>${count}</b>` : nothing}</button
  >`
}

function figures({ state, texts, context }: ReviewView): unknown {
  const { approved, changed, refused, contested, medianSeconds, quick } = { ...state.figures } as NonNullable<
    typeof state.figures
  >
  if (!state.figures || approved + changed + refused + contested === 0) return html`<p class="muted">${texts.about}</p>`
  const yes = approved + changed
  const looks = yes ? [texts.median(sayTime(medianSeconds, context.locale)), texts.quick(quick, yes)] : []
  return html`<p class="muted figures" part="figures" title=${texts.figures}>
    ${[...looks, texts.counts(yes, refused, contested)].map((one) => html`<span>${one}</span>`)}
  </p>`
}

function list(all: readonly ReviewRow[], view: ReviewView): TemplateResult {
  const { state, texts, acts } = view
  const others = all.filter((one) => waits(one) && mayNot(one, state))
  const mine = state.tab === 'waiting' ? all.filter((one) => !others.includes(one)) : all
  const rows = (some: readonly ReviewRow[]) =>
    html`<ul>${repeat(
      some,
      ({ id }) => id,
      (one) => row(one, view),
    )}</ul>`
  const apart = state.tab === 'waiting' ? others : []
  return html`<nav class="list" part="list" aria-label=${texts.list}>
    ${mine.length ? rows(mine) : html`<p class="nothing muted">${texts.empty}</p>`}
    ${apart.length ? html`<h3 class="group">${texts.forOthers}</h3>${rows(apart)}` : nothing}
    ${state.tab === 'decided' && state.more ? html`<button class="quiet more" @click=${() => acts.store.more()}>${texts.more}</button>` : nothing}
    ${mine.length && state.tab === 'waiting' ? html`<p class="keys muted">${texts.keys}</p>` : nothing}
  </nav>`
}

function row(one: ReviewRow, view: ReviewView): TemplateResult {
  const { state, texts, context, acts, selected } = view
  const object = state.objects.find(({ name }) => name === one.object)
  const label = object ? labelText(object.label, context.locale, one.object) : one.object
  const amount = amountOf(one, view)
  const at = one.decidedAt && !waits(one) ? one.decidedAt : one.createdAt
  return html`<li>
    <button class="item" data-id=${one.id} aria-current=${one.id === selected?.id ? 'true' : nothing} @click=${() => acts.read(one.id)}>
      <span class="line"><b>${nameOf(one.recordId, view)}</b>
        <time datetime=${at} title=${sayExactly(at, context.locale)}>${sayWhen(at, context.now, context.locale)}</time></span>
      <span class="what">${one.title}</span>
      <span class="line"><small>${amount ? html`${label} · <b>${amount}</b>` : label}</small>${
        one.status === 'proposed' ? nothing : html`<span class="pill ${one.status}">${texts.status[one.status]}</span>`
      }</span>
    </button>
  </li>`
}

function toast(view: ReviewView): unknown {
  const { state, texts, acts } = view
  const { notice } = state
  if (!notice) return nothing
  return html`<b>${texts.done[notice.verdict]?.(notice.review.title, nameOf(notice.review.recordId, view))}</b><button @click=${() => acts.store.dismiss()}>${texts.dismiss}</button>`
}

/** What is shown when nothing can be loaded. */
export const failure = (texts: ReviewTexts, code = '', retry: () => void): TemplateResult =>
  html`<div class="state" part="error" role="alert">
    <b>${texts.why[code] ?? texts.why['OTHER']}</b>
    <button @click=${retry}>${texts.retry}</button>
  </div>`

/** Bones of the queue while nothing is known. */
export function skeleton(loading: string): TemplateResult {
  const bones = (count: number) => Array.from({ length: count }, () => html`<div class="bone"></div>`)
  return html`<p class="hide" role="status">${loading}</p>
    <div class="panes" aria-hidden="true" data-reading="no">
      <div class="list">${[0, 1, 2, 3].map(() => html`<div class="bones">${bones(3)}</div>`)}</div>
      <div class="pane"><div class="bones wide">${bones(7)}</div></div>
    </div>`
}
