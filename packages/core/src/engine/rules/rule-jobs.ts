import { joinPlans } from '../../domain/plan.ts'
import type { DomainEvent, OperationContext } from '../../domain/types.ts'
import { checkFilter } from '../../filter/check.ts'
import { compileCondition, type Lookup } from '../../filter/compile.ts'
import type { Job } from '../../ports/storage.ts'
import { type ChainLink, chained, type RuleChain, requireNoLoop, waited } from '../../rules/chain.ts'
import { evaluate, notFiring, resume } from '../../rules/evaluate.ts'
import type { Continuation, Rule, RulePlan } from '../../rules/index.ts'
import { objectOf, recordBefore, subjectOf } from '../../rules/triggers/event.ts'
import type { StoredRecord } from '../../schema/record.ts'
import type { Planned } from '../committer.ts'
import { failedJob, type JobHandler } from '../jobs.ts'
import { load } from '../operations.ts'
import { createBreather } from '../platform.ts'
import { type Engine, openSession, type Session } from '../session.ts'
import { readAround } from './around.ts'
import { planCommands } from './command-plan.ts'
import { createScreen, type RuleScreen } from './rule-screen.ts'
import { readRuleState, type SharedReads } from './rule-state.ts'
import { newTrail, type RuleTrail } from './trail.ts'

/** Events that rules listen to, put with the commit that they are about. */
export interface RulesPayload {
  readonly events: readonly DomainEvent[]
  readonly trail: RuleTrail
  readonly correlation: string
}

/** One rule for one event, tried again by itself. */
export interface RulePayload {
  readonly ruleId: string
  readonly event: DomainEvent
  readonly trail: RuleTrail
  readonly correlation: string
  /** The job that it was first tried in: part of its keys. */
  readonly run: string
}

/** A rule that goes on after a wait. */
export interface WaitPayload {
  readonly continuation: Continuation
  readonly trail: RuleTrail
  readonly correlation: string
}

/**
 * Carries rules out, as jobs after the commits that started them. Each rule and event is one commit under a key of its
 * own, so a job that runs twice has its effects once; a rule that fails is tried again by itself and keeps no other from
 * running.
 */
export function createRuleJobs(engine: Engine): Readonly<Record<'rules' | 'rule' | 'rule.wait', JobHandler>> {
  return {
    rules: (tenant, job) => runRules(engine, tenant, job),
    async rule(tenant, job) {
      const { ruleId, ...call } = job.payload as RulePayload
      const session = await sessionOf(engine, tenant, ruleId)
      const known = session.state.rules.get(ruleId)
      if (known && known.problem === undefined && known.rule.active !== false)
        await runRule(session, { ...call, rule: known.rule })
    },
    'rule.wait': (tenant, job) => goOn(engine, tenant, job.payload as WaitPayload),
  }
}

const sessionOf = (engine: Engine, tenant: string, ruleId: string) =>
  openSession(engine, { tenant, actor: { kind: 'rule', id: ruleId }, roles: [] })

interface RuleCall extends Omit<RulePayload, 'ruleId'> {
  readonly rule: Rule
}

async function runRules(engine: Engine, tenant: string, job: Job): Promise<void> {
  const { trail = newTrail(job.id), ...payload } = job.payload as RulesPayload
  requireNoLoop(trail.chain)
  await runEvents(engine, tenant, { ...payload, trail }, job.id)
}

/**
 * Starts rules by events, each by itself; one that fails is put to be tried again. What people do to many records at once
 * has a budget for each record.
 *
 * @param run Stands for these events in the keys of what comes of them
 * @param only Only these rules. Default: all of the tenant
 */
