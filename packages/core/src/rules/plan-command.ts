import { logActivity } from '../domain/activity/activity.operations.ts'
import type { ActivityParents } from '../domain/activity/rollups.ts'
import type { Company } from '../domain/company/company.schema.ts'
import type { Consent } from '../domain/consent/consent.schema.ts'
import type { Contact } from '../domain/contact/contact.schema.ts'
import { openConversation } from '../domain/conversation/conversation.operations.ts'
import { moveDeal } from '../domain/deal/deal.operations.ts'
import type { Deal } from '../domain/deal/deal.schema.ts'
import { convertLead } from '../domain/lead/lead.operations.ts'
import type { Lead } from '../domain/lead/lead.schema.ts'
import type { Link } from '../domain/link/link.schema.ts'
import { notifyUser } from '../domain/notification/notification.operations.ts'
import { assign } from '../domain/ownership/ownership.operations.ts'
import type { Pipeline } from '../domain/pipeline/pipeline.schema.ts'
import { create, NOTHING, update, updateIfNeeded } from '../domain/plan.ts'
import { proposeReview } from '../domain/review/review.operations.ts'
import type { OperationContext, Plan } from '../domain/types.ts'
import type { User } from '../domain/user/user.schema.ts'
import type { Lookup } from '../filter/compile.ts'
import type { StoredRecord } from '../schema/record.ts'
import { KithError } from '../shared/errors.ts'
import { fold } from '../shared/fold.ts'
import type { Command, RecordRef, WriteCommand } from './commands.ts'

/** What carrying a command out reads: records that are at hand, the deleted ones too. */
export interface CommandReader extends Lookup {
  all(object: string): Iterable<StoredRecord>
}

type Of<Operation extends Command['operation']> = Extract<Command, { operation: Operation }>

/**
 * Plans a command by the operation that people use for the same. Webhooks and functions of the host change no record, so
 * their plan is empty.
 *
 * @throws KithError as the operation does; `NOT_FOUND` where the record is gone
 */
export function planCommand(command: Command, reader: CommandReader, context: OperationContext): Plan {
  switch (command.operation) {
    case 'callWebhook':
    case 'runFunction':
      return NOTHING
    case 'notify':
      return notifyUser({}, command, context)
    case 'assign':
      return planAssign(command, reader, context)
    case 'logActivity':
      return logActivity(parentsOf(command.input, reader), command.input, context)
    case 'add':
      return { ...NOTHING, adds: [command] }
    case 'update': {
      const record = needed(reader, command.object, command.id)
      return { ...NOTHING, writes: updateIfNeeded(command.object, record, command.set) }
    }
    default:
      return planMore(command, reader, context)
  }
}

type More = Exclude<WriteCommand, Of<'assign' | 'logActivity' | 'add' | 'update'>>

function planMore(command: More, reader: CommandReader, context: OperationContext): Plan {
  switch (command.operation) {
    case 'moveDeal':
      return planMove(command, reader, context)
    case 'convertLead':
      return planConvert(command, reader, context)
    case 'openConversation':
      return planConversation(command, reader, context)
    case 'addTag':
      return planTag(command, reader, context)
    case 'removeTag':
      return planUntag(command, reader, context)
    case 'link':
      return planLink(command.from, command.to, command.role, reader, context)
    case 'proposeReview':
      return proposeReview({}, command.input, context)
  }
}

function found<Of = StoredRecord>(reader: CommandReader, object: string, id: unknown): Of | undefined {
  const record = typeof id === 'string' ? reader.get(object, id) : undefined
  return record && record['deletedAt'] === undefined ? (record as Of) : undefined
}

function needed<Of = StoredRecord>(reader: CommandReader, object: string, id: string): Of {
  const record = found<Of>(reader, object, id)
  if (!record) throw new KithError('NOT_FOUND')
  return record
}

function where<Of = StoredRecord>(reader: CommandReader, object: string, test: (record: StoredRecord) => boolean) {
  return [...reader.all(object)].filter((one) => one['deletedAt'] === undefined && test(one)) as unknown as Of[]
}

function planAssign({ object, id, input }: Of<'assign'>, reader: CommandReader, context: OperationContext): Plan {
  const record = needed(reader, object, id)
  return assign({ object, record, owner: found<User>(reader, 'user', input.ownerId) }, input, context)
}

function parentsOf(input: Readonly<Record<string, unknown>>, reader: CommandReader): ActivityParents {
  const deal = found(reader, 'deal', input['dealId'])
  return {
    contact: found(reader, 'contact', input['contactId'] ?? deal?.['contactId']),
    company: found(reader, 'company', input['companyId'] ?? deal?.['companyId']),
    lead: found(reader, 'lead', input['leadId']),
    deal,
  }
}

