import type { PipelineState } from '../../domain/pipeline/pipeline.operations.ts'
import { event } from '../../domain/plan.ts'
import type { DomainEvent } from '../../domain/types.ts'
import { checkFilter } from '../../filter/check.ts'
import { compileCondition } from '../../filter/compile.ts'
import type { StoredRecord } from '../../schema/record.ts'
import type { RuleChain } from '../chain.ts'
import { type RuleConditions, ruleConditions } from '../conditions.ts'
import { titleOf } from '../describe/describe-command.ts'
import { nextDateOf } from '../triggers/date-reached.ts'
import { eventsOf, isStartedBy, objectOf, recordBefore } from '../triggers/event.ts'
import type { Rule, RulePlan } from '../types.ts'
import type { Continuation } from '../wait.ts'
import { type Agenda, createAgenda } from './agenda.ts'
import type { SeenChange } from './derive-events.ts'
import { pipelinesOf } from './state-for.ts'
import type { RuleTally, SimulatedRun, SimulatedStop, Simulation } from './types.ts'
import { createWorld, type World } from './world.ts'

/** What comes due in a simulation. */
export type Due =
  | { readonly kind: 'wait'; readonly continuation: Continuation; readonly chain: RuleChain }
  | { readonly kind: 'date'; readonly rule: Rule; readonly object: string; readonly id: string }
  | { readonly kind: 'schedule'; readonly rule: Rule }

/** Work in steps, each short; they yield {@link Sim.share}. */
export type Steps<Result = void> = Generator<number, Result>

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
  /** A record was written: dates of it may have moved. */
  touched(object: string, record: StoredRecord, now: string): void
  /** Records that came into segments that rules listen to, or left them. */
  segmentEvents(seen: readonly SeenChange[], now: string): readonly DomainEvent[]
  pipelines(): Readonly<Record<string, PipelineState>>
  readonly newId: () => string
  readonly next: (series: string) => number
  readonly nameOf: (object: string, id: string) => string | undefined
}

/** So many records are read at a step. */
const RECORDS_A_STEP = 200

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
  const segmentEvents = yield* watchSegments(
    input,
    world,
    byEvent.has('segment.entered') || byEvent.has('segment.left'),
  )
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
    segmentEvents,
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
  { agenda, input }: Sim,
  dated: readonly Rule[],
  object: string,
  record: StoredRecord,
  now: string,
): void {
  for (const rule of dated) {
    const { on } = rule
    if (typeof on === 'string' || on.when !== 'date-reached' || on.object !== object) continue
    const key = `date:${rule.id}:${object}:${record.id}`
    const dueAt = nextDateOf(on, record, now, { zone: input.zone, calendar: input.calendar })
    if (dueAt === undefined) agenda.drop(key)
    else agenda.put(key, dueAt, { kind: 'date', rule, object, id: record.id })
  }
}

function* inSteps(
  tables: Iterable<{ readonly object: string; readonly records: Iterable<StoredRecord> }>,
  visit: (object: string, record: StoredRecord) => void,
): Steps {
  let visited = 0
  for (const { object, records } of tables)
    for (const record of records) {
      visit(object, record)
      if (++visited % RECORDS_A_STEP === 0) yield 0
    }
}

function* watchSegments(input: Simulation, world: World, wanted: boolean): Steps<Sim['segmentEvents']> {
  const members = new Map<string, Set<string>>()
  const testOf = (segment: StoredRecord, now: string) => {
    const where = segment['where']
    if (where === undefined) return () => false
    const holds = compileCondition(
      checkFilter(input.model, String(segment['object']), where, { now, zone: input.zone }),
    )
    return (record: StoredRecord) => record['deletedAt'] === undefined && holds(record, world)
  }
  const placesOf = (segment: StoredRecord, now: string) => {
    const known = members.get(segment.id)
    if (known) return known
    const made = new Set([...world.all(String(segment['object']))].filter(testOf(segment, now)).map(({ id }) => id))
    members.set(segment.id, made)
    return made
  }
  const begin = input.from ?? input.changes[0]?.at ?? '2000-01-01T00:00:00.000Z'
  for (const segment of wanted ? world.all('segment') : []) {
    const places = new Set<string>()
    members.set(segment.id, places)
    const test = testOf(segment, begin)
    const object = String(segment['object'])
    yield* inSteps([{ object, records: world.all(object) }], (_, record) => {
      if (test(record)) places.add(record.id)
    })
  }
  return (seen, now) => {
    if (!wanted) return []
    return [...world.all('segment')].flatMap((segment) =>
      seen
        .filter(({ change }) => change.object === segment['object'])
        .flatMap(({ after }) => {
          const places = placesOf(segment, now)
          const is = testOf(segment, now)(after)
          if (is === places.has(after.id)) return []
          if (is) places.add(after.id)
          else places.delete(after.id)
          const type = is ? 'segment.entered' : 'segment.left'
          return [event(type, String(segment['object']), after.id, { segmentId: segment.id })]
        }),
    )
  }
}
