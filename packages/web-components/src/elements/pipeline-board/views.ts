import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { BoardStore } from '../../stores/board.ts'
import type { BoardColumn, BoardFilter } from '../../stores/board-types.ts'
import { type BoardView, column, isOpen, percentOf } from './column.ts'
import { question } from './question.ts'
import { label, money } from './words.ts'

export type { BoardView } from './column.ts'

/** What a person does on a board. */
export interface BoardActs {
  readonly store: BoardStore
  readonly key: (event: KeyboardEvent) => void
  readonly click: (event: Event) => void
  readonly focus: (event: Event) => void
  readonly scroll: (event: Event) => void
  readonly tab: (at: number) => void
  readonly menuKey: (event: KeyboardEvent) => void
  readonly choose: (event: Event) => void
  readonly answer: (event: Event) => void
}

const FILTERS: readonly BoardFilter[] = ['all', 'mine', 'rotten', 'closing']
const EMPTY: BoardColumn = { stage: { id: '', label: '' }, cards: [], more: false, count: 0, sums: {} }

/** The whole board. */
export function board(view: BoardView, acts: BoardActs): TemplateResult {
  const { state, texts, locale, locked } = view
  const { columns, filter, status, notice, code = '', question: asked, names } = state
  const { store } = acts
  const ready = status === 'ready'
  const why = (code: string) => (texts.why[code] ?? texts.why['OTHER']) as string
  const name = (stageId: string) => label(columns.find(({ stage }) => stage.id === stageId)?.stage.label, locale)
  if (status === 'failed')
    return html`<div part="error" role="alert">
      <p>${why(code)}</p>
      <button @click=${() => store.open()}>${texts.retry}</button>
    </div>`
  const note = navigator.onLine
    ? ready && (locked ? texts.readOnly : columns.every(({ count }) => !count) && texts.nothing)
    : texts.offline
  return html`<div class="bar" part="header">
      <h2>${label(state.title, locale) || texts.loading}</h2>
      <small>${ready ? summary(view) : ''}</small>
      <slot></slot>
    </div>
    <div class="bar" role="group" aria-label=${texts.show}>
      ${FILTERS.map(
        (one) => html`<button aria-pressed=${one === filter} @click=${() => store.filter(one)}>${texts[one]}</button>`,
      )}
    </div>
    ${note ? html`<p class="note">${note}</p>` : nothing}
    <div class="bar tabs" role="group" aria-label=${texts.stages}>
      ${columns.map(
        ({ stage, count }, at) =>
          html`<button aria-pressed=${at === view.tab} @click=${() => acts.tab(at)}>${name(stage.id)} ${count}</button>`,
      )}
    </div>
    <span id="help" hidden>${texts.help}</span>
    <div
      class="board"
      part="board"
      tabindex=${view.active ? nothing : 0}
      aria-busy=${!ready}
      @keydown=${acts.key}
      @click=${acts.click}
      @focusin=${acts.focus}
      @scroll=${acts.scroll}
    >
      ${(columns.length ? columns : [EMPTY, EMPTY, EMPTY, EMPTY]).map((one, at) => column(one, at, view, acts.scroll))}
    </div>
    <div popover role="menu" part="menu" aria-label=${texts.moveTo} @keydown=${acts.menuKey} @click=${acts.choose}>
      ${columns.map(({ stage }) => html`<button role="menuitem">${name(stage.id)}</button>`)}
    </div>
    ${
      asked &&
      html`<dialog part="dialog" @close=${acts.answer}>
        ${question(asked, name, names.get(asked.deal.updatedBy?.slice(5) ?? '') ?? '', texts, locale)}
      </dialog>`
    }
    <div class="toast" part="toast" role="status">
      ${
        notice
          ? html`<b>${texts[notice.kind](notice.deal.name, notice.code ? why(notice.code) : name(notice.deal.stageId))}</b>
            ${notice.correlation ? html`<button @click=${() => store.undo()}>${texts.undo}</button>` : nothing}`
          : view.said
      }
    </div>`
}

/** Count, sum and weighted sum of the open stages. */
function summary({ state, texts, locale }: BoardView): string {
  const open = state.columns.filter(isOpen)
  const sum = (share: (column: BoardColumn) => number) => {
    const all: Record<string, number> = {}
    for (const one of open)
      for (const [currency, part] of Object.entries(one.sums))
        all[currency] = (all[currency] ?? 0) + (part * share(one)) / 100
    return money(locale, all)
  }
  const count = open.reduce((all, one) => all + one.count, 0)
  return [texts.open(count), ...(count ? [sum(() => 100), texts.weighted(sum(percentOf))] : [])].join(' · ')
}
