import { expect, it } from 'vitest'
import { sayIt, tryAction } from '../rules.fixture.ts'

it('takes the tag off', () => {
  expect(tryAction({ do: 'remove-tag', tag: 'hot' }).commands).toEqual([
    { operation: 'removeTag', object: 'lead', id: 'lead-1', tag: 'hot' },
  ])
})

it('is said', () => {
  expect(sayIt({ do: 'remove-tag', tag: 'hot' }, 'lead', 'nb')).toBe('fjern merkelappen «hot»')
})
