import type { DomainEvent } from '../../domain/types.ts'
import { INDEXED_FROM } from '../../rules/conditions.ts'
import { objectOf, recordBefore, subjectOf } from '../../rules/triggers/event.ts'
import type { Rule } from '../../rules/types.ts'
import { load } from '../operations.ts'
import { createBreather } from '../platform.ts'
import { type Engine, openSession } from '../session.ts'
import { readAround } from './around.ts'

/** Tells of many rules at once which conditions do not hold, as things stand when it is made. */
export interface RuleScreen {
  strikesOut(rule: Rule): boolean
}

/** Asks the conditions of the rules that an event starts together, where they are many; those that ask for the time stay. */
export async function createScreen(
  engine: Engine,
  tenant: string,
  event: DomainEvent,
  rules: readonly Rule[],
): Promise<RuleScreen | undefined> {
  if (rules.length < INDEXED_FROM) return undefined
  const session = await openSession(engine, { tenant, actor: { kind: 'rule', id: 'rules' }, roles: [] })
  const breathe = createBreather()
  const steps = session.state.rules.conditions(session.state.zone)
  let step = steps.next()
  for (; !step.done; step = steps.next()) await breathe()
  const conditions = step.value
  const covered = rules.filter((rule) => rule.if !== undefined && conditions.covers(rule))
  if (covered.length < INDEXED_FROM) return undefined
  const struck = new Set<Rule>()
  for (const [object, some] of Map.groupBy(covered, objectOf)) {
    const subject = subjectOf(some[0] as Rule, event)
    const record = subject && (await load(session, subject.object, subject.id))
    if (!record) continue
    const lookup = await readAround(
      session,
      object,
      record,
      some.map((rule) => rule.if),
    )
    const held = conditions.match(object, record, { lookup, before: recordBefore(event, record) })
    for (const rule of some) if (!held.has(rule.id)) struck.add(rule)
  }
  return { strikesOut: (rule) => struck.has(rule) }
}
