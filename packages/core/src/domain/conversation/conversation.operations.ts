import { KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import type { Contact } from '../contact/contact.schema.ts'
import { parseInput, parseNew } from '../inputs.ts'
import type { MessageInput } from '../message/message.inputs.ts'
import { addMessage } from '../message/message.operations.ts'
import { create, event, NOTHING, update, type Values } from '../plan.ts'
import { tidyText } from '../touch.ts'
import type { NewRecord, OperationContext, Plan } from '../types.ts'
import {
  type CloseConversationInput,
  closeConversationInput,
  type OpenConversationInput,
  openConversationInput,
} from './conversation.inputs.ts'
import type { Conversation } from './conversation.schema.ts'

/** What {@link openConversation} reads. */
export interface OpenConversationState {
  /** The contact of `input.contactId`. */
  readonly contact?: Contact | undefined
  /** What the page tells of a visitor: `visitorName`, `visitorEmail`, `page`, `locale`. */
  readonly visitor?: Pick<Conversation, 'visitorName' | 'visitorEmail' | 'page' | 'locale'> | undefined
}

/**
 * Opens a conversation, owned by the agent who opens it. Nobody owns a visitor's.
 *
 * @throws KithError `INVALID_INPUT` at `/contactId` when there is no such contact
 * @example
 * openConversation({ contact }, { contactId: contact.id, subject: 'Your order', channel: 'email' }, context)
 */
export function openConversation(
  state: OpenConversationState,
  input: OpenConversationInput,
  context: OperationContext,
): Plan {
  const record = newConversation(state, input, context)
  return { writes: [create('conversation', record)], events: [opened(record)] }
}

/**
 * Opens a conversation with its first message, in one commit.
 *
 * @throws KithError as {@link openConversation} and `addMessage`
 * @example
 * startConversation({ visitor: { page: '/prices' } }, {}, { text: 'Are you open today?' }, context)
 */
export function startConversation(
  state: OpenConversationState & { readonly authorName?: string | undefined; readonly key?: string | undefined },
  input: OpenConversationInput,
  first: MessageInput,
  context: OperationContext,
): Plan {
  const record = newConversation(state, input, context)
  const draft = { ...record, version: 0 } as unknown as Conversation
  const { authorName, key } = state
  const message = addMessage({ conversation: draft, authorName, key }, { ...first, internal: false }, context)
  const set = message.writes.flatMap((write) => (write.kind === 'update' ? [write.set] : []))
  const made = message.writes.filter((write) => write.kind === 'create')
  return {
    ...message,
    writes: [create('conversation', Object.assign({}, record, ...set)), ...made],
    events: [opened(record), ...message.events],
  }
}

function newConversation(
  state: OpenConversationState,
  input: OpenConversationInput,
  context: OperationContext,
): NewRecord {
  const { contactId, subject, channel = 'chat' } = parseInput(openConversationInput, input)
  if (contactId !== undefined && state.contact?.id !== contactId)
    throw new KithError('INVALID_INPUT', { issues: [issue('/contactId', 'id')] })
  const owner: Values = context.actor.kind === 'user' ? { ownerId: context.actor.id } : {}
  return {
    ...owner,
    ...visitorValues(state.visitor ?? {}, context),
    contactId,
    subject,
    channel,
    status: 'open',
    id: context.newId(),
  }
}

function visitorValues(visitor: NonNullable<OpenConversationState['visitor']>, context: OperationContext): Values {
  const page = visitor.page === undefined ? {} : { page: tidyText(visitor.page, 2_048) }
  const { visitorName, visitorEmail, locale } = parseNew('conversation', { ...visitor, ...page }, context, {
    allow: ['page', 'locale'],
  })
  return { visitorName, visitorEmail, locale, ...page }
}

const opened = ({ id, contactId, channel }: NewRecord & Values) =>
  event('conversation.opened', 'conversation', id, { contactId, channel })

/**
 * Closes a conversation; nobody waits any more. One that is closed stays as it is.
 *
 * @example
 * closeConversation({ conversation }, {}, context)
 */
export function closeConversation(
  state: { readonly conversation: Conversation },
  input: CloseConversationInput,
  context: OperationContext,
): Plan {
  parseInput(closeConversationInput, input)
  const { conversation } = state
  if (conversation.status === 'closed') return NOTHING
  const set = { status: 'closed', closedAt: context.now, waitingSince: undefined, unreadByAgent: 0 }
  return {
    writes: [update('conversation', conversation, set)],
    events: [event('conversation.closed', 'conversation', conversation.id)],
  }
}
