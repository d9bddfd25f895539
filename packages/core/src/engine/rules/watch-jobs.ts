import { event, NOTHING, updateIfNeeded } from '../../domain/plan.ts'
import { sweepSegment } from '../../domain/segment/segment.operations.ts'
import type { Segment } from '../../domain/segment/segment.schema.ts'
import type { SegmentMember } from '../../domain/segment-member/segment-member.schema.ts'
import type { DomainEvent, OperationContext } from '../../domain/types.ts'
import { checkFilter } from '../../filter/check.ts'
import { checkSort, keysetOf } from '../../filter/sort.ts'
import type { Condition, UncheckedFilter } from '../../filter/types.ts'
import type { Expectation, Job } from '../../ports/storage.ts'
import { score } from '../../rules/score.ts'
import { DATE_REACHED } from '../../rules/triggers/date-reached.ts'
import { SCHEDULE_REACHED } from '../../rules/triggers/schedule.ts'
import type { Rule } from '../../rules/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { isKithError } from '../../shared/errors.ts'
import { addDuration } from '../../shared/time.ts'
import { againOnConflict } from '../conflicts.ts'
import { type Again, type JobHandler, SETTLED } from '../jobs.ts'
import { load, loadAll } from '../operations.ts'
import { type Engine, openSession, type Session } from '../session.ts'
import { readAround } from './around.ts'
import { runEvents } from './rule-jobs.ts'
import { newTrail } from './trail.ts'
import {
  type DatePayload,
  type DateRule,
  dateJob,
  isDateRule,
  isScheduleRule,
  SCORE_CAUSE,
  type ScanPayload,
  type SchedulePayload,
  type ScorePayload,
  type SegmentPayload,
  scheduleJob,
  scoreJob,
  scoreKey,
} from './watches.ts'

type Kind = 'rule.date' | 'rule.schedule' | 'rule.scan' | 'segment.sweep' | 'score'

/** Records that one run of a job goes through; it then puts itself again, so that its lease is never too short. */
const PAGE = 100
const SEGMENT_MINUTES = 15

/** Dates, schedules, segments and scores: what happens though nobody writes anything. */
export function createWatchJobs(engine: Engine): Readonly<Record<Kind, JobHandler>> {
  const session = (tenant: string) =>
    openSession(engine, { tenant, actor: { kind: 'service', id: 'automation' }, roles: [] })
  return {
    'rule.date': async (tenant, job) => reachDate(await session(tenant), job),
    'rule.schedule': async (tenant, job) => reachSchedule(await session(tenant), job),
    'rule.scan': async (tenant, job) => scan(await session(tenant), job.payload as ScanPayload),
    'segment.sweep': async (tenant, job) => sweep(await session(tenant), job.payload as SegmentPayload),
    score: async (tenant, job) => rescore(await session(tenant), job),
  }
}

function runningRule({ state }: Session, id: string | undefined): Rule | undefined {
  const known = id === undefined ? undefined : state.rules.get(id)
  return known && known.problem === undefined && known.rule.active !== false ? known.rule : undefined
}

async function start({ engine, state }: Session, rule: Rule, events: readonly DomainEvent[], run: string) {
  await runEvents(engine, state.tenant, { events, trail: newTrail(run), correlation: engine.newId() }, run, [rule])
}

async function reachDate(session: Session, job: Job): Promise<typeof SETTLED | undefined> {
  const { ruleId, object, id, dueAt } = job.payload as DatePayload
  const rule = runningRule(session, ruleId)
  if (!rule || !isDateRule(rule)) return undefined
  await start(session, rule, [{ type: DATE_REACHED, object, id, data: { ruleId, dueAt } }], `${job.id}@${dueAt}`)
  await againOnConflict(() => endDate(session, rule, job))
  return SETTLED
}

/**
 * Puts the next date of the record, or drops the job, if the record is still as it was read: who moves its date puts the same
 * job. A date that it was moved to and that has come meanwhile is one to come.
 */
