import type { Job } from '../../ports/storage.ts'

import { type DateReached, nextDateOf } from '../../rules/triggers/date-reached.ts'
import { nextRunOf, type Schedule } from '../../rules/triggers/schedule.ts'
import type { Rule } from '../../rules/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { isKithError } from '../../shared/errors.ts'
import type { TenantState } from '../tenant-state.ts'
import type { RuleTrail } from './trail.ts'

/** A date of a record that a rule waits for. */
export interface DatePayload {
  readonly ruleId: string
  readonly object: string
  readonly id: string
  readonly dueAt: string
}

/** The next time of a schedule; with `after` while its records are gone through. */
export interface SchedulePayload {
  readonly ruleId: string
  readonly dueAt: string
  readonly after?: { readonly value?: string | number | boolean; readonly id: string }
}

/** A segment that is looked through: all of it page by page, or one record. */
export interface SegmentPayload {
  readonly segmentId: string
  readonly after?: SchedulePayload['after']
  readonly recordId?: string
  readonly trail?: RuleTrail
}

/** A record that is scored. */
export interface ScorePayload {
  readonly scoreId: string
  readonly object: string
  readonly id: string
  readonly trail?: RuleTrail
}

/** What a rule, a score or a segment needs from all records there are: looked through once, page by page. */
export interface ScanPayload {
  readonly ruleId?: string
  readonly scoreId?: string
  readonly after?: SchedulePayload['after']
}

/** A rule that waits for dates of records. */
export type DateRule = Rule & { readonly on: DateReached }
/** A rule that runs at fixed times. */
export type ScheduleRule = Rule & { readonly on: Schedule }

export const isDateRule = (rule: Rule): rule is DateRule =>
  typeof rule.on === 'object' && rule.on.when === 'date-reached'
export const isScheduleRule = (rule: Rule): rule is ScheduleRule =>
  typeof rule.on === 'object' && rule.on.when === 'schedule'

const waiting = (id: string, kind: string, dueAt: string, payload: unknown): Job => ({
  id,
  kind,
  key: id,
  dueAt,
  attempts: 0,
  payload,
  state: 'waiting',
})

const dateId = (ruleId: string, object: string, id: string) => `date:${ruleId}:${object}:${id}`

/**
 * The job of a rule's next date of a record, where there is one. Dates that no calendar has are none: whoever writes the
 * record must not pay for a rule or a calendar that somebody else got wrong.
 */
export function dateJob({ id: ruleId, on }: DateRule, record: StoredRecord, after: string, state: TenantState) {
  const dueAt = orNone(() => nextDateOf(on, record, after, { zone: state.zone, calendar: state.calendar }))
  if (dueAt === undefined) return undefined
  const payload: DatePayload = { ruleId, object: on.object, id: record.id, dueAt }
  return waiting(dateId(ruleId, on.object, record.id), 'rule.date', dueAt, payload)
}

function orNone(read: () => string | undefined): string | undefined {
  try {
    return read()
  } catch (error) {
    if (isKithError(error) || error instanceof RangeError) return undefined
    throw error
  }
}

/** The job of a schedule's next time. */
export function scheduleJob({ id: ruleId, on }: ScheduleRule, after: string, { zone }: TenantState): Job | undefined {
  const dueAt = nextRunOf(on, after, zone)
  const payload = { ruleId, dueAt: dueAt ?? after }
  return dueAt === undefined ? undefined : waiting(`schedule:${ruleId}`, 'rule.schedule', dueAt, payload)
}

/** The job that looks through all records for a rule or a score. */
export function scanJob(of: ScanPayload, now: string): Job {
  return waiting(`scan:${of.ruleId ?? ''}:${of.scoreId ?? ''}`, 'rule.scan', now, of)
}

/** The job that looks through a whole segment. */
export function segmentJob(segmentId: string, dueAt: string): Job {
  const payload: SegmentPayload = { segmentId }
  return waiting(`segment:${segmentId}`, 'segment.sweep', dueAt, payload)
}

/** Of the one job that looks at a record's score again when time alone has changed it. */
export const scoreKey = ({ scoreId, object, id }: ScorePayload) => `score:${scoreId}:${object}:${id}`

/** The job that scores a record. */
export function scoreJob(scoreId: string, object: string, id: string, dueAt: string): Job {
  const payload: ScorePayload = { scoreId, object, id }
  return waiting(scoreKey(payload), 'score', dueAt, payload)
}

interface Written {
  readonly object: string
  readonly before: StoredRecord | undefined
  readonly after: StoredRecord
}

/** What the write of a record puts and drops of the work that waits for it. */
export function watchesOf(
  { object, before, after }: Written,
  state: TenantState,
  { now, cause, trail }: { readonly now: string; readonly cause: string; readonly trail?: RuleTrail | undefined },
): { readonly put: readonly Job[]; readonly done: readonly string[] } {
  const put: Job[] = []
  const done: string[] = []
  for (const rule of state.rules.dated(object)) {
    const [had, has] = [before && dateJob(rule, before, now, state), dateJob(rule, after, now, state)]
    if (had?.dueAt === has?.dueAt) continue
    if (has) put.push(has)
    else done.push(dateId(rule.id, object, after.id))
  }
  if (object === 'segment' && after['where'] !== undefined) put.push(segmentJob(after.id, now))
  for (const segment of state.rules.watchedSegments(object)) {
    const payload: SegmentPayload = { segmentId: segment, recordId: after.id, ...(trail ? { trail } : {}) }
    put.push(waiting(`segment:${segment}:${after.id}:${after.version}`, 'segment.sweep', now, payload))
  }
  if (cause !== SCORE_CAUSE)
    for (const of of state.scores)
      if (of.object === object && after['deletedAt'] === undefined) {
        const payload: ScorePayload = { scoreId: of.id, object, id: after.id, ...(trail ? { trail } : {}) }
        put.push(waiting(`${scoreKey(payload)}:${after.version}`, 'score', now, payload))
      }
  return { put, done }
}

/** What the log says where a score was written. */
export const SCORE_CAUSE = 'score'
