import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContext, aConversation, NOW } from '../../testing/builders.ts'
import type { Conversation } from '../conversation/conversation.schema.ts'
import { standardObjects } from '../index.ts'
import { addMessage } from './message.operations.ts'

const model = createModel(standardObjects)
const EARLIER = '2026-03-02T08:00:00.000Z'
const by = (kind: 'visitor' | 'user' | 'rule', id = 'ida') => aContext({ model, actor: { kind, id } })
const code = (expected: string) => expect.objectContaining({ code: expected })
const conversationAfter = (plan: ReturnType<typeof addMessage>) => afterPlan<Conversation>(plan, 'conversation')[0]

describe('addMessage', () => {
  it('takes its order from the series of the conversation', () => {
    const plan = addMessage({ conversation: aConversation() }, { text: 'Hi' }, by('user'))
    expect(plan.numbers).toEqual([
      { series: 'conversation:conversation-1', object: 'message', id: 'id-1', field: 'order' },
    ])
  })

  it('of a visitor is unread and starts the wait', () => {
    const plan = addMessage({ conversation: aConversation(), key: 'k1' }, { text: 'Hi' }, by('visitor', 'v1'))
    expect(afterPlan(plan, 'message')).toMatchObject([
      { direction: 'in', authorKind: 'visitor', authorId: 'v1', text: 'Hi', key: 'k1', sentAt: NOW },
    ])
    expect(conversationAfter(plan)).toMatchObject({
      unreadByAgent: 1,
      waitingSince: NOW,
      lastMessageAt: NOW,
      lastMessageText: 'Hi',
    })
  })

  it('of a visitor who waits already does not start the wait again', () => {
    const conversation = aConversation({ unreadByAgent: 1, waitingSince: EARLIER })
    expect(conversationAfter(addMessage({ conversation }, { text: 'Hello?' }, by('visitor')))).toMatchObject({
      unreadByAgent: 2,
      waitingSince: EARLIER,
    })
  })

  it('of an agent ends the wait and takes the conversation that nobody has', () => {
    const conversation = aConversation({ unreadByAgent: 2, waitingSince: EARLIER })
    const after = conversationAfter(addMessage({ conversation, authorName: 'Ida' }, { text: 'Yes' }, by('user')))
    expect(after).toMatchObject({ unreadByAgent: 0, ownerId: 'ida', lastMessageBy: 'ida' })
    expect(after).not.toHaveProperty('waitingSince')
  })

  it('of a visitor is nobody’s last word among agents', () => {
    const conversation = aConversation({ lastMessageBy: 'ida' })
    expect(conversationAfter(addMessage({ conversation }, { text: 'Thanks' }, by('visitor')))).not.toHaveProperty(
      'lastMessageBy',
    )
  })

  it('of an agent leaves the conversation with its owner', () => {
    const conversation = aConversation({ ownerId: 'ola' })
    expect(conversationAfter(addMessage({ conversation }, { text: 'Yes' }, by('user')))?.ownerId).toBe('ola')
  })

  it('of the system neither starts nor ends the wait', () => {
    const conversation = aConversation({ unreadByAgent: 1, waitingSince: EARLIER })
    expect(conversationAfter(addMessage({ conversation }, { text: 'We are closed' }, by('rule')))).toMatchObject({
      unreadByAgent: 1,
      waitingSince: EARLIER,
    })
  })

  it('that is internal leaves the conversation as the visitor sees it, also a closed one', () => {
    const conversation = aConversation({ status: 'closed' })
    const plan = addMessage({ conversation }, { text: 'Regular customer', internal: true }, by('user'))
    expect(conversationAfter(plan)).toBeUndefined()
    expect(plan.reliesOn).toEqual([{ object: 'conversation', record: conversation }])
  })

  it('shows the first words of a long text in lists, without cutting a character in two', () => {
    const plan = addMessage({ conversation: aConversation() }, { text: `  ${'👍'.repeat(200)}\n` }, by('user'))
    expect(conversationAfter(plan)?.lastMessageText).toBe('👍'.repeat(100))
  })

  it.each([
    ['a visitor’s internal message', 'FORBIDDEN', aConversation(), { text: 'Hi', internal: true }, 'visitor'],
    [
      'a message to a closed conversation',
      'CONVERSATION_CLOSED',
      aConversation({ status: 'closed' }),
      { text: 'Hi' },
      'user',
    ],
    ['a text without words', 'INVALID_INPUT', aConversation(), { text: ' ' }, 'user'],
    ['a text of more than 10,000 characters', 'INVALID_INPUT', aConversation(), { text: 'x'.repeat(10_001) }, 'user'],
    ['a text with NUL', 'INVALID_INPUT', aConversation(), { text: 'a\0b' }, 'user'],
  ] as const)('refuses %s', (_, expected, conversation, input, kind) => {
    expect(() => addMessage({ conversation }, input, by(kind))).toThrow(code(expected))
  })
})
