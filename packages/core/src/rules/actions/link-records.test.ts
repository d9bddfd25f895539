import { expect, it } from 'vitest'
import { aDeal } from '../../testing/builders.ts'
import { refusedAt, sayIt, tryAction } from '../rules.fixture.ts'

it('joins the record with a fixed one', () => {
  const { commands } = tryAction({ do: 'link-records', to: { object: 'company', id: 'company-1' }, role: 'partner' })
  const link = { from: { object: 'lead', id: 'lead-1' }, to: { object: 'company', id: 'company-1' }, role: 'partner' }
  expect(commands).toEqual([{ operation: 'link', ...link }])
})

it('joins it with what it points to, where it points to something', () => {
  const link = { do: 'link-records', to: { field: 'contactId' } } as const
  const record = aDeal({ contactId: 'contact-1' })
  expect(tryAction(link, { object: 'deal', record }).commands[0]).toMatchObject({
    to: { object: 'contact', id: 'contact-1' },
  })
  expect(tryAction(link, { object: 'deal', record: aDeal() }).skipped).toEqual([{ at: 0, reason: 'no-record' }])
})

it('is said, and needs a relation', () => {
  expect(sayIt({ do: 'link-records', to: { field: 'contactId' }, role: 'buyer' }, 'deal')).toBe(
    'link it with Contact as “buyer”',
  )
  expect(refusedAt([{ do: 'link-records', to: { field: 'name' } }], 'deal.won')).toBe('/rules/r/then/0/to/field')
})
