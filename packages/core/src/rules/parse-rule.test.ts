import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isKithError } from '../shared/errors.ts'
import { parseRule } from './parse-rule.ts'
import { aRule, model } from './rules.fixture.ts'

const plain = JSON.parse(JSON.stringify(aRule()))
const pathOf = (json: unknown) => {
  try {
    parseRule(json, model)
    return undefined
  } catch (error) {
    if (!isKithError(error, 'INVALID_DEFINITION')) throw error
    return String(error.details['path'])
  }
}
const nested = (depth: number) => JSON.parse(`${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`)

describe('parseRule', () => {
  it('reads the JSON of a rule to the same rule', () => {
    expect(parseRule(plain, model)).toEqual(aRule())
  })

  it.each([
    ['nothing', undefined, '/rules/'],
    ['a list', [], '/rules/'],
    ['no label', { ...plain, label: undefined }, '/rules/r/label'],
    ['a member that rules do not have', { ...plain, when: 'x' }, '/rules/r/when'],
    ['an id that is none', { ...plain, id: '../x' }, '/rules/../x/id'],
    ['a version of nothing', { ...plain, version: 0 }, '/rules/r/version'],
    ['a step that is none', { ...plain, then: ['x'] }, '/rules/r/then/0'],
    ['a step without a name', { ...plain, then: [{}] }, '/rules/r/then/0/do'],
    ['a trigger without a name', { ...plain, on: {} }, '/rules/r/on/when'],
    ['a thousand actions', { ...plain, then: Array(1_000).fill(plain.then[0]) }, '/rules/r/then'],
    [
      'a schedule that never comes',
      { ...plain, on: { when: 'schedule', object: 'lead', cron: '0 0 30 2 *' } },
      '/rules/r/on/cron',
    ],
    ['a condition 1,000 deep', { ...plain, if: nested(1_000) }, '/rules//if/not/not'],
    ['a field that is not there', { ...plain, if: { nope: 1 } }, '/rules/r/if/nope'],
  ])('refuses %s with its path', (_, json, path) => {
    expect(pathOf(json)).toContain(path)
  })

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the name %s anywhere', (name) => {
    const set = JSON.parse(`{"${name}": {"polluted": true}}`)
    expect(pathOf({ ...plain, then: [{ do: 'set-fields', set }] })).toBe(`/rules//then/0/set/${name}`)
    expect(pathOf({ ...plain, if: set })).toBe(`/rules//if/${name}`)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('answers a list of 100,000 at once', () => {
    const start = performance.now()
    expect(pathOf({ ...plain, if: { status: { in: Array(100_000).fill('new') } } })).toBe('/rules/')
    expect(performance.now() - start).toBeLessThan(200)
  })

  it('gives a rule or refuses by code, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.object({ maxDepth: 4, key: fc.constantFrom('id', 'label', 'on', 'if', 'then', 'do', 'wait', 'x') }),
        (json) => {
          expect(() => pathOf({ ...plain, ...json })).not.toThrow()
        },
      ),
      { numRuns: 300 },
    )
  })
})
