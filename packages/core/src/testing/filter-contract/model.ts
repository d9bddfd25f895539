import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import { createModel, type Model } from '../../schema/model.ts'

const STAGES = [
  { id: 'new', label: { en: 'New', nb: 'Ny' } },
  { id: 'offer', label: { en: 'Offer', nb: 'Tilbud' } },
  { id: 'won', label: { en: 'Won', nb: 'Vunnet' } },
]

/** One field of every type, alone and as a list. */
const sample = defineObject({
  name: 'sample',
  label: 'Sample',
  title: 'name',
  fields: {
    name: f.text({ indexed: true, label: { en: 'Name', nb: 'Navn' } }),
    note: f.longText(),
    words: f.text({ many: true }),
    email: f.email({ label: { en: 'E-mail', nb: 'E-post' } }),
    emails: f.email({ many: true, label: { en: 'E-mails', nb: 'E-poster' } }),
    phone: f.phone(),
    phones: f.phone({ many: true }),
    site: f.url(),
    score: f.number({ indexed: true, label: { en: 'Score', nb: 'Poeng' } }),
    scores: f.number({ many: true }),
    amount: f.money({ indexed: true, label: { en: 'Amount', nb: 'Beløp' } }),
    dueOn: f.date({ indexed: true, label: { en: 'Due', nb: 'Frist' } }),
    seenAt: f.dateTime({ indexed: true, label: { en: 'Seen', nb: 'Sett' } }),
    done: f.boolean({ label: { en: 'Done', nb: 'Ferdig' } }),
    stage: f.select(STAGES, { label: { en: 'Stage', nb: 'Steg' } }),
    labels: f.multiSelect(['red', 'green', 'blue']),
    placeId: f.relation('place', { label: { en: 'Place', nb: 'Sted' } }),
    placeIds: f.relation('place', { many: true }),
    home: f.address({ label: { en: 'Address', nb: 'Adresse' } }),
    homes: f.address({ many: true }),
    person: f.personName(),
    photo: f.file(),
    stars: f.rating(),
    licence: f.credential(),
    places: f.links('place', { label: { en: 'Places', nb: 'Steder' } }),
    friends: f.links('sample', { role: 'friend' }),
    openCount: f.rollup('number'),
    lastAt: f.rollup('dateTime'),
    extra: f.json(),
  },
})

const place = defineObject({
  name: 'place',
  label: 'Place',
  title: 'name',
  fields: {
    name: f.text({ label: { en: 'Name', nb: 'Navn' } }),
    size: f.number(),
    partOfId: f.relation('place'),
    tags: f.multiSelect(['red', 'green', 'blue']),
    samples: f.links('sample'),
  },
})

const link = defineObject({
  name: 'link',
  label: 'Link',
  title: 'role',
  fields: {
    fromObject: f.text({ required: true }),
    fromId: f.text({ required: true, indexed: true }),
    toObject: f.text({ required: true }),
    toId: f.text({ required: true, indexed: true }),
    role: f.text({ indexed: true }),
  },
})

const others = ['user', 'team', 'file'].map((name) =>
  defineObject({ name, label: name, title: 'name', fields: { name: f.text() } }),
)

/** Fields that an administrator added to `sample` while the program ran; some indexed. */
const runTime = {
  x_text: f.text({ indexed: true }),
  x_words: f.text({ many: true, indexed: true }),
  x_score: f.number(),
  x_amount: f.money({ indexed: true }),
  x_on: f.date({ indexed: true }),
  x_at: f.dateTime(),
  x_done: f.boolean(),
  x_emails: f.email({ many: true, indexed: true }),
  x_labels: f.multiSelect(['red', 'green', 'blue']),
  x_home: f.address(),
  x_placeId: f.relation('place'),
}

/** The model as code has it: what a store is opened with. */
export const codeModel: Model = createModel([sample, place, link, ...others])

/** The same with the run-time fields of one tenant: what Filters are checked against. */
export const contractModel: Model = codeModel.withFields({ sample: runTime })
