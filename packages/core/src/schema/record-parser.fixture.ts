import { expect } from 'vitest'
import type { Issue } from '../shared/errors.ts'
import { defineObject } from './define-object.ts'
import * as f from './fields.ts'
import { createModel } from './model.ts'
import { createRecordParser, type ParseOptions, type UpdateOptions } from './record-parser.ts'

const contact = defineObject({
  name: 'contact',
  label: 'Contact',
  title: 'name',
  fields: {
    name: f.personName({ required: true }),
    kind: f.select({ options: ['person', 'bot', { id: 'fax', retired: true }], default: 'person' }),
    title: f.text({ maxLength: 10 }),
    note: f.longText(),
    emails: f.email({ many: true, unique: true }),
    phone: f.phone(),
    site: f.url(),
    age: f.number({ integer: true, min: 0, max: 150 }),
    weight: f.number(),
    budget: f.money(),
    bornOn: f.date(),
    meetAt: f.dateTime(),
    vip: f.boolean(),
    topics: f.multiSelect({ options: ['news', 'offers'] }),
    words: f.text({ many: true }),
    friend: f.relation({ to: 'contact' }),
    photo: f.file(),
    home: f.address(),
    places: f.address({ many: true }),
    licence: f.credential(),
    stars: f.rating(),
    data: f.json(),
    deals: f.links({ to: 'contact' }),
    score: f.rollup({ of: 'number' }),
    seenAt: f.dateTime({ readOnly: true, required: true }),
    old: f.text({ retired: true, required: true }),
  },
})
export const model = createModel([contact]).withFields({ contact: { x_size: f.number({ max: 50 }) } })
export const parser = createRecordParser(model, 'contact')
export const NAME = { full: 'Kari' }

export const create = (values: unknown, options?: ParseOptions) =>
  parser.parseCreate({ name: NAME, ...(values as object) }, options)
export const parsed = (values: unknown) => {
  const { name: _, kind: __, ...rest } = create(values)
  return rest
}
export const issuesOf = (run: () => unknown): Issue[] => {
  try {
    run()
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_INPUT' })
    return (error as { details: { issues: Issue[] } }).details.issues
  }
  return []
}
export const told = (run: () => unknown) => issuesOf(run).map(({ path, code }) => `${path} ${code}`)
export const refused = (values: unknown) => told(() => create(values))
export const update = (values: unknown, options?: UpdateOptions) => parser.parseUpdate(values, options)
