import type { Condition } from '../../filter/types.ts'
import type { CustomSlot } from '../../ports/storage.ts'
import { equal } from './assert.ts'
import { type ContractCase, eq, ids, type Kit, NORTH, one, record, slot, TITLE, thing } from './kit.ts'

/** One value of each kind that a store may bend: by field, what is stored. */
const values: readonly { readonly name: string; readonly field: string; readonly value: unknown }[] = [
  { name: 'a text with quotes and SQL', field: 'title', value: "Robert'); DROP TABLE o_thing; --" },
  { name: 'a text of precomposed letters', field: 'title', value: 'Zażółć gęślą jaźń' },
  { name: 'a text of combining marks', field: 'title', value: 'e\u0301a\u030a' },
  {
    name: 'emoji beyond the basic plane, joined',
    field: 'title',
    value: '\u{1f469}\u200d\u{1f4bb} \u{1f1f3}\u{1f1f4}',
  },
  { name: 'a text from right to left', field: 'title', value: 'שלום \u202e עולם مرحبا' },
  { name: 'Turkish letters', field: 'title', value: 'İstanbul ığdır' },
  { name: 'Chinese and Korean', field: 'title', value: '李小龍 한국어' },
  { name: 'tabs and line breaks of all kinds', field: 'note', value: 'a\tb\nc\r\nd\u2028e' },
  { name: 'a text of only spaces', field: 'title', value: '  ' },
  { name: 'the texts null and undefined', field: 'title', value: 'null undefined NaN' },
  { name: 'a text that looks like a number', field: 'title', value: '007' },
  { name: 'a text that looks like JSON', field: 'title', value: '{"a":[1]}' },
  { name: 'a text of a hundred thousand letters', field: 'note', value: 'ø'.repeat(100_000) },
  { name: '0', field: 'count', value: 0 },
  { name: 'a negative number', field: 'count', value: -12 },
  { name: 'the largest safe integer', field: 'count', value: Number.MAX_SAFE_INTEGER },
  { name: 'the smallest safe integer', field: 'count', value: Number.MIN_SAFE_INTEGER },
  { name: 'a fraction that binary has not', field: 'ratio', value: 0.1 },
  { name: 'a number with all its digits', field: 'ratio', value: 1.2345678901234567 },
  { name: 'the largest number', field: 'ratio', value: Number.MAX_VALUE },
  { name: 'the smallest number', field: 'ratio', value: Number.MIN_VALUE },
  { name: 'false', field: 'done', value: false },
  { name: 'true', field: 'done', value: true },
  { name: 'no money at all', field: 'price', value: { amountMinor: 0, currency: 'EUR' } },
  {
    name: 'much money, in debt',
    field: 'price',
    value: {
      amountMinor: -9_007_199_254_740_991,
      currency: 'JPY',
      baseMinor: 9_007_199_254_740_991,
      rateOn: '2026-02-28',
    },
  },
  { name: 'a leap day', field: 'dueOn', value: '2024-02-29' },
  { name: 'the first and the last date', field: 'dueOn', value: '0001-01-01' },
  { name: 'an instant with milliseconds', field: 'startAt', value: '2026-03-29T00:59:59.999Z' },
  { name: 'an option', field: 'kind', value: 'b' },
  { name: 'options in their order', field: 'tags', value: ['green', 'red'] },
  { name: 'a relation', field: 'placeId', value: 'p1' },
  {
    name: 'an address with its point',
    field: 'location',
    value: { street: 'Torggata 1', city: 'Tromsø', country: 'NO', latitude: 69.6492, longitude: -18.9553 },
  },
  { name: 'a name of a person', field: 'person', value: { full: 'Bjørk Guðmundsdóttir', given: 'Bjørk' } },
  { name: 'stars', field: 'stars', value: 5 },
  { name: 'a licence', field: 'licence', value: { number: 'AB-1', authority: 'Kammer', validUntilOn: '2027-01-01' } },
  {
    name: 'e-mail addresses with kind and primary',
    field: 'mail',
    value: [{ value: 'a@x.org', kind: 'work', primary: true }, { value: 'b@x.org' }],
  },
  {
    name: 'the same phone twice',
    field: 'phones',
    value: [{ value: '+4790000000' }, { value: '+4790000000', kind: 'home' }],
  },
  { name: 'labels that repeat', field: 'labels', value: ['a', 'A', 'a'] },
  {
    name: 'deep JSON with null, false, 0 and empty ones',
    field: 'extra',
    value: { a: [null, false, 0, '', [], {}], b: { c: { d: [1e21, 'ø'] } } },
  },
  { name: 'JSON that is a plain text', field: 'extra', value: 'text' },
  { name: 'JSON that is 0', field: 'extra', value: 0 },
  { name: 'JSON that is false', field: 'extra', value: false },
  { name: 'a list of external ids', field: 'externalIds', value: [{ system: 'erp', id: '1' }] },
]

