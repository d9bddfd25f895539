import type { Rule } from '../types.ts'
import { lastOf, simulate } from './simulate.ts'
import type { Steps } from './steps.ts'
import type { SimulatedRun, Simulation, SimulationResult } from './types.ts'

/** A record that some rules treat differently than others would have. */
export interface RuleDifference {
  readonly object: string
  readonly id: string
  /** What people call the record. */
  readonly title?: string
  /** When it was first treated differently. */
  readonly at: string
  readonly kind: 'only-before' | 'only-after' | 'otherwise'
  /** What the old rules do with it, as clauses. */
  readonly before: readonly string[]
  /** What the new rules do with it. */
  readonly after: readonly string[]
}

/** What changing rules would have changed. */
export interface RuleDiff {
  readonly differences: readonly RuleDifference[]
  /** Records that both treat the same way. */
  readonly same: number
  /** Both simulations came to their end. */
  readonly complete: boolean
}

/**
 * Who would have been treated differently: both sets of rules run over the same history.
 *
 * @example
 * diffRules([rule], [{ ...rule, version: 2, if: { score: { gte: 60 } } }], history).differences
 * // [{ object: 'lead', id: 'lead-7', kind: 'only-before', before: ['Per Vik goes to Ida Berg'], after: [], … }]
 */
export function diffRules(
  before: readonly Rule[],
  after: readonly Rule[],
  history: Omit<Simulation, 'rules'>,
): RuleDiff {
  const ids = new Set([...before, ...after].map(({ id }) => id))
  const isOurs = (change: Simulation['changes'][number]) =>
    change.actor.kind === 'rule' && ids.has(String(change.source?.['rule'] ?? change.actor.id))
  const changes = history.changes.filter((change) => !isOurs(change))
  const [old, now] = [simulate({ ...history, changes, rules: before }), simulate({ ...history, changes, rules: after })]
  return lastOf(compareInSteps(old, now))
}

/** Who was treated differently in two simulations of the same history; in short steps, which yield the share done. */
export function* compareInSteps(old: SimulationResult, now: SimulationResult): Steps<RuleDiff> {
  const left = yield* byRecord(old.runs)
  const right = yield* byRecord(now.runs)
  const keys = [...new Set([...left.keys(), ...right.keys()])]
  const differences: RuleDifference[] = []
  for (const [at, key] of keys.entries()) {
    differences.push(...differenceOf(left.get(key) ?? [], right.get(key) ?? []))
    yield at / keys.length
  }
  differences.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return { differences, same: keys.length - differences.length, complete: old.complete && now.complete }
}

function* byRecord(runs: readonly SimulatedRun[]): Steps<ReadonlyMap<string, readonly SimulatedRun[]>> {
  const records = new Map<string, SimulatedRun[]>()
  for (const run of runs) {
    yield 0
    if (run.said.length === 0) continue
    const key = `${run.object}:${run.id}`
    const known = records.get(key)
    if (known) known.push(run)
    else records.set(key, [run])
  }
  return records
}

function differenceOf(left: readonly SimulatedRun[], right: readonly SimulatedRun[]): readonly RuleDifference[] {
  const deeds = (runs: readonly SimulatedRun[]) => runs.flatMap(({ at, said }) => said.map((one) => `${at} ${one}`))
  const [before, after] = [deeds(left), deeds(right)]
  const first = before.findIndex((deed, at) => deed !== after[at])
  if (first < 0 && before.length === after.length) return []
  const at = [before, after]
    .flatMap((all) => all[first < 0 ? Math.min(before.length, after.length) : first] ?? [])
    .sort()[0]
  const run = (left[0] ?? right[0]) as SimulatedRun
  const kind = left.length === 0 ? 'only-after' : right.length === 0 ? 'only-before' : 'otherwise'
  const { object, id, title } = run
  const said = (runs: readonly SimulatedRun[]) => runs.flatMap((one) => one.said)
  const when = at?.slice(0, at.indexOf(' ')) ?? run.at
  return [
    { object, id, ...(title === undefined ? {} : { title }), at: when, kind, before: said(left), after: said(right) },
  ]
}
