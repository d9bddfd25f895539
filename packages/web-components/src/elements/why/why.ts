import { labelText } from '@kith/core/shared'
import { repeat } from 'lit/directives/repeat.js'
import { crmHttpApi } from '../../api/crm-http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { controlStyles } from '../../base/controls-styles.ts'
import { hostStyles, html, KithElement, nothing, StoreController, type TemplateResult } from '../../base/index.ts'
import { ownTexts } from '../../base/own-texts.ts'
import { conditionStyles } from '../../fields/conditions.styles.ts'
import { type WhyTexts, whyTexts } from '../../locales/why.ts'
import { type WhyApi, type WhyState, type WhyStore, whyKey, whyStore } from '../../stores/why.ts'
import { entry, type WhyView } from './entry.ts'
import { styles } from './why.styles.ts'

const TICK_MS = 60_000

/**
 * @summary Why a record is as it is: each rule that did something to it, its conditions as they were then, and the way back.
 * @tag kith-why
 * @status experimental
 * @since 0.1
 *
 * @event {{ object: string, id: string }} kith-select - A person opens the rule, or a record that it changed.
 * @csspart entry - One rule that did something.
 * @csspart error - What is shown when nothing can be loaded.
 * @cssproperty [--kith-accent] - Colour of what acts.
 * @cssproperty [--kith-surface] - Cards.
 * @cssproperty [--kith-radius=10px] - Corners of cards.
 */
export class KithWhy extends KithElement {
  static override styles = [hostStyles, backOfficeStyles, controlStyles, conditionStyles, styles]
  static override properties = {
    object: {},
    recordId: { attribute: 'record-id' },
    correlation: {},
    link: { attribute: false },
  }

  /** Name or plural of the object: `contact`, `properties`. */
  declare object: string
  /** Id of the record. */
  declare recordId: string
  /** The intent that somebody asks about, as the log has it: it is shown first of all that is seen. */
  declare correlation: string | undefined
  /** Address of a record's page, so that names are real links. */
  declare link: ((object: string, id: string) => string | undefined) | undefined

  readonly #texts = ownTexts(this, whyTexts)
  readonly #state = new StoreController<WhyState>(this)
  #store: WhyStore | undefined
  #ticks: ReturnType<typeof setInterval> | undefined
  #shown = ''

  override connectedCallback(): void {
    super.connectedCallback()
    this.#ticks = setInterval(() => this.requestUpdate(), TICK_MS)
    if (this.hasUpdated) this.#store?.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#ticks)
    this.#store?.close()
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (!['object', 'recordId', 'client', 'api'].some((name) => changed.has(name))) return
    this.#store?.close()
    this.client ??= crmHttpApi({ base: this.api })
    this.#store = whyStore(this.client as WhyApi, { object: this.object, id: this.recordId, locale: this.locale })
    this.#state.store = this.#store.$state
    this.#store.open()
  }

  protected override render(): unknown {
    const texts = this.#texts()
    const state = this.#state.value
    if (!texts || !state) return nothing
    if (state.status === 'failed') return this.#failure(texts, state.code)
    if (state.status === 'loading' || !state.object) return skeleton(texts.loading)
    const { locale } = this
    const what = labelText(state.object.label, locale, state.object.name).toLocaleLowerCase(locale)
    const view: WhyView = {
      state,
      texts,
      recordId: this.recordId,
      wanted: this.correlation,
      context: {
        locale,
        now: Date.now(),
        titles: state.titles,
        yes: texts.yes,
        no: texts.no,
        link: this.link,
      },
      open: (object, id) => this.emit('kith-select', { object, id }),
      undo: (one) => this.#store?.undo(one),
    }
    return html`<div class="head">
        <h2>${texts.title(what)}</h2>
        ${state.entries.length ? html`<p class="muted">${texts.about}</p>` : nothing}
      </div>
      ${
        state.entries.length
          ? html`<ol class="entries">${repeat(state.entries, whyKey, (one) => entry(one, view))}</ol>`
          : html`<div class="state"><b>${texts.empty(what)}</b><p>${texts.emptyWhy}</p></div>`
      }
      ${state.more ? html`<button class="quiet more" @click=${() => this.#store?.more()}>${texts.more}</button>` : nothing}`
  }

  protected override updated(): void {
    if (!this.correlation || this.#shown === this.correlation) return
    const card = (this.renderRoot as ShadowRoot).querySelector<HTMLElement>('.wanted')
    if (!card) return
    this.#shown = this.correlation
    card.focus({ preventScroll: true })
    if (card.previousElementSibling) card.scrollIntoView({ block: 'start' })
  }

  #failure(texts: WhyTexts, code = ''): TemplateResult {
    return html`<div class="state" part="error" role="alert">
      <b>${texts.why[code] ?? texts.why['OTHER']}</b>
      <button @click=${() => this.#store?.open()}>${texts.retry}</button>
    </div>`
  }
}

function skeleton(loading: string): TemplateResult {
  const bones = Array.from({ length: 3 }, () => html`<div class="bone"></div>`)
  return html`<p class="hide" role="status">${loading}</p>
    <div class="entries" aria-hidden="true">
      ${[0, 1].map(() => html`<div class="card bones">${bones}</div>`)}
    </div>`
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-why': KithWhy
  }
}
