import * as z from 'zod'
import type { Label } from '../../shared/locale.ts'
import { type ActionKind, labelSchema, reviewShape } from './action.ts'

/** Asks a person for a decision that no action carries out: a yes or no with a reason, for people to act on. */
export interface RequestReview {
  readonly do: 'request-review'
  readonly question: Label
  /** `{ by }`: only who has that role decides. */
  readonly review?: 'required' | { readonly by: string }
}

/** {@link RequestReview}. An action that waits for an approval carries `review: 'required'` itself. */
export const requestReview: ActionKind<RequestReview> = {
  name: 'request-review',
  schema: z.strictObject({ do: z.literal('request-review'), question: labelSchema, ...reviewShape }),
  weight: () => 'heavy',
  plan: () => ({ commands: [] }),
  describe({ question, review }, { say, label, quoted }) {
    const asked = quoted(label(question))
    if (typeof review !== 'object') return say('requestReview', { question: asked })
    return say('requestReviewBy', { question: asked, role: quoted(review.by) })
  },
}
