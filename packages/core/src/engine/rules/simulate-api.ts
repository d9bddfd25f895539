import type { Change } from '../../ports/crm-api.ts'
import type { RulesApi, SaidRun, SimulationReport } from '../../ports/rules-api.ts'
import type { Command } from '../../rules/commands.ts'
import { describeCommand, describeDeed } from '../../rules/describe/describe-command.ts'
import { RULE_LIMITS } from '../../rules/limits.ts'
import { parseRule } from '../../rules/parse-rule.ts'
import {
  compareInSteps,
  type RuleDiff,
  type SimulatedRun,
  type SimulationResult,
  simulateInSteps,
} from '../../rules/simulate/index.ts'
import type { Rule } from '../../rules/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import { createBreather } from '../platform.ts'
import type { Session } from '../session.ts'
import { requireConfigure } from './job-api.ts'
import { beforeChange, eachRecord, newestChanges } from './pages.ts'
import { createSpeaker, type Speaker, shownConditions } from './say.ts'
import { ruleBehind } from './why.ts'

type Input = Parameters<RulesApi['simulateRules']>[0]
type Options = NonNullable<Parameters<RulesApi['simulateRules']>[1]>

const MOST_RUNS = 2_000
const MOST_CHANGES = 500_000
const RETRY_SECONDS = 10

/** What rules would have done over a part of the past. Nothing is done; one at a time for each tenant: the next waits only for one that was given up. */
export async function simulateRules(session: Session, input: Input, options: Options): Promise<SimulationReport> {
  requireConfigure(session, 'rule')
  const { from, to } = readSpan(input)
  const { simulating } = session.engine
  const { tenant } = session.state
  while (simulating.get(tenant)?.isGivenUp()) await simulating.get(tenant)?.over
  if (simulating.has(tenant)) throw new KithError('RATE_LIMITED', { retryAfterSeconds: RETRY_SECONDS })
  let end = () => {}
  const over = new Promise<void>((resolve) => {
    end = resolve
  })
  const running = { share: 0, over, isGivenUp: () => options.signal?.aborted === true }
  simulating.set(tenant, running)
  /** Of a part that goes from one share of the whole to another, so much is done. */
  const tell =
    (from: number, to: number): Tell =>
    (share) => {
      running.share = from + (to - from) * Math.min(share, 1)
    }
  try {
    const rules = await readRules(session, input.rules, '/rules')
    const instead = input.instead && (await readRules(session, input.instead, '/instead'))
    const own = new Set([...rules, ...(instead ?? [])].map(({ id }) => id))
    const past = await readPast(session, { from, to, own, signal: options.signal, tell: tell(0, READ) })
    const { changes } = past
    const speaker = await createSpeaker(session, options.locale)
    const { model, zone, baseCurrency, calendar } = session.state
    const base = { model, zone, baseCurrency, locale: speaker.locale, from, to, start: past.start, changes }
    const simulation = { ...base, functions: session.engine.functions, ...(calendar ? { calendar } : {}) }
    const half = instead ? (READ + RUN) / 2 : RUN
    const result = await runInTurns(simulateInSteps({ ...simulation, rules }), options.signal, tell(READ, half))
    const other =
      instead && (await runInTurns(simulateInSteps({ ...simulation, rules: instead }), options.signal, tell(half, RUN)))
    const outcome = { from, to, changes: changes.length, result, other, complete: past.complete }
    return await reportOf(session, speaker, outcome, options.signal)
  } finally {
    simulating.delete(tenant)
    end()
  }
}

/** How far a simulation of the caller's tenant is. */
export async function simulationProgress(session: Session): Promise<{ readonly share: number | null }> {
  requireConfigure(session, 'rule')
  return { share: session.engine.simulating.get(session.state.tenant)?.share ?? null }
}

type Tell = (share: number) => void

/** Shares of the whole at which the past is read, and at which all has run. */
const READ = 0.4
const RUN = 0.95

function readSpan({ from, to }: Input): { readonly from: string; readonly to: string } {
  const issues = (['from', 'to'] as const).flatMap((name) =>
    Number.isNaN(Date.parse({ from, to }[name])) ? [issue(`/${name}`, 'date-time')] : [],
  )
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  if (span.from > span.to) throw new KithError('INVALID_INPUT', { issues: [issue('/to', 'date-time')] })
  return span
}

