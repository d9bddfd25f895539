import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aRule, refusedAt } from '../rules.fixture.ts'
import { eventsOf, isStartedBy, objectOf } from './event.ts'
import { TRIGGERS } from './index.ts'

describe('triggers', () => {
  it('are the files of their folder, each with its test', () => {
    const files = readdirSync(import.meta.dirname).map((file) => file.replace(/\.ts$/, ''))
    const names = files.filter((file) => !['index', 'trigger', 'event'].includes(file) && !file.endsWith('.test'))
    expect(Object.keys(TRIGGERS).sort()).toEqual(names.sort())
    for (const [name, kind] of Object.entries(TRIGGERS)) {
      expect(kind.name).toBe(name)
      expect(files).toContain(`${name}.test`)
    }
  })

  it('may be the type of an event alone', () => {
    expect(eventsOf({ on: 'deal.won' })).toEqual(['deal.won'])
    expect(objectOf({ on: 'deal.won' })).toBe('deal')
    expect(isStartedBy({ on: 'deal.won' }, { type: 'deal.won' })).toBe(true)
  })

  it('start nothing where the rule is switched off', () => {
    expect(isStartedBy(aRule({ active: false }), { type: 'lead.captured' })).toBe(false)
  })

  it('are refused with the path of what is wrong', () => {
    const then = [{ do: 'create-activity', kind: 'task' }] as const
    expect(refusedAt(then, { when: 'sunrise' } as never)).toBe('/rules/r/on/when')
    expect(refusedAt(then, { when: 'stage-entered' } as never)).toBe('/rules/r/on/stage')
    expect(refusedAt(then, { when: 'record-created', object: 'ship' })).toBe('/rules/r/on/object')
    expect(refusedAt(then, { when: 'field-changed', object: 'lead', field: 'nope' })).toBe('/rules/r/on/field')
  })
})