async function endDate({ engine, state }: Session, rule: DateRule, job: Job): Promise<void> {
  const { object, id, dueAt } = job.payload as DatePayload
  const scope = { tenant: state.tenant }
  const [record] = await engine.storage.get(scope, object, [id])
  const stands = record && dateJob(rule, record, addMilliseconds(dueAt, -1), state)?.dueAt === dueAt
  const moved = [dueAt, String(record?.['updatedAt'] ?? '')].sort().at(-1) as string
  const after = stands ? engine.clock.now() : moved
  const next = record && dateJob(rule, record, after, state)
  const expected: Expectation = record ? { object, id, version: record.version } : { object, id, exists: false }
  await engine.storage.commit(scope, { expect: [expected], jobs: next ? { put: [next] } : { done: [job.id] } })
}

const addMilliseconds = (instant: string, count: number) => new Date(Date.parse(instant) + count).toISOString()

async function reachSchedule(session: Session, job: Job): Promise<Again | undefined> {
  const { ruleId, dueAt, after } = job.payload as SchedulePayload
  const rule = runningRule(session, ruleId)
  if (!rule || !isScheduleRule(rule)) return undefined
  const { object } = rule.on
  const page = await pageOf(session, object, conditionOf(session, object, rule.if), after)
  const data = { ruleId, dueAt }
  const events = page.records.map(({ id }) => ({ type: SCHEDULE_REACHED, object, id, data }))
  await start(session, rule, events, `${job.id}@${dueAt}`)
  const now = session.engine.clock.now()
  return page.next
    ? { dueAt: now, payload: { ruleId, dueAt, after: page.next } }
    : scheduleJob(rule, now, session.state)
}

const PRESENT: Condition = { op: 'empty', field: 'deletedAt' }

/** What the store can sort out before the rule is asked; a condition that it cannot read lets all through. */
function conditionOf({ state, reads }: Session, object: string, filter: UncheckedFilter | undefined): Condition {
  if (filter === undefined) return PRESENT
  try {
    return { op: 'and', of: [PRESENT, checkFilter(state.model, object, filter, reads.filter)] }
  } catch (error) {
    if (isKithError(error, 'INVALID_FILTER')) return PRESENT
    throw error
  }
}

async function pageOf({ engine, state }: Session, object: string, where: Condition, after: SchedulePayload['after']) {
  const sort = checkSort(state.model, object, 'createdAt')
  const query = { where, sort, limit: PAGE, ...(after ? { after } : {}) }
  const records = await engine.storage.find({ tenant: state.tenant }, object, query)
  const last = records.at(-1)
  return { records, next: last && records.length === PAGE ? keysetOf(last, sort) : undefined }
}

/** Puts what waits for records that were there before the rule or the score was. */
async function scan(session: Session, payload: ScanPayload): Promise<Again | undefined> {
  const { engine, state } = session
  const now = engine.clock.now()
  const rule = runningRule(session, payload.ruleId)
  const scored = state.scores.find(({ id }) => id === payload.scoreId)
  const object = scored?.object ?? (rule && isDateRule(rule) ? rule.on.object : undefined)
  const single = rule && isScheduleRule(rule) ? scheduleJob(rule, now, state) : undefined
  if (single) await engine.storage.commit({ tenant: state.tenant }, { jobs: { put: [single] } })
  if (object === undefined) return undefined
  const jobOf = (record: StoredRecord) =>
    scored
      ? scoreJob(scored.id, object, record.id, now)
      : rule && isDateRule(rule)
        ? dateJob(rule, record, now, state)
        : undefined
  const next = await againOnConflict(() => scanPage(session, object, payload.after, jobOf))
  return next && { dueAt: now, payload: { ...payload, after: next } }
}

