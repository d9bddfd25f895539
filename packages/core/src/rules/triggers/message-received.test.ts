import { expect, it } from 'vitest'
import { aConversation } from '../../testing/builders.ts'
import { aRule, sayWhen, starts } from '../rules.fixture.ts'
import { subjectOf } from './event.ts'

const on = { when: 'message-received' } as const
const added = (data: object) => ({
  type: 'message.added',
  object: 'message',
  id: 'message-1',
  data: { conversationId: 'conversation-1', authorKind: 'visitor', internal: false, ...data },
})

it('starts for words of a visitor, not of an agent, and not for notes', () => {
  expect(starts(on, added({}), aConversation())).toBe(true)
  expect(starts(on, added({ authorKind: 'agent' }), aConversation())).toBe(false)
  expect(starts(on, added({ internal: true }), aConversation())).toBe(false)
})

it('looks at the conversation', () => {
  expect(subjectOf(aRule({ on }), added({}))).toEqual({ object: 'conversation', id: 'conversation-1' })
  expect(subjectOf(aRule({ on }), { ...added({}), data: {} })).toBeUndefined()
})

it('may ask for a channel', () => {
  expect(starts({ ...on, channel: 'chat' }, added({}), aConversation())).toBe(true)
  expect(starts({ ...on, channel: 'email' }, added({}), aConversation())).toBe(false)
})

it('is said', () => {
  expect(sayWhen(on)).toBe('When a customer or visitor writes')
  expect(sayWhen({ ...on, channel: 'email' })).toBe('When a customer or visitor writes by E-mail')
})
