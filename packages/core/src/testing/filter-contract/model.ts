import { createModel, defineObject, type FieldMap, type Model } from '../../index.ts'

const COLOURS = [{ id: 'red' }, { id: 'green' }, { id: 'blue' }]

/** One field of every type, alone and as a list where the type has lists. */
const sample = defineObject({
  name: 'sample',
  label: 'Sample',
  title: 'name',
  fields: {
    name: { type: 'text', indexed: true },
    note: { type: 'longText' },
    words: { type: 'text', many: true },
    email: { type: 'email' },
    emails: { type: 'email', many: true, indexed: true },
    phone: { type: 'phone' },
    phones: { type: 'phone', many: true },
    site: { type: 'url' },
    score: { type: 'number', indexed: true },
    scores: { type: 'number', many: true },
    amount: { type: 'money', indexed: true },
    dueOn: { type: 'date', indexed: true },
    seenAt: { type: 'dateTime', indexed: true },
    done: { type: 'boolean' },
    stage: { type: 'select', options: [{ id: 'new' }, { id: 'offer' }, { id: 'won' }] },
    labels: { type: 'multiSelect', options: COLOURS },
    placeId: { type: 'relation', to: 'place' },
    placeIds: { type: 'relation', to: 'place', many: true },
    home: { type: 'address' },
    homes: { type: 'address', many: true },
    person: { type: 'personName' },
    photo: { type: 'file' },
    stars: { type: 'rating' },
    licence: { type: 'credential' },
    places: { type: 'links', to: 'place' },
    friends: { type: 'links', to: 'sample', role: 'friend' },
    openCount: { type: 'rollup', of: 'number' },
    lastAt: { type: 'rollup', of: 'dateTime' },
    extra: { type: 'json' },
  },
})

const place = defineObject({
  name: 'place',
  label: 'Place',
  title: 'name',
  fields: {
    name: { type: 'text' },
    size: { type: 'number' },
    partOfId: { type: 'relation', to: 'place' },
    tags: { type: 'multiSelect', options: COLOURS },
    samples: { type: 'links', to: 'sample' },
  },
})

/** As in the standard model: what joins two records. */
const link = defineObject({
  name: 'link',
  label: 'Link',
  title: 'role',
  fields: {
    fromObject: { type: 'text', required: true },
    fromId: { type: 'text', required: true, indexed: true },
    toObject: { type: 'text', required: true },
    toId: { type: 'text', required: true, indexed: true },
    role: { type: 'text', indexed: true },
  },
})

const others = ['user', 'team'].map((name) =>
  defineObject({ name, label: name, title: 'name', fields: { name: { type: 'text' } } }),
)

/** Fields that an administrator added to `sample` while the program ran, some of them indexed. */
const RUN_TIME: FieldMap = {
  x_text: { type: 'text', indexed: true },
  x_words: { type: 'text', many: true, indexed: true },
  x_score: { type: 'number' },
  x_amount: { type: 'money', indexed: true },
  x_on: { type: 'date', indexed: true },
  x_at: { type: 'dateTime' },
  x_done: { type: 'boolean' },
  x_emails: { type: 'email', many: true, indexed: true },
  x_labels: { type: 'multiSelect', options: COLOURS },
  x_home: { type: 'address' },
  x_placeId: { type: 'relation', to: 'place' },
}

/** The model of the code: what a store is opened with. */
export const codeModel: Model = createModel([sample, place, link, ...others])

/** The same with the run-time fields of a tenant: what Filters are checked against. */
export const contractModel: Model = codeModel.withFields({ sample: RUN_TIME })
