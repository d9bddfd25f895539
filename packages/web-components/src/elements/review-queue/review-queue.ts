import { newKey } from '../../api/call.ts'
import { crmHttpApi } from '../../api/crm-http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { controlStyles } from '../../base/controls-styles.ts'
import { hostStyles, KithElement, nothing, StoreController } from '../../base/index.ts'
import { ownTexts } from '../../base/own-texts.ts'
import { RecordTextsController } from '../../base/record-texts.ts'
import { conditionStyles } from '../../fields/conditions.styles.ts'
import { reviewTexts } from '../../locales/review-queue.ts'
import { codeOf, issuesByField } from '../../stores/refusal.ts'
import { mayNot, reviewQueueStore, waits } from '../../stores/review-queue.ts'
import { looking } from '../../stores/review-queue-looking.ts'
import type { ReviewQueueApi, ReviewQueueState, ReviewQueueStore, Verdict } from '../../stores/review-queue-types.ts'
import { needsReason, readDecision } from './decision.ts'
import { failure, layout, skeleton } from './layout.ts'
import { detailStyles } from './review-detail.styles.ts'
import { styles } from './review-queue.styles.ts'
import type { Asked, ReviewView } from './view.ts'

const TICK_MS = 1_000
const TOAST_MS = 8_000
/** So much of the review, or of the window, must be in view to count as looking. */
const IN_VIEW = 0.25

/**
 * @summary What rules propose and people decide: reasons, facts, the case that went the other way; approve, change, refuse, contest.
 * @tag kith-review-queue
 * @status experimental
 * @since 0.1
 *
 * @event {{ object: string, id: string }} kith-select - A person opens the record that a proposal is about.
 * @csspart header - Title, tabs and figures.
 * @csspart list - The proposals.
 * @csspart review - The one that is read.
 * @csspart actions - What can be done with it.
 * @csspart figures - How long people look before they approve.
 * @csspart dialog - The question before a decision.
 * @csspart toast - What was decided just now.
 * @csspart error - What is shown when nothing can be loaded.
 * @cssproperty [--kith-accent] - Colour of what acts.
 * @cssproperty [--kith-canvas] - Behind the cards.
 * @cssproperty [--kith-surface] - Cards.
 */
export class KithReviewQueue extends KithElement {
  static override styles = [hostStyles, backOfficeStyles, controlStyles, conditionStyles, styles, detailStyles]
  static override properties = {
    review: {},
    link: { attribute: false },
    reading: { state: true },
    asked: { state: true },
    problem: { state: true },
    errors: { state: true },
    sending: { state: true },
  }

  /** Id of the review to open first; absent: the one that has waited longest. */
  declare review: string | undefined
  /** Address of a record's page, so that names are real links. */
  declare link: ((object: string, id: string) => string | undefined) | undefined
  declare reading: boolean
  declare asked: Asked | undefined
  declare problem: string
  declare errors: Readonly<Record<string, string>>
  declare sending: boolean

  readonly #texts = ownTexts(this, reviewTexts)
  readonly #recordTexts = new RecordTextsController(this)
  readonly #state = new StoreController<ReviewQueueState>(this)
  readonly #looking = looking(() => performance.now())
  readonly #sight = new IntersectionObserver((seen) => this.#see(seen), { threshold: [0, 0.1, IN_VIEW, 0.5, 1] })
  #watched: Element | undefined
  #inView = false
  #store: ReviewQueueStore | undefined
  #view: ReviewView | undefined
  #focus: 'review' | 'item' | undefined
  #ticks: ReturnType<typeof setInterval> | undefined
  #toast: ReturnType<typeof setTimeout> | undefined
  readonly #stir = () => this.#looking.stir()
  readonly #page = () => this.#look()

