import type { StoredRecord } from '../../index.ts'
import { equal, holds, refused } from '../storage-contract/assert.ts'
import { type ApiCase, type ApiKit, aDealOf, aLeadBy, UNKNOWN } from './kit.ts'

const look = {
  label: 'Look at it',
  on: { when: 'manual', object: 'deal' },
  then: [{ do: 'create-activity', kind: 'task', subject: 'Look' }],
}
const tidy = { label: 'Tidy', on: 'deal.updated', then: [{ do: 'create-activity', kind: 'task', subject: 'Tidy' }] }
const dismiss = {
  label: 'Dismiss',
  on: 'lead.captured',
  then: [{ do: 'set-fields', set: { status: 'dismissed' }, review: 'required' }],
}
const DAYS = { from: '2026-01-01T00:00:00Z', to: '2026-12-31T00:00:00Z' }

/** A lead for which a rule has proposed something, and the proposal. */
async function proposed(kit: ApiKit): Promise<{ readonly lead: StoredRecord; readonly review: StoredRecord }> {
  await kit.admin.saveRule('dismiss', dismiss)
  const lead = await aLeadBy(kit)
  await kit.tick()
  const { items } = await kit.admin.list('review', { where: { status: 'proposed' } })
  const review = items.find((item) => item['ruleId'] === 'dismiss')
  if (!review) throw new Error('The rule has proposed nothing')
  return { lead, review }
}

const status = async ({ admin }: ApiKit, lead: StoredRecord) => (await admin.get('lead', lead.id))['status']

