import { nothing } from 'lit/html.js'
import { httpBoardApi } from '../../api/board-api.ts'
import { newKey } from '../../api/call.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { hostStyles } from '../../base/host-styles.ts'
import { KithElement } from '../../base/kith-element.ts'
import { ownTexts } from '../../base/own-texts.ts'
import { StoreController } from '../../base/store-controller.ts'
import { pipelineBoardTexts } from '../../locales/pipeline-board.ts'
import { type BoardStore, boardStore } from '../../stores/board.ts'
import type { BoardApi, BoardColumn, BoardDeal, BoardState } from '../../stores/board-types.ts'
import { DragController } from './drag.ts'
import { menuKey, openMenu } from './menu.ts'
import { styles } from './pipeline-board.styles.ts'
import { valuesOf } from './question.ts'
import { type BoardView, board } from './views.ts'
import { label } from './words.ts'

const AHEAD = 4
const ROW_REM = 5.625
const EDGE_PX = 48
const STEP_PX = 14
const TOAST_MS = 10_000

/**
 * @summary A pipeline as columns of deals, to be moved by mouse, touch, keyboard or menu, live for all who look.
 * @tag kith-pipeline-board
 * @status experimental
 * @since 0.1
 *
 * @slot - Buttons at the end of the header: "New deal".
 * @event {{ id: string, from: string, to: string }} kith-move - A person moves a deal to another stage; `preventDefault()` stops it.
 * @event {{ object: string, id: string }} kith-select - A person opens a deal.
 * @csspart header - Title, sums and the slot.
 * @csspart board - The row of columns.
 * @csspart column - One stage.
 * @csspart card - One deal.
 * @csspart menu - The menu "Move to…".
 * @csspart dialog - What a move asks: a missing field, the reason of a loss, a conflict.
 * @csspart toast - What happened, with Undo.
 * @csspart error - What is shown when nothing can be loaded.
 * @cssproperty [--kith-accent] - Colour of what acts and of progress.
 * @cssproperty [--kith-canvas] - Behind the columns.
 * @cssproperty [--kith-sunken] - Columns.
 * @cssproperty [--kith-surface] - Cards.
 * @cssproperty [--kith-warn-soft] - Cards that rot.
 * @cssproperty [--kith-radius=10px] - Corners of columns and floating panels.
 */
export class KithPipelineBoard extends KithElement {
  static override styles = [hostStyles, backOfficeStyles, styles]
  static override properties = { pipeline: {}, readonly: { type: Boolean } }

  /** Id of the pipeline to show. */
  declare pipeline: string
  /** Deals can be looked at, but not moved. */
  declare readonly: boolean

