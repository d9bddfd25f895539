import type { Issue, Receipt } from '@kith/core'
import { formSendingApi } from '../../api/forms.ts'
import { html, type TemplateResult, textsOf } from '../../base/index.ts'
import { readField } from '../../fields/values.ts'
import { leadFormSending } from '../../locales/en/lead-form-sending.ts'
import type { LeadFormState, LeadFormStore } from '../../stores/lead-form.ts'
import { leadFormSender } from '../../stores/lead-form-sending.ts'
import { visitSource } from '../../stores/visit-source.ts'
import type { KithLeadForm } from './lead-form.ts'
import { fieldOf, issueOf, sentenceOf } from './lead-form-issues.ts'
import { outcomeOf } from './lead-form-outcome.ts'
import { sendingStyles } from './lead-form-sending.styles.ts'
import { prefill } from './prefill.ts'

export { rare } from '../../fields/rare.ts'

/** What a form needs from the first key on; comes in a file of its own when the form is focused or the page is idle. */
export interface FormSending {
  /** On the button while it is being sent. */
  label(): string | undefined
  /** What is to be changed, by field id (`consents.<place>` for a consent). */
  errors(): Readonly<Record<string, string>>
  /** What takes the place of the form once it was sent. */
  outcome(): TemplateResult | undefined
  /** What stands above the fields: what went wrong, and the field that only robots see. */
  notice(): TemplateResult
  /** After a change: what was wrong in that field is looked at again. */
  recheck(event: Event): void
  /** Checks, asks the page, sends. */
  submit(): void
}

/** Joins a form to the server. */
export function formSending(host: KithLeadForm, { $state, ...store }: LeadFormStore): FormSending {
  const address = location.href
  const root = host.renderRoot as ShadowRoot
  const texts = () => textsOf(host.locale, 'leadFormSending', leadFormSending)
  const formElement = () => root.querySelector('form')
  const issues = () => $state.get().issues ?? []
  const sentence = (issue: Issue) => sentenceOf(issue, texts(), host.locale)

  const sender = leadFormSender({
    store: { $state, ...store },
    api: host.client ?? formSendingApi(host.connection),
    formId: host.form,
    to: `${host.connection.base} ${host.connection.site}`,
    onReceipt: (receipt) => tell(host, receipt, $state.get()),
    onError: (error) => host.emit('kith-error', { code: (error as { code?: string }).code ?? 'INTERNAL' }),
  })

  const focusField = (id: string) => {
    const found = root.querySelector<HTMLElement>(`[id="${id}"]`)
    ;(found?.querySelector<HTMLElement>('input,select') ?? found)?.focus()
  }

  const focusFirst = () => {
    const [issue] = issues()
    if (issue) host.updateComplete.then(() => focusField(fieldOf(issue)))
  }

  const check = (data: FormData) => {
    const read = host.fields.map((field) => ({ field, value: readField(field, data, host.locale) }))
    return {
      values: Object.fromEntries(
        read.filter(({ value }) => value !== undefined).map(({ field, value }) => [field.id, value]),
      ),
      found: read.flatMap(({ field, value }) => issueOf(field, value) ?? []),
    }
  }

  const summary = () => {
    const labels = new Map(host.fields.map(({ id, label }) => [id, label]))
    if (issues().length < 2 && issues().every((issue) => labels.has(fieldOf(issue)))) return ''
    const item = (issue: Issue) => {
      const id = fieldOf(issue)
      const go = (event: Event) => {
        event.preventDefault()
        focusField(id)
      }
      return html`<li>${labels.has(id) ? html`<a href="#${id}" @click=${go}>${labels.get(id)}</a>: ` : ''}${sentence(issue)}</li>`
    }
    return html`<div class="summary" role="alert"><b>${texts().summary(issues().length)}</b><ul>${issues().map(item)}</ul></div>`
  }

  const why = (error: unknown): string => {
    const { code, details } = error as { code?: string; details?: { retryAfterSeconds?: number } }
    if (code === 'RATE_LIMITED') return texts().busy(details?.retryAfterSeconds || 60)
    return code === 'FORM_CLOSED' ? texts().closed : texts().failed
  }

  let filled: object | undefined
  let before: string | undefined
  const hostUpdated = () => {
    const { status } = $state.get()
    const form = formElement()
    const values = host.values ?? form
    if (form && values && values !== filled) {
      const plain = host.querySelector('form')
      prefill(form, host.values, plain)
      plain?.remove()
      filled = values
      host.requestUpdate()
    }
    if (before === 'sending') root.querySelector<HTMLElement>('.outcome')?.focus()
    before = status
  }

  root.adoptedStyleSheets.push(sendingStyles.styleSheet as CSSStyleSheet)
  host.addController({ hostUpdated })
  sender.resume()

  return {
    label: () => ($state.get().status === 'sending' ? texts().sending : undefined),
    errors: () => Object.fromEntries(issues().map((issue) => [fieldOf(issue), sentence(issue)])),
    outcome: () => outcomeOf($state.get(), texts()),
    notice() {
      const { status, error } = $state.get()
      return html`${status === 'failed' ? html`<p class="summary error" role="alert">${why(error)}</p>` : ''}${summary()}
        <label class="trap" aria-hidden="true">Website<input name="website_url" autocomplete="off" tabindex="-1"></label>`
    },
    recheck({ target }) {
      const { name } = target as HTMLInputElement
      const form = formElement()
      const isOf = (issue: Issue) => name === fieldOf(issue) || name.startsWith(`${fieldOf(issue)}.`)
      if (!form || !issues().some(isOf)) return
      const again = check(new FormData(form)).found.filter(isOf)
      $state.set({ ...$state.get(), issues: [...issues().filter((issue) => !isOf(issue)), ...again] })
    },
    submit() {
      const element = formElement()
      const { status, form } = $state.get()
      if (!element || !form || status === 'sending') return
      const data = new FormData(element)
      const { values, found } = check(data)
      $state.set({ status: 'ready', form, issues: found })
      if (found[0]) return focusFirst()
      const consents = form.consents.filter((_, at) => values[`consents.${at}`])
      for (const at of form.consents.keys()) delete values[`consents.${at}`]
      const detail = { values }
      if (!host.emit('kith-submit', detail, true)) return
      const input = {
        ...detail,
        consents: consents.map(({ purpose, channel }) => (channel ? { purpose, channel } : { purpose })),
        token: form.token,
        source: visitSource(address, document.referrer),
        locale: form.locale,
        website_url: String(data.get('website_url') ?? ''),
      }
      sender.send(input).then(focusFirst)
    },
  }
}

function tell(host: KithLeadForm, { id }: Receipt, { form }: LeadFormState): void {
  host.emit('kith-success', { submissionId: id })
  if (host.getAttribute('analytics') === 'datalayer') {
    const page = window as { dataLayer?: object[] }
    page.dataLayer ??= []
    page.dataLayer.push({ event: 'generate_lead', form_id: host.form, form_name: form?.title, lead_id: id })
  }
  const next = host.getAttribute('redirect')
  if (next && /^https?:/.test(new URL(next, document.baseURI).href)) location.assign(next)
}
