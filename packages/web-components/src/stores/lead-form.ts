import type { Issue, PublicForm, Receipt } from '@kith/core'
import { atom, type WritableAtom } from 'nanostores'

/** Where a lead form stands. `queued`: sent by the visitor, kept until the connection is back. */
export interface LeadFormState {
  readonly status: 'loading' | 'ready' | 'sending' | 'sent' | 'queued' | 'failed'
  /** Absent until it is loaded. */
  readonly form?: PublicForm
  /** What is to be changed; paths `/values/<field>` and `/consents/<place>`. */
  readonly issues?: readonly Issue[]
  /** Why loading or sending failed. */
  readonly error?: unknown
  /** With `sent`. */
  readonly receipt?: Receipt
  /** With `queued`: it survives a reload of the page. */
  readonly kept?: boolean
}

/** What {@link leadFormStore} gives. */
export interface LeadFormStore {
  readonly $state: WritableAtom<LeadFormState>
  /** Reads the definition; again after a failure, or in another language. What was typed stays. */
  load(): Promise<void>
}

/**
 * Reads a form and holds its state; sending comes with `lead-form-sending.ts`.
 *
 * @param read gives the definition, ready to be shown
 */
export function leadFormStore(read: () => Promise<PublicForm>): LeadFormStore {
  const $state = atom<LeadFormState>({ status: 'loading' })
  return {
    $state,
    async load() {
      const { form } = $state.get()
      if (!form) $state.set({ status: 'loading' })
      try {
        const next = await read()
        $state.set({ status: 'ready', ...(form && $state.get()), form: next })
      } catch (error) {
        if (!form) $state.set({ status: 'failed', error })
      }
    },
  }
}
