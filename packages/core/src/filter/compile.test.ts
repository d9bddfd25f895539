import { describe, expect, it } from 'vitest'
import { contractModel as model } from '../testing/filter-contract/model.ts'
import { checkFilter } from './check.ts'
import { compileCondition } from './compile.ts'

const CONTEXT = { now: '2026-03-15T09:00:00.000Z', zone: 'Europe/Oslo' }
const compile = (filter: unknown) => compileCondition(checkFilter(model, 'sample', filter, CONTEXT))
const record = (values: object) => ({ id: 's1', version: 1, ...values })

describe('compileCondition', () => {
  it('can be run on many records', () => {
    const matches = compile({ name: { startsWith: 'å' } })
    expect([{ name: 'Åse' }, { name: 'Bo' }, {}].map((values) => matches(record(values)))).toEqual([true, false, false])
  })

  it('needs a lookup for relations and links, and says so', () => {
    expect(() => compile({ placeId: { name: 'x' } })(record({ placeId: 'p1' }))).toThrow(TypeError)
    expect(() => compile({ places: { some: {} } })(record({}))).toThrow(TypeError)
  })

  it('does not ask for a lookup that it does not need', () => {
    expect(compile({ placeId: { name: 'x' } })(record({}))).toBe(false)
  })

  it('asks for links with the role of the field', () => {
    const asked: unknown[] = []
    const linked = (...of: unknown[]) => {
      asked.push(of)
      return []
    }
    const lookup = { get: () => undefined, linked }
    compile({ friends: { some: {} }, not: { places: { some: {} } } })(record({}), lookup)
    compile({ places: { none: {} } })(record({}), lookup)
    expect(asked).toEqual([
      ['sample', 's1', 'sample', 'friend'],
      ['sample', 's1', 'place', undefined],
    ])
  })

  it('takes what a form holds before it is stored: null, empty text and empty list are nothing', () => {
    const empty = compile({ name: null, labels: null, note: null })
    expect(empty(record({ name: '', labels: [], note: null }))).toBe(true)
  })

  it('does not take inherited members for values', () => {
    const empty = compileCondition({ op: 'empty', field: 'constructor' })
    expect(empty(record({}))).toBe(true)
  })

  it('matches hostile globs in a time that grows with the text only', () => {
    const matches = compile({ note: { glob: '*a'.repeat(100) } })
    const text = `${'a'.repeat(20_000)}b`
    const start = performance.now()
    expect(matches(record({ note: text }))).toBe(false)
    expect(performance.now() - start).toBeLessThan(50)
  })
})
