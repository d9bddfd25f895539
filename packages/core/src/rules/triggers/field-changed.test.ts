import { describe, expect, it } from 'vitest'
import { aLead } from '../../testing/builders.ts'
import { sayWhen, starts } from '../rules.fixture.ts'

const on = { when: 'field-changed', object: 'lead', field: 'status' } as const
const changed = (from: unknown, to: unknown) => ({
  type: 'lead.updated',
  object: 'lead',
  id: 'lead-1',
  data: { before: { status: from }, after: { status: to } },
})
const does = (trigger: object, from: unknown, to: unknown) => starts({ ...on, ...trigger }, changed(from, to), aLead())

describe('field-changed', () => {
  it('starts when the field gets another value', () => {
    expect(does({}, 'new', 'working')).toBe(true)
    expect(does({}, 'new', 'new')).toBe(false)
    expect(does({}, null, undefined)).toBe(false)
  })

  it('does not start for a change of other fields', () => {
    const data = { before: { score: 1 }, after: { score: 2 } }
    expect(starts(on, { ...changed(1, 2), data }, aLead())).toBe(false)
  })

  it('may ask for the value before, the value after, or both', () => {
    expect(does({ to: 'working' }, 'new', 'working')).toBe(true)
    expect(does({ to: 'working' }, 'new', 'dismissed')).toBe(false)
    expect(does({ from: 'new' }, 'new', 'working')).toBe(true)
    expect(does({ from: 'working' }, 'new', 'converted')).toBe(false)
    expect(does({ from: null, to: 'working' }, undefined, 'working')).toBe(true)
    expect(does({ to: null }, 'new', null)).toBe(true)
  })

  it('starts for a record that is made with a value', () => {
    const made = { ...changed(undefined, 'new'), type: 'lead.created', data: { before: {}, after: { status: 'new' } } }
    expect(starts(on, made, aLead())).toBe(true)
  })

  it('is said with the labels of values', () => {
    expect(sayWhen(on)).toBe('When “Status” of a lead changes')
    expect(sayWhen({ ...on, from: 'new', to: 'working' })).toBe('When “Status” of a lead changes from New to Working')
    expect(sayWhen({ ...on, to: 'working' }, 'nb')).toBe('Når «Status» på en henvendelse endres til Under arbeid')
  })
})
