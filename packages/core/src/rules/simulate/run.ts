import type { DomainEvent } from '../../domain/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { isKithError } from '../../shared/errors.ts'
import { chained, FULL_BUDGET, loopOf, type RuleBudget, type RuleChain, spend, waited } from '../chain.ts'
import type { Command } from '../commands.ts'
import { describeCommand, titleOf } from '../describe/describe-command.ts'
import { describeNotDone, describeRefusal } from '../describe/describe-refusal.ts'
import { evaluate, notFiring, resume } from '../evaluate.ts'
import { planCommand } from '../plan-command.ts'
import { subjectOf } from '../triggers/event.ts'
import type { Rule, RuleContext, RulePlan } from '../types.ts'
import type { Continuation } from '../wait.ts'
import { recordEvent } from './derive-events.ts'
import type { Sim } from './sim.ts'
import { stateFor } from './state-for.ts'
import type { Steps } from './steps.ts'
import type { SimulatedRun } from './types.ts'
import { applyPlan } from './world.ts'

/** An event on its way, with the rules that led to it. */
interface Started {
  readonly event: DomainEvent
  readonly chain: RuleChain
  /** Whose budget it is on: of the record that somebody wrote. */
  readonly account: string
}

/**
 * Runs all rules for some events, and for what they lead to, within one budget for each record that somebody wrote; a step
 * for each rule.
 */
export function* runEvents(sim: Sim, events: readonly DomainEvent[], at: string, before: RuleChain = []): Steps {
  const accountOf = ({ object, id }: DomainEvent) => (before.length > 0 ? '' : `${object}:${id}`)
  const queue: Started[] = events.map((event) => ({ event, chain: before, account: accountOf(event) }))
  const budgets = new Map<string, RuleBudget | undefined>()
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { event, chain, account } = next
    let budget = budgets.has(account) ? budgets.get(account) : FULL_BUDGET
    if (!budget) continue
    const rules = sim.rulesFor(event)
    const loop = rules.length > 0 ? loopOf(chain) : undefined
    if (loop) {
      sim.stops.push({ at, object: event.object, id: event.id, reason: 'loop', loop })
      continue
    }
    for (const rule of rules) {
      const plan = evaluateRule(sim, rule, event, at)
      if (!plan) continue
      budget = spend(budget, plan)
      budgets.set(account, budget)
      if (!budget) {
        sim.stops.push({ at, object: event.object, id: event.id, reason: 'budget', rule: plan.rule })
        break
      }
      if (plan.fires) queue.push(...carryOut(sim, plan, event, at, chain).map((started) => ({ ...started, account })))
      yield sim.share
    }
  }
}

/** Goes on after a wait that is over. */
export function* runContinuation(sim: Sim, continuation: Continuation, chain: RuleChain, at: string): Steps {
  const { object, id, event, rule } = continuation
  const record = sim.world.get(object, id)
  if (!record || record['deletedAt'] !== undefined) return
  const of = { id: rule.id, consent: continuation.consent, then: continuation.steps } as unknown as Rule
  sim.count(rule.id, 'considered')
  const plan = guarded(sim, of, { object, id }, at, () =>
    resume(continuation, record, stateFor(sim, of, object, record), contextAt(sim, at)),
  )
  if (!plan?.fires) return
  const longer = waited(chain, plan, event.type)
  const started = carryOut(sim, plan, { ...event, object, id }, at, chain, longer)
  const [first] = started
  if (!first) return
  const events = started.map((one) => one.event)
  yield* runEvents(sim, events, at, first.chain)
}

function contextAt(sim: Sim, now: string): RuleContext {
  const { model, zone, locale, baseCurrency } = sim.input
  return { now, model, zone, locale, baseCurrency, run: `${now}/${sim.evaluations}` }
}

function evaluateRule(sim: Sim, rule: Rule, event: DomainEvent, at: string): RulePlan | undefined {
  const subject = subjectOf(rule, event)
  const record = subject && sim.world.get(subject.object, subject.id)
  if (!record || record['deletedAt'] !== undefined) return undefined
  sim.count(rule.id, 'considered')
  return guarded(sim, rule, subject, at, () =>
    sim.mayFire(rule, event, record, at)
      ? evaluate(rule, event, record, stateFor(sim, rule, subject.object, record), contextAt(sim, at))
      : sim.isScreened(rule)
        ? undefined
        : notFiring(rule),
  )
}

/** A rule that cannot be evaluated stops no other. */
function guarded(
  sim: Sim,
  rule: Pick<Rule, 'id' | 'version'>,
  about: { readonly object: string; readonly id: string },
  at: string,
  decide: () => RulePlan | undefined,
): RulePlan | undefined {
  try {
    return decide()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    sim.stops.push({ at, ...about, reason: 'error', rule: { id: rule.id, version: rule.version ?? 1 }, message })
    return undefined
  }
}

/** @param longer The chain with the rule itself */
function carryOut(
  sim: Sim,
  plan: RulePlan,
  event: DomainEvent,
  at: string,
  chain: RuleChain,
  longer: RuleChain = chained(chain, plan, event.type),
): readonly Omit<Started, 'account'>[] {
  const subject = subjectOf({ on: '', ...sim.rule(plan.rule.id) }, event) ?? event
  const record = sim.world.get(subject.object, subject.id) as StoredRecord
  const names = { nameOf: sim.nameOf, zone: sim.input.zone, pipelines: sim.pipelines() }
  const { model, locale } = sim.input
  const said = plan.commands.map((command) => describeCommand(command, model, locale, names))
  const title = titleOf(model, subject.object, record)
  const refused: SimulatedRun['refused'][number][] = []
  const events = plan.commands.flatMap((command, index) => {
    try {
      return applied(sim, command, plan, at)
    } catch (error) {
      if (!isKithError(error)) throw error
      refused.push({ at: index, code: error.code, reason: describeRefusal(error, command, model, locale) })
      return []
    }
  })
  const { continuation } = plan
  if (continuation)
    sim.agenda.put(`wait:${continuation.key}`, continuation.dueAt, { kind: 'wait', continuation, chain: longer })
  sim.tally(plan)
  sim.runs.push({
    at,
    rule: plan.rule,
    event: event.type,
    object: subject.object,
    id: subject.id,
    ...(title === undefined ? {} : { title }),
    conditions: plan.conditions,
    commands: plan.commands,
    said: said.flatMap((clause, index) => {
      const no = refused.find((one) => one.at === index)
      return no ? describeNotDone(clause, no.reason, model, locale) : clause === '' ? [] : clause
    }),
    skipped: plan.skipped,
    ...(continuation ? { waitsUntil: continuation.dueAt } : {}),
    refused,
    chain,
  })
  return events.map((next) => ({ event: next, chain: longer }))
}

function applied(sim: Sim, command: Command, { rule }: RulePlan, now: string): readonly DomainEvent[] {
  const { model, zone, locale, baseCurrency } = sim.input
  const actor = { kind: 'rule', id: rule.id } as const
  const plan = planCommand(command, sim.world, { now, newId: sim.newId, actor, model, zone, locale, baseCurrency })
  const seen = applyPlan(sim.world, plan, { now, actor, baseCurrency, next: sim.next })
  for (const { change, after } of seen) sim.touched(change.object, after, now)
  return [...plan.events, ...seen.map(recordEvent), ...sim.segments.events(seen, now)]
}
