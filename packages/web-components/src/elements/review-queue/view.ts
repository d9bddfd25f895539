import type { RecordTexts } from '../../base/record-texts.ts'
import type { ShownContext } from '../../fields/shown.ts'
import type { ReviewTexts } from '../../locales/review-queue.ts'
import type { ReviewQueueState, ReviewQueueStore, ReviewRow, Verdict } from '../../stores/review-queue-types.ts'

/** What a person is about to do. */
export interface Asked {
  readonly verdict: Verdict
  readonly review: ReviewRow
  /** Stays with the question, so that sending it twice decides once. */
  readonly key: string
}

/** What the templates show. */
export interface ReviewView {
  readonly state: ReviewQueueState
  readonly texts: ReviewTexts
  /** Words of forms about records. */
  readonly recordTexts: RecordTexts
  readonly context: ShownContext
  readonly client: object
  readonly selected: ReviewRow | undefined
  /** On a narrow screen: the review is shown, not the list. */
  readonly reading: boolean
  readonly asked: Asked | undefined
  readonly problem: string
  readonly errors: Readonly<Record<string, string>>
  readonly sending: boolean
  /** How long the person has looked at the selected one, seconds. */
  readonly looked: number
  readonly acts: {
    readonly store: ReviewQueueStore
    readonly read: (id: string) => void
    readonly back: () => void
    readonly ask: (verdict: Verdict | undefined) => void
    readonly answer: (event: SubmitEvent) => void
    readonly open: (object: string, id: string) => void
  }
}

/** What a record is called. */
export const nameOf = (id: string, { state, texts }: ReviewView): string => state.titles.get(id) || texts.nameless

/** Whom a step or a list names: the person who looks is `you`. */
export const personOf = (id: string, { state, texts }: ReviewView): string =>
  state.titles.get(id) ?? state.titles.get(`user:${id}`) ?? (/^[\w-]+$/.test(id) ? texts.somebody : id)

/** Seconds as people say them: `41 sec`, `3 min`. */
export function sayTime(seconds: number, locale: string): string {
  const long = seconds >= 120
  const unit = {
    style: 'unit',
    unit: long ? 'minute' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  } as const
  return new Intl.NumberFormat(locale, unit).format(long ? Math.round(seconds / 60) : Math.round(seconds))
}
