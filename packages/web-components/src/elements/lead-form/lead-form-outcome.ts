import type { PublicForm } from '@kith/core'
import { html, type TemplateResult } from '../../base/index.ts'
import type { Texts } from '../../locales/en.ts'
import type { LeadFormState } from '../../stores/lead-form.ts'

const tick = html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9.5"/><path d="m7.5 12.5 3 3 6-6.5"/></svg>`
const clock = html`<svg class="waits" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l3.5 2"/></svg>`

/** What takes the place of the form once it was sent; undefined as long as there is something to fill in. */
export function outcomeOf(
  { status, kept }: LeadFormState,
  form: PublicForm,
  texts: Texts['leadFormSending'],
): TemplateResult | undefined {
  if (status !== 'sent' && status !== 'queued') return undefined
  const content =
    status === 'sent'
      ? html`${tick}<slot name="thanks"><p>${form.thanks || texts.sent}</p></slot>`
      : html`${clock}<h2>${texts.queuedTitle}</h2><p>${kept ? texts.queued : texts.queuedHere}</p>`
  return html`<div class="card outcome" part="thanks" tabindex="-1" role="status">${content}</div>`
}
