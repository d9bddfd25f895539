import * as z from 'zod'
import type { Lookup } from '../filter/compile.ts'
import type { UncheckedFilter } from '../filter/types.ts'
import { deepFreeze } from '../schema/define-object.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { toIssues } from '../schema/zod-issues.ts'
import { KithError } from '../shared/errors.ts'
import type { Label } from '../shared/locale.ts'
import { addDays, isDate, startOfDay, toDate } from '../shared/time.ts'
import { labelSchema } from './actions/action.ts'
import { checkRule } from './check-rule.ts'
import { speakerOf } from './describe/speaker.ts'
import { explainConditions } from './explain.ts'
import type { RuleContext } from './types.ts'

/** Points for one thing. */
export interface ScorePoints {
  /** Never changes. */
  readonly id: string
  readonly label: Label
  readonly if: UncheckedFilter
  /** May be negative. */
  readonly points: number
  /** They become fewer: half after each `halfLifeDays` since a date of the record; nothing where it is empty. */
  readonly decay?: { readonly field: string; readonly halfLifeDays: number }
}

/** A score as plain data: named points, added up. A score alone never decides about a person. */
export interface Score {
  readonly id: string
  /** Goes up with each change. Default 1. */
  readonly version?: number
  readonly label: Label
  readonly object: string
  /** Number field that holds the total. */
  readonly field: string
  readonly points: readonly ScorePoints[]
  /** Bounds of the total. */
  readonly min?: number
  readonly max?: number
}

/** What one kind of points came to. */
export interface ScorePart {
  readonly id: string
  readonly holds: boolean
  /** After decay; 0 where the condition does not hold. */
  readonly points: number
  readonly sentence: string
}

/** A score and why. */
export interface ScoreResult {
  /** Whole points, within the bounds. */
  readonly total: number
  readonly parts: readonly ScorePart[]
  /** When the total may be another one though nothing was changed; absent: never. */
  readonly nextAt?: string
}

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
const field = z.string().min(1).max(64)
const scoreSchema = z.strictObject({
  id,
  version: z.int().min(1).exactOptional(),
  label: labelSchema,
  object: field,
  field,
  points: z
    .array(
      z.strictObject({
        id,
        label: labelSchema,
        if: z.record(z.string(), z.unknown()),
        points: z.number().min(-10_000).max(10_000),
        decay: z.strictObject({ field, halfLifeDays: z.number().min(0.01).max(36_500) }).exactOptional(),
      }),
    )
    .min(1)
    .max(200),
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
})

/**
 * Describes a score. The result is frozen. With a model, fields and conditions are checked against it.
 *
 * @throws KithError `INVALID_DEFINITION` with a path below `/scores/<id>`
 * @example
 * defineScore({ id: 'lead-score', label: 'Lead score', object: 'lead', field: 'score', min: 0, max: 100, points: [
 *   { id: 'phone', label: 'Left a phone number', if: { phone: { empty: false } }, points: 20 },
 *   { id: 'active', label: 'Active lately', if: {}, points: 40, decay: { field: 'lastActivityAt', halfLifeDays: 14 } },
 * ] })
 */
export function defineScore(score: Score, model?: Model): Score {
  const result = scoreSchema.safeParse(score)
  const refuse = (path: string, reason: string): never => {
    throw new KithError('INVALID_DEFINITION', { path: `/scores/${String(score?.id)}${path}`, reason })
  }
  if (!result.success) {
    const [first] = toIssues(result.error.issues, [], score)
    refuse(first?.path ?? '', first?.message ?? 'it cannot be used')
  }
  if ((score.min ?? Number.NEGATIVE_INFINITY) > (score.max ?? Number.POSITIVE_INFINITY))
    refuse('/min', 'it is above max')
  if (model) checkScore(score, model, refuse)
  return deepFreeze({ version: 1, ...score })
}

function checkScore(score: Score, model: Model, refuse: (path: string, reason: string) => never): void {
  if (!model.objects.has(score.object)) refuse('/object', `there is no object "${score.object}"`)
  if (model.field(score.object, score.field)?.type !== 'number') refuse('/field', 'it is a number field')
  for (const [at, points] of score.points.entries()) {
    const on = { when: 'record-created', object: score.object } as const
    checkRule({ id: score.id, label: score.label, on, if: points.if, then: [] }, model)
    const type = points.decay && model.field(score.object, points.decay.field)
    if (type && !['date', 'dateTime'].includes(type.type === 'rollup' ? String(type.of) : type.type))
      refuse(`/points/${at}/decay/field`, 'it is a date')
    if (points.decay && !type) refuse(`/points/${at}/decay/field`, `there is no field "${points.decay.field}"`)
  }
}