export async function runEvents(
  engine: Engine,
  tenant: string,
  { events, correlation, trail }: RulesPayload,
  run: string,
  only?: readonly Rule[],
): Promise<void> {
  const { rules } = await engine.tenants.get(tenant)
  const put: Job[] = []
  const breathe = createBreather()
  for (const event of events) {
    const started = only ?? rules.startedBy(event)
    let screen = await createScreen(engine, tenant, event, started)
    let shared: SharedReads = { consents: new Map() }
    for (const [at, rule] of started.entries()) {
      const call: RuleCall = { rule, event, trail: trailOf(trail, event), correlation, run }
      const fired = await tryRule(engine, tenant, call, { screen, shared }).catch((error) => {
        engine.report(error)
        put.push(failedJob(retryOf(engine, call), error, engine))
        return false
      })
      // What it did may be what the next ones ask for.
      if (fired) shared = { consents: new Map() }
      if (fired && screen) screen = await createScreen(engine, tenant, event, started.slice(at + 1))
      await breathe()
    }
  }
  if (put.length > 0) await engine.storage.commit({ tenant }, { jobs: { put } })
}

const trailOf = (trail: RuleTrail, { object, id }: DomainEvent): RuleTrail =>
  trail.chain.length > 0 ? trail : { ...trail, origin: `${trail.origin}:${object}:${id}` }

function retryOf(engine: Engine, { rule, event, trail, correlation, run }: RuleCall): Job {
  const payload: RulePayload = { ruleId: rule.id, event, trail, correlation, run }
  const key = `rule:${run}:${keyOf(rule, event)}`
  return { id: engine.newId(), kind: 'rule', key, dueAt: engine.clock.now(), attempts: 1, state: 'waiting', payload }
}

/** Without the version of the rule: one that is changed between a crash and the next run does not do its work again. */
const keyOf = (rule: Rule, event: DomainEvent) => `${rule.id}:${event.type}:${event.object}:${event.id}`

/**
 * Asks the condition first: of many rules that an event starts few fire, and those alone are a commit.
 *
 * @returns whether it fired
 */
async function tryRule(
  engine: Engine,
  tenant: string,
  call: RuleCall,
  { screen, shared }: { readonly screen: RuleScreen | undefined; readonly shared: SharedReads },
): Promise<boolean> {
  // Asked together with all others, so it is not counted: thousands of rules may listen to one event.
  if (screen?.strikesOut(call.rule)) return false
  const session = await sessionOf(engine, tenant, call.rule.id)
  const decided = (await decide(session, call, engine.clock.now(), shared))?.plan
  if (decided?.fires) await runRule(session, call)
  else if (decided) engine.budgets.spend(call.trail, decided)
  return decided?.fires === true
}

/** What a rule does, and the record that it was asked for as it was read. */
interface Decided {
  readonly plan: RulePlan
  readonly object: string
  readonly record: StoredRecord
}

async function decide(
  session: Session,
  { rule, event, run }: RuleCall,
  now: string,
  shared?: SharedReads,
): Promise<Decided | undefined> {
  const subject = subjectOf(rule, event)
  const record = subject && (await load(session, subject.object, subject.id))
  if (!record) return undefined
  const { object } = subject
  const lookup = await readAround(session, object, record, [rule.if])
  if (!mayFire(session, rule, event, record, lookup, now)) return { plan: notFiring(rule), object, record }
  const state = await readRuleState(session, [rule], object, record, lookup, shared)
  return { plan: evaluate(rule, event, record, state, { ...contextOf(session), now, run }), object, record }
}

function mayFire(
  { state: { model, zone } }: Session,
  rule: Rule,
  event: DomainEvent,
  record: StoredRecord,
  lookup: Lookup,
  now: string,
): boolean {
  if (rule.if === undefined) return true
  const condition = checkFilter(model, objectOf(rule), rule.if, { now, zone }, { before: true })
  return compileCondition(condition)(record, lookup, recordBefore(event, record))
}

function contextOf({ state: { model, zone, locale, baseCurrency } }: Session) {
  return { model, zone, locale, baseCurrency }
}

