import { crmHttpApi } from '../../api/crm-http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { controlStyles } from '../../base/controls-styles.ts'
import { hostStyles, KithElement, nothing, StoreController } from '../../base/index.ts'
import { ownTexts } from '../../base/own-texts.ts'
import { jobTexts } from '../../locales/job-list.ts'
import { type JobListApi, type JobListState, type JobListStore, jobListStore } from '../../stores/job-list.ts'
import { styles } from './job-list.styles.ts'
import { failure, type JobView, layout, skeleton } from './layout.ts'

const POLL_MS = 5_000

/**
 * @summary Work that Kith does by itself: what waits for its time, and what gave up, to be tried again.
 * @tag kith-job-list
 * @status experimental
 * @since 0.1
 *
 * @event {{ object: string, id: string }} kith-select - A person opens the record or the rule that a job is about.
 * @csspart dead - Those that gave up.
 * @csspart waiting - Those that wait.
 * @csspart job - One of them.
 * @csspart error - What is shown when nothing can be loaded.
 * @cssproperty [--kith-accent] - Colour of what acts.
 * @cssproperty [--kith-surface] - Cards.
 * @cssproperty [--kith-radius=10px] - Corners of cards.
 */
export class KithJobList extends KithElement {
  static override styles = [hostStyles, backOfficeStyles, controlStyles, styles]
  static override properties = { link: { attribute: false } }

  /** Address of a record's page, so that names are real links. */
  declare link: ((object: string, id: string) => string | undefined) | undefined

  readonly #texts = ownTexts(this, jobTexts)
  readonly #state = new StoreController<JobListState>(this)
  readonly #sight = new IntersectionObserver((seen) => {
    this.#inView = !!seen.at(-1)?.isIntersecting
    if (this.#inView) this.#refresh()
  })
  #inView = false
  #store: JobListStore | undefined
  #poll: ReturnType<typeof setInterval> | undefined
  #focus = false
  readonly #refresh = () => this.#again()

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#refresh)
    this.#sight.observe(this)
    this.#poll = setInterval(this.#refresh, POLL_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#refresh)
    this.#sight.disconnect()
    clearInterval(this.#poll)
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (!['client', 'api'].some((name) => changed.has(name))) return
    this.client ??= crmHttpApi({ base: this.api })
    this.#store = jobListStore(this.client as JobListApi, { now: Date.now, locale: this.locale })
    this.#state.store = this.#store.$state
    this.#store.open()
  }

  protected override render(): unknown {
    const texts = this.#texts()
    const state = this.#state.value
    if (!texts || !state) return nothing
    if (state.status === 'failed') return failure(texts, state.code, () => this.#store?.open())
    if (state.status === 'loading') return skeleton(texts.loading)
    const view: JobView = {
      state,
      texts,
      locale: this.locale,
      now: Date.now(),
      link: this.link,
      open: (object, id) => this.emit('kith-select', { object, id }),
      retry: (jobs) => {
        this.#focus = true
        this.#store?.retry(jobs.map(({ id }) => id))
      },
      dismiss: () => {
        this.#focus = true
        this.#store?.dismiss()
      },
    }
    return layout(view)
  }

  protected override updated(): void {
    const root = this.renderRoot as ShadowRoot
    if (!this.#focus || this.#state.value?.busy.size) return
    this.#focus = false
    // What was pressed may be gone: the focus stays in the list.
    if (root.activeElement) return
    const target = root.querySelector<HTMLElement>('.told button, .job button') ?? root.querySelector<HTMLElement>('h2')
    target?.focus()
  }

  /** Reads again while somebody can see it. */
  #again(): void {
    if (document.visibilityState !== 'visible' || !this.#inView) return
    if (this.#state.value?.status === 'ready' && !this.#state.value.busy.size) this.#store?.refresh()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-job-list': KithJobList
  }
}
