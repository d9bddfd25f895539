import { expect, it } from 'vitest'
import { sayIt, tryAction } from '../rules.fixture.ts'

const ask = { do: 'request-review', question: { en: 'Do we know them?', nb: 'Kjenner vi dem?' } } as const

it('asks a person, with no command behind it', () => {
  expect(tryAction({ ...ask, review: { by: 'manager' } }).commands).toEqual([
    {
      operation: 'proposeReview',
      input: expect.objectContaining({
        title: 'Do we know them?',
        commands: [],
        approverRole: 'manager',
        recordId: 'lead-1',
      }),
    },
  ])
})

it('is said', () => {
  expect(sayIt(ask)).toBe('ask a person: “Do we know them?”')
})
