import { completeTask, logActivity } from '../domain/activity/activity.operations.ts'
import type { Activity } from '../domain/activity/activity.schema.ts'
import { giveConsent, withdrawConsent } from '../domain/consent/consent.operations.ts'
import type { Consent } from '../domain/consent/consent.schema.ts'
import type { Contact } from '../domain/contact/contact.schema.ts'
import { closeConversation, openConversation } from '../domain/conversation/conversation.operations.ts'
import type { Conversation } from '../domain/conversation/conversation.schema.ts'
import { addMessage } from '../domain/message/message.operations.ts'
import { assign } from '../domain/ownership/ownership.operations.ts'
import { closeTicket, openTicket } from '../domain/ticket/ticket.operations.ts'
import type { Ticket } from '../domain/ticket/ticket.schema.ts'
import type { User } from '../domain/user/user.schema.ts'
import type { CompleteTaskInput, CrmApi, FullCrmApi, Scope, WriteOptions } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { refuseMasked, requireAction } from './access.ts'
import { convertLeadRecord, createDealRecord, moveDealTo } from './deal-api.ts'
import { load, loadAll, runOperation } from './operations.ts'
import { acceptOne, rejectOne } from './quarantine-api.ts'
import { checkRelations } from './relations.ts'
import { type Engine, openSession, readForWrite, type Session } from './session.ts'

type Values = Readonly<Record<string, unknown>>
type OperationApi = Pick<
  FullCrmApi,
  | 'convertLead'
  | 'acceptSubmission'
  | 'rejectSubmission'
  | 'moveDeal'
  | 'assign'
  | 'logActivity'
  | 'completeTask'
  | 'openConversation'
  | 'sendMessage'
  | 'closeConversation'
  | 'giveConsent'
  | 'withdrawConsent'
  | 'openTicket'
  | 'closeTicket'
>

/** The calls that carry out an operation of the domain. */
export function createOperationApi(engine: Engine, scope: Scope): OperationApi {
  const open = () => openSession(engine, scope)
  return {
    convertLead: async (id, input = {}, options = {}) => convertLeadRecord(await open(), id, input, options),
    acceptSubmission: async (id, options = {}) => acceptOne(await open(), id, options),
    rejectSubmission: async (id, options = {}) => rejectOne(await open(), id, options),
    moveDeal: async (id, input, options = {}) => moveDealTo(await open(), id, input, options),
    assign: async (object, id, input, options = {}) => assignRecord(await open(), object, id, input, options),
    logActivity: async (input, options = {}) => logOne(await open(), input, options),
    completeTask: async (id, input = {}, options = {}) => complete(await open(), id, input, options),
    async openConversation(input, options = {}) {
      const session = await open()
      requireAction(session.access, 'conversation', 'create')
      await checkRelations(session, 'conversation', { contactId: input.contactId })
      const plan = async (context: Parameters<typeof openConversation>[2]) =>
        openConversation(
          { contact: await load<Contact>(session, 'contact', input.contactId) },
          input as Parameters<typeof openConversation>[1],
          context,
        )
      return runOperation(session, {
        cause: 'openConversation',
        args: input,
        options,
        about: { object: 'conversation' },
        plan,
      })
    },
    sendMessage: async (id, input, options = {}) => send(await open(), id, input, options),
    async closeConversation(id, options = {}) {
      const session = await open()
      const plan = async (context: Parameters<typeof closeConversation>[2]) =>
        closeConversation(
          { conversation: (await readForWrite(session, 'conversation', id, options)) as StoredRecord & Conversation },
          {},
          context,
        )
      return runOperation(session, {
        cause: 'closeConversation',
        args: { id },
        options,
        about: { object: 'conversation', id },
        plan,
      })
    },
    async giveConsent(input, options = {}) {
      const session = await open()
      requireAction(session.access, 'consent', 'create')
      const plan = async (context: Parameters<typeof giveConsent>[2]) =>
        giveConsent(
          { contact: (await readForWrite(session, 'contact', input.contactId, {})) as StoredRecord & Contact },
          input,
          context,
        )
      return runOperation(session, { cause: 'giveConsent', args: input, options, about: { object: 'consent' }, plan })
    },
    async withdrawConsent(id, input = {}, options = {}) {
      const session = await open()
      const plan = async (context: Parameters<typeof withdrawConsent>[2]) =>
        withdrawConsent(
          { consent: (await readForWrite(session, 'consent', id, options)) as StoredRecord & Consent },
          input,
          context,
        )
      return runOperation(session, {
        cause: 'withdrawConsent',
        args: { id, input },
        options,
        about: { object: 'consent', id },
        plan,
      })
    },
    openTicket: async (input, options = {}) => openOne(await open(), input, options),
    async closeTicket(id, input = {}, options = {}) {
      const session = await open()
      const plan = async (context: Parameters<typeof closeTicket>[2]) =>
        closeTicket(
          { ticket: (await readForWrite(session, 'ticket', id, options)) as StoredRecord & Ticket },
          input,
          context,
        )
      return runOperation(session, {
        cause: 'closeTicket',
        args: { id, input },
        options,
        about: { object: 'ticket', id },
        plan,
      })
    },
  }
}

