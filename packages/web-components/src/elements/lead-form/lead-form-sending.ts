import type { Issue, PublicForm, PublicFormField, Receipt, SubmissionInput } from '@kith/core'
import { formApi } from '../../api/forms.ts'
import { html, type TemplateResult, textsOf } from '../../base/index.ts'
import { checkField, type IssueCode } from '../../fields/checks.ts'
import { readField } from '../../fields/values.ts'
import { leadFormSending } from '../../locales/en/lead-form-sending.ts'
import type { LeadFormStore } from '../../stores/lead-form.ts'
import { type LeadFormSender, leadFormSender } from '../../stores/lead-form-sending.ts'
import { visitSource } from '../../stores/visit-source.ts'
import type { KithLeadForm } from './lead-form.ts'
import { outcomeOf } from './lead-form-outcome.ts'
import { sendingStyles } from './lead-form-sending.styles.ts'
import { prefill } from './prefill.ts'

/** What a form needs from the first key on; comes in a file of its own when the form is focused or the page is idle. */
export class FormSending {
  readonly #host: KithLeadForm
  readonly #store: LeadFormStore
  readonly #sender: LeadFormSender
  readonly #address = location.href
  #filled: object | undefined
  #before: string | undefined

  constructor(host: KithLeadForm, store: LeadFormStore) {
    this.#host = host
    this.#store = store
    const { base, site } = host.connection
    this.#sender = leadFormSender({
      store,
      api: host.client ?? formApi(host.connection),
      formId: host.form,
      to: `${base} ${site}`,
      onReceipt: (receipt) => this.#tell(receipt),
      onError: (error) => host.emit('kith-error', { code: (error as { code?: string }).code ?? 'INTERNAL' }),
    })
    const root = host.renderRoot as ShadowRoot
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sendingStyles.styleSheet as CSSStyleSheet]
    host.addController(this)
    host.requestUpdate()
    this.#sender.resume()
  }

  get #texts() {
    return textsOf(this.#host.locale, 'leadFormSending', leadFormSending)
  }

  get #form(): HTMLFormElement | null {
    return this.#host.renderRoot.querySelector('form')
  }

  /** On the button while it is being sent. */
  get label(): string | undefined {
    return this.#store.$state.get().status === 'sending' ? this.#texts.sending : undefined
  }

  /** What is to be changed, by field id (`consents.<place>` for a consent). */
  get errors(): Readonly<Record<string, string>> {
    const entries = this.#issues.map((issue) => [fieldOf(issue), this.#sentence(issue)])
    return Object.fromEntries(entries)
  }

  get #issues(): readonly Issue[] {
    return this.#store.$state.get().issues ?? []
  }

  /** What takes the place of the form. */
  outcome(): TemplateResult | undefined {
    const state = this.#store.$state.get()
    return state.form && outcomeOf(state, state.form, this.#texts)
  }

  /** What stands above the fields: what went wrong, and the field that only robots see. */
  notice(): TemplateResult {
    const { status, error } = this.#store.$state.get()
    const failure = status === 'failed' ? html`<p class="summary error" role="alert">${this.#why(error)}</p>` : ''
    return html`${failure}${this.#summary()}
      <label class="trap" aria-hidden="true">Website<input name="website_url" autocomplete="off" tabindex="-1"></label>`
  }

  #why(error: unknown): string {
    const { code, details } = error as { code?: string; details?: { retryAfterSeconds?: number } }
    if (code === 'RATE_LIMITED') return this.#texts.busy(details?.retryAfterSeconds ?? 60)
    return code === 'FORM_CLOSED' ? this.#texts.closed : this.#texts.failed
  }

  #summary(): TemplateResult | string {
    const issues = this.#issues
    const labels = new Map(this.#fields.map(({ id, label }) => [id, label]))
    if (issues.length < 2 && issues.every((issue) => labels.has(fieldOf(issue)))) return ''
    const item = (issue: Issue) => {
      const id = fieldOf(issue)
      const text = this.#sentence(issue)
      if (!labels.has(id)) return html`<li>${text}</li>`
      const go = (event: Event) => {
        event.preventDefault()
        this.#focus(id)
      }
      return html`<li><a href="#${id}" @click=${go}>${labels.get(id)}</a>: ${text}</li>`
    }
    return html`<div class="summary" role="alert"><strong>${this.#texts.summary(issues.length)}</strong><ul>${issues.map(item)}</ul></div>`
  }

  /** Fields and consents alike. */
  get #fields(): readonly PublicFormField[] {
    const { fields, consents } = this.#store.$state.get().form as PublicForm
    const boxes = consents.map(({ text, required = false }, at) => ({ id: `consents.${at}`, type: 'boolean' as const, label: text, required }))
    return [...fields, ...boxes]
  }

  #sentence({ code, params = {}, message }: Issue): string {
    const { issues } = this.#texts
    const text = issues[code as IssueCode]
    if (typeof text === 'function') return text(params)
    return text ?? (this.#host.locale.startsWith('en') && message ? message : issues.other)
  }

  #focus(id: string): void {
    const found = this.#form?.querySelector<HTMLElement>(`[id="${id}"]`)
    const control = found?.matches('fieldset') ? found.querySelector<HTMLElement>('input,select') : found
    control?.focus()
  }

  /** After a change: what was wrong in that field is looked at again. */
  recheck(event: Event): void {
    const { name } = event.target as HTMLInputElement
    const id = name.startsWith('consents.') ? name : (name.split('.')[0] ?? '')
    const { issues, ...state } = this.#store.$state.get()
    if (!issues?.some((issue) => fieldOf(issue) === id)) return
    const others = issues.filter((issue) => fieldOf(issue) !== id)
    const again = this.#check().issues.filter((issue) => fieldOf(issue) === id)
    this.#store.$state.set({ ...state, issues: [...others, ...again] })
  }

  /** Checks, asks the page, sends. */
  submit(): void {
    const form = this.#form
    const { status, form: definition } = this.#store.$state.get()
    if (!form || !definition || status === 'sending') return
    const { values, issues } = this.#check()
    this.#store.$state.set({ status: 'ready', form: definition, issues })
    if (issues[0]) {
      const first = fieldOf(issues[0])
      this.#host.updateComplete.then(() => this.#focus(first))
      return
    }
    if (!this.#host.emit('kith-submit', { values }, true)) return
    const trap = String(new FormData(form).get('website_url') ?? '')
    const ticked = definition.consents.filter((_, at) => values[`consents.${at}`])
    for (const at of definition.consents.keys()) delete values[`consents.${at}`]
    const input: SubmissionInput = {
      values,
      consents: ticked.map(({ purpose, channel }) => (channel ? { purpose, channel } : { purpose })),
      token: definition.token,
      source: visitSource(this.#address, document.referrer),
      locale: definition.locale,
      ...(trap && { website_url: trap }),
    }
    this.#sender.send(input).then(() => this.#focusFirstIssue())
  }

  #focusFirstIssue(): void {
    const [issue] = this.#issues
    if (issue) this.#host.updateComplete.then(() => this.#focus(fieldOf(issue)))
  }

  #check(): { values: Record<string, unknown>; issues: Issue[] } {
    const data = new FormData(this.#form as HTMLFormElement)
    const values: Record<string, unknown> = {}
    const issues: Issue[] = []
    for (const field of this.#fields) {
      const value = readField(field, data, this.#host.locale)
      if (value !== undefined) values[field.id] = value
      const wrong = checkField(field, value)
      const consent = field.id.startsWith('consents.')
      const code = consent && wrong ? 'required-consent' : wrong?.code
      const path = consent ? `/${field.id.replace('.', '/')}` : `/values/${field.id}`
      if (code) issues.push({ path, code, message: '', params: wrong?.params ?? {} })
    }
    return { values, issues }
  }

  #tell({ id }: Receipt): void {
    const form = this.#store.$state.get().form
    this.#host.emit('kith-success', { submissionId: id })
    if (this.#host.getAttribute('analytics') === 'datalayer') {
      const page = window as { dataLayer?: object[] }
      page.dataLayer ??= []
      page.dataLayer.push({ event: 'generate_lead', form_id: this.#host.form, form_name: form?.title, lead_id: id })
    }
    const next = this.#host.getAttribute('redirect')
    if (next && /^https?:/.test(new URL(next, document.baseURI).protocol)) location.assign(next)
  }

  /** Called by Lit after each rendering. */
  hostUpdated(): void {
    const { status } = this.#store.$state.get()
    const form = this.#form
    const values = this.#host.values ?? form
    if (form && values && values !== this.#filled) {
      prefill(form, this.#fields, this.#host.values, this.#filled ? null : this.#host.querySelector('form'))
      this.#filled = values
    }
    const place = this.#host.renderRoot.querySelector<HTMLElement>('.outcome')
    if (place && this.#before === 'sending' && status !== 'sending') place.focus()
    this.#before = status
  }
}

/** `/values/email` and `/values/address/city` → the field's id, `/consents/0` → `consents.0`. */
function fieldOf({ path }: Issue): string {
  const [, kind, name = ''] = path.split('/')
  return kind === 'consents' ? `consents.${name}` : name
}
