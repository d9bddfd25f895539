import type { UncheckedFilter } from '@kith/core'
import { crmHttpApi } from '../../api/crm-http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { controlStyles } from '../../base/controls-styles.ts'
import { hostStyles, KithElement, nothing, StoreController, TextsController } from '../../base/index.ts'
import { filterBuilder } from '../../locales/en/filter-builder.ts'
import { type FilterBuilderStore, filterBuilderStore } from '../../stores/filter-builder.ts'
import type { FilterBuilderApi, FilterBuilderState } from '../../stores/filter-builder-types.ts'
import { styles } from './filter-builder.styles.ts'
import { partStyles } from './filter-builder-parts.styles.ts'
import { BuilderHands } from './hands.ts'
import { type JsonDraft, readJson } from './json-view.ts'
import { layout } from './layout.ts'
import type { BuilderView } from './view.ts'
import { VoiceController } from './voice.ts'

const internalsOf = new WeakMap<KithElement, ElementInternals>()

/**
 * @summary Builds a filter as sentences: field, comparison, value; groups of all, any or none of; related records.
 * @tag kith-filter-builder
 * @status experimental
 * @since 0.1
 *
 * @event {{ value: UncheckedFilter, valid: boolean }} kith-change - A person changed the filter.
 * @csspart header - The filter as one sentence, and how many records it selects.
 * @csspart sentence - The sentence.
 * @csspart count - How many records, and some of them.
 * @csspart group - Conditions that are joined.
 * @csspart condition - One condition.
 * @csspart menu - The menus of fields and actions.
 * @csspart json - The filter as text.
 * @csspart error - What is shown when nothing can be loaded.
 * @cssproperty [--kith-accent] - Colour of what acts.
 * @cssproperty [--kith-surface] - Behind the conditions.
 * @cssproperty [--kith-radius=10px] - Corners of groups.
 */
export class KithFilterBuilder extends KithElement {
  static readonly formAssociated = true
  static override styles = [hostStyles, backOfficeStyles, controlStyles, partStyles, styles]
  static override properties = {
    object: {},
    value: { attribute: false },
    name: {},
    disabled: { type: Boolean, reflect: true },
    readOnly: { type: Boolean, attribute: 'readonly' },
    changes: { type: Boolean },
    draft: { state: true },
    message: { state: true },
  }

  /** Name or plural of the object whose records are filtered: `contact`. */
  declare object: string
  /** The filter. Conditions that are not finished are left out. Default: `{}`, every record. */
  declare value: UncheckedFilter | undefined
  /** Under this name a form sends the filter, as JSON. */
  declare name: string
  /** Nothing can be changed, and a form sends nothing. */
  declare disabled: boolean
  /** The filter can only be looked at. */
  declare readOnly: boolean
  /** It is the condition of a rule on a change, which may ask what was there before. */
  declare changes: boolean
  declare draft: JsonDraft | undefined
  declare message: string

  readonly #texts = new TextsController(this, 'filterBuilder', filterBuilder)
  readonly #voice = new VoiceController(this)
  readonly #state = new StoreController<FilterBuilderState>(this)
  readonly #modes = new Map<string, string>()
  readonly #hands = new BuilderHands(this, () => this.#view())
  #store: FilterBuilderStore | undefined
  #first: UncheckedFilter | undefined

  constructor() {
    super()
    this.message = ''
  }

  /** Kept, because an element gets its internals once and the base asks for them. */
  override attachInternals(): ElementInternals {
    const internals = super.attachInternals()
    internalsOf.set(this, internals)
    return internals
  }

