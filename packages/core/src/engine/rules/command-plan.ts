import { exitsOf } from '../../domain/pipeline/pipeline.operations.ts'
import type { Pipeline } from '../../domain/pipeline/pipeline.schema.ts'
import { joinPlans } from '../../domain/plan.ts'
import type { ProposeReviewInput } from '../../domain/review/review.inputs.ts'
import { proposeReview } from '../../domain/review/review.operations.ts'
import type { OperationContext, Plan } from '../../domain/types.ts'
import { checkSort } from '../../filter/sort.ts'
import type { Command } from '../../rules/commands.ts'
import { nearestOtherCase } from '../../rules/nearest-other-case.ts'
import { planCommand } from '../../rules/plan-command.ts'
import { createWorld, type World } from '../../rules/simulate/world.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { isKithError } from '../../shared/errors.ts'
import { fold } from '../../shared/fold.ts'
import { withActivityRollups } from '../activity-rollups.ts'
import { load, loadAll } from '../operations.ts'
import type { Session } from '../session.ts'
import { putFollowed, putLinked, readAround } from './around.ts'

/** Kinds of the jobs that do what leaves the records. */
export const EFFECT_JOBS = { callWebhook: 'webhook', runFunction: 'function' } as const

/** Payload of an effect's job. */
export interface EffectPayload {
  readonly command: Command
  readonly ruleId: string
}

/**
 * Plans commands of a rule as one commit, each on what those before it leave. What leaves the records becomes a job under
 * the command's own key.
 */
export async function planCommands(
  session: Session,
  commands: readonly Command[],
  context: OperationContext,
  ruleId: string,
): Promise<Plan> {
  const world = createWorld({})
  const plans: Plan[] = []
  for (const command of commands) {
    await preload(session, command, world)
    const plan = await planOne(session, command, world, asRule(command, context, ruleId))
    for (const write of plan.writes) {
      if (write.kind === 'create') world.put(write.object, { version: 0, ...write.record })
      else world.put(write.object, { ...write.before, ...write.set })
    }
    plans.push(plan, effectOf(command, context.now, ruleId))
  }
  return withActivityRollups(session, joinPlans(...plans))
}

/** What a person approves is still the rule's: the task says which one planned it. */
function asRule({ operation }: Command, context: OperationContext, ruleId: string): OperationContext {
  return operation === 'logActivity' ? { ...context, actor: { kind: 'rule', id: ruleId } } : context
}

async function planOne(session: Session, command: Command, world: World, context: OperationContext): Promise<Plan> {
  if (command.operation !== 'proposeReview') return planCommand(command, world, context)
  return proposeReview({ counterCase: await counterCaseOf(session, command.input, context) }, command.input, context)
}

/** How many records are looked at for the nearest case that went the other way: the newest. */
const MOST_CASES = 100

async function counterCaseOf(session: Session, input: ProposeReviewInput, context: OperationContext) {
  const { object, recordId } = input
  const rule = session.state.rules.get(input.rule.id)?.rule
  const record = rule?.if === undefined ? undefined : await load(session, object, recordId)
  if (!rule || !record) return undefined
  const others = await session.engine.storage.find({ tenant: session.state.tenant }, object, {
    where: { op: 'empty', field: 'deletedAt' },
    sort: checkSort(session.state.model, object, '-createdAt'),
    limit: MOST_CASES,
  })
  const world = await readAround(session, object, record, [rule.if])
  for (const other of others) await putFollowed(session, world, object, other, [rule.if])
  try {
    const found = nearestOtherCase(record, rule, others, context, world)
    return found && { recordId: found.recordId, differs: found.differs }
  } catch (error) {
    // The model has outgrown the condition: there is no case to show.
    if (isKithError(error, 'INVALID_FILTER')) return undefined
    throw error
  }
}

function effectOf(command: Command, now: string, ruleId: string): Plan {
  const nothing = { writes: [], events: [] }
  if (command.operation !== 'callWebhook' && command.operation !== 'runFunction') return nothing
  const payload: EffectPayload = { command, ruleId }
  return { ...nothing, jobs: [{ kind: EFFECT_JOBS[command.operation], key: command.key, dueAt: now, payload }] }
}

/** Reads what planning a command looks at. What is in the world already stays as an earlier command left it. */
async function preload(session: Session, command: Command, world: World): Promise<void> {
  const put = (object: string, record: StoredRecord | undefined) => {
    if (record && !world.get(object, record.id)) world.put(object, record)
    return record && world.get(object, record.id)
  }
  const get = async (object: string, id: unknown) => put(object, await load(session, object, id))
  switch (command.operation) {
    case 'assign':
      await get(command.object, command.id)
      return void (await get('user', command.input.ownerId))
    case 'update':
      return void (await get(command.object, command.id))
    case 'logActivity': {
      const { input } = command
      const deal = await get('deal', input['dealId'])
      await get('lead', input['leadId'])
      await get('contact', input['contactId'] ?? deal?.['contactId'])
      return void (await get('company', input['companyId'] ?? deal?.['companyId']))
    }
    case 'moveDeal': {
      const deal = await get('deal', command.id)
      if (!deal) return
      const pipeline = await load<Pipeline>(session, 'pipeline', deal['pipelineId'])
      const around = await readAround(session, 'deal', deal, exitsOf(pipeline))
      for (const object of session.state.model.objects.keys()) for (const one of around.all(object)) put(object, one)
      return
    }
    case 'convertLead':
      return preloadConversion(session, command, { get, put })
    case 'openConversation':
      return void (await get('contact', command.input.contactId))
    case 'addTag':
    case 'removeTag': {
      await get(command.object, command.id)
      for (const tag of await loadAll(session, 'tag', {})) put('tag', tag)
      return putLinked(session, world, command.object, command.id)
    }
    case 'link':
      return putLinked(session, world, command.from.object, command.from.id)
    default:
  }
}

interface Shelf {
  get(object: string, id: unknown): Promise<StoredRecord | undefined>
  put(object: string, record: StoredRecord | undefined): StoredRecord | undefined
}

async function preloadConversion(
  session: Session,
  { id, input }: Extract<Command, { operation: 'convertLead' }>,
  { get, put }: Shelf,
): Promise<void> {
  const lead = await get('lead', id)
  if (!lead) return
  await get('contact', input.contactId)
  await get('company', input.companyId)
  if (typeof lead['email'] === 'string') {
    const scope = { tenant: session.state.tenant }
    const holder = await session.engine.storage.holder(scope, 'contact.emails', fold(lead['email']))
    await get('contact', holder?.id)
  }
  const name = lead['companyName']
  for (const company of name === undefined ? [] : await loadAll(session, 'company', { name })) put('company', company)
  for (const pipeline of await loadAll(session, 'pipeline', {})) put('pipeline', pipeline)
  for (const object of ['submission', 'activity', 'conversation', 'consent'])
    for (const record of await loadAll(session, object, { leadId: id })) put(object, record)
  const ends = ['from', 'to'].map((end) => ({ [`${end}Object`]: 'lead', [`${end}Id`]: id }))
  for (const link of await loadAll(session, 'link', { or: ends })) put('link', link)
}