/** Rules that are tried at once. */
const MOST_RULES = 1_000

async function readRules(session: Session, given: readonly unknown[], path: string): Promise<readonly Rule[]> {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_RULES)
    throw new KithError('INVALID_INPUT', { issues: [issue(path, 'too-many', { maximum: MOST_RULES })] })
  const breathe = createBreather()
  const rules: Rule[] = []
  for (const [at, one] of given.entries()) {
    rules.push(readRule(session, one, at, path))
    await breathe()
  }
  return rules
}

function readRule(session: Session, one: unknown, at: number, path: string): Rule {
  if (typeof one !== 'string') {
    const isObject = typeof one === 'object' && one !== null && !('id' in one)
    return parseRule(isObject ? { ...one, id: `new-${at + 1}` } : one, session.state.model)
  }
  const known = session.state.rules.get(one)
  if (!known || known.problem !== undefined)
    throw new KithError('INVALID_INPUT', {
      issues: [{ path: `${path}/${at}`, code: 'option', message: known?.problem ?? 'There is no such rule.' }],
    })
  return known.rule
}

interface Past {
  readonly start: Readonly<Record<string, readonly StoredRecord[]>>
  readonly changes: readonly Change[]
  readonly complete: boolean
}

interface PastQuery {
  readonly from: string
  readonly to: string
  /** Rules whose own changes are left out: what they would do takes their place. */
  readonly own: ReadonlySet<string>
  readonly signal: AbortSignal | undefined
  readonly tell: Tell
}

/** All records as they were at an instant, from those of now and the log, and what happened between then and another. */
async function readPast(session: Session, { from, to, own, signal, tell }: PastQuery): Promise<Past> {
  const tables = new Map<string, Map<string, StoredRecord>>()
  const { storage } = session.engine
  const head = await storage.head({ tenant: session.state.tenant })
  const objects = [...session.state.model.objects.keys()]
  for (const [at, object] of objects.entries()) {
    tell(at / objects.length / 2)
    const table = new Map<string, StoredRecord>()
    tables.set(object, table)
    for await (const record of eachRecord(session, object)) {
      requireGoingOn(signal)
      table.set(record.id, record)
    }
  }
  const changes: Change[] = []
  let looked = 0
  for await (const change of newestChanges(session)) {
    requireGoingOn(signal)
    if (++looked > MOST_CHANGES || (!change.erased && change.at < from)) break
    tell(0.5 + looked / Math.max(2 * head, 1))
    // What was written while the records were read is in some of them: it is rolled back where it is.
    const table = tables.get(change.object)
    const before = table && beforeChange(table.get(change.id), change)
    if (before) table.set(change.id, before)
    else table?.delete(change.id)
    const isOwn = change.actor.kind === 'rule' && own.has(ruleBehind(change)?.id ?? '')
    if (!isOwn && !change.erased && change.at <= to && change.seq <= head) changes.push(change)
  }
  const start = Object.fromEntries([...tables].map(([object, table]) => [object, [...table.values()]]))
  return { start, changes: changes.reverse(), complete: looked <= MOST_CHANGES }
}

function requireGoingOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw (signal as { readonly reason?: unknown }).reason
}

/** One step after another, with a pause for others at least every 20 ms. */
async function runInTurns<Result>(
  steps: Generator<number, Result>,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<Result> {
  const breathe = createBreather()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    requireGoingOn(signal)
    tell(step.value)
    await breathe()
  }
}

interface Outcome {
  readonly from: string
  readonly to: string
  readonly changes: number
  readonly result: SimulationResult
  readonly other: SimulationResult | undefined
  readonly complete: boolean
}

