import { KithError } from '../../shared/errors.ts'
import type { Conversation } from '../conversation/conversation.schema.ts'
import { parseInput } from '../inputs.ts'
import { create, event, update, type Values } from '../plan.ts'
import type { Actor, OperationContext, Plan } from '../types.ts'
import { type MessageInput, messageInput } from './message.inputs.ts'
import type { Message } from './message.schema.ts'

/** Characters of a message that a list of conversations shows. */
const LAST_WORDS = 100

/** What {@link addMessage} reads. */
export interface AddMessageState {
  readonly conversation: Conversation
  /** Name of who writes, as the other side sees it. */
  readonly authorName?: string | undefined
  /** What the sender's page calls the message. */
  readonly key?: string | undefined
}

/** Number series that gives the messages of a conversation their order. */
export function messageSeries(conversationId: string): string {
  return `conversation:${conversationId}`
}

/**
 * Adds a message to a conversation; who writes is the actor of the context. A visitor's message counts as unread and
 * starts the wait for an answer, an agent's ends both and makes the agent the owner where there is none. An internal
 * message does neither, and may be added to a closed conversation. Its `order` comes from the series {@link messageSeries}.
 *
 * @throws KithError `CONVERSATION_CLOSED`
 * @throws KithError `FORBIDDEN` for an internal message of a visitor
 * @throws KithError `INVALID_INPUT` for a text without letters or of more than 10,000 characters
 * @example
 * addMessage({ conversation, authorName: 'Ida' }, { text: 'Good morning!' }, context)
 */
export function addMessage(state: AddMessageState, input: MessageInput, context: OperationContext): Plan {
  const { conversation } = state
  const { text, fileIds, internal = false } = parseInput(messageInput, input)
  const authorKind = authorKindOf(context.actor)
  if (internal && authorKind === 'visitor')
    throw new KithError('FORBIDDEN', { action: 'write internal notes in', object: 'conversation' })
  if (conversation.status === 'closed' && !internal)
    throw new KithError('CONVERSATION_CLOSED', { conversationId: conversation.id })
  const record = {
    id: context.newId(),
    conversationId: conversation.id,
    direction: authorKind === 'visitor' ? 'in' : 'out',
    authorKind,
    authorId: context.actor.id,
    authorName: state.authorName,
    text,
    internal: internal || undefined,
    key: state.key,
    fileIds,
    sentAt: context.now,
  }
  const set = internal ? {} : afterMessage(conversation, authorKind, text, context)
  return {
    writes: [create('message', record), ...(internal ? [] : [update('conversation', conversation, set)])],
    events: [event('message.added', 'message', record.id, { conversationId: conversation.id, authorKind, internal })],
    numbers: [{ series: messageSeries(conversation.id), object: 'message', id: record.id, field: 'order' }],
    ...(internal ? { reliesOn: [{ object: 'conversation', record: conversation }] } : {}),
  }
}

function authorKindOf({ kind }: Actor): NonNullable<Message['authorKind']> {
  if (kind === 'user') return 'agent'
  return kind === 'visitor' || kind === 'customer' ? 'visitor' : 'system'
}

function afterMessage(
  conversation: Conversation,
  author: Message['authorKind'],
  text: string,
  context: OperationContext,
): Values {
  const last = {
    lastMessageAt: context.now,
    lastMessageBy: author === 'agent' ? context.actor.id : undefined,
    lastMessageText: [...text.trim().replace(/\s+/g, ' ')].slice(0, LAST_WORDS).join(''),
  }
  if (author === 'visitor')
    return {
      ...last,
      unreadByAgent: (conversation.unreadByAgent ?? 0) + 1,
      waitingSince: conversation.waitingSince ?? context.now,
    }
  if (author === 'system') return last
  return { ...last, unreadByAgent: 0, waitingSince: undefined, ownerId: conversation.ownerId ?? context.actor.id }
}