function planMove({ id, input }: Of<'moveDeal'>, reader: CommandReader, context: OperationContext): Plan {
  const deal = needed<Deal>(reader, 'deal', id)
  const pipeline = needed<Pipeline>(reader, 'pipeline', String(deal.pipelineId))
  const contact = found<Contact>(reader, 'contact', deal.contactId)
  return moveDeal({ deal, pipeline, contact, lookup: reader }, input, context)
}

function planConvert({ id, input }: Of<'convertLead'>, reader: CommandReader, context: OperationContext): Plan {
  const lead = needed<Lead>(reader, 'lead', id)
  const isOurs = (record: StoredRecord) => record['leadId'] === id
  const holders =
    lead.email === undefined
      ? []
      : where<Contact>(reader, 'contact', (one) => holds(one as Contact, String(lead.email)))
  const companies =
    lead.companyName === undefined
      ? []
      : where<Company>(reader, 'company', (one) => fold(String(one['name'])) === fold(String(lead.companyName)))
  const followers = ['submission', 'activity', 'conversation'].flatMap((object) =>
    where(reader, object, isOurs).map((record) => ({ object, record })),
  )
  const state = {
    lead,
    contact: found<Contact>(reader, 'contact', input.contactId),
    emailHolder: holders[0],
    company: found<Company>(reader, 'company', input.companyId) ?? companies[0],
    pipeline: found<Pipeline>(reader, 'pipeline', input.pipelineId) ?? firstPipeline(reader),
    consents: where<Consent>(reader, 'consent', isOurs),
    followers,
    links: where<Link>(reader, 'link', (one) => isEnd(one, { object: 'lead', id })),
  }
  return convertLead(state, input, context)
}

const holds = (contact: Contact, email: string) =>
  contact.emails?.some(({ value }) => fold(value) === fold(email)) === true

function firstPipeline(reader: CommandReader): Pipeline | undefined {
  const all = where<Pipeline>(reader, 'pipeline', (one) => one['retired'] !== true)
  return all.sort((a, b) => (a.order ?? 0) - (b.order ?? 0))[0]
}

function planConversation(command: Of<'openConversation'>, reader: CommandReader, context: OperationContext): Plan {
  const { input, ownerId } = command
  const plan = openConversation({ contact: found<Contact>(reader, 'contact', input.contactId) }, input, context)
  if (ownerId === undefined) return plan
  const writes = plan.writes.map((write) =>
    write.kind === 'create' && write.object === 'conversation'
      ? { ...write, record: { ...write.record, ownerId } }
      : write,
  )
  return { ...plan, writes }
}

const isEnd = (link: StoredRecord, { object, id }: RecordRef) =>
  (link['fromObject'] === object && link['fromId'] === id) || (link['toObject'] === object && link['toId'] === id)

function tagOf(reader: CommandReader, name: string): StoredRecord | undefined {
  return where(reader, 'tag', (tag) => fold(String(tag['name'])) === fold(name))[0]
}

function planTag(
  { object, id, tag: name }: Of<'addTag' | 'removeTag'>,
  reader: CommandReader,
  context: OperationContext,
) {
  needed(reader, object, id)
  const known = tagOf(reader, name)
  if (known) return planLink({ object, id }, { object: 'tag', id: known.id }, 'tag', reader, context)
  const tag = { id: context.newId(), name }
  const link = planLink({ object, id }, { object: 'tag', id: tag.id }, 'tag', reader, context)
  return { ...link, writes: [create('tag', tag), ...link.writes] }
}

function planUntag(
  { object, id, tag: name }: Of<'addTag' | 'removeTag'>,
  reader: CommandReader,
  { now }: OperationContext,
) {
  const tag = tagOf(reader, name)
  const links = where(
    reader,
    'link',
    (one) => isEnd(one, { object, id }) && tag !== undefined && isEnd(one, { object: 'tag', id: tag.id }),
  )
  return { writes: links.map((link) => update('link', link, { deletedAt: now })), events: [] }
}

function planLink(
  from: RecordRef,
  to: RecordRef,
  role: string | undefined,
  reader: CommandReader,
  context: OperationContext,
): Plan {
  for (const other of reader.linked(from.object, from.id, to.object, role)) if (other.id === to.id) return NOTHING
  const link = { fromObject: from.object, fromId: from.id, toObject: to.object, toId: to.id, role }
  return { writes: [create('link', { ...link, id: context.newId() })], events: [] }
}
