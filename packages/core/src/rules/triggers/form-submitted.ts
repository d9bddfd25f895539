import * as z from 'zod'
import type { TriggerKind } from './trigger.ts'

/** A visitor sent a form; the rule looks at the lead that it made or came back to. What is in quarantine starts nothing. */
export interface FormSubmitted {
  readonly when: 'form-submitted'
  /** Id of the form. Absent: any. */
  readonly form?: string
}

/** {@link FormSubmitted}. */
export const formSubmitted: TriggerKind<FormSubmitted> = {
  name: 'form-submitted',
  schema: z.strictObject({
    when: z.literal('form-submitted'),
    form: z.string().min(1).max(64).exactOptional(),
  }),
  object: () => 'lead',
  events: () => ['lead.captured', 'lead.returned'],
  startedBy: ({ form }, { data }) => data?.['formId'] !== undefined && (form === undefined || data['formId'] === form),
  describe: ({ form }, { say, name }) =>
    form === undefined ? say('anyFormSubmitted', {}) : say('formSubmitted', { form: name('form', form) }),
}
