import { crmHttpApi } from '../../api/crm-http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { controlStyles } from '../../base/controls-styles.ts'
import { hostStyles, KithElement, nothing, StoreController, TextsController } from '../../base/index.ts'
import { conditionStyles } from '../../fields/conditions.styles.ts'
import { simulation } from '../../locales/en/simulation.ts'
import {
  type SimulationApi,
  type SimulationPeriod,
  type SimulationState,
  type SimulationStore,
  simulationStore,
} from '../../stores/simulation.ts'
import { layout } from './layout.ts'
import { styles } from './simulation.styles.ts'

const SECOND_MS = 1_000
const FIRST = 60
const MORE = 200

/**
 * @summary What rules would have done with what happened before: nothing is done by it.
 * @tag kith-simulation
 * @status experimental
 * @since 0.1
 *
 * @event {{ object: string, id: string }} kith-select - A person opens a record.
 * @csspart summary - What it comes to.
 * @csspart day - One day.
 * @csspart run - One time that something would have been done.
 * @csspart differences - What a change of the rule would make different.
 * @csspart error - What is shown when it cannot be tried.
 * @cssproperty [--kith-accent] - Colour of what acts.
 */
export class KithSimulation extends KithElement {
  static override styles = [hostStyles, backOfficeStyles, controlStyles, conditionStyles, styles]
  static override properties = {
    rules: { attribute: false },
    instead: { attribute: false },
    period: {},
    link: { attribute: false },
    limit: { state: true },
  }

  /** The rules that are tried: whole ones, or ids. It begins as soon as they are there. */
  declare rules: readonly unknown[] | undefined
  /** Rules in their place: what would be different is told. */
  declare instead: readonly unknown[] | undefined
  /** `30` (the default), `90` days, or `all`. */
  declare period: SimulationPeriod
  /** Address of a record's page, so that names are real links. */
  declare link: ((object: string, id: string) => string | undefined) | undefined
  declare limit: number

  readonly #texts = new TextsController(this, 'simulation', simulation)
  readonly #state = new StoreController<SimulationState>(this)
  #store: SimulationStore | undefined
  #clock: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.period = '30'
    this.limit = FIRST
  }

  /** Begins, or begins again. */
  start(): void {
    this.limit = FIRST
    this.#store?.start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#clock)
    this.#clock = undefined
    if (this.#state.value?.status === 'running') this.#store?.stop()
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (!['rules', 'instead', 'client', 'api'].some((name) => changed.has(name))) return
    this.#store?.stop()
    const api = (this.client ?? crmHttpApi({ base: this.api })) as unknown as SimulationApi
    this.client ??= api
    const { rules = [], instead, locale } = this
    const period = this.#state.value?.period ?? this.period
    this.#store = simulationStore(api, { rules, instead, locale, period })
    this.#state.store = this.#store.$state
    if (rules.length) this.start()
  }

  protected override render(): unknown {
    const texts = this.#texts.value
    const state = this.#state.value
    if (!texts || !state) return nothing
    return layout({
      state,
      texts,
      locale: this.locale,
      seconds: state.since === undefined ? 0 : Math.floor((Date.now() - state.since) / SECOND_MS),
      limit: this.limit,
      linkOf: (object, id) => this.link?.(object, id),
      hands: {
        start: () => this.start(),
        stop: () => this.#store?.stop(),
        period: (period) => {
          this.#store?.setPeriod(period)
          this.start()
        },
        cause: () => this.#store?.findCause(),
        more: () => {
          this.limit += MORE
        },
        open: (event, object, id) => {
          const { metaKey, ctrlKey } = event as MouseEvent
          if (metaKey || ctrlKey) return
          event.preventDefault()
          this.emit('kith-select', { object, id })
        },
      },
    })
  }

  #tick(): void {
    this.requestUpdate()
    this.#store?.look()
  }

  protected override updated(): void {
    const running = this.#state.value?.status === 'running'
    if (running) this.#clock ??= setInterval(() => this.#tick(), SECOND_MS)
    else {
      clearInterval(this.#clock)
      this.#clock = undefined
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-simulation': KithSimulation
  }
}
