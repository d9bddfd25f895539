import { isLanguageTag } from '../domain/submission/submission.inputs.ts'
import type { Rates, WorkingCalendar } from '../domain/tenant/tenant.schema.ts'
import type { OperationContext, Write } from '../domain/types.ts'
import type { StoredRecord } from '../schema/record.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import { type Issue, KithError } from '../shared/errors.ts'
import { issue } from '../shared/issues.ts'
import { isCurrency } from '../shared/money.ts'
import { sha256 } from '../shared/sha256.ts'
import { isDate, TIME_OF_DAY, toDate } from '../shared/time.ts'
import { sameValue } from './change-draft.ts'
import type { KnownRule } from './rules/rule-set.ts'
import { isDateRule, isScheduleRule, scanJob } from './rules/watches.ts'
import type { Engine } from './session.ts'

/** Settings of one tenant. */
export interface TenantSettings {
  /** Name in every call; opaque, never changes. */
  readonly id: string
  readonly name: string
  /** IANA time zone. Default `UTC`. */
  readonly zone?: string
  /** BCP 47. Default `en`. */
  readonly locale?: string
  /** ISO 4217. Default `EUR`. */
  readonly baseCurrency?: string
  readonly rates?: Rates
  /** When people work. Default Monday to Friday, 09:00 to 17:00. */
  readonly calendar?: WorkingCalendar
  /** People who work here, under the ids that the host's sign-in gives them. */
  readonly users?: readonly {
    readonly id: string
    readonly name: string
    readonly email?: string
    readonly roles?: readonly string[]
    readonly teamIds?: readonly string[]
    /** Id of the user whom rules mean by the manager of this one. */
    readonly managerId?: string
  }[]
  readonly teams?: readonly { readonly id: string; readonly name: string; readonly parentId?: string }[]
}

const ACTOR = { kind: 'service', id: 'config' } as const
const AUTHOR = 'service:config'

/**
 * Writes a tenant's settings, people and the pipelines and forms from code as records, where they are not there or have changed
 * in code. What a person changed since is left as it is.
 */
export async function openTenant(engine: Engine, settings: TenantSettings): Promise<void> {
  const { users = [], teams = [], ...own } = settings
  const { id } = own
  checkSettings(own, engine.clock.now())
  const state = await engine.tenants.get(id)
  const wanted = [
    { object: 'tenant', values: own },
    ...teams.map((team) => ({ object: 'team', values: { ...team } })),
    ...users.map((user) => ({ object: 'user', values: { active: true, ...user } })),
    ...engine.config.pipelines.map((pipeline) => ({ object: 'pipeline', values: { ...pipeline } })),
    ...engine.config.forms.map((form) => ({ object: 'form', values: { ...form } })),
  ]
  await engine.commit({
    state,
    actor: ACTOR,
    cause: 'openTenant',
    args: null,
    options: {},
    plan: async (context) => {
      const writes: Write[] = []
      for (const { object, values } of wanted) {
        const [stored] = await engine.storage.get({ tenant: id }, object, [values.id])
        writes.push(...writeOf(object, values, stored))
      }
      const jobs = movesDates(writes) ? state.rules.all.flatMap((known) => scanOf(known, context)) : []
      return { plan: { writes, events: [], jobs }, result: {} }
    },
  })
  engine.tenants.forget(id)
  await scanForNew(engine, id)
}

/** Dates of records are reached at another time by another clock or calendar. */
function movesDates(writes: readonly Write[]): boolean {
  const moves = (set: Readonly<Record<string, unknown>>) => 'zone' in set || 'calendar' in set
  return writes.some((write) => write.kind === 'update' && write.object === 'tenant' && moves(write.set))
}

function scanOf({ rule }: KnownRule, { now, newId }: OperationContext) {
  return isDateRule(rule) ? [{ ...scanJob({ ruleId: rule.id }, now), key: `scan:${rule.id}:${newId()}` }] : []
}

/** Rules from code that wait for dates or times, and scores, are put to work once for the records that are there already. */
async function scanForNew(engine: Engine, tenant: string): Promise<void> {
  const state = await engine.tenants.get(tenant)
  const now = engine.clock.now()
  const wanted = [
    ...engine.config.rules
      .filter((rule) => isDateRule(rule) || isScheduleRule(rule))
      .map((rule) => ({ of: { ruleId: rule.id }, about: rule.on })),
    ...engine.config.scores.map((score) => ({ of: { scoreId: score.id }, about: score })),
  ]
  for (const { of, about } of wanted) {
    const key = sha256(canonicalJson({ of, about }))
    const jobs = [scanJob(of, now)]
    const plan = async () => ({ plan: { writes: [], events: [], jobs }, result: {} })
    await engine.commit({
      state,
      actor: ACTOR,
      cause: 'scan',
      args: key,
      options: { idempotencyKey: `scan:${key}` },
      plan,
    })
  }
}

/** Every commit of the tenant would fail by them. @throws KithError `INVALID_INPUT` */
function checkSettings({ zone, locale, baseCurrency, calendar }: TenantSettings, now: string): void {
  if (zone !== undefined) toDate(now, zone)
  const issues = [
    ...(locale === undefined || isLanguageTag(locale)
      ? []
      : [issue('/locale', 'type', { expected: 'a language tag' })]),
    ...(baseCurrency === undefined || isCurrency(baseCurrency) ? [] : [issue('/baseCurrency', 'currency')]),
    ...(calendar === undefined ? [] : calendarIssues(calendar)),
  ]
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
}

function calendarIssues({ days, from, to, holidays = [] }: WorkingCalendar): readonly Issue[] {
  const isDay = (day: unknown) => Number.isInteger(day) && Number(day) >= 1 && Number(day) <= 7
  const areDays = Array.isArray(days) && days.length > 0 && days.every(isDay)
  const areTimes = [from, to].every((time) => TIME_OF_DAY.test(time)) && from < to
  const isOff = (date: unknown) => typeof date === 'string' && isDate(date)
  return [
    ...(areDays ? [] : [issue('/calendar/days', 'type', { expected: 'days of the week from 1 to 7, at least one' })]),
    ...(areTimes ? [] : [issue('/calendar/to', 'type', { expected: 'a time (HH:MM) after `from`' })]),
    ...(Array.isArray(holidays) && holidays.every(isOff) ? [] : [issue('/calendar/holidays', 'date')]),
  ]
}

function writeOf(
  object: string,
  values: Readonly<Record<string, unknown>> & { readonly id: string },
  stored: StoredRecord | undefined,
): readonly Write[] {
  if (!stored) return [{ kind: 'create', object, record: values }]
  const changed = Object.entries(values).filter(([field, value]) => !sameValue(stored[field], value))
  if (stored['updatedBy'] !== AUTHOR || changed.length === 0) return []
  return [{ kind: 'update', object, before: stored, set: Object.fromEntries(changed) }]
}
