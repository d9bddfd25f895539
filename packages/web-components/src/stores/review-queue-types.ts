import type { CrmApi, Me, ProposedCommand, Review, RulesApi, StoredRecord } from '@kith/core'
import type { ReadableAtom } from 'nanostores'
import type { ScreenObject } from '../values/model.ts'

/** What the queue calls. */
export type ReviewQueueApi = Pick<
  CrmApi & RulesApi,
  | 'me'
  | 'model'
  | 'list'
  | 'get'
  | 'changes'
  | 'approveReview'
  | 'changeReview'
  | 'refuseReview'
  | 'contestReview'
  | 'reviewFigures'
  | 'ruleLabels'
>

/** A review as the queue holds it. */
export type ReviewRow = Review &
  StoredRecord & {
    readonly title: string
    readonly object: string
    readonly recordId: string
    readonly createdAt: string
  }

/** What a person does with a review. */
export type Verdict = 'approve' | 'change' | 'refuse' | 'contest'

/** What comes with it. */
export interface VerdictInput {
  readonly lookedSeconds: number
  readonly reason?: string
  /** Only with `change`. */
  readonly commands?: readonly ProposedCommand[]
  /** Only with `contest`: who objects, where it is not the person who writes it down. */
  readonly by?: string
}

/** Why the person does not decide a review. */
export type MayNot = 'served' | 'before' | 'role'

/** How long people look before they approve. */
export type ReviewFigures = Awaited<ReturnType<RulesApi['reviewFigures']>>

/** What the queue shows. */
export interface ReviewQueueState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Code of the error when `failed`. */
  readonly code?: string
  readonly me?: Me
  readonly objects: readonly ScreenObject[]
  readonly tab: 'waiting' | 'decided'
  /** Those that the person may decide first, each kind oldest first. */
  readonly waiting: readonly ReviewRow[]
  /** Newest first. */
  readonly decided: readonly ReviewRow[]
  /** There are earlier decided ones. */
  readonly more: boolean
  /** Id of the one that is read. */
  readonly selected?: string | undefined
  readonly figures?: ReviewFigures | undefined
  /** What records are called, by id; rules as `rule:<id>`. */
  readonly titles: ReadonlyMap<string, string>
  /** The one that is read was decided or contested by somebody else while it was read. */
  readonly meanwhile?: string | undefined
  /** What was done just now. */
  readonly notice?: { readonly verdict: Verdict; readonly review: ReviewRow } | undefined
}

/** Proposals of rules that wait for a person, live. */
export interface ReviewQueueStore {
  readonly $state: ReadableAtom<ReviewQueueState>
  /** Loads (again) and listens to changes until `close`. */
  open(): Promise<void>
  close(): void
  show(tab: ReviewQueueState['tab']): void
  select(id: string | undefined): void
  /** Opens one wherever it is, waiting or decided. Nothing happens where the person may not see it. */
  reveal(id: string): Promise<void>
  /** Earlier decided ones. */
  more(): Promise<void>
  /**
   * Decides; the next one is selected.
   *
   * @returns false where somebody else was first: nothing was decided, and `meanwhile` says so
   * @throws KithError `REVIEW_NOT_YOURS`; with `issues` for values that are refused; what carrying it out refuses
   */
  decide(verdict: Verdict, review: ReviewRow, input: VerdictInput, idempotencyKey: string): Promise<boolean>
  /** Closes the notice. */
  dismiss(): void
}
