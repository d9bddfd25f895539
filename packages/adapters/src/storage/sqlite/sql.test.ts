import { address, createModel, date, dateTime, defineObject, email, multiSelect, relation, text } from '@kith/core'
import type { Condition, SlotRef } from '@kith/core/filter'
import { describe, expect, it } from 'vitest'
import { conditionSql, type SqlContext } from '../sql/condition.ts'
import { SQLITE } from './dialect.ts'
import { objectLayout } from './layout.ts'

const model = createModel([
  defineObject({ name: 'place', label: 'Place', title: 'name', fields: { name: text() } }),
  defineObject({
    name: 'thing',
    label: 'Thing',
    title: 'title',
    fields: {
      title: text({ indexed: true }),
      placeId: relation({ to: 'place' }),
      mails: email({ many: true, indexed: true }),
      tags: multiSelect({ options: ['a', 'b'] }),
      dueOn: date(),
      seenAt: dateTime(),
      home: address(),
    },
  }),
])
const context: SqlContext = {
  dialect: SQLITE,
  tenant: 'north',
  layout: (object) => objectLayout(model, object),
  indexed: () => false,
}
const compile = (condition: Condition) => conditionSql(condition, context, 'thing')

const TITLE: SlotRef = { field: 'title', slot: 'fold', kind: 'text', type: 'text' }
const ENTRY: SlotRef = { field: '', slot: 'fold', kind: 'text', type: 'email' }
const is = (value: string): Condition => ({ op: 'compare', ref: TITLE, cmp: 'eq', value })

describe('conditionSql', () => {
  it('binds values and quotes names', () => {
    expect(compile(is("x'; --"))).toEqual({ text: 't."title$fold" = ?', values: ["x'; --"] })
  })

  it('makes leaves inside a not 0 or 1, never NULL', () => {
    expect(compile({ op: 'not', of: is('a') })).toEqual({ text: 'NOT (ifnull(t."title$fold" = ?, 0))', values: ['a'] })
  })

  it('has few different texts for lists of different lengths', () => {
    const texts = [1, 2, 3, 4, 5, 8, 9, 400].map(
      (length) => compile({ op: 'in', ref: TITLE, values: Array.from({ length }, (_, at) => `v${at}`) }).text,
    )
    expect(new Set(texts).size).toBe(5)
  })

  it('takes brackets of a glob literally', () => {
    expect(compile({ op: 'glob', ref: TITLE, pattern: '*a[b]\\*?' }).values).toEqual(['*a[[]b][*]?'])
  })

  it('leaves globs of many stars to the linear matcher', () => {
    expect(compile({ op: 'glob', ref: TITLE, pattern: '*a*b*' }).text).toBe('kith_glob(?, t."title$fold")')
  })

  it('compares the month and day of a date, and leaves instants to the clocks that core knows', () => {
    const dueOn: SlotRef = { field: 'dueOn', slot: 'value', kind: 'text', type: 'date' }
    const seenAt: SlotRef = { field: 'seenAt', slot: 'value', kind: 'text', type: 'dateTime' }
    const days = { from: '12-20', to: '01-06' }
    expect(compile({ op: 'monthDay', ref: dueOn, ...days })).toEqual({
      text: '(substr(t."dueOn", 6) >= ? OR substr(t."dueOn", 6) <= ?)',
      values: ['12-20', '01-06'],
    })
    expect(compile({ op: 'monthDay', ref: seenAt, zone: 'Europe/Oslo', ...days })).toEqual({
      text: 'kith_month_day(?, ?, ?, t."seenAt")',
      values: ['12-20', '01-06', 'Europe/Oslo'],
    })
  })

  it('leaves distances to the sphere that core knows', () => {
    const part = (slot: string): SlotRef => ({ field: 'home', slot, kind: 'real', type: 'address' })
    const shape = { latitude: 59.9, longitude: 10.7, withinKm: 5 }
    const inside: Condition = { op: 'inside', latitude: part('latitude'), longitude: part('longitude'), shape }
    expect(compile(inside)).toEqual({
      text: 'kith_inside(?, t."home$latitude", t."home$longitude")',
      values: [JSON.stringify(shape)],
    })
  })

  it('refuses to ask what was before: rows do not know', () => {
    expect(() => compile({ op: 'changed', field: 'title' })).toThrow(
      expect.objectContaining({ code: 'INVALID_FILTER' }),
    )
    expect(() => compile({ op: 'not', of: { op: 'before', of: is('a') } })).toThrow(
      expect.objectContaining({ code: 'INVALID_FILTER' }),
    )
  })

  it('binds the tenant wherever another table is read', () => {
    const related = compile({ op: 'related', field: 'placeId', to: 'place', of: { op: 'true' } })
    const entry = compile({ op: 'someItem', field: 'mails', of: { op: 'compare', ref: ENTRY, cmp: 'eq', value: 'x' } })
    expect([related.values[0], entry.values[0]]).toEqual(['north', 'north'])
  })

  it('compares several slots of one entry in one place', () => {
    const kind: SlotRef = { ...ENTRY, slot: 'kind' }
    const both: Condition = {
      op: 'and',
      of: [
        { op: 'compare', ref: ENTRY, cmp: 'eq', value: 'x' },
        { op: 'compare', ref: kind, cmp: 'eq', value: 'work' },
      ],
    }
    expect(compile({ op: 'someItem', field: 'mails', of: both }).text).toContain('json_each(t."mails$items")')
  })

  const strangers: readonly Condition[] = [
    { op: 'compare', ref: { ...TITLE, field: 'title" OR 1 --' }, cmp: 'eq', value: 'x' },
    { op: 'compare', ref: { ...TITLE, slot: 'nothing' }, cmp: 'eq', value: 'x' },
    { op: 'compare', ref: { ...TITLE, field: "x_a') --", custom: true }, cmp: 'eq', value: 'x' },
    { op: 'empty', field: 'nothing' },
    { op: 'someItem', field: 'title', of: { op: 'true' } },
    { op: 'someItem', field: 'tags', of: { op: 'compare', ref: { ...ENTRY, slot: "a' --" }, cmp: 'eq', value: 'x' } },
    { op: 'related', field: 'tags', to: 'place', of: { op: 'true' } },
  ]
  for (const [at, condition] of strangers.entries())
    it(`refuses a name that the model has not (${at + 1})`, () => {
      expect(() => compile(condition)).toThrow(expect.objectContaining({ code: 'INVALID_FILTER' }))
    })
})
