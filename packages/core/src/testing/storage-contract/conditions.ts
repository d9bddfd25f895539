import type { Condition, GeoShape } from '../../filter/types.ts'
import { equal, refused } from './assert.ts'
import {
  ALL,
  byId,
  COUNT,
  type ContractCase,
  DONE,
  eq,
  ids,
  KIND,
  type Kit,
  link,
  NORTH,
  NOW,
  place,
  slot,
  TITLE,
  thing,
} from './kit.ts'

const item = (name: string, kind: 'text' | 'boolean' = 'text') => slot('', name, kind, 'email')
const CITY = slot('city', 'fold', 'text', 'text')
const some = (field: string, of: Condition): Condition => ({ op: 'someItem', field, of })
const both = (...of: readonly Condition[]): Condition => ({ op: 'and', of })
const not = (of: Condition): Condition => ({ op: 'not', of })
const glob = (pattern: string): Condition => ({ op: 'glob', ref: TITLE, pattern })
const oneOf = (ref: typeof TITLE, values: readonly (string | number | boolean)[]): Condition => ({
  op: 'in',
  ref,
  values,
})
const lessThan = (value: number): Condition => ({ op: 'compare', ref: COUNT, cmp: 'lt', value })
const DUE = slot('dueOn', 'value', 'text', 'date')
const START = slot('startAt', 'value', 'text', 'dateTime')
const LATITUDE = slot('location', 'latitude', 'real', 'address')
const LONGITUDE = slot('location', 'longitude', 'real', 'address')
const days = (from: string, to: string): Condition => ({ op: 'monthDay', ref: DUE, from, to })
const inZone = (zone: string): Condition => ({ op: 'monthDay', ref: START, zone, from: '01-01', to: '01-01' })
const inside = (shape: GeoShape): Condition => ({
  op: 'inside',
  latitude: LATITUDE,
  longitude: LONGITUDE,
  shape,
})
const related = (of: Condition): Condition => ({ op: 'related', field: 'placeId', to: 'place', of })
const linked = (of: Condition, role?: string): Condition => ({
  op: 'someLinked',
  object: 'thing',
  to: 'place',
  of,
  ...(role === undefined ? {} : { role }),
})

async function world({ storage }: Kit): Promise<void> {
  await storage.commit(NORTH, {
    put: [
      thing('a', {
        title: 'Ærlig [x]*',
        count: 1,
        done: true,
        kind: 'a',
        tags: ['red', 'blue'],
        placeId: 'p1',
        dueOn: '1990-12-24',
        startAt: '1999-12-31T23:30:00.000Z',
        location: { latitude: 59.9139, longitude: 10.7522 },
        mail: [
          { value: 'A@x.org', kind: 'work' },
          { value: 'b@y.org', kind: 'home', primary: true },
        ],
      }),
      thing('b', {
        title: 'bee',
        count: 2,
        done: false,
        kind: 'b',
        tags: ['blue'],
        placeId: 'p2',
        labels: ['one', 'two'],
        dueOn: '2024-02-29',
        startAt: '2001-01-01T12:00:00.000Z',
        location: { latitude: 0, longitude: 179.99 },
      }),
      thing('c', { placeId: 'nowhere', mail: [{ value: 'b@y.org', kind: 'work' }] }),
      place('p1', { city: 'Oslo' }),
      place('p2', { city: 'Oslo', deletedAt: NOW }),
      place('p3', { city: 'Rome' }),
      link('l1', 'thing:a', 'place:p3', { role: 'visits' }),
      link('l2', 'place:p3', 'thing:b', { role: 'owns' }),
      link('l3', 'thing:c', 'place:p3', { role: 'visits', deletedAt: NOW }),
      link('l4', 'thing:c', 'place:p2'),
    ],
  })
}