/** Objects of which a new record is made by an operation that places it. */
export const CREATORS: Readonly<
  Record<string, (session: Session, values: Values, options: WriteOptions) => Promise<StoredRecord>>
> = {
  deal: createDealRecord,
  activity: logOne,
  ticket: openOne,
}

async function assignRecord(
  session: Session,
  object: string,
  id: string,
  input: Parameters<CrmApi['assign']>[2],
  options: WriteOptions,
): Promise<StoredRecord> {
  requireAction(session.access, object, 'update')
  await checkRelations(session, object, { teamId: input.teamId })
  return runOperation(session, {
    cause: 'assign',
    args: { object, id, input },
    options,
    planAgain: session.scope.actor.kind !== 'user',
    about: { object, id },
    plan: async (context) => {
      const record = await readForWrite(session, object, id, options)
      const owner = await load<User>(session, 'user', input.ownerId)
      return assign({ object, record, owner }, input, context)
    },
  })
}

const PARENTS = ['contact', 'company', 'lead', 'deal'] as const

/** The records that an activity is about; those of its deal as well. */
export async function parentsOf(
  session: Session,
  activity: Values,
): Promise<Partial<Record<(typeof PARENTS)[number], StoredRecord>>> {
  const deal = await load(session, 'deal', activity['dealId'])
  const named: Values = { contactId: deal?.['contactId'], companyId: deal?.['companyId'], ...activity }
  const parents: Partial<Record<(typeof PARENTS)[number], StoredRecord>> = {}
  for (const object of PARENTS) {
    const record = object === 'deal' ? deal : await load(session, object, named[`${object}Id`])
    if (record) parents[object] = record
  }
  return parents
}

async function logOne(session: Session, input: Values, options: WriteOptions): Promise<StoredRecord> {
  refuseMasked(input, requireAction(session.access, 'activity', 'create'))
  await checkRelations(session, 'activity', input)
  return runOperation(session, {
    cause: 'logActivity',
    args: input,
    options,
    about: { object: 'activity' },
    plan: async (context) =>
      logActivity(await parentsOf(session, input), input as Parameters<typeof logActivity>[1], context),
  })
}

async function complete(
  session: Session,
  id: string,
  input: CompleteTaskInput,
  options: WriteOptions,
): Promise<StoredRecord> {
  return runOperation(session, {
    cause: 'completeTask',
    args: { id, input },
    options,
    about: { object: 'activity', id },
    plan: async (context) => {
      const task = (await readForWrite(session, 'activity', id, options)) as StoredRecord & Activity
      const parents = await parentsOf(session, task)
      const about = PARENTS.flatMap((object) => (parents[object] ? [{ [`${object}Id`]: parents[object].id }] : []))
      const openActivities =
        about.length > 0 ? await loadAll<Activity>(session, 'activity', { status: 'open', or: about }) : []
      return completeTask({ task, openActivities, ...parents }, input, context)
    },
  })
}

async function send(
  session: Session,
  id: string,
  input: Parameters<CrmApi['sendMessage']>[1],
  options: WriteOptions,
): Promise<StoredRecord> {
  requireAction(session.access, 'message', 'create')
  const author = await load<User>(session, 'user', session.scope.actor.id)
  return runOperation(session, {
    cause: 'sendMessage',
    args: { id, input },
    options,
    about: { object: 'message' },
    plan: async (context) => {
      const conversation = (await readForWrite(session, 'conversation', id, {})) as StoredRecord & Conversation
      return addMessage({ conversation, authorName: author?.name, key: options.idempotencyKey }, input, context)
    },
  })
}

async function openOne(session: Session, input: Values, options: WriteOptions): Promise<StoredRecord> {
  refuseMasked(input, requireAction(session.access, 'ticket', 'create'))
  await checkRelations(session, 'ticket', input)
  return runOperation(session, {
    cause: 'openTicket',
    args: input,
    options,
    about: { object: 'ticket' },
    plan: async (context) => openTicket({}, input as Parameters<typeof openTicket>[1], context),
  })
}