  constructor() {
    super()
    this.reading = false
    this.problem = ''
    this.errors = {}
    this.sending = false
    this.addEventListener('keydown', (event) => this.#keys(event))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    for (const name of STIRS) addEventListener(name, this.#stir, { passive: true, capture: true })
    document.addEventListener('visibilitychange', this.#page)
    this.#ticks = setInterval(() => {
      this.#looking.tick()
      if (document.visibilityState === 'visible') this.requestUpdate()
    }, TICK_MS)
    if (this.hasUpdated) this.#store?.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const name of STIRS) removeEventListener(name, this.#stir, { capture: true })
    document.removeEventListener('visibilitychange', this.#page)
    clearInterval(this.#ticks)
    clearTimeout(this.#toast)
    this.#looking.at(undefined)
    this.#store?.close()
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    const other = ['client', 'api'].some((name) => changed.has(name))
    if (!other && changed.has('review')) this.#reveal()
    if (!other) return
    this.#store?.close()
    this.client ??= crmHttpApi({ base: this.api })
    this.#store = reviewQueueStore(this.client as ReviewQueueApi, { locale: this.locale })
    this.#state.store = this.#store.$state
    this.#store.open().then(() => this.#reveal())
  }

  protected override render(): unknown {
    const texts = this.#texts()
    const recordTexts = this.#recordTexts.value
    const state = this.#state.value
    if (!texts || !recordTexts || !state || !this.#store) return nothing
    if (state.status === 'failed') return failure(texts, state.code, () => this.#store?.open())
    if (state.status === 'loading') return skeleton(texts.loading)
    const { locale } = this
    const selected = state[state.tab].find(({ id }) => id === state.selected)
    this.#view = {
      state,
      texts,
      recordTexts,
      context: { locale, now: Date.now(), titles: state.titles, yes: texts.yes, no: texts.no, link: this.link },
      client: this.client as object,
      selected,
      reading: this.reading,
      asked: this.asked,
      problem: this.problem,
      errors: this.errors,
      sending: this.sending,
      looked: selected ? this.#looking.seconds(selected.id) : 0,
      acts: {
        store: this.#store,
        read: this.#read,
        back: () => {
          this.reading = false
          this.#focus = 'item'
        },
        ask: this.#ask,
        answer: this.#answer,
        open: (object, id) => this.emit('kith-select', { object, id }),
      },
    }
    return layout(this.#view)
  }

  protected override updated(): void {
    const root = this.renderRoot as ShadowRoot
    const dialog = root.querySelector('dialog')
    if (dialog && !dialog.open) {
      dialog.showModal()
      const write = this.asked && needsReason(this.asked.verdict)
      dialog.querySelector<HTMLElement>(write ? FIELD : '.row.end button:last-child')?.focus()
    }
    const article = root.querySelector('.detail') ?? undefined
    if (article !== this.#watched) {
      if (this.#watched) this.#sight.unobserve(this.#watched)
      if (article) this.#sight.observe(article)
      else this.#inView = false
      this.#watched = article
    }
    this.#look()
    if (this.#focus && !dialog) {
      const item = root.querySelector<HTMLElement>('.item[aria-current]')
      const target = this.#focus === 'item' && item?.checkVisibility() ? item : root.getElementById('review-title')
      ;(target ?? root.querySelector<HTMLElement>('.tabs button'))?.focus()
      target?.scrollIntoView({ block: 'nearest' })
      this.#focus = undefined
    }
    clearTimeout(this.#toast)
    if (this.#state.value?.notice) this.#toast = setTimeout(() => this.#store?.dismiss(), TOAST_MS)
  }

  #see(seen: readonly IntersectionObserverEntry[]): void {
    const last = seen.at(-1)
    const window = last?.rootBounds?.height ?? 0
    this.#inView =
      !!last?.isIntersecting && (last.intersectionRatio >= IN_VIEW || last.intersectionRect.height >= window * IN_VIEW)
    this.#look()
  }

  /** Counts only what is in view in a page that is visible, and that waits for this person. */
  #look(): void {
    const { selected, state } = { ...this.#view }
    const counts =
      selected &&
      state &&
      this.#inView &&
      document.visibilityState === 'visible' &&
      waits(selected) &&
      !mayNot(selected, state)
    this.#looking.at(counts ? selected.id : undefined)
  }

  async #reveal(): Promise<void> {
    if (!this.review) return
    await this.#store?.reveal(this.review)
    this.reading = true
  }

  readonly #read = (id: string): void => {
    this.#store?.select(id)
    this.reading = true
    this.#focus = 'item'
    this.requestUpdate()
  }

  readonly #ask = (verdict: Verdict | undefined): void => {
    const { selected } = { ...this.#view }
    this.problem = ''
    this.errors = {}
    if (!verdict && this.asked) this.#focus = 'item'
    this.asked = verdict && selected ? { verdict, review: selected, key: newKey() } : undefined
  }

  readonly #answer = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const { asked, texts } = { ...this.#view }
    if (!asked || !texts || !this.#view) return
    this.#looking.tick()
    const form = event.currentTarget as HTMLFormElement
    const input = { ...readDecision(form, asked, this.#view), lookedSeconds: this.#looking.seconds(asked.review.id) }
    if (needsReason(asked.verdict) && !input.reason) {
      this.errors = { reason: texts.reasonNeeded }
      return form.querySelector<HTMLElement>('#reason')?.focus()
    }
    this.sending = true
    this.problem = ''
    try {
      await this.#store?.decide(asked.verdict, asked.review, input, asked.key)
      this.asked = undefined
      this.#focus = 'item'
    } catch (error) {
      const issues = Object.values(issuesByField(error))
      this.problem = [texts.why[codeOf(error)] ?? texts.why['OTHER'], ...issues].join(' ')
    }
    this.sending = false
  }

  #keys(event: KeyboardEvent): void {
    const [at] = event.composedPath()
    const typing = at instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)
    if (typing || this.asked || event.ctrlKey || event.metaKey || event.altKey || !this.#view) return
    const { state, selected } = this.#view
    const all = state[state.tab]
    const here = all.findIndex(({ id }) => id === selected?.id)
    const key = event.key.toLowerCase()
    if (key === 'j' || key === 'k') {
      const next = all[here + (key === 'j' ? 1 : -1)]
      if (next) this.#read(next.id)
    } else if ((key === 'a' || key === 'r') && selected && waits(selected) && !mayNot(selected, state))
      this.#ask(key === 'a' ? 'approve' : 'refuse')
    else return
    event.preventDefault()
  }
}

const FIELD = ':is(input, select, textarea):not([type=hidden])'
const STIRS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'scroll'] as const

declare global {
  interface HTMLElementTagNameMap {
    'kith-review-queue': KithReviewQueue
  }
}
