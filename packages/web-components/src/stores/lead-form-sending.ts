import type { Receipt, SubmissionInput } from '@kith/core'
import { type ApiError, backOff, newKey, pause } from '../api/call.ts'
import type { FormSendingApi } from '../api/forms.ts'
import type { LeadFormState, LeadFormStore } from './lead-form.ts'
import { type Unsent, unsentForms } from './unsent.ts'

/** What {@link leadFormSender} needs. */
export interface LeadFormSenderOptions {
  readonly store: LeadFormStore
  readonly api: FormSendingApi
  readonly formId: string
  /** Server and site, so that a kept form goes where it belongs. */
  readonly to: string
  /** A form is stored, also one that was kept earlier. */
  readonly onReceipt: (receipt: Receipt) => void
  /** A form was refused, or waits for the connection. */
  readonly onError: (error: unknown) => void
}

/** Sends one rendered form, once. */
export interface LeadFormSender {
  /** Files among the values are handed in first. Does nothing unless the form is `ready`. */
  send(input: SubmissionInput): Promise<void>
  /** Sends what an earlier page kept. */
  resume(): void
}

/** A form that comes faster looks like a robot's to the server; autofill can be faster. */
const QUIET_MS = 600

type Refusal = Partial<ApiError>

/**
 * Worth sending again without the visitor: the server was not reached, or it said that it stored nothing; of a form
 * that waits anyway also that it was asked too often.
 */
const isPassing = ({ code, status = 0 }: Refusal, waits: boolean): boolean =>
  code === 'NETWORK' || (status > 501 && status < 505) || (waits && code === 'RATE_LIMITED')

/**
 * Sends a form with the same idempotency key each time, and keeps it on this device until it is acknowledged when the
 * server cannot be reached.
 */
export function leadFormSender(options: LeadFormSenderOptions): LeadFormSender {
  const { store, api, formId, to } = options
  const { $state } = store
  const kept = unsentForms(to)
  let key = newKey()
  const shownAt = performance.now()
  const set = (next: Omit<LeadFormState, 'form'>) => {
    const { form } = $state.get()
    $state.set(form ? { ...next, form } : next)
  }

  /** Sends until the server answers; while it cannot be reached, the form is kept on this device. */
  const deliver = async (unsent: Unsent, onWait?: (error: unknown, isKept: boolean) => void): Promise<Receipt> => {
    for (let failures = 0; ; failures++) {
      try {
        const receipt = await api.submit(unsent.formId, unsent.input, { idempotencyKey: unsent.key })
        kept.forget(unsent.key)
        return receipt
      } catch (error) {
        if (!isPassing(error as Refusal, !onWait || failures > 0)) {
          kept.forget(unsent.key)
          throw error
        }
        if (failures === 0) onWait?.(error, kept.keep(unsent))
        await pause(backOff(failures, 2_000, 300_000))
      }
    }
  }

  return {
    async send(draft) {
      if ($state.get().status !== 'ready') return
      set({ status: 'sending' })
      await pause(shownAt + QUIET_MS - performance.now())
      try {
        const values = { ...draft.values }
        for (const [id, value] of Object.entries(values))
          if (value instanceof File) values[id] = (await api.uploadFormFile?.(formId, value))?.id
        const receipt = await deliver({ key, formId, input: { ...draft, values } }, (error, isKept) => {
          set({ status: 'queued', kept: isKept })
          options.onError(error)
        })
        set({ status: 'sent', receipt })
        options.onReceipt(receipt)
      } catch (error) {
        const { code, details } = error as Refusal
        if (code === 'IDEMPOTENCY_MISMATCH') key = newKey() // an earlier try was stored after all: this is a new text
        const issues = details?.issues
        set(issues?.length ? { status: 'ready', issues } : { status: 'failed', error })
        options.onError(error)
      }
    },
    resume() {
      for (const unsent of kept.all()) deliver(unsent).then(options.onReceipt, options.onError)
    },
  }
}
