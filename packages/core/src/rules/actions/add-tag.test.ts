import { expect, it } from 'vitest'
import { refusedAt, sayIt, tryAction } from '../rules.fixture.ts'

it('marks the record', () => {
  expect(tryAction({ do: 'add-tag', tag: 'hot' }).commands).toEqual([
    { operation: 'addTag', object: 'lead', id: 'lead-1', tag: 'hot' },
  ])
})

it('is said, and needs a name', () => {
  expect(sayIt({ do: 'add-tag', tag: 'hot' })).toBe('add the tag “hot”')
  expect(refusedAt([{ do: 'add-tag', tag: ' ' }])).toBe('/rules/r/then/0/tag')
})