/** A record whose job is put is still as it was read, so that the job of an older date takes no newer one's place. */
async function scanPage(
  session: Session,
  object: string,
  after: ScanPayload['after'],
  jobOf: (record: StoredRecord) => Job | undefined,
): Promise<ScanPayload['after']> {
  const { engine, state } = session
  const page = await pageOf(session, object, PRESENT, after)
  const found = page.records.flatMap((record) => {
    const job = jobOf(record)
    return job ? [{ job, expected: { object, id: record.id, version: record.version } }] : []
  })
  const batch = { expect: found.map(({ expected }) => expected), jobs: { put: found.map(({ job }) => job) } }
  if (found.length > 0) await engine.storage.commit({ tenant: state.tenant }, batch)
  return page.next
}

/** Brings the members of a segment up to date: one record, or all of them page by page, again after a while. */
async function sweep(session: Session, payload: SegmentPayload): Promise<Again | undefined> {
  const { engine, state, scope } = session
  const { segmentId, recordId, after, trail } = payload
  const segment = await load<StoredRecord & Segment>(session, 'segment', segmentId)
  if (segment?.where === undefined || !state.model.objects.has(segment.object)) return undefined
  const { object } = segment
  const all: Condition = { op: 'true' }
  const page =
    recordId === undefined
      ? await pageOf(session, object, all, after)
      : { records: [{ id: recordId }], next: undefined }
  const looked = page.records.map(({ id }) => id)
  await engine.commit({
    state,
    actor: scope.actor,
    cause: 'sweepSegment',
    args: null,
    options: {},
    async plan(context) {
      const plan = await planSweep(session, segment, looked, context)
      return { plan, result: {}, ...(trail ? { trail } : {}) }
    },
  })
  const now = engine.clock.now()
  if (page.next) return { dueAt: now, payload: { segmentId, after: page.next } }
  if (recordId !== undefined) return undefined
  return { dueAt: addDuration(now, { minutes: SEGMENT_MINUTES }, 'UTC'), payload: { segmentId } }
}

async function planSweep(session: Session, segment: Segment, looked: readonly string[], context: OperationContext) {
  if (looked.length === 0) return NOTHING
  const { engine, state, reads } = session
  const { object } = segment
  const matching = await engine.storage.find({ tenant: state.tenant }, object, {
    where: {
      op: 'and',
      of: [
        PRESENT,
        checkFilter(state.model, object, { id: { in: [...looked] } }, reads.filter),
        checkFilter(state.model, object, segment.where, reads.filter),
      ],
    },
    sort: checkSort(state.model, object, 'createdAt'),
    limit: looked.length,
  })
  const members = await loadAll<SegmentMember>(session, 'segmentMember', {
    segmentId: segment.id,
    recordId: { in: [...looked] },
  })
  return sweepSegment({ segment, members }, { looked, matching: matching.map(({ id }) => id) }, context)
}

/** Writes the total of a score where it is another one, and looks again when it may be. */
async function rescore(session: Session, job: Job): Promise<Again | undefined> {
  const { engine, state, scope } = session
  const payload = job.payload as ScorePayload
  const { scoreId, object, id, trail } = payload
  const of = state.scores.find((one) => one.id === scoreId)
  if (!of || of.object !== object) return undefined
  let nextAt: string | undefined
  await engine.commit({
    state,
    actor: scope.actor,
    cause: SCORE_CAUSE,
    args: null,
    options: {},
    source: { score: scoreId, version: of.version ?? 1 },
    async plan(context) {
      const record = await load(session, object, id)
      if (!record) return { plan: NOTHING, result: {} }
      const conditions = of.points.map((point) => point.if)
      const scored = score(of, record, context, await readAround(session, object, record, conditions))
      nextAt = scored.nextAt
      const writes = updateIfNeeded(object, record, { [of.field]: scored.total })
      const events = writes.length > 0 ? [event(`${object}.scored`, object, id, { score: scoreId })] : []
      return { plan: { writes, events }, result: {}, ...(trail ? { trail } : {}) }
    },
  })
  const next = nextAt === undefined ? undefined : scoreJob(scoreId, object, id, nextAt)
  if (job.id === scoreKey(payload)) return next
  const jobs = next ? { put: [next] } : { done: [scoreKey(payload)] }
  await engine.storage.commit({ tenant: state.tenant }, { jobs })
  return undefined
}
