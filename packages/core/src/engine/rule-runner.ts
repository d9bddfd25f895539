import { logActivity } from '../domain/activity/activity.operations.ts'
import { assign } from '../domain/ownership/ownership.operations.ts'
import { joinPlans, updateIfNeeded } from '../domain/plan.ts'
import type { DomainEvent, OperationContext, Plan } from '../domain/types.ts'
import type { User } from '../domain/user/user.schema.ts'
import type { Scope } from '../ports/crm-api.ts'
import type { Job } from '../ports/storage.ts'
import { evaluate, needsOf } from '../rules/evaluate.ts'
import { isStartedBy } from '../rules/triggers/event.ts'
import type { Command, Rule, RulePlan, RuleState, RuleTeam } from '../rules/types.ts'
import type { StoredRecord } from '../schema/record.ts'
import { KithError } from '../shared/errors.ts'
import type { Planned } from './committer.ts'
import { parentsOf } from './operation-api.ts'
import { load, loadAll, relatedLookup } from './operations.ts'
import { type Engine, openSession, type Session } from './session.ts'

/** Runs rules for the events of a commit, as a job after it. */
export interface RuleRunner {
  listensTo(event: DomainEvent): boolean
  run(tenant: string, job: Job): Promise<void>
}

/** Rules that start each other stop here. */
const MAX_DEPTH = 10

interface RulesPayload {
  readonly events: readonly DomainEvent[]
  readonly depth: number
  readonly correlation: string
}

/**
 * Each rule and event is one commit under a key of its own, so a job that runs twice has its effects once, and a rule
 * that fails keeps no other from running: the job is tried again for it alone.
 */
export function createRuleRunner(engine: Engine, rules: readonly Rule[]): RuleRunner {
  const run = async (tenant: string, job: Job): Promise<void> => {
    const { events, depth, correlation } = job.payload as RulesPayload
    if (depth > MAX_DEPTH) throw new KithError('RULE_LOOP', { depth, correlation })
    const failures: unknown[] = []
    for (const event of events)
      for (const rule of rules.filter((candidate) => isStartedBy(candidate, event)))
        await runRule(engine, tenant, { rule, event, depth, correlation, job }).catch((error) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
  return { run, listensTo: (event) => rules.some((rule) => isStartedBy(rule, event)) }
}

interface RuleCall {
  readonly rule: Rule
  readonly event: DomainEvent
  readonly depth: number
  readonly correlation: string
  readonly job: Job
}

async function runRule(
  engine: Engine,
  tenant: string,
  { rule, event, depth, correlation, job }: RuleCall,
): Promise<void> {
  const scope: Scope = { tenant, actor: { kind: 'rule', id: rule.id }, roles: [] }
  const session = await openSession(engine, scope)
  const { state } = session
  const version = rule.version ?? 1
  const idempotencyKey = `${job.id}:${rule.id}:${version}:${event.type}:${event.object}:${event.id}`
  await engine.commit({
    state,
    actor: scope.actor,
    cause: 'rule',
    args: { rule: rule.id, version, event },
    options: { idempotencyKey, correlation },
    source: { rule: rule.id, version },
    depth,
    plan: async (context): Promise<Planned> => {
      const record = await load(session, event.object, event.id)
      if (!record) return { plan: { writes: [], events: [] }, result: {} }
      const decided = evaluate(rule, event, record, await ruleState(session, rule, event.object, record), context)
      return { plan: await planOf(session, decided, context), result: {} }
    },
  })
}

/** Carries commands out as the operations that people use, in one plan. */
async function planOf(
  session: Session,
  { commands, continuation }: RulePlan,
  context: OperationContext,
): Promise<Plan> {
  if (continuation) throw notYet('wait')
  const plans: Plan[] = []
  for (const command of commands) plans.push(await commandPlan(session, command, context))
  return joinPlans(...plans)
}

async function commandPlan(session: Session, command: Command, context: OperationContext): Promise<Plan> {
  if (command.operation === 'logActivity')
    return logActivity(await parentsOf(session, command.input), command.input, context)
  if (command.operation === 'add') {
    const { object, id, field, by } = command
    return { writes: [], events: [], adds: [{ object, id, field, by }] }
  }
  if (command.operation !== 'update' && command.operation !== 'assign') throw notYet(command.operation)
  const record = await load(session, command.object, command.id)
  if (!record) throw new KithError('NOT_FOUND')
  if (command.operation === 'update') return { writes: updateIfNeeded(command.object, record, command.set), events: [] }
  const owner = await load<User>(session, 'user', command.input.ownerId)
  return assign({ object: command.object, record, owner }, command.input, context)
}

/** A rule that does more than is carried out here fails as a whole, so that nothing of it is lost in silence. */
function notYet(feature: string): KithError {
  return new KithError('NOT_SUPPORTED', { storage: 'engine', feature: `"${feature}" of rules` })
}

async function ruleState(session: Session, rule: Rule, object: string, record: StoredRecord): Promise<RuleState> {
  const needs = needsOf([rule])
  const teams: Record<string, RuleTeam> = {}
  for (const id of needs.teams) {
    const team = await load(session, 'team', id)
    const members = await loadAll<User>(session, 'user', { teamIds: id })
    teams[id] = { rotation: Number(team?.['rotation'] ?? 0), members }
  }
  const members = Object.values(teams).flatMap((team) => team.members.map((member) => member.id))
  const workload = needs.load ? { load: await openWork(session, members) } : {}
  return { teams, ...workload, calendar: session.state.calendar, lookup: await relatedLookup(session, object, record) }
}

async function openWork(session: Session, users: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const work: Record<string, number> = {}
  for (const ownerId of users) {
    const lists = await Promise.all([
      loadAll(session, 'lead', { ownerId, status: { in: ['new', 'working'] } }),
      loadAll(session, 'deal', { ownerId, status: 'open' }),
      loadAll(session, 'activity', { ownerId, status: 'open' }),
    ])
    work[ownerId] = lists.reduce((sum, list) => sum + list.length, 0)
  }
  return work
}
