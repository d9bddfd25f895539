import { html, type TemplateResult } from '../../base/index.ts'
import type { Texts } from '../../locales/en.ts'
import type { LeadFormState } from '../../stores/lead-form.ts'

const icon = (path: string, name = ''): TemplateResult =>
  html`<svg class=${name} viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9.5"/><path d=${path} /></svg>`

/** What takes the place of the form once it was sent; undefined as long as there is something to fill in. */
export function outcomeOf(
  { status, kept, form }: LeadFormState,
  texts: Texts['leadFormSending'],
): TemplateResult | undefined {
  if (status !== 'sent' && status !== 'queued') return undefined
  const content =
    status === 'sent'
      ? html`${icon('m7.5 12.5 3 3 6-6.5')}<slot name="thanks"><p>${form?.thanks}</p></slot>`
      : html`${icon('M12 6.5V12l3.5 2', 'waits')}<h2>${texts.queuedTitle}</h2><p>${kept ? texts.queued : texts.queuedHere}</p>`
  return html`<div class="card outcome" part="thanks" tabindex="-1" role="status">${content}</div>`
}
