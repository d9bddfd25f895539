import type { PipelineState } from '../../domain/pipeline/pipeline.operations.ts'
import type { DomainEvent } from '../../domain/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { addDuration } from '../../shared/time.ts'
import type { RuleChain } from '../chain.ts'
import { type RuleConditions, ruleConditions } from '../conditions.ts'
import { titleOf } from '../describe/describe-command.ts'
import { nextDateOf } from '../triggers/date-reached.ts'
import { eventsOf, isStartedBy, objectOf, recordBefore } from '../triggers/event.ts'
import type { Rule, RulePlan } from '../types.ts'
import type { Continuation } from '../wait.ts'
import { type Agenda, createAgenda } from './agenda.ts'
import { type SegmentWatch, watchSegments } from './segments.ts'
import { pipelinesOf } from './state-for.ts'
import { inSteps, type Steps } from './steps.ts'
import type { RuleTally, SimulatedRun, SimulatedStop, Simulation } from './types.ts'
import { createWorld, type World } from './world.ts'

/** What comes due in a simulation. */
export type Due =
  | { readonly kind: 'wait'; readonly continuation: Continuation; readonly chain: RuleChain }
  | { readonly kind: 'date'; readonly rule: Rule; readonly object: string; readonly id: string }
  | { readonly kind: 'schedule'; readonly rule: Rule }
  | { readonly kind: 'segment'; readonly id: string }

/** A simulation while it runs. */
export interface Sim {
  /** How much of the history was looked at, 0 to 1. */
  share: number
  readonly input: Simulation
  readonly world: World
  readonly agenda: Agenda<Due>
  readonly runs: SimulatedRun[]
  readonly stops: SimulatedStop[]
  readonly tallies: ReadonlyMap<string, RuleTally>
  evaluations: number
  rule(id: string): Rule | undefined
  rulesFor(event: DomainEvent): readonly Rule[]
  /** Whether the condition of a rule holds: quicker than explaining it, for the many that it does not hold for. */
  mayFire(rule: Rule, event: DomainEvent, record: StoredRecord, now: string): boolean
  /** Its condition is asked together with those of others, which costs it nothing of its budget. */
  isScreened(rule: Rule): boolean
  count(ruleId: string, what: keyof RuleTally, by?: number): void
  tally(plan: RulePlan): void
  /** A record was written: dates of it may have moved. Segments are looked at again by time. */
  touched(object: string, record: StoredRecord, now: string): void
  readonly segments: SegmentWatch
  pipelines(): Readonly<Record<string, PipelineState>>
  readonly newId: () => string
  readonly next: (series: string) => number
  readonly nameOf: (object: string, id: string) => string | undefined
}

/** Segments that time moves are looked at once a day. */
const A_DAY = { days: 1 }

/** Makes a simulation of which nothing has happened yet. */
export function* createSim(input: Simulation): Steps<Sim> {
  const world = createWorld({})
  yield* inSteps(
    Object.entries(input.start).map(([object, records]) => ({ object, records })),
    (object, record) => world.put(object, record),
  )
  const tallies = new Map<string, RuleTally>(
    input.rules.map(({ id }) => [id, { considered: 0, fired: 0, commands: 0, reviews: 0 }]),
  )
  const byEvent = indexed(input.rules)
  const dated = input.rules.filter((rule) => typeof rule.on !== 'string' && rule.on.when === 'date-reached')
  let ids = 0
  const segments = yield* watchSegments(input, world, byEvent.has('segment.entered') || byEvent.has('segment.left'))
  const conditions = yield* ruleConditions(input.rules, input.model, input.zone)
  const sim: Sim = {
    share: 0,
    input,
    world,
    agenda: createAgenda<Due>(),
    runs: [],
    stops: [],
    tallies,
    evaluations: 0,
    rule: (id) => input.rules.find((rule) => rule.id === id),
    rulesFor: (of) => (byEvent.get(of.type) ?? []).filter((rule) => isStartedBy(rule, of)),
    mayFire: conditionTest(conditions, world),
    isScreened: (rule) => rule.if !== undefined && conditions.covers(rule),
    count(ruleId, what, by = 1) {
      if (what === 'considered') sim.evaluations += by
      const tally = tallies.get(ruleId)
      if (tally) tallies.set(ruleId, { ...tally, [what]: tally[what] + by })
    },
    tally({ rule, commands }) {
      sim.count(rule.id, 'fired')
      sim.count(rule.id, 'commands', commands.length)
      sim.count(rule.id, 'reviews', commands.filter(({ operation }) => operation === 'proposeReview').length)
    },
    touched: (object, record, now) => touch(sim, dated, object, record, now),
    segments,
    pipelines: () => pipelinesOf(world),
    newId: () => `sim-${++ids}`,
    next: counters(),
    nameOf(object, id) {
      const record = world.get(object, id)
      return record && titleOf(input.model, object, record)
    },
  }
  return sim
}

/** Numbers of series, each from 1. */
function counters(): (series: string) => number {
  const last = new Map<string, number>()
  return (series) => {
    const next = (last.get(series) ?? 0) + 1
    last.set(series, next)
    return next
  }
}

/** The rules that an event starts ask one after another: where they are asked together, the answer serves until somebody writes. */
function conditionTest(conditions: RuleConditions, world: World): Sim['mayFire'] {
  let last: { event: DomainEvent; record: StoredRecord; version: number; held: ReadonlySet<string> } | undefined
  return (rule, of, record, now) => {
    if (rule.if === undefined) return true
    const { version } = world
    if (!conditions.covers(rule)) return conditions.of(rule, now)(record, world, recordBefore(of, record))
    if (last?.event !== of || last.record !== record || last.version !== version) {
      const beside = { lookup: world, before: recordBefore(of, record) }
      last = { event: of, record, version, held: conditions.match(objectOf(rule), record, beside) }
    }
    return last.held.has(rule.id)
  }
}

function indexed(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const byEvent = new Map<string, Rule[]>()
  for (const rule of rules) for (const type of eventsOf(rule)) byEvent.set(type, [...(byEvent.get(type) ?? []), rule])
  return byEvent
}

function touch(
  { agenda, input, segments }: Sim,
  dated: readonly Rule[],
  object: string,
  record: StoredRecord,
  now: string,
): void {
  if (object === 'segment') {
    const key = `segment:${record.id}`
    if (segments.isMoving(record)) agenda.put(key, addDuration(now, A_DAY, 'UTC'), { kind: 'segment', id: record.id })
    else agenda.drop(key)
  }
  for (const rule of dated) {
    const { on } = rule
    if (typeof on === 'string' || on.when !== 'date-reached' || on.object !== object) continue
    const key = `date:${rule.id}:${object}:${record.id}`
    const dueAt = nextDateOf(on, record, now, { zone: input.zone, calendar: input.calendar })
    if (dueAt === undefined) agenda.drop(key)
    else agenda.put(key, dueAt, { kind: 'date', rule, object, id: record.id })
  }
}