const roundTrips: readonly ContractCase[] = values.map(({ name, field, value }) => ({
  name: `keeps ${name} as it was written`,
  async run(kit) {
    await kit.storage.commit(NORTH, { put: [thing('a', { [field]: value })] })
    const again = await kit.again()
    equal(await one(again, 'a'), record('a', { [field]: value }))
    equal(await ids(again, { where: { op: 'empty', field } }), [], 'Records without it')
  },
}))

/** Run-time fields: the store knows their values and slots from the put alone. */
const custom: readonly CustomSlot[] = [
  { field: 'x_size', slot: 'fold', value: 'stor', indexed: true },
  { field: 'x_rank', slot: 'value', value: 3, indexed: false },
  { field: 'x_open', slot: 'value', value: false, indexed: true },
  { field: 'x_mails', slot: '', value: [{ fold: 'a@x.org', kind: 'work' }, { fold: 'b@x.org' }], indexed: true },
]
const customValues = {
  x_size: 'Stor',
  x_rank: 3,
  x_open: false,
  x_mails: [{ value: 'A@x.org', kind: 'work' }, { value: 'b@x.org' }],
}
const SIZE = { ...slot('x_size', 'fold', 'text', 'text'), custom: true }
const RANK = { ...slot('x_rank', 'value', 'real', 'number'), custom: true }
const OPEN = { ...slot('x_open', 'value', 'boolean', 'boolean'), custom: true }
const someMail = (fold: string): Condition => ({
  op: 'someItem',
  field: 'x_mails',
  custom: true,
  of: eq(slot('', 'fold', 'text', 'email'), fold),
})

async function withCustom({ storage }: Kit): Promise<void> {
  await storage.commit(NORTH, {
    put: [
      thing('plain', { title: 'Plain' }),
      { ...thing('a', customValues), custom },
      {
        ...thing('b', { x_size: 'Liten', x_rank: 10 }),
        custom: [
          { field: 'x_size', slot: 'fold', value: 'liten', indexed: true },
          { field: 'x_rank', slot: 'value', value: 10, indexed: false },
        ],
      },
    ],
  })
}

const customCases: readonly ContractCase[] = [
  {
    name: 'keeps run-time fields as they were written, falsy ones too',
    async run(kit) {
      await withCustom(kit)
      equal(await one(await kit.again(), 'a'), record('a', customValues))
    },
  },
  {
    name: 'finds by run-time fields, indexed or not, and by entries of their lists',
    async run(kit) {
      await withCustom(kit)
      const again = await kit.again()
      equal(await ids(again, { where: eq(SIZE, 'stor') }), ['a'])
      equal(await ids(again, { where: { op: 'compare', ref: RANK, cmp: 'gt', value: 5 } }), ['b'])
      equal(await ids(again, { where: eq(OPEN, false) }), ['a'])
      equal(await ids(again, { where: someMail('b@x.org') }), ['a'])
      equal(await ids(again, { where: { op: 'not', of: someMail('b@x.org') } }), ['b', 'plain'])
      equal(await ids(again, { where: { op: 'empty', field: 'x_open', custom: true } }), ['b', 'plain'])
    },
  },
  {
    name: 'sorts by a run-time field, numbers as numbers, nothing last',
    async run(kit) {
      await withCustom(kit)
      equal(await ids(kit.storage, { sort: { ref: RANK, direction: 'asc' } }), ['a', 'b', 'plain'])
      equal(await ids(kit.storage, { sort: { ref: RANK, direction: 'desc' } }), ['b', 'a', 'plain'])
    },
  },
  {
    name: 'forgets what a run-time field was found by when the record changes or goes',
    async run(kit) {
      await withCustom(kit)
      await kit.storage.commit(NORTH, { put: [thing('a', { version: 2 })], remove: [{ object: 'thing', id: 'b' }] })
      const again = await kit.again()
      equal(await ids(again, { where: eq(SIZE, 'stor') }), [])
      equal(await ids(again, { where: someMail('a@x.org') }), [])
      equal(await ids(again, { where: eq(SIZE, 'liten') }), [])
    },
  },
  {
    name: 'finds records from before a run-time field was indexed, and from after',
    async run(kit) {
      const put = (id: string, indexed: boolean) => ({
        ...thing(id, { x_mails: [{ value: 'a@x.org' }] }),
        custom: [{ field: 'x_mails', slot: '', value: [{ fold: 'a@x.org' }], indexed }],
      })
      await kit.storage.commit(NORTH, { put: [put('a', false)] })
      await kit.storage.commit(NORTH, { put: [put('b', true)] })
      await kit.storage.commit(NORTH, { put: [put('c', false)] })
      equal(await ids(await kit.again(), { where: someMail('a@x.org') }), ['a', 'b', 'c'])
    },
  },
  {
    name: 'adds to a run-time number',
    async run(kit) {
      await withCustom(kit)
      await kit.storage.commit(NORTH, { add: [{ object: 'thing', id: 'a', field: 'x_rank', by: 4 }] })
      const again = await kit.again()
      equal((await one(again, 'a'))?.['x_rank'], 7)
      equal(await ids(again, { where: { op: 'compare', ref: RANK, cmp: 'eq', value: 7 } }), ['a'])
    },
  },
]

