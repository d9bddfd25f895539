import type { CrmApi, JobDescription, Review, ReviewStep, RulesApi, StoredRecord, WhyEntry } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { type FakeCrm, fakeCrm } from './fake-crm.ts'
import { NOW, users } from './fake-records.ts'
import { reviewObjects } from './fake-reviews-model.ts'
import { leads, someJobs, someReasons, someReviews } from './fake-reviews-records.ts'

type Faked = Pick<
  RulesApi,
  | 'why'
  | 'ruleLabels'
  | 'approveReview'
  | 'changeReview'
  | 'refuseReview'
  | 'contestReview'
  | 'reviewFigures'
  | 'jobs'
  | 'retryJob'
>

interface Elsewhere {
  readonly by?: string
  readonly reason?: string
  /** Nobody hears of it. */
  readonly quiet?: boolean
}

/** A fake CRM whose rules did things, ask for things, and left work behind. */
export interface FakeReviews extends Faked, FakeCrm {
  /** Its records; `gate` and `fail` of it hold. */
  readonly crm: FakeCrm
  /** What decisions were sent with: `[['approved', 'r1', { lookedSeconds: 3 }]]`. */
  readonly decisions: (readonly [as: string, id: string, input: object])[]
  jobList: readonly JobDescription[]
  /** Somebody else decides. */
  decideElsewhere(id: string, as: ReviewStep['as'], options?: Elsewhere): void
}

/** What a {@link fakeReviews} starts with. */
export interface FakeReviewsOptions {
  readonly reviews?: readonly Readonly<Record<string, unknown>>[]
  readonly why?: readonly WhyEntry[]
  readonly jobs?: readonly JobDescription[]
  /** Default `ida`. */
  readonly me?: string
  readonly roles?: readonly string[]
  readonly now?: number
  /** Objects that the person may see. Default: all. */
  readonly objects?: readonly string[]
}

/**
 * Opens it with reviews, reasons and jobs of an estate agent.
 *
 * @example
 * queue.client = fakeReviews()
 */
export function fakeReviews(options: FakeReviewsOptions = {}): FakeReviews {
  const { me = 'ida', roles = ['manager'], now = NOW, objects } = options
  const { reviews = someReviews(now), why = someReasons(now), jobs = someJobs(now) } = options
  const records = {
    user: users,
    rule: [
      { id: 'tidy-leads', name: 'Dismiss cold leads' },
      { id: 'big-deals', name: 'A large deal needs a manager' },
    ],
    lead: leads,
    deal: [{ id: 'd1', name: 'Brattvoll Terrasse', stageId: 'contract' }],
    activity: [{ id: 'a1', kind: 'task', subject: 'Call Kari Nes' }],
    review: reviews,
  }
  const crm = fakeCrm({ now, me, records })
  const decisions: FakeReviews['decisions'] = []

  const write = (id: string, as: ReviewStep['as'], { quiet = false, by = me, ...said }: Elsewhere): StoredRecord => {
    const review = crm.record('review', id) as unknown as Review
    const at = new Date(crm.now).toISOString()
    const steps = [...(review.steps ?? []), { as, at, by, ...said }]
    const set = { status: as, steps, ...(as === 'contested' ? {} : { decidedAt: at, decidedBy: by }) }
    return crm.write('review', id, set, { by, quiet }) as StoredRecord
  }
  const decide = (as: ReviewStep['as']) => async (id: string, input: object) => {
    crm.calls.push(`${as} ${id}`)
    await crm.gate
    decisions.push([as, id, input])
    const status = crm.record('review', id)?.['status']
    const decided = status !== 'proposed' && status !== 'contested'
    if (as === 'contested' ? status === as : decided)
      throw new KithError('REVIEW_ALREADY_DECIDED', { status: String(status) })
    const { commands: _, ...said } = input as { readonly commands?: unknown }
    return write(id, as, said)
  }

  const fake: FakeReviews = Object.assign(Object.create(crm) as FakeCrm, {
    crm,
    decisions,
    jobList: jobs,
    async me() {
      return { ...(await crm.me()), roles }
    },
    async model() {
      await crm.model()
      return { objects: reviewObjects.filter(({ name }) => !objects || objects.includes(name)) }
    },
    async why() {
      crm.calls.push('why')
      await crm.gate
      return why
    },
    ruleLabels: async () => records.rule.map(({ id, name }) => ({ id, label: name })),
    approveReview: decide('approved'),
    changeReview: decide('changed'),
    refuseReview: decide('refused'),
    contestReview: decide('contested'),
    reviewFigures: async () => ({ approved: 17, refused: 6, changed: 3, contested: 2, medianSeconds: 41, quick: 3 }),
    async jobs({ state }: { readonly state: 'waiting' | 'dead' }) {
      crm.calls.push(`jobs ${state}`)
      await crm.gate
      return { items: fake.jobList.filter((job) => job.state === state) }
    },
    async retryJob(id: string) {
      crm.calls.push(`retryJob ${id}`)
      await crm.gate
      fake.jobList = fake.jobList.filter((job) => job.id !== id)
    },
    decideElsewhere: (id: string, as: ReviewStep['as'], { by = 'kari', ...more }: Elsewhere = {}) =>
      void write(id, as, { by, ...more }),
  } satisfies Omit<FakeReviews, keyof FakeCrm> & Pick<CrmApi, 'me' | 'model'>)
  return fake
}
