import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContact, aContext, aConversation, NOW } from '../../testing/builders.ts'
import { standardObjects } from '../index.ts'
import { closeConversation, openConversation, startConversation } from './conversation.operations.ts'
import type { Conversation } from './conversation.schema.ts'

const model = createModel(standardObjects)
const visitor = () => aContext({ model, actor: { kind: 'visitor', id: 'v1' } })
const agent = () => aContext({ model })
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('openConversation', () => {
  it('is of the agent who opens it', () => {
    const plan = openConversation(
      { contact: aContact() },
      { contactId: 'contact-1', subject: 'Order', channel: 'email' },
      agent(),
    )
    expect(afterPlan(plan, 'conversation')).toEqual([
      { id: 'id-1', ownerId: 'ida', contactId: 'contact-1', subject: 'Order', channel: 'email', status: 'open' },
    ])
    expect(plan.events.map((event) => event.type)).toEqual(['conversation.opened'])
  })

  it('is a chat of nobody where a visitor opens it', () => {
    const plan = openConversation({ visitor: { page: '/prices', locale: 'nb' } }, {}, visitor())
    expect(afterPlan(plan, 'conversation')).toEqual([
      { id: 'id-1', channel: 'chat', status: 'open', page: '/prices', locale: 'nb' },
    ])
  })

  it('reads what a visitor says, and cuts a long page', () => {
    const visitor = { visitorEmail: ' kari@Example.com ', page: `/${'a'.repeat(3_000)}` }
    const [conversation] = afterPlan<Conversation>(openConversation({ visitor }, {}, agent()), 'conversation')
    expect(conversation).toMatchObject({ visitorEmail: 'kari@example.com', page: visitor.page.slice(0, 2_048) })
    expect(() => openConversation({ visitor: { visitorEmail: 'nobody' } }, {}, agent())).toThrow(code('INVALID_INPUT'))
  })

  it('refuses a contact that is not there', () => {
    expect(() => openConversation({}, { contactId: 'nobody' }, agent())).toThrow(code('INVALID_INPUT'))
  })
})

describe('startConversation', () => {
  it('opens a conversation with its first message in one plan', () => {
    const plan = startConversation({ key: 'k1' }, {}, { text: 'Are you open?' }, visitor())
    expect(plan.writes.map((write) => [write.kind, write.object])).toEqual([
      ['create', 'conversation'],
      ['create', 'message'],
    ])
    const [conversation] = afterPlan<Conversation>(plan, 'conversation')
    expect(conversation).toMatchObject({
      unreadByAgent: 1,
      waitingSince: NOW,
      lastMessageAt: NOW,
      lastMessageText: 'Are you open?',
    })
    expect(afterPlan(plan, 'message')).toMatchObject([
      { conversationId: conversation?.id, key: 'k1', direction: 'in', authorKind: 'visitor' },
    ])
    expect(plan.numbers).toHaveLength(1)
    expect(plan.events.map((event) => event.type)).toEqual(['conversation.opened', 'message.added'])
  })

  it('refuses a message without words', () => {
    expect(() => startConversation({}, {}, { text: ' \n ' }, visitor())).toThrow(code('INVALID_INPUT'))
  })
})

describe('closeConversation', () => {
  it('ends the wait', () => {
    const conversation = aConversation({ waitingSince: NOW, unreadByAgent: 3 })
    const [closed] = afterPlan(closeConversation({ conversation }, {}, agent()), 'conversation')
    expect(closed).toMatchObject({ status: 'closed', closedAt: NOW, unreadByAgent: 0 })
    expect(closed).not.toHaveProperty('waitingSince')
  })

  it('does nothing to one that is closed', () => {
    const conversation = aConversation({ status: 'closed' })
    expect(closeConversation({ conversation }, {}, agent())).toEqual({ writes: [], events: [] })
  })
})
