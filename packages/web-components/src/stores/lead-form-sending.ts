import type { Issue, Receipt, SubmissionInput } from '@kith/core'
import { backOff, newKey, pause } from '../api/call.ts'
import type { FormApi } from '../api/forms.ts'
import type { LeadFormState, LeadFormStore } from './lead-form.ts'
import { forget, keep, keptFor, type Unsent } from './unsent.ts'

/** What {@link leadFormSender} needs. */
export interface LeadFormSenderOptions {
  readonly store: LeadFormStore
  readonly api: FormApi
  readonly formId: string
  /** Server and site, so that a kept form goes where it belongs. */
  readonly to: string
  /** A form is stored, also one that was kept earlier. */
  readonly onReceipt?: (receipt: Receipt) => void
  /** A form was refused, or waits for the connection. */
  readonly onError?: (error: unknown) => void
}

/** Sends one rendered form, once. */
export interface LeadFormSender {
  /** Files among the values are handed in first. While one sending is under way a second call does nothing. */
  send(input: SubmissionInput): Promise<void>
  /** Sends what an earlier page kept. */
  resume(): void
}

/** A form that comes faster looks like a robot's to the server; autofill can be faster. */
const QUIET_MS = 600

const code = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code
const status = (error: unknown): number => (error as { status?: number } | undefined)?.status ?? 0

/** Worth sending again without the visitor: the server was not reached, or it said that it stored nothing. */
const isPassing = (error: unknown): boolean => code(error) === 'NETWORK' || [502, 503, 504].includes(status(error))

/**
 * Sends a form with the same idempotency key each time, and keeps it on this device until it is acknowledged when the
 * server cannot be reached.
 */
export function leadFormSender(options: LeadFormSenderOptions): LeadFormSender {
  const { store, api, formId, to } = options
  const { $state } = store
  let key = newKey()
  const shownAt = performance.now()
  const set = (next: Omit<LeadFormState, 'form'>) => {
    const { form } = $state.get()
    $state.set(form ? { ...next, form } : next)
  }

  const submit = (unsent: Unsent) => api.submit(unsent.formId, unsent.input, { idempotencyKey: unsent.key })

  /** Sends until the server answers, then erases. */
  const deliver = async (unsent: Unsent): Promise<Receipt> => {
    for (let failures = 0; ; failures++) {
      await pause(backOff(failures, 2_000, 300_000))
      try {
        const receipt = await submit(unsent)
        forget(unsent.key)
        return receipt
      } catch (error) {
        if (isPassing(error) || code(error) === 'RATE_LIMITED') continue
        forget(unsent.key)
        throw error
      }
    }
  }

  const succeed = (receipt: Receipt) => {
    set({ status: 'sent', receipt })
    options.onReceipt?.(receipt)
  }
  const fail = (error: unknown) => {
    const issues = (error as { details?: { issues?: readonly Issue[] } }).details?.issues
    if (issues?.length) set({ status: 'ready', issues })
    else set({ status: 'failed', error })
    options.onError?.(error)
  }

  return {
    async send(draft) {
      if (['sending', 'queued', 'sent'].includes($state.get().status)) return
      set({ status: 'sending' })
      await pause(shownAt + QUIET_MS - performance.now())
      let unsent: Unsent | undefined
      try {
        const input = { ...draft, values: await handInFiles(api, formId, draft.values) }
        unsent = { key, formId, input, to }
        succeed(await submit(unsent))
      } catch (error) {
        if (code(error) === 'IDEMPOTENCY_MISMATCH') key = newKey() // an earlier try was stored after all: this is a new text
        if (!unsent || !isPassing(error)) return fail(error)
        set({ status: 'queued', kept: keep(unsent) })
        options.onError?.(error)
        await deliver(unsent).then(succeed, fail)
      }
    },
    resume() {
      for (const unsent of keptFor(to)) deliver(unsent).then(options.onReceipt, options.onError)
    },
  }
}

/** Values in which each file is replaced by the id that it was stored under. */
async function handInFiles(
  api: FormApi,
  formId: string,
  values: SubmissionInput['values'],
): Promise<SubmissionInput['values']> {
  const entries = Object.entries(values).map(async ([id, value]) =>
    value instanceof File ? ([id, (await api.uploadFormFile?.(formId, value))?.id] as const) : ([id, value] as const),
  )
  return Object.fromEntries(await Promise.all(entries))
}
