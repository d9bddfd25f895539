import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { columnsOf } from './columns.ts'
import { defineObject } from './define-object.ts'
import * as f from './fields.ts'
import { createModel } from './model.ts'

const thing = defineObject({
  name: 'thing',
  label: 'Thing',
  title: 'name',
  fields: {
    name: f.personName({ indexed: true }),
    city: f.text({ unique: true }),
    emails: f.email({ many: true, indexed: true }),
    price: f.money({ indexed: true }),
    size: f.number(),
    count: f.number({ integer: true }),
    stars: f.rating({ indexed: true }),
    vip: f.boolean(),
    closeOn: f.date({ indexed: true }),
    ownerCompany: f.relation({ to: 'thing' }),
    tags: f.multiSelect({ options: ['a', 'b'] }),
    data: f.json(),
    parts: f.links({ to: 'thing' }),
    lastAt: f.rollup({ of: 'dateTime', indexed: true }),
  },
})
const model = createModel([thing]).withFields({ thing: { x_a: f.text({ indexed: true }) } })
const columns = columnsOf(model, 'thing')
const column = (name: string) => columns.find((one) => one.name === name)

describe('columnsOf', () => {
  it('names value columns by the field and the others by field and slot', () => {
    const own = columns
      .map((one) => one.name)
      .filter((name) => Object.hasOwn(thing.fields, name.split('$')[0] as string))
    expect(own).toEqual([
      'name',
      'name$fold',
      'city',
      'city$fold',
      'emails',
      'price',
      'price$amountMinor',
      'price$currency',
      'price$baseMinor',
      'size',
      'count',
      'stars',
      'vip',
      'closeOn',
      'ownerCompany',
      'tags',
      'data',
      'lastAt',
    ])
  })

  it('has no column for links and run-time fields, and no two that differ only in case', () => {
    expect(column('parts')).toBeUndefined()
    expect(column('x_a')).toBeUndefined()
    expect(new Set(columns.map((one) => one.name.toLowerCase())).size).toBe(columns.length)
  })

  it('indexes what is sorted by: of indexed and unique fields and of relations', () => {
    const indexed = columns.filter((one) => one.indexed).map((one) => one.name)
    expect(indexed).toEqual([
      'id',
      'createdAt',
      'updatedAt',
      'deletedAt',
      'ownerId',
      'teamId',
      'mergedInto',
      'name$fold',
      'city$fold',
      'price$baseMinor',
      'stars',
      'closeOn',
      'ownerCompany',
      'lastAt',
    ])
  })

  it('types columns by their slots', () => {
    const types = Object.fromEntries(columns.map((one) => [one.name, one.sqlType]))
    expect(types).toMatchObject({
      version: 'INTEGER',
      size: 'REAL',
      count: 'INTEGER',
      stars: 'INTEGER',
      vip: 'INTEGER',
      closeOn: 'TEXT',
      name: 'TEXT',
      price$amountMinor: 'INTEGER',
    })
  })

  it('keeps every value through a real database', () => {
    const record: Record<string, unknown> = {
      id: 'T1',
      version: 3,
      name: { full: 'Kåre' },
      city: 'Ålesund',
      emails: [{ value: 'a@b.no', primary: true }],
      price: { amountMinor: Number.MAX_SAFE_INTEGER, currency: 'EUR' },
      size: 0.1,
      count: 7,
      vip: false,
      closeOn: '2026-03-01',
      tags: ['a'],
      data: { nested: [1, null] },
    }
    const database = new DatabaseSync(':memory:')
    const names = columns.map((one) => `"${one.name}"`)
    database.exec(`CREATE TABLE thing (${columns.map((one) => `"${one.name}" ${one.sqlType}`).join(', ')}) STRICT`)
    const insert = database.prepare(
      `INSERT INTO thing (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    )
    insert.run(...columns.map((one) => one.toColumn(record[one.field])))
    const row = database.prepare('SELECT * FROM thing').get() as Record<string, unknown>
    database.close()
    const values = columns.filter((one) => !one.derived).map((one) => [one.field, one.fromColumn(row[one.name])])
    expect(Object.fromEntries(values.filter(([, value]) => value !== undefined))).toEqual(record)
    expect([row['name$fold'], row['city$fold'], row['price$currency'], row['price$baseMinor'], row['vip']]).toEqual([
      'kare',
      'alesund',
      'EUR',
      null,
      0,
    ])
  })
})