  get #internals(): ElementInternals {
    return internalsOf.get(this) as ElementInternals
  }

  /** The form that it belongs to. */
  get form(): HTMLFormElement | null {
    return this.#internals.form
  }

  /** What is wrong with the filter, for browsers. */
  get validity(): ValidityState {
    return this.#internals.validity
  }

  /** What is wrong with the filter, for people. */
  get validationMessage(): string {
    return this.#internals.validationMessage
  }

  /** Whether the server takes the filter and every condition is finished. */
  checkValidity(): boolean {
    return this.#internals.checkValidity()
  }

  /** The same; what is wrong is shown, and the focus moves there. */
  reportValidity(): boolean {
    return this.#internals.reportValidity()
  }

  /** Focuses the first control. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.mode select, .add, textarea')?.focus()
  }

  formResetCallback(): void {
    this.value = this.#first
  }

  formDisabledCallback(disabled: boolean): void {
    this.disabled = disabled
  }

  formStateRestoreCallback(state: string): void {
    this.value = JSON.parse(state) as UncheckedFilter
  }

  /** What was removed is not to be taken back any more: what is there was stored. */
  forget(): void {
    this.#store?.forget()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) this.#store?.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#store?.close()
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (['object', 'client', 'api'].some((name) => changed.has(name))) this.#start()
    if (changed.has('value')) {
      this.#store?.load(this.value)
      if (this.#store && !this.hasUpdated) this.#first = this.value
    }
    if (this.draft && changed.has('value') && this.draft.problem === undefined && !same(this.draft.text, this.value))
      this.draft = { text: JSON.stringify(this.value ?? {}, null, 2) }
  }

  #start(): void {
    this.#store?.close()
    const api = (this.client ?? crmHttpApi({ base: this.api })) as FilterBuilderApi
    this.client ??= api
    this.#store = filterBuilderStore(api, {
      object: this.object,
      changes: this.changes,
      changed: (value, valid) => {
        this.value = value
        this.#tell()
        this.emit('kith-change', { value, valid })
      },
    })
    this.#store.load(this.value)
    this.#state.store = this.#store.$state
    this.#store.open()
  }

  protected override render(): unknown {
    const texts = this.#texts.value
    const view = this.#view()
    if (!texts || !this.#state.value) return nothing
    return layout({
      view,
      texts,
      state: this.#state.value,
      object: this.object,
      disabled: this.disabled,
      readOnly: this.readOnly,
      draft: this.draft,
      message: this.message,
      hands: this.#hands,
      write: (text) => this.#write(text),
      show: (json) => this.#show(json),
      retry: () => this.#store?.open(),
    })
  }

  protected override updated(): void {
    this.#tell()
  }

  /** Everything that the templates need; undefined while the model or the language is on its way. */
  #view(): BuilderView | undefined {
    const state = this.#state.value
    const texts = this.#texts.value
    const { model } = state ?? {}
    const say = state && model && this.#voice.say(model, state)
    if (!state || !model || !texts || !say || !this.#store) return undefined
    return {
      state: { ...state, model },
      store: this.#store,
      texts,
      locale: this.locale,
      client: this.client as object,
      say,
      modes: this.#modes,
      acts: this.#hands.acts,
    }
  }

  /** Tells the form what the filter is, and whether it can be sent. */
  #tell(): void {
    const state = this.#state.value
    const texts = this.#texts.value
    if (!state || !texts) return
    this.#internals.setFormValue(JSON.stringify(state.status === 'ready' ? state.value : (this.value ?? {})))
    const broken = this.draft?.problem !== undefined
    if (state.status !== 'ready' || (state.valid && !broken)) {
      this.#internals.setValidity({})
      return
    }
    const anchor = this.renderRoot.querySelector<HTMLElement>(
      '.wrong :is(input, .value select, kith-record-picker, .field), textarea, .sentence',
    )
    const text = state.problem ? texts.wrong(state.problem.reason) : broken ? texts.jsonBroken : texts.finish
    this.#internals.setValidity({ customError: true }, text, anchor ?? undefined)
  }

  #show(json: boolean): void {
    this.draft = json ? { text: JSON.stringify(this.#state.value?.value ?? {}, null, 2) } : undefined
  }

  #write(text: string): void {
    const { model, objects = [] } = this.#state.value ?? {}
    if (!model) return
    const object = objects.find(({ name, plural }) => name === this.object || plural === this.object)?.name ?? ''
    const { filter, ...draft } = readJson(text, (one) => model.check(object, one))
    this.draft = draft
    if (draft.problem === undefined) this.#store?.write(filter)
  }
}

/** Whether a text is the JSON of a value, however it is laid out. */
function same(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text || '{}')) === JSON.stringify(value ?? {})
  } catch {
    return false
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-filter-builder': KithFilterBuilder
  }
}
