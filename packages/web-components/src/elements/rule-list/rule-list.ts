import { crmHttpApi } from '../../api/crm-http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { controlStyles } from '../../base/controls-styles.ts'
import { hostStyles, KithElement, nothing, StoreController, TextsController } from '../../base/index.ts'
import { switchStyles } from '../../base/switch-styles.ts'
import { ruleList } from '../../locales/en/rule-list.ts'
import { type RuleListApi, type RuleListState, type RuleListStore, ruleListStore } from '../../stores/rule-list.ts'
import { layout } from './layout.ts'
import { styles } from './rule-list.styles.ts'

const TOAST_MS = 8_000

/**
 * @summary All rules as sentences, each with its switch and how often it ran.
 * @tag kith-rule-list
 * @status experimental
 * @since 0.1
 *
 * @event {{ object: string, id: string }} kith-select - A person opens a rule.
 * @event {{}} kith-new - A person wants to write a new rule.
 * @csspart header - Title, count, search and button.
 * @csspart rule - One rule.
 * @csspart toast - What happened.
 * @csspart error - What is shown when nothing can be loaded.
 * @cssproperty [--kith-accent] - Colour of what acts.
 * @cssproperty [--kith-surface] - Behind the rules.
 * @cssproperty [--kith-radius=10px] - Corners of the list.
 */
export class KithRuleList extends KithElement {
  static override styles = [hostStyles, backOfficeStyles, controlStyles, switchStyles, styles]
  static override properties = { link: { attribute: false } }

  /** Address of a rule's page, so that names are real links. */
  declare link: ((id: string) => string | undefined) | undefined

  readonly #texts = new TextsController(this, 'ruleList', ruleList)
  readonly #state = new StoreController<RuleListState>(this)
  #store: RuleListStore | undefined
  #toast: ReturnType<typeof setTimeout> | undefined
  #told: unknown

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) this.#store?.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#toast)
    this.#store?.close()
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (this.#store && !['client', 'api'].some((name) => changed.has(name))) return
    const api = (this.client ?? crmHttpApi({ base: this.api })) as unknown as RuleListApi
    this.client ??= api
    this.#store?.close()
    this.#store = ruleListStore(api, this.locale)
    this.#state.store = this.#store.$state
    this.#store.open()
  }

  protected override render(): unknown {
    const texts = this.#texts.value
    const state = this.#state.value
    const store = this.#store
    if (!texts || !state || !store) return nothing
    return layout({
      state,
      texts,
      locale: this.locale,
      link: this.link,
      store,
      open: (event, id) => {
        const { metaKey, ctrlKey } = event as MouseEvent
        if (metaKey || ctrlKey) return
        event.preventDefault()
        this.emit('kith-select', { object: 'rule', id })
      },
      create: () => this.emit('kith-new', {}),
    })
  }

  protected override updated(): void {
    const notice = this.#state.value?.notice
    if (notice === this.#told) return
    this.#told = notice
    clearTimeout(this.#toast)
    if (notice) this.#toast = setTimeout(() => this.#store?.dismiss(), TOAST_MS)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-rule-list': KithRuleList
  }
}