async function runRule(session: Session, call: RuleCall): Promise<void> {
  const { rule, event } = call
  await commitRule(session, {
    ...call,
    rule: { id: rule.id, version: rule.version ?? 1 },
    chain: chained(call.trail.chain, { rule: { id: rule.id, version: rule.version ?? 1 } }, event.type),
    key: `${call.run}:${keyOf(rule, event)}`,
    decide: ({ now }) => decide(session, call, now),
  })
}

/** A wait is over. A record that is gone ends the rule, and so does a rule that was switched off or deleted. */
async function goOn(engine: Engine, tenant: string, payload: WaitPayload): Promise<void> {
  const { continuation, trail, correlation } = payload
  const { rule, event, object, id, key, steps } = continuation
  const session = await sessionOf(engine, tenant, rule.id)
  if (await isOff(session, rule.id)) return
  await commitRule(session, {
    rule,
    event,
    trail: { ...trail, origin: key },
    chain: waited(trail.chain, { rule }, event.type),
    correlation,
    key: `wait:${key}`,
    async decide({ now }) {
      const record = await load(session, object, id)
      if (!record) return undefined
      const state = await readRuleState(session, [{ ...continuation, then: steps }], object, record)
      return { plan: resume(continuation, record, state, { ...contextOf(session), now }), object, record }
    },
  })
}

/** A rule that left the program or that the model has outgrown still ends what it began: it says itself what is left of it. */
async function isOff({ engine, state }: Session, id: string): Promise<boolean> {
  const known = state.rules.get(id)
  if (known) return known.rule.active === false && known.problem === undefined
  const [record] = await engine.storage.get({ tenant: state.tenant }, 'rule', [id])
  return record?.['deletedAt'] !== undefined
}

interface RuleCommit {
  readonly rule: Omit<ChainLink, 'event'>
  readonly event: DomainEvent
  readonly trail: RuleTrail
  /** The rules that led to what is committed, with this one. */
  readonly chain: RuleChain
  readonly correlation: string
  readonly key: string
  readonly decide: (context: OperationContext) => Promise<Decided | undefined>
}

/**
 * Carries out what a rule decides: commands, effects and the next wait in one commit, which relies on the record as the rule
 * has seen it. Where somebody has changed that meanwhile the rule decides again.
 */
async function commitRule(session: Session, commit: RuleCommit) {
  const { rule, event, trail, chain, correlation, key, decide } = commit
  const { engine, state, scope } = session
  await engine.commit({
    state,
    actor: scope.actor,
    cause: 'rule',
    args: { rule: rule.id, event: { type: event.type, object: event.object, id: event.id } },
    options: { idempotencyKey: key, correlation },
    source: { rule: rule.id, version: rule.version },
    plan: async (context): Promise<Planned> => {
      const seen = await decide(context)
      if (!seen?.plan.fires) return { plan: { writes: [], events: [] }, result: {} }
      const { plan: decided, object, record } = seen
      const budget = engine.budgets.spend(trail, decided)
      const next: RuleTrail = { ...trail, budget, chain }
      const plan = await planCommands(session, decided.commands, context, rule.id)
      const relies = { writes: [], events: [], reliesOn: [{ object, record }] }
      return { plan: joinPlans(plan, waitOf(decided, next, correlation), relies), result: {}, trail: next }
    },
  })
}

function waitOf({ continuation }: RulePlan, trail: RuleTrail, correlation: string) {
  if (!continuation) return { writes: [], events: [] }
  const payload: WaitPayload = { continuation: withoutValues(continuation), trail, correlation }
  return {
    writes: [],
    events: [],
    jobs: [{ kind: 'rule.wait', key: continuation.key, dueAt: continuation.dueAt, payload }],
  }
}

/** Values that changed are not kept while a rule waits: the person may be erased meanwhile. */
function withoutValues(continuation: Continuation): Continuation {
  const { before: _, after: __, ...data } = continuation.event.data ?? {}
  return { ...continuation, event: { ...continuation.event, data } }
}
