import * as z from 'zod'
import { isZone } from '../../shared/zone.ts'
import { type Cron, nextCronTime, parseCron } from '../cron.ts'
import { isForRule, type TriggerKind } from './trigger.ts'

/** At fixed times, for every record of an object that meets the rule's condition. */
export interface Schedule {
  readonly when: 'schedule'
  readonly object: string
  /** Minute, hour, day of the month, month, day of the week: `0 8 * * mon-fri`. */
  readonly cron: string
  /** IANA zone. Default: the tenant's. */
  readonly zone?: string
}

/** Type of the event that starts it, one for each record; made by the engine when its job is due. */
export const SCHEDULE_REACHED = 'schedule.reached'

const LONG_AGO = '2000-01-01T00:00:00.000Z'

/** {@link Schedule}. The event carries `ruleId` and `dueAt`. */
export const schedule: TriggerKind<Schedule> = {
  name: 'schedule',
  schema: z.strictObject({
    when: z.literal('schedule'),
    object: z.string().min(1).max(64),
    cron: z.string().min(1).max(200),
    zone: z.string().min(1).max(64).exactOptional(),
  }),
  object: ({ object }) => object,
  events: () => [SCHEDULE_REACHED],
  startedBy: (_, event, ruleId) => isForRule(event, ruleId),
  keeps: 'schedule',
  problem({ cron, zone }) {
    const read = parseCron(cron)
    if (!read) return { path: '/cron', reason: 'a schedule is five fields, as "0 8 * * mon-fri"' }
    if (zone !== undefined && !isZone(zone)) return { path: '/zone', reason: 'there is no such time zone' }
    return nextCronTime(read, LONG_AGO, 'UTC') ? undefined : { path: '/cron', reason: 'this time never comes' }
  },
  describe: ({ object, cron }, { say, many, cron: sayCron }) =>
    say('schedule', { objects: many(object), times: sayCron(cron) }),
  opens: true,
}

/** When a schedule is due next, after an instant. @throws TypeError for a schedule that `defineRule` refuses */
export function nextRunOf({ cron, zone }: Schedule, after: string, tenantZone: string): string | undefined {
  const read: Cron | undefined = parseCron(cron)
  if (!read) throw new TypeError(`"${cron}" is no schedule.`)
  return nextCronTime(read, after, zone ?? tenantZone)
}
