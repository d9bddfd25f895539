import * as f from '../../index.ts'
import { createModel, defineObject, type Model } from '../../index.ts'

const link = defineObject({
  name: 'link',
  label: 'Link',
  title: 'role',
  fields: {
    fromObject: f.text({ required: true, searchable: false }),
    fromId: f.text({ required: true, searchable: false }),
    toObject: f.text({ required: true, searchable: false }),
    toId: f.text({ required: true, searchable: false }),
    role: f.text({ searchable: false }),
  },
})

const place = defineObject({
  name: 'place',
  label: 'Place',
  title: 'name',
  fields: {
    name: f.text({ indexed: true }),
    city: f.text(),
    size: f.number(),
    labels: f.text({ many: true, indexed: true }),
  },
})

const thingFields = {
  title: f.text({ indexed: true }),
  note: f.longText(),
  secret: f.text({ searchable: false }),
  mail: f.email({ many: true, unique: true }),
  mainMail: f.email(),
  phones: f.phone({ many: true }),
  site: f.url(),
  count: f.number({ integer: true, indexed: true }),
  ratio: f.number({ indexed: true }),
  price: f.money({ indexed: true }),
  dueOn: f.date({ indexed: true }),
  startAt: f.dateTime({ indexed: true }),
  done: f.boolean({ indexed: true }),
  kind: f.select({ options: ['a', 'b', 'c'], indexed: true }),
  tags: f.multiSelect({ options: ['red', 'green', 'blue'] }),
  placeId: f.relation({ to: 'place' }),
  location: f.address(),
  person: f.personName(),
  stars: f.rating(),
  licence: f.credential(),
  score: f.rollup({ of: 'number', indexed: true }),
  labels: f.text({ many: true, indexed: true }),
  extra: f.json(),
}

const thing = defineObject({
  name: 'thing',
  label: 'Thing',
  title: 'title',
  fields: thingFields,
  totals: {
    by: ['kind', 'done', 'count', 'ownerId', 'title', 'price.currency'],
    sum: ['price.amountMinor', 'price.baseMinor'],
  },
})

/** Has a field of every type. */
export const contractModel: Model = createModel([thing, place, link])

/** The same model as it is later: one more field of a kind each, one list indexed, one field searchable, one object more. */
export const grownModel: Model = createModel([
  defineObject({
    name: 'thing',
    label: 'Thing',
    title: 'title',
    fields: {
      ...thingFields,
      secret: f.text({ indexed: true, searchable: true }),
      phones: f.phone({ many: true, indexed: true }),
      colour: f.text({ indexed: true }),
      weight: f.number(),
      nicknames: f.text({ many: true, indexed: true }),
    },
    totals: { by: ['kind', 'done', 'colour', 'dueOn', 'price.currency'], sum: ['price.amountMinor'] },
  }),
  place,
  link,
  defineObject({ name: 'gadget', label: 'Gadget', title: 'name', fields: { name: f.text({ indexed: true }) } }),
])

/** The model without some of its fields. */
export const shrunkModel: Model = createModel([
  defineObject({ name: 'thing', label: 'Thing', title: 'title', fields: { title: f.text({ indexed: true }) } }),
  place,
  link,
])