async function reportOf(
  session: Session,
  speaker: Speaker,
  outcome: Outcome,
  signal: AbortSignal | undefined,
): Promise<SimulationReport> {
  const { from, to, changes, result, other, complete } = outcome
  const breathe = createBreather()
  const sight = createSight(session, result)
  const visible = result.runs.filter(sight.sees)
  const runs: SaidRun[] = []
  for (const run of visible.slice(0, MOST_RUNS)) {
    requireGoingOn(signal)
    runs.push(await sayRun(session, speaker, run, sight))
    await breathe()
  }
  const diff = other && (await runInTurns(compareInSteps(result, other), signal, () => {}))
  const differences = diff && differencesOf(session, diff, sight)
  return {
    from,
    to,
    changes,
    runs,
    more: visible.length > MOST_RUNS,
    tallies: Object.entries(result.rules).map(([ruleId, tally]) => ({ ruleId, ...tally })),
    stops: result.stops.slice(0, RULE_LIMITS.evaluations).map(({ at, object, id, reason, message, loop }) => ({
      at,
      object,
      id,
      reason,
      ...(message === undefined ? {} : { message }),
      ...(loop ? { loop: loop.cycle.map((link) => link.id) } : {}),
    })),
    ...(differences ? { differences } : {}),
    complete: complete && result.complete && (other?.complete ?? true),
  }
}

/** What the caller may know of the records of a simulation. */
interface Sight {
  sees(of: { readonly object: string; readonly id: string }): boolean
  /** Some field of the object is masked: what is said freely of its records may hold it. */
  isMasked(object: string): boolean
}

function createSight({ access, state }: Session, { end }: SimulationResult): Sight {
  const tables = new Map<string, ReadonlyMap<string, StoredRecord>>()
  const tableOf = (object: string) => {
    const known = tables.get(object) ?? new Map((end[object] ?? []).map((one) => [one.id, one]))
    tables.set(object, known)
    return known
  }
  return {
    sees({ object, id }) {
      if (!state.model.objects.has(object)) return false
      const of = access.of(object)
      const record = tableOf(object).get(id)
      return of.actions.has('read') && record !== undefined && of.allows('read', record)
    },
    isMasked: (object) => access.of(object).masked.size > 0,
  }
}

async function sayRun(session: Session, speaker: Speaker, run: SimulatedRun, sight: Sight): Promise<SaidRun> {
  const { at, rule, object, id, title, conditions, waitsUntil, chain, commands, refused } = run
  const { model } = session.state
  const definition = model.objects.get(object)
  const showsTitle = title !== undefined && definition && session.access.of(object).canSee(definition.title)
  const isMasked = sight.isMasked(object)
  const shown = isMasked ? commands.flatMap((one) => masked(session, one)) : commands
  const said = isMasked
    ? await speaker.say((options) => shown.map((one) => describeCommand(one, model, speaker.locale, options)))
    : run.said
  const deeds = await speaker.say((options) =>
    shown.flatMap((one) => describeDeed(one, model, speaker.locale, options) ?? []),
  )
  const failed = isMasked ? [] : refused.map(({ reason }) => ({ said: reason, alike: reason }))
  return {
    at,
    ruleId: rule.id,
    ruleVersion: rule.version,
    object,
    id,
    ...(showsTitle ? { title } : {}),
    said: said.filter((clause) => clause !== ''),
    deeds: [...deeds, ...failed],
    conditions: shownConditions(session, object, conditions),
    ...(waitsUntil === undefined ? {} : { waitsUntil }),
    chain: chain.map((link) => link.id),
    review: commands.some(({ operation }) => operation === 'proposeReview'),
  }
}

/** A command without what is masked for the caller: values of fields, and texts that were filled with them. */
function masked({ access }: Session, command: Command): readonly Command[] {
  switch (command.operation) {
    case 'update': {
      const { canSee } = access.of(command.object)
      const set = Object.fromEntries(Object.entries(command.set).filter(([field]) => canSee(field)))
      return Object.keys(set).length > 0 ? [{ ...command, set }] : []
    }
    case 'logActivity': {
      const { kind, dueAt } = command.input
      return [{ ...command, input: { kind, ...(dueAt === undefined ? {} : { dueAt }) } }]
    }
    case 'notify':
      return [{ ...command, text: '…' }]
    case 'proposeReview':
      return [{ ...command, input: { ...command.input, title: '…' } }]
    default:
      return [command]
  }
}

function differencesOf(
  { state, access }: Session,
  diff: RuleDiff,
  sight: Sight,
): NonNullable<SimulationReport['differences']> {
  const all = diff.differences.filter((one) => sight.sees(one) && !sight.isMasked(one.object))
  return all.slice(0, MOST_RUNS).map(({ object, id, title, before, after }) => {
    const definition = state.model.objects.get(object)
    const shows = title !== undefined && definition && access.of(object).canSee(definition.title)
    return { object, id, ...(shows ? { title } : {}), before, after }
  })
}
