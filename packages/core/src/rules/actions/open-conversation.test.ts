import { expect, it } from 'vitest'
import { aContact, aDeal } from '../../testing/builders.ts'
import { sayIt, tryAction } from '../rules.fixture.ts'

const open = { do: 'open-conversation', channel: 'email', subject: { en: 'Your kitchen' } } as const

it('opens a conversation with the contact of the record, for its owner', () => {
  const record = aDeal({ contactId: 'contact-1', ownerId: 'ida' })
  const input = { channel: 'email', contactId: 'contact-1', subject: 'Your kitchen' }
  expect(tryAction(open, { object: 'deal', record }).commands).toEqual([
    { operation: 'openConversation', input, ownerId: 'ida' },
  ])
  expect(tryAction(open, { object: 'contact', record: aContact() }).commands[0]).toMatchObject({ input })
})

it('needs a contact, unless it is among colleagues', () => {
  expect(tryAction(open).skipped).toEqual([{ at: 0, reason: 'no-record' }])
  expect(tryAction({ ...open, channel: 'internal' }).commands).toHaveLength(1)
})

it('is said', () => {
  expect(sayIt(open)).toBe('open a conversation by E-mail')
})
