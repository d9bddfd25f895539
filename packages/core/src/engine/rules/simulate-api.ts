import type { RulesApi, SimulationReport } from '../../ports/rules-api.ts'
import { parseRule } from '../../rules/parse-rule.ts'
import { simulateInSteps } from '../../rules/simulate/index.ts'
import type { Rule } from '../../rules/types.ts'
import { KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import { createBreather } from '../platform.ts'
import type { Session } from '../session.ts'
import { requireConfigure } from './job-api.ts'
import { readPast } from './read-past.ts'
import { createSpeaker } from './say.ts'
import { reportOf } from './simulation-report.ts'
import { runInTurns, type Tell } from './turns.ts'

type Input = Parameters<RulesApi['simulateRules']>[0]
type Options = NonNullable<Parameters<RulesApi['simulateRules']>[1]>

const RETRY_SECONDS = 10
/** Shares of the whole at which the past is read, and at which all has run. */
const READ = 0.4
const RUN = 0.95

/** What rules would have done over a part of the past. Nothing is done; one at a time for each tenant: the next waits only for one that was given up. */
export async function simulateRules(session: Session, input: Input, options: Options): Promise<SimulationReport> {
  requireConfigure(session, 'rule')
  const { from, to } = readSpan(input)
  const { locale, signal } = options
  return await oneAtATime(session, signal, async (part) => {
    const rules = await readRules(session, input.rules, '/rules')
    const instead = input.instead && (await readRules(session, input.instead, '/instead'))
    const own = new Set([...rules, ...(instead ?? [])].map(({ id }) => id))
    const { start, changes, complete } = await readPast(session, { from, to, own, signal, tell: part(0, READ) })
    const speaker = await createSpeaker(session, locale)
    const { model, zone, baseCurrency, calendar } = session.state
    const base = { model, zone, baseCurrency, locale: speaker.locale, from, to, start, changes }
    const simulation = { ...base, functions: session.engine.functions, ...(calendar ? { calendar } : {}) }
    const run = (tried: readonly Rule[], tell: Tell) =>
      runInTurns(simulateInSteps({ ...simulation, rules: tried }), signal, tell)
    const half = instead ? (READ + RUN) / 2 : RUN
    const result = await run(rules, part(READ, half))
    const other = instead && (await run(instead, part(half, RUN)))
    return await reportOf(session, speaker, { from, to, changes: changes.length, result, other, complete }, signal)
  })
}

/** Of a part that goes from one share of the whole to another, tells how much of it is done. */
type Part = (from: number, to: number) => Tell

async function oneAtATime<Result>(
  { engine: { simulating }, state: { tenant } }: Session,
  signal: AbortSignal | undefined,
  run: (part: Part) => Promise<Result>,
): Promise<Result> {
  while (simulating.get(tenant)?.isGivenUp()) await simulating.get(tenant)?.over
  if (simulating.has(tenant)) throw new KithError('RATE_LIMITED', { retryAfterSeconds: RETRY_SECONDS })
  let end = () => {}
  const over = new Promise<void>((resolve) => {
    end = resolve
  })
  const running = { share: 0, over, isGivenUp: () => signal?.aborted === true }
  simulating.set(tenant, running)
  try {
    return await run((from, to) => (share) => {
      running.share = from + (to - from) * Math.min(share, 1)
    })
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
