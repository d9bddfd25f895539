import { DATE_REACHED } from '../triggers/date-reached.ts'
import { nextRunOf, SCHEDULE_REACHED } from '../triggers/schedule.ts'
import type { Rule } from '../types.ts'
import { deriveEvents, type SeenChange } from './derive-events.ts'
import { afterChange, commitsOf, type RecordedChange } from './history.ts'
import { runContinuation, runEvents } from './run.ts'
import { createSim, type Due, type Sim } from './sim.ts'
import type { Steps } from './steps.ts'
import type { Simulation, SimulationResult } from './types.ts'

const MAX_EVALUATIONS = 1_000_000

/**
 * Runs rules over a recorded history and lists what would have happened: rules that start each other, waits, dates and
 * schedules included. What people did stays as it was recorded; what the log says that these same rules did is left out,
 * and what they would do now takes its place. Rules that are switched off are tried as if they were on. Nothing is
 * carried out: no port is in reach.
 *
 * @example
 * const { runs } = simulate({ model, rules: [rule], start, changes, zone, locale: 'en', baseCurrency: 'EUR' })
 * runs[0].said // ['Kari Nordmann goes to Ida Berg', 'the activity “First call” is planned for 3 Mar 2026, 10:00']
 */
export function simulate(input: Simulation): SimulationResult {
  return lastOf(simulateInSteps(input))
}

/** What steps come to, taken at once. */
export function lastOf<Result>(steps: Generator<number, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * As {@link simulate} in short steps, so that a host can let others have their turn in between, show how far it is, and
 * stop. Yields how much of the history was looked at, from 0 to 1.
 *
 * @example
 * const steps = simulateInSteps(input)
 * for (let step = steps.next(); !step.done; step = steps.next()) bar.value = step.value
 */
export function* simulateInSteps(given: Simulation): Generator<number, SimulationResult> {
  const input = { ...given, rules: given.rules.map((rule) => ({ ...rule, active: true })) }
  const sim = yield* createSim(input)
  const own = new Set(input.rules.map(({ id }) => id))
  const from = input.from ?? input.changes[0]?.at ?? input.to ?? ''
  const changes = input.changes.filter((change) => !isOwn(change, own))
  let begun = false
  let looked = 0
  for (const commit of commitsOf(changes)) {
    const now = commit[0]?.at ?? from
    if (!begun && now >= from) yield* begin(sim, from)
    begun ||= now >= from
    if (begun) yield* passTime(sim, now)
    const seen = take(sim, commit)
    for (const { change, after } of begun ? seen : []) sim.touched(change.object, after, now)
    const events = begun ? [...deriveEvents(seen), ...sim.segments.events(seen, now)] : []
    yield* runEvents(sim, events, now)
    if (isSpent(sim)) return resultOf(sim, false)
    looked += commit.length
    sim.share = looked / changes.length
    yield sim.share
  }
  if (!begun) yield* begin(sim, from)
  yield* passTime(sim, input.to ?? input.changes.at(-1)?.at ?? from)
  return resultOf(sim, !isSpent(sim))
}

function isOwn({ actor, source }: RecordedChange, rules: ReadonlySet<string>): boolean {
  return actor.kind === 'rule' && rules.has(String(source?.['rule'] ?? actor.id))
}

function isSpent({ evaluations, input }: Sim): boolean {
  return evaluations >= (input.maxEvaluations ?? MAX_EVALUATIONS)
}

/** Puts the dates of all records, the first look at segments and the first time of all schedules on the agenda. */
function* begin(sim: Sim, from: string): Steps {
  const objects = new Set(
    sim.input.rules.flatMap(({ on }) => (typeof on !== 'string' && on.when === 'date-reached' ? [on.object] : [])),
  )
  for (const object of [...objects, 'segment'])
    for (const record of sim.world.all(object)) {
      sim.touched(object, record, from)
      yield sim.share
    }
  for (const rule of sim.input.rules) putSchedule(sim, rule, from)
}

function putSchedule(sim: Sim, rule: Rule, after: string): void {
  if (typeof rule.on === 'string' || rule.on.when !== 'schedule') return
  const dueAt = nextRunOf(rule.on, after, sim.input.zone)
  if (dueAt !== undefined) sim.agenda.put(`schedule:${rule.id}`, dueAt, { kind: 'schedule', rule })
}

function* passTime(sim: Sim, until: string): Steps {
  for (let due = sim.agenda.take(until); due && !isSpent(sim); due = sim.agenda.take(until)) {
    yield* runDue(sim, due.item, due.dueAt)
    yield sim.share
  }
}

function* runDue(sim: Sim, due: Due, at: string): Steps {
  if (due.kind === 'wait') {
    yield* runContinuation(sim, due.continuation, due.chain, at)
    return
  }
  if (due.kind === 'segment') {
    const segment = sim.world.get('segment', due.id)
    if (!segment || segment['deletedAt'] !== undefined) return
    yield* runEvents(sim, yield* sim.segments.sweep(segment, at, sim.share), at)
    sim.touched('segment', segment, at)
    return
  }
  const { rule } = due
  const data = { ruleId: rule.id, dueAt: at }
  if (due.kind === 'date') {
    const { object, id } = due
    yield* runEvents(sim, [{ type: DATE_REACHED, object, id, data }], at)
    const record = sim.world.get(object, id)
    if (record) sim.touched(object, record, at)
    return
  }
  const { on } = rule
  if (typeof on === 'string' || on.when !== 'schedule') return
  for (const { id } of [...sim.world.all(on.object)])
    if (!isSpent(sim)) yield* runEvents(sim, [{ type: SCHEDULE_REACHED, object: on.object, id, data }], at)
  putSchedule(sim, rule, at)
}

/** Brings what people did into the world. A change to a record that is not there here (a task of a rule) is passed over. */
function take(sim: Sim, commit: readonly RecordedChange[]): readonly SeenChange[] {
  return commit.flatMap((change) => {
    const before = sim.world.get(change.object, change.id)
    const after = afterChange(before, change)
    if (!after || after === before) {
      if (before && !after) sim.world.remove(change.object, change.id)
      return []
    }
    sim.world.put(change.object, after)
    return [{ change, before, after }]
  })
}

function resultOf({ runs, stops, tallies, world, input }: Sim, complete: boolean): SimulationResult {
  const end = [...input.model.objects.keys()].map((object) => [object, [...world.all(object)]] as const)
  const held = end.filter(([, records]) => records.length > 0)
  return { runs, stops, rules: Object.fromEntries(tallies), complete, end: Object.fromEntries(held) }
}