const DAY_MS = 86_400_000

/**
 * Scores a record: each kind of points counts fully where its condition holds, times 2^(−age/half-life) where it decays.
 *
 * @throws KithError `INVALID_FILTER`
 * @example
 * score(leadScore, lead, context) // { total: 42, parts: [{ id: 'phone', points: 20, holds: true, sentence: … }, …], nextAt: … }
 */
export function score(of: Score, record: StoredRecord, context: RuleContext, lookup?: Lookup): ScoreResult {
  const held = of.points.map((points) => ({
    points,
    conditions: explainConditions(points.if, of.object, record, lookup, context),
  }))
  const counting = held.map(({ points, conditions }) => (conditions.every(({ holds }) => holds) ? points : undefined))
  const totalAt = (ms: number) =>
    bounded(
      of,
      counting.reduce((sum, points) => sum + (points ? pointsAt(points, record, ms, context.zone) : 0), 0),
    )
  const now = Date.parse(context.now)
  const total = totalAt(now)
  const parts = held.map(({ points }, at) => partOf(points, counting[at] !== undefined, of, record, context))
  const nextAt = earliest(nextDecay(counting, total, totalAt, context), nextCondition(of, context))
  return nextAt === undefined ? { total, parts } : { total, parts, nextAt }
}

function bounded({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Score, total: number): number {
  return Math.min(max, Math.max(min, Math.round(total))) + 0
}

function pointsAt({ points, decay }: ScorePoints, record: StoredRecord, ms: number, zone: string): number {
  if (!decay) return points
  const since = sinceOf(record[decay.field], zone)
  if (since === undefined) return 0
  const age = Math.max(0, ms - since) / DAY_MS
  return points * 2 ** (-age / decay.halfLifeDays)
}

function sinceOf(value: unknown, zone: string): number | undefined {
  if (typeof value !== 'string') return undefined
  const since = Date.parse(isDate(value) ? startOfDay(value, zone) : value)
  return Number.isNaN(since) ? undefined : since
}

function partOf(points: ScorePoints, holds: boolean, of: Score, record: StoredRecord, context: RuleContext): ScorePart {
  const { model, locale, zone, baseCurrency, now } = context
  const { say, label, filter, field: named, tag, span } = speakerOf(model, of.object, locale, { zone, baseCurrency })
  const given = holds ? pointsAt(points, record, Date.parse(now), zone) : 0
  const write = (value: number) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }).format(value)
  const words = {
    label: label(points.label),
    points: write(given),
    full: write(points.points),
    if: filter(of.object, points.if),
  }
  const { decay } = points
  const date = decay ? named(of.object, decay.field) : ''
  const sentence = !decay
    ? say('scorePoints', words)
    : sinceOf(record[decay.field], zone) === undefined
      ? say('scoreNoDate', { ...words, field: date })
      : say('scoreDecayed', { ...words, field: date, halfLife: span({ days: decay.halfLifeDays }) })
  return { id: points.id, holds, points: given, sentence }
}

/** How many days ahead a change of the total is looked for. */
const DAYS_AHEAD = 3_650

function nextDecay(
  counting: readonly (ScorePoints | undefined)[],
  total: number,
  totalAt: (ms: number) => number,
  { now }: RuleContext,
): string | undefined {
  if (!counting.some((points) => points?.decay)) return undefined
  const start = Date.parse(now)
  for (let days = 1; days <= DAYS_AHEAD; days++)
    if (totalAt(start + days * DAY_MS) !== total) return new Date(start + days * DAY_MS).toISOString()
  return undefined
}

/** Conditions that look at the time: looked at again at the next midnight, or within the hour where they count hours. */
function nextCondition({ points }: Score, { now, zone }: RuleContext): string | undefined {
  const text = JSON.stringify(points.map((one) => one.if))
  if (!/"(within|last|next|ago|ahead|anniversary)":|"now"/.test(text)) return undefined
  if (/"(hours|minutes)":|"now"/.test(text)) return new Date(Date.parse(now) + 3_600_000).toISOString()
  return startOfDay(addDays(toDate(now, zone), 1), zone)
}

function earliest(...times: readonly (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).sort()[0]
}