  readonly #texts = ownTexts(this, pipelineBoardTexts)
  readonly #state = new StoreController<BoardState>(this)
  readonly #drag = new DragController(this)
  #board: BoardStore | undefined
  readonly #view = { active: '', said: '', tab: 0, firsts: [] } as unknown as BoardView
  #menu: BoardDeal | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #net = () => {
    this.requestUpdate()
    if (navigator.onLine) this.#board?.open()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('online', this.#net)
    addEventListener('offline', this.#net)
    if (this.hasUpdated) this.#board?.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('online', this.#net)
    removeEventListener('offline', this.#net)
    this.#board?.close()
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (!['pipeline', 'client', 'api'].some((name) => changed.has(name))) return
    this.#board?.close()
    const api = (this.client ?? httpBoardApi(this.api)) as BoardApi
    this.#board = boardStore(api, { pipeline: this.pipeline, newKey })
    this.#state.store = this.#board.$state
    this.#board.open()
  }

  protected override render(): unknown {
    const view = this.#view
    const texts = this.#texts()
    const state = this.#state.value
    if (!texts || !state) return nothing
    const row = ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    const shown = Math.ceil(innerHeight / row) + 2 * AHEAD
    const inView = state.columns.flatMap(({ cards }, at) => {
      const first = view.firsts[at] ?? 0
      return cards.slice(first, first + shown).map(({ id }) => id)
    })
    if (!inView.includes(view.active)) view.active = inView[0] ?? ''
    Object.assign(view, { state, texts, locale: this.locale, locked: this.readonly || state.readOnly, row, shown })
    return board(view, {
      store: this.#board as BoardStore,
      key: this.#key,
      click: this.#click,
      focus: this.#focus,
      scroll: this.#scroll,
      tab: (at) => this.#section(at)?.scrollIntoView({ inline: 'center' }),
      menuKey: this.#menuKey,
      choose: this.#choose,
      answer: this.#answer,
    })
  }

  protected override updated(): void {
    const { state, shown, firsts, active } = this.#view
    if (!state) return
    const root = this.renderRoot
    const dialog = root.querySelector('dialog')
    if (!dialog?.open) dialog?.showModal()
    const card = root.getElementById(active)
    const focused = root.activeElement
    if (card !== focused && focused?.matches('.card')) card?.focus({ preventScroll: true })
    state.columns.forEach(({ stage, cards, more }, at) => {
      if (more && (firsts[at] ?? 0) + shown >= cards.length) this.#board?.more(stage.id)
    })
    if (state.notice) this.#timer ??= setTimeout(() => this.#board?.dismiss(), TOAST_MS)
    else {
      clearTimeout(this.#timer)
      this.#timer = undefined
    }
  }

  get #columns(): readonly BoardColumn[] {
    return this.#state.value?.columns ?? []
  }

  #name(at: number): string {
    return label(this.#columns[at]?.stage.label, this.locale)
  }

  #at(stageId: string): number {
    return this.#columns.findIndex(({ stage }) => stage.id === stageId)
  }

