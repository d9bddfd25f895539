import type { Actor, OperationContext, Plan } from '../../domain/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { aContext, aPipeline, aTeam, aUser, NOW } from '../../testing/builders.ts'
import { model } from '../rules.fixture.ts'
import type { Rule } from '../types.ts'
import type { SeenChange } from './derive-events.ts'
import type { RecordedChange, Records } from './history.ts'
import { simulate } from './simulate.ts'
import type { Simulation } from './types.ts'
import { applyPlan, createWorld } from './world.ts'

/** Ida and Ola of inside sales, their manager Eva, one pipeline. */
export const start: Records = {
  user: [
    aUser({ managerId: 'eva' }),
    aUser({ id: 'ola', name: 'Ola Vik', email: 'ola@example.com', managerId: 'eva' }),
    aUser({ id: 'eva', name: 'Eva Lie', email: 'eva@example.com', roles: ['manager'], teamIds: [] }),
  ],
  team: [aTeam()],
  pipeline: [aPipeline()],
}

/** A company that works: each step is an operation of a person, recorded as the log would. */
export interface Recorder {
  readonly changes: RecordedChange[]
  get<Of extends StoredRecord>(object: string, id: string): Of
  /** Carries a plan out and records it. Returns what was seen to change. */
  record(cause: string, plan: (context: OperationContext) => Plan, actor?: Actor): readonly SeenChange[]
  /** Moves the clock. */
  at(instant: string): Recorder
}

export function recorder(from: Records = start): Recorder {
  const world = createWorld(from)
  const changes: RecordedChange[] = []
  let now = NOW
  let ids = 0
  let commits = 0
  const me: Recorder = {
    changes,
    get: <Of extends StoredRecord>(object: string, id: string) => world.get(object, id) as Of,
    record(cause, plan, actor = { kind: 'user', id: 'ida' }) {
      const context = { ...aContext({ model, now, actor }), newId: () => `id-${++ids}` }
      const seen = applyPlan(world, plan(context), { now, actor, baseCurrency: 'NOK', next: () => 1 })
      const correlation = `c${++commits}`
      const recorded = seen.map((one) => ({ ...one, change: { ...one.change, cause } }))
      changes.push(...recorded.map(({ change }) => ({ ...change, at: now, actor, correlation })))
      return recorded
    },
    at(instant) {
      now = instant
      return me
    },
  }
  return me
}

/** What some rules would have done with a history. */
export function simulated(rules: readonly Rule[], changes: readonly RecordedChange[], over: Partial<Simulation> = {}) {
  return simulate({
    model,
    rules,
    start,
    changes,
    zone: 'Europe/Oslo',
    locale: 'en',
    baseCurrency: 'NOK',
    ...over,
  })
}