export const valueCases: readonly ContractCase[] = [
  ...roundTrips,
  ...customCases,
  {
    name: 'takes null and undefined for nothing',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [thing('a', { title: undefined, note: 'x' })] })
      equal(await one(await kit.again(), 'a'), record('a', { note: 'x' }))
      equal(await ids(await kit.again(), { where: { op: 'empty', field: 'title' } }), ['a'])
    },
  },
  {
    name: 'keeps field names of Object.prototype inside JSON harmless',
    async run(kit) {
      const extra = JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"toString":"x"}') as unknown
      await kit.storage.commit(NORTH, { put: [thing('a', { extra })] })
      equal((await one(await kit.again(), 'a'))?.['extra'], extra)
      equal(({} as Record<string, unknown>)['polluted'], undefined)
    },
  },
  {
    name: 'keeps a thousand records of one batch',
    async run(kit) {
      const all = Array.from({ length: 1_000 }, (_, at) => `t${String(at).padStart(4, '0')}`)
      await kit.storage.commit(NORTH, { put: all.map((id) => thing(id, { title: id })) })
      const again = await kit.again()
      equal((await ids(again, { limit: 2_000 })).length, 1_000)
      equal(await ids(again, { where: eq(TITLE, 't0999') }), ['t0999'])
    },
  },
  {
    name: 'keeps a record with every field filled as it was written',
    async run(kit) {
      const all = Object.fromEntries(values.map(({ field, value }) => [field, value]))
      await kit.storage.commit(NORTH, { put: [thing('a', all)] })
      equal(await one(await kit.again(), 'a'), record('a', all))
    },
  },
  {
    name: 'keeps empty texts and lists as they were written',
    async run(kit) {
      const hollow = { title: '', tags: [], labels: [], extra: '' }
      await kit.storage.commit(NORTH, { put: [thing('a', hollow)] })
      equal(await one(await kit.again(), 'a'), record('a', hollow))
    },
  },
  {
    name: 'keeps a megabyte of text, a list of a thousand and JSON of a hundred levels',
    async run(kit) {
      let extra: unknown = 'deep'
      for (let level = 0; level < 100; level++) extra = level % 2 ? { level, of: extra } : [extra]
      const labels = Array.from({ length: 1_000 }, (_, at) => `Label ${at}`)
      const huge = { note: 'Zażółć 😀 '.repeat(100_000), labels, extra }
      await kit.storage.commit(NORTH, { put: [thing('a', huge)] })
      const again = await kit.again()
      equal(await one(again, 'a'), record('a', huge))
      const some: Condition = { op: 'someItem', field: 'labels', of: eq(slot('', 'fold', 'text', 'text'), 'label 999') }
      equal(await ids(again, { where: some }), ['a'])
    },
  },
  {
    name: 'compares the first and last dates and instants of the calendar',
    async run({ storage }) {
      const due = slot('dueOn', 'value', 'text', 'date')
      const start = slot('startAt', 'value', 'text', 'dateTime')
      await storage.commit(NORTH, {
        put: [
          thing('a', { dueOn: '0001-01-01', startAt: '0001-01-01T00:00:00.000Z' }),
          thing('b', { dueOn: '9999-12-31', startAt: '9999-12-31T23:59:59.999Z' }),
          thing('c', { dueOn: '2024-02-29', startAt: '2024-02-29T23:59:59.999Z' }),
        ],
      })
      const before = (ref: typeof due, value: string): Condition => ({ op: 'compare', ref, cmp: 'lt', value })
      equal(await ids(storage, { where: before(due, '2024-03-01') }), ['a', 'c'])
      equal(await ids(storage, { where: before(start, '2024-02-29T23:59:59.999Z') }), ['a'])
      equal(await ids(storage, { sort: { ref: start, direction: 'desc' } }), ['b', 'c', 'a'])
    },
  },
]