  #section(at: number): Element | undefined {
    return this.renderRoot.querySelectorAll('.col')[at]
  }

  /** The card that an event is about, and its deal. */
  #card(target: EventTarget | null): [card: HTMLElement, deal: BoardDeal] | undefined {
    const card = (target as Element).closest<HTMLElement>('.card[id]')
    const deal = this.#columns.flatMap(({ cards }) => cards).find(({ id }) => id === card?.id)
    return card && deal ? [card, deal] : undefined
  }

  #say(text: string): void {
    this.#view.said = text
    this.#board?.dismiss()
    this.requestUpdate()
  }

  #lift(deal: BoardDeal, at: number): void {
    if (this.#view.lifted?.at === at) return
    this.#view.lifted = { deal, at }
    this.requestUpdate()
  }

  #move(deal: BoardDeal, at: number): void {
    const to = this.#columns[at]?.stage.id ?? deal.stageId
    if (to === deal.stageId) this.#say(this.#view.texts.stays(deal.name, this.#name(this.#at(to))))
    else if (this.emit('kith-move', { id: deal.id, from: deal.stageId, to }, true)) {
      this.#view.firsts[at] = 0
      this.#section(at)?.querySelector('.scroll')?.scrollTo(0, 0)
      this.#view.active = deal.id
      this.#board?.move(deal.id, to)
    }
  }

  /** @internal */
  grab(target: Element): HTMLElement | undefined {
    if (this.#view.locked || target.closest('button')) return undefined
    const [card, deal] = this.#card(target) ?? []
    return deal && !this.#view.state.busy.has(deal.id) ? card : undefined
  }

  /** @internal */
  over(card: HTMLElement, target: Element | null, x: number): void {
    const deal = this.#view.lifted?.deal ?? this.#card(card)?.[1]
    const section = target?.closest('.col')
    const board = this.renderRoot.querySelector('.board') as Element
    const { left, right } = board.getBoundingClientRect()
    if (deal && section) this.#lift(deal, [...board.children].indexOf(section))
    board.scrollLeft += x < left + EDGE_PX ? -STEP_PX : x > right - EDGE_PX ? STEP_PX : 0
  }

  /** @internal */
  drop(done: boolean): void {
    const lifted = this.#view.lifted
    this.#view.lifted = undefined
    this.requestUpdate()
    if (lifted) this.#move(lifted.deal, done ? lifted.at : -1)
  }

  #scroll({ target }: Event): void {
    const box = target as HTMLElement
    const at = [...this.renderRoot.querySelectorAll('.scroll')].indexOf(box)
    if (at < 0) {
      const tab = Math.round(Math.abs(box.scrollLeft) / box.clientWidth)
      if (tab === this.#view.tab) return
      this.#view.tab = tab
    } else {
      const first = Math.max(0, Math.floor(box.scrollTop / this.#view.row) - AHEAD)
      if (first === (this.#view.firsts[at] ?? 0)) return
      this.#view.firsts[at] = first
    }
    this.requestUpdate()
  }

  /** The card that has the focus is the one that Tab reaches. */
  #focus({ target }: Event): void {
    const id = this.#card(target)?.[0].id
    if (!id || id === this.#view.active) return
    this.#view.active = id
    this.requestUpdate()
  }

  #click({ target }: Event): void {
    const [, deal] = this.#card(target) ?? []
    const button = (target as Element).closest('button')
    if (!deal || this.#drag.active) return
    this.#menu = deal
    if (button) openMenu(this.renderRoot.querySelector('[popover]') as HTMLElement, button)
    else this.emit('kith-select', { object: 'deal', id: deal.id })
  }

  /** Closes the menu, with the focus on the card that it belongs to. */
  #shut(menu: HTMLElement): void {
    menu.hidePopover()
    this.renderRoot.getElementById(this.#menu?.id ?? '')?.focus()
  }

  #choose({ target, currentTarget }: Event): void {
    const menu = currentTarget as HTMLElement
    this.#shut(menu)
    if (this.#menu) this.#move(this.#menu, [...menu.children].indexOf(target as Element))
  }

  #menuKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.#shut(event.currentTarget as HTMLElement)
    else menuKey(event)
  }

  #answer({ currentTarget }: Event): void {
    const { returnValue, firstElementChild } = currentTarget as HTMLDialogElement
    const asked = this.#view.state.question
    this.#board?.answer(asked && returnValue ? valuesOf(firstElementChild as HTMLFormElement, asked) : undefined)
  }

  #key(event: KeyboardEvent): void {
    const { key, target } = event
    const [card, deal] = this.#card(target) ?? []
    if (!deal || card !== target) return
    const { texts, locked } = this.#view
    const from = this.#view.lifted?.at ?? this.#at(deal.stageId)
    const ahead = this.matches(':dir(rtl)') ? 'ArrowLeft' : 'ArrowRight'
    const side = key === ahead ? 1 : /^Arrow[LR]/.test(key) ? -1 : 0
    if (this.#view.lifted) {
      const at = from + side
      if (/^( |Enter|Escape|Tab)$/.test(key)) this.drop(key === ' ' || key === 'Enter')
      else if (side && this.#columns[at]) {
        this.#lift(deal, at)
        this.#say(texts.over(this.#name(at), at + 1, this.#columns.length))
        this.#section(at)?.scrollIntoView({ inline: 'nearest' })
      }
      if (key === 'Tab') return
    } else if (key === 'Enter') this.emit('kith-select', { object: 'deal', id: deal.id })
    else if (key === ' ') {
      if (!locked) {
        this.#lift(deal, from)
        this.#say(texts.lifted(deal.name, this.#name(from)))
      }
    } else if (key === 'ArrowDown') (card?.nextElementSibling as HTMLElement | null)?.focus()
    else if (key === 'ArrowUp') (card?.previousElementSibling as HTMLElement | null)?.focus()
    else if (side) this.#beside(card as Element, from, side)
    else return
    event.preventDefault()
  }

  /** Focuses the card at the same height in the next stage that has one. */
  #beside(card: Element, from: number, side: number): void {
    const { top } = card.getBoundingClientRect()
    for (let at = from + side; this.#columns[at]; at += side) {
      const cards = [...(this.#section(at)?.querySelectorAll<HTMLElement>('.card[id]') ?? [])]
      const near = cards.find((one) => one.getBoundingClientRect().bottom > top + AHEAD) ?? cards.at(-1)
      near?.focus()
      if (near) break
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-pipeline-board': KithPipelineBoard
  }
}