/** Few of each kind: filterContract has the rest. */
const table: readonly { readonly name: string; readonly where: Condition; readonly found: readonly string[] }[] = [
  { name: 'a comparison with nothing is false', where: lessThan(9), found: ['a', 'b'] },
  { name: 'its opposite is true', where: not(lessThan(2)), found: ['b', 'c'] },
  { name: 'so is the opposite of an equality with nothing', where: not(eq(KIND, 'a')), found: ['b', 'c'] },
  { name: 'an opposite of an opposite', where: not(not(lessThan(9))), found: ['a', 'b'] },
  {
    name: 'an opposite over and, or',
    where: not({ op: 'or', of: [lessThan(2), both(eq(KIND, 'b'), eq(DONE, true))] }),
    found: ['b', 'c'],
  },
  { name: 'and, or of nothing', where: { op: 'or', of: [both(), { op: 'or', of: [] }] }, found: ['a', 'b', 'c'] },
  { name: 'in a list', where: oneOf(KIND, ['b', 'c']), found: ['b'] },
  { name: 'in an empty list', where: oneOf(KIND, []), found: [] },
  { name: 'not in a list', where: not(oneOf(KIND, ['b'])), found: ['a', 'c'] },
  {
    name: 'in a long list',
    where: oneOf(
      COUNT,
      Array.from({ length: 400 }, (_, at) => at + 2),
    ),
    found: ['b'],
  },
  { name: 'in a list of booleans', where: oneOf(DONE, [false]), found: ['b'] },
  { name: 'a glob with literal wildcards and brackets', where: glob('aerlig [x]\\*'), found: ['a'] },
  { name: 'a glob with a bracket that is no class', where: glob('*[x]*'), found: ['a'] },
  { name: 'a glob of one character each', where: glob('b??'), found: ['b'] },
  { name: 'a glob of many stars', where: glob('*b*e*e*'), found: ['b'] },
  { name: 'not a glob', where: not(glob('*e*')), found: ['c'] },
  { name: 'a month and day', where: days('02-29', '02-29'), found: ['b'] },
  { name: 'months and days over the new year', where: days('12-01', '01-31'), found: ['a'] },
  { name: 'not a month and day', where: not(days('12-01', '01-31')), found: ['b', 'c'] },
  { name: 'a month and day of an instant in a zone', where: inZone('Europe/Oslo'), found: ['a', 'b'] },
  { name: 'a month and day of an instant in another zone', where: not(inZone('UTC')), found: ['a', 'c'] },
  {
    name: 'a circle over the antimeridian',
    where: inside({ latitude: 0, longitude: -179.99, withinKm: 3 }),
    found: ['b'],
  },
  { name: 'not a circle', where: not(inside({ latitude: 60, longitude: 11, withinKm: 50 })), found: ['b', 'c'] },
  {
    name: 'an area by its corners',
    where: inside([
      { latitude: 59, longitude: 10 },
      { latitude: 61, longitude: 10 },
      { latitude: 59, longitude: 13 },
    ]),
    found: ['a'],
  },
  { name: 'empty', where: { op: 'empty', field: 'labels' }, found: ['a', 'c'] },
  { name: 'not empty', where: not({ op: 'empty', field: 'mail' }), found: ['a', 'c'] },
  {
    name: 'an entry of a list of options',
    where: some('tags', eq(slot('', 'value', 'text', 'multiSelect'), 'blue')),
    found: ['a', 'b'],
  },
  {
    name: 'no entry of a list',
    where: not(some('tags', eq(slot('', 'value', 'text', 'multiSelect'), 'red'))),
    found: ['b', 'c'],
  },
  {
    name: 'an entry with its kind',
    where: some('mail', both(eq(item('fold'), 'b@y.org'), eq(item('kind'), 'work'))),
    found: ['c'],
  },
  { name: 'an entry that is not of a kind', where: some('mail', not(eq(item('kind'), 'work'))), found: ['a'] },
  { name: 'the primary entry', where: some('mail', eq(item('primary', 'boolean'), true)), found: ['a'] },
  { name: 'an entry of an indexed list', where: some('mail', eq(item('fold'), 'a@x.org')), found: ['a'] },
  {
    name: 'an entry by its beginning',
    where: some('mail', { op: 'glob', ref: item('fold'), pattern: 'b@*' }),
    found: ['a', 'c'],
  },
  { name: 'a related record that is not deleted', where: related(eq(CITY, 'oslo')), found: ['a'] },
  { name: 'no related record that matches', where: not(related(eq(CITY, 'oslo'))), found: ['b', 'c'] },
  { name: 'a related record of any kind', where: related(ALL), found: ['a'] },
  {
    name: 'a linked record, from both ends of a link that is not deleted',
    where: linked(eq(CITY, 'rome')),
    found: ['a', 'b'],
  },
  { name: 'a linked record in a role', where: linked(ALL, 'owns'), found: ['b'] },
  { name: 'no linked record', where: not(linked(ALL)), found: ['c'] },
]

export const conditionCases: readonly ContractCase[] = [
  ...table.map(({ name, where, found }) => ({
    name: `selects by ${name}`,
    async run(kit: Kit) {
      await world(kit)
      equal(await ids(await kit.again(), { where }), found)
    },
  })),
  {
    name: 'refuses a condition on a field that the model has not',
    async run({ storage }) {
      const where: Condition = {
        op: 'compare',
        ref: slot('title" OR 1=1 --', 'fold', 'text', 'text'),
        cmp: 'eq',
        value: 'x',
      }
      await storage.commit(NORTH, { put: [thing('a')] })
      const found = await storage.find(NORTH, 'thing', { where, sort: byId, limit: 9 }).then(
        (records) => records.length,
        () => 0,
      )
      equal(found, 0, 'Records found by an injected name')
      await refused(storage.find(NORTH, 'ghost', { where: ALL, sort: byId, limit: 9 }), 'UNKNOWN_OBJECT')
    },
  },
]
