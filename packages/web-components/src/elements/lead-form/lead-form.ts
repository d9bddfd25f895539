import type { PublicForm, PublicFormField } from '@kith/core'
import { formReader } from '../../api/form-reader.ts'
import type { FormApi } from '../../api/forms.ts'
import {
  hostStyles,
  html,
  KithElement,
  StoreController,
  type TemplateResult,
  TextsController,
  whenIdle,
} from '../../base/index.ts'
import { addRenderers, rendererOf } from '../../fields/index.ts'
import { fieldView } from '../../fields/renderer.ts'
import { leadForm } from '../../locales/en/lead-form.ts'
import type { Texts } from '../../locales/en.ts'
import { type LeadFormState, type LeadFormStore, leadFormStore } from '../../stores/lead-form.ts'
import { styles } from './lead-form.styles.ts'
import type { hiddenFields } from './lead-form-conditions.ts'
import type { FormSending } from './lead-form-sending.ts'

/**
 * @summary A form that turns a visitor into a lead.
 * @status experimental
 * @since 0.1
 *
 * Wrapped around a plain `<form method="post">` it shows that one until its own is ready, and for good where scripts
 * or the server fail; then what was typed is taken over and the plain form is taken out. Nothing is stored in the browser before the visitor presses send.
 *
 * @attr {'datalayer'} analytics - Tells the tag manager of a new lead, without anything that the visitor wrote.
 * @attr {string} redirect - Address to go to after sending, instead of the thanks.
 * @slot - A plain `<form>` for browsers without JavaScript.
 * @slot thanks - Shown after a successful submit instead of the text of the form.
 * @event {CustomEvent<KithSubmitDetail>} kith-submit - Before sending; `preventDefault()` stops it, and changes of `detail.values` are sent.
 * @event {CustomEvent<KithSuccessDetail>} kith-success - After the lead is stored.
 * @event {CustomEvent<KithErrorDetail>} kith-error - Sending failed, or waits for the connection (`NETWORK`).
 * @csspart form - The `<form>`.
 * @csspart heading - The title.
 * @csspart intro - The text under the title.
 * @csspart field - A label with its control and what is said about it.
 * @csspart input - A control.
 * @csspart submit - The submit button.
 * @csspart thanks - What is shown after sending.
 * @cssproperty [--kith-accent] - Colour of the button and of focus.
 * @cssproperty [--kith-form-gap=14px] - Space between fields.
 * @cssproperty [--kith-form-padding=24px] - Space around the fields.
 * @cssproperty [--kith-form-border] - Edge of the card; `0` takes it away.
 */
export class KithLeadForm extends KithElement {
  static override styles = [hostStyles, styles]
  static override properties = {
    form: {},
    withoutHeading: { type: Boolean, attribute: 'without-heading' },
    values: { attribute: false },
  }

  /** Id of the form definition to show. */
  declare form: string
  /** Leaves out title and intro. */
  declare withoutHeading: boolean
  /** Values to begin with, by field id. */
  declare values: Readonly<Record<string, unknown>> | undefined
  declare client: FormApi | undefined

  readonly #state = new StoreController<LeadFormState>(this)
  readonly #texts = new TextsController(this, 'leadForm', leadForm)
  #store: LeadFormStore | undefined
  #source = ''
  #sending: FormSending | undefined
  #coming: Promise<FormSending> | undefined
  /** Of forms with conditions. */
  #hidden: ReturnType<typeof hiddenFields> | undefined

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    const source = [this.form, this.api, this.site, this.locale].join()
    if (source === this.#source && !changed.has('client')) return
    this.#source = source
    this.#store ??= leadFormStore(() => this.#read())
    this.#state.store = this.#store.$state
    this.#store.load()
  }

  async #read(): Promise<PublicForm> {
    try {
      const form = await (this.client ?? formReader(this.connection)).form(this.form, { locale: this.locale })
      this.#hidden = form.fields.some(({ when }) => when)
        ? (await import('./lead-form-conditions.ts')).hiddenFields(form.fields)
        : undefined
      if (this.values || this.#plain || !form.fields.every(({ type }) => rendererOf(type))) await this.#prepare()
      return form
    } finally {
      // Not before: the form itself comes first over a slow line.
      whenIdle(this.#prepare)
    }
  }

  /** What is asked now: fields, then a box for each consent, with the id `consents.<place>`. */
  get fields(): readonly PublicFormField[] {
    const hidden = this.#hidden?.(this.renderRoot.querySelector('form'), this.locale)
    return hidden ? this.#fields.filter(({ id }) => !hidden.has(id)) : this.#fields
  }

  get #fields(): readonly PublicFormField[] {
    const { fields, consents } = this.#state.value?.form ?? { fields: [], consents: [] }
    const box = ({ text, required = false }: PublicForm['consents'][number], at: number) =>
      ({ id: `consents.${at}`, type: 'boolean', label: text, required }) as const
    return [...fields, ...consents.map(box)]
  }

  /** The form for browsers without JavaScript. */
  get #plain(): HTMLFormElement | null {
    return this.querySelector('form')
  }

  /** Brings what a form needs from the first key on: checks, sending, the queue, and the states after. */
  readonly #prepare = async (): Promise<FormSending> => {
    this.#coming ??= import('./lead-form-sending.ts').then(({ formSending, rare }) => {
      addRenderers(rare)
      return formSending(this, this.#store as LeadFormStore)
    })
    this.#sending = await this.#coming
    this.requestUpdate()
    return this.#sending
  }

  protected override render(): unknown {
    const { status, form } = this.#state.value ?? {}
    const texts = this.#texts.value
    if (form && texts) return this.#sending?.outcome() ?? this.#form(form, texts)
    if (this.#plain) return html`<slot></slot>`
    if (status === 'failed')
      return html`<div class="card" role="alert">${texts?.notLoaded}<button @click=${() => this.#store?.load()}>${texts?.retry}</button></div>`
    return html`<div class="card" role="status" aria-busy="true"><i></i><i></i><i></i><i></i></div>`
  }

  #form(form: PublicForm, texts: Texts['leadForm']): TemplateResult {
    const sending = this.#sending
    const { locale } = this
    const shown = this.fields
    const show = (field: PublicFormField) => {
      const control = rendererOf(field.type)?.(fieldView(field, sending?.errors()[field.id], texts, locale))
      if (!field.when) return control
      const off = !shown.includes(field)
      return html`<fieldset class="when" ?hidden=${off} ?disabled=${off}>${control}</fieldset>`
    }
    return html`<form class="card" part="form" novalidate
      @submit=${this.#submit} @focusin=${this.#prepare} @input=${this.#typed}>
      ${this.withoutHeading ? '' : html`<h2 part="heading">${form.title}</h2>${form.intro && html`<p part="intro">${form.intro}</p>`}`}
      ${sending?.notice()}
      ${this.#fields.map(show)}
      <button part="submit">${sending?.label() ?? form.submitLabel}</button>
    </form>`
  }

  readonly #typed = (event: Event): void => {
    this.#sending?.recheck(event)
    if (this.#hidden) this.requestUpdate()
  }

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    ;(await this.#prepare()).submit()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-lead-form': KithLeadForm
  }
}