export const ruleCases: readonly ApiCase[] = [
  {
    name: 'a rule is said before it is stored, and refused where it cannot be meant',
    async run({ admin }) {
      const said = await admin.describeRule(tidy)
      equal(said.then.length, 1)
      holds(said.text.length > 0, 'the rule is said as a whole')
      const wrong = await admin.describeRule({ ...tidy, if: { nothing: 1 } }).catch((error: unknown) => error)
      const { code, details } = wrong as { code: string; details: { path: string } }
      equal([code, details.path.includes('/if')], ['INVALID_DEFINITION', true])
    },
  },
  {
    name: 'a rule is made, listed, and changed with the version that was seen',
    async run({ admin, agent }) {
      const made = await admin.saveRule('tidy', tidy)
      equal([made.origin, made.recordVersion, made.active], ['stored', 1, true])
      await refused(admin.saveRule('tidy', tidy), 'VERSION_REQUIRED')
      const off = await admin.saveRule('tidy', { ...tidy, active: false }, { ifVersion: 1 })
      equal([off.active, off.recordVersion], [false, 2])
      const listed = (await admin.rules()).find(({ rule }) => rule.id === 'tidy')
      equal([listed?.active, listed?.said.then], [false, off.said.then])
      const labels = await agent.ruleLabels({ locale: 'en' })
      equal(labels.find(({ id }) => id === 'tidy')?.label, tidy.label)
      await refused(agent.rules(), 'FORBIDDEN')
      await refused(agent.saveRule('mine', tidy), 'FORBIDDEN')
    },
  },
  {
    name: 'a rule is started by hand, and the record tells why it has what the rule did',
    async run({ admin, tick }) {
      await admin.saveRule('look', look)
      const deal = await aDealOf(admin)
      await admin.startRule('look', { object: 'deal', id: deal.id })
      await tick()
      const [why, ...more] = await admin.why('deal', deal.id)
      equal([why?.ruleId, why?.label, more.length], ['look', 'Look at it', 0])
      equal((await admin.list('activity', { where: { subject: 'Look' } })).items.length, 1)
      await refused(admin.startRule('look', { object: 'deal', id: UNKNOWN }), 'NOT_FOUND')
    },
  },
  {
    name: 'what rules would have done is told, and nothing of it is done',
    async run({ admin }) {
      const deal = await aDealOf(admin)
      await admin.update('deal', deal.id, { name: 'Old roof' }, { ifVersion: deal.version })
      const report = await admin.simulateRules({ rules: [tidy], ...DAYS })
      equal([report.complete, report.runs.map((run) => run.id)], [true, [deal.id]])
      equal((await admin.list('activity')).items, [])
      equal(await admin.simulationProgress(), { share: null })
    },
  },
  {
    name: 'a proposal waits for a person, and is carried out once',
    async run(kit) {
      const { lead, review } = await proposed(kit)
      equal(await status(kit, lead), 'new')
      const approved = await kit.admin.approveReview(review.id, { lookedSeconds: 12 })
      equal([approved['status'], await status(kit, lead)], ['approved', 'dismissed'])
      await refused(kit.admin.approveReview(review.id, { lookedSeconds: 12 }), 'REVIEW_ALREADY_DECIDED')
      const { approved: count, medianSeconds } = await kit.admin.reviewFigures()
      equal([count, medianSeconds], [1, 12])
    },
  },
  {
    name: 'a proposal is carried out with other values, for a reason',
    async run(kit) {
      const { lead, review } = await proposed(kit)
      const commands = [{ operation: 'update', object: 'lead', id: lead.id, set: { status: 'working' } }]
      const change = (reason: string) => kit.admin.changeReview(review.id, { lookedSeconds: 9, reason, commands })
      await refused(change(''), 'INVALID_INPUT')
      await change('Still warm')
      equal(await status(kit, lead), 'working')
    },
  },
  {
    name: 'what was approved is contested, and taken back by somebody else',
    async run(kit) {
      const { lead, review } = await proposed(kit)
      await kit.admin.approveReview(review.id, { lookedSeconds: 30 })
      await kit.admin.contestReview(review.id, { reason: 'I did answer', by: 'Kari Nes' })
      const refusal = { lookedSeconds: 60, reason: 'They did' }
      await refused(kit.admin.refuseReview(review.id, refusal), 'REVIEW_NOT_YOURS')
      await kit.deputy.refuseReview(review.id, refusal)
      equal(await status(kit, lead), 'new')
      const { contested, refused: taken } = await kit.admin.reviewFigures()
      equal([contested, taken], [1, 1])
    },
  },
  {
    name: 'a review of another tenant, or of nobody, is not found',
    async run(kit) {
      const { review } = await proposed(kit)
      await refused(kit.stranger.approveReview(review.id, { lookedSeconds: 9 }), 'NOT_FOUND')
      await refused(kit.admin.approveReview(UNKNOWN, { lookedSeconds: 9 }), 'NOT_FOUND')
    },
  },
  {
    name: 'jobs that wait are shown to those who configure, and one that is not there cannot be done again',
    async run({ admin, agent, tick }) {
      await admin.saveRule('tidy', tidy)
      const deal = await aDealOf(admin)
      await admin.update('deal', deal.id, { name: 'Old roof' }, { ifVersion: deal.version })
      const { items } = await admin.jobs({ state: 'waiting' })
      holds(items.length > 0, 'a job waits')
      await tick()
      equal((await admin.jobs({ state: 'dead' })).items, [])
      await refused(agent.jobs({ state: 'waiting' }), 'FORBIDDEN')
      await refused(admin.retryJob('no-such-job'), 'NOT_FOUND')
    },
  },
]

const suspected = async ({ admin, visitors }: ApiKit) => {
  const values = { name: 'Kari Nes', email: 'kari@example.com', message: 'Hello' }
  const input = { values, consents: [{ purpose: 'sales' }], website_url: 'spam' }
  const { id } = await visitors.submit('contact', input, { idempotencyKey: 'key-of-kari' })
  equal((await admin.list('lead')).items, [])
  return id
}

export const quarantineCases: readonly ApiCase[] = [
  {
    name: 'a suspected submission makes a lead once somebody takes it for good, and not twice',
    async run(kit) {
      const id = await suspected(kit)
      const accepted = await kit.admin.acceptSubmission(id)
      const { items } = await kit.admin.list('lead')
      equal([accepted['state'], accepted['leadId'], items.length], ['accepted', items[0]?.id, 1])
      equal((await kit.admin.acceptSubmission(id))['leadId'], items[0]?.id)
      await refused(kit.admin.rejectSubmission(id), 'SUBMISSION_ALREADY_ACCEPTED')
    },
  },
  {
    name: 'a suspected submission that is left for what it is makes nothing, and is not seen by strangers',
    async run(kit) {
      const id = await suspected(kit)
      equal((await kit.admin.rejectSubmission(id))['state'], 'rejected')
      equal((await kit.admin.list('lead')).items, [])
      await refused(kit.stranger.acceptSubmission(id), 'NOT_FOUND')
    },
  },
]
