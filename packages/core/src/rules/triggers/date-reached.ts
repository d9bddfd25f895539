import * as z from 'zod'
import type { StoredRecord } from '../../schema/record.ts'
import { addDuration, isDate } from '../../shared/time.ts'
import type { SentenceName } from '../describe/locales/en.ts'
import { type DatePoint, datePointShape, momentOf, momentOfValue, type TimeContext } from '../moment.ts'
import { isForRule, type TriggerKind } from './trigger.ts'

/** A date of a record came, or some time before or after it. */
export interface DateReached extends DatePoint {
  readonly when: 'date-reached'
  readonly object: string
  /** Each year on that day: birthdays. 29 February is 28 February in other years. Default false: once. */
  readonly yearly?: boolean
}

/** Type of the event that starts it; made by the engine when the job of a record is due. */
export const DATE_REACHED = 'date.reached'

/** {@link DateReached}. The event carries `ruleId` and `dueAt`; where the date was moved meanwhile it starts nothing. */
export const dateReached: TriggerKind<DateReached> = {
  name: 'date-reached',
  schema: z.strictObject({
    when: z.literal('date-reached'),
    object: z.string().min(1).max(64),
    ...datePointShape,
    yearly: z.boolean().exactOptional(),
  }),
  object: ({ object }) => object,
  events: () => [DATE_REACHED],
  startedBy: (_, event, ruleId) => isForRule(event, ruleId),
  fits: (trigger, record, event, context) => {
    const dueAt = String(event.data?.['dueAt'])
    const justBefore = new Date(Date.parse(dueAt) - 1)
    if (Number.isNaN(justBefore.getTime())) return false
    return nextDateOf(trigger, record, justBefore.toISOString(), context) === dueAt
  },
  keeps: 'date',
  describe(trigger, { say, a, quoted, field: label, span }) {
    const { object, field, before, after, at } = trigger
    const words = { object: a(object), field: quoted(label(object, field)), span: span(after ?? before ?? {}) }
    const moment = say(sentenceOf(trigger), words)
    return at === undefined ? moment : say('momentAt', { moment, time: at })
  },
  opens: true,
}

function sentenceOf({ object, field, before, after, yearly }: DateReached): SentenceName {
  if (yearly) return after ? 'yearlyAfter' : before ? 'yearlyBefore' : 'yearlyDate'
  if (after) return object === 'deal' && field === 'stageEnteredAt' ? 'inStageFor' : 'dateAfter'
  return before ? 'dateBefore' : 'dateReached'
}

/**
 * When a rule is due for a record: the first time after an instant, or undefined where there is none (any more).
 *
 * @example
 * nextDateOf({ when: 'date-reached', object: 'contact', field: 'birthOn', yearly: true, at: '08:00' }, contact, now, { zone })
 */
export function nextDateOf(
  trigger: DateReached,
  record: StoredRecord,
  after: string,
  context: TimeContext,
): string | undefined {
  if (record['deletedAt'] !== undefined) return undefined
  const once = momentOf(trigger, record, context)
  if (once === undefined || once > after) return once
  return trigger.yearly === true ? nextAnniversary(trigger, String(record[trigger.field]), after, context) : undefined
}

function nextAnniversary(trigger: DateReached, value: string, after: string, context: TimeContext): string | undefined {
  const dayOf = (years: number) => addDuration(value, { years }, isDate(value) ? 'UTC' : context.zone)
  const yearOf = (day: string) => Number(day.slice(0, 4))
  const near = yearOf(after) - yearOf(value)
  // What is due long before or after the day itself belongs to the anniversary of another year.
  const shift = yearOf(momentOfValue(trigger, dayOf(near), context) ?? after) - yearOf(dayOf(near))
  const first = Math.max(near - shift - 1, 0)
  for (let years = first; years <= Math.max(near - shift, 0) + 2; years++) {
    const due = momentOfValue(trigger, dayOf(years), context)
    if (due !== undefined && due > after) return due
  }
  return undefined
}
