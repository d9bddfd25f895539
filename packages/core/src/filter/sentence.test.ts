import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defineObject } from '../schema/define-object.ts'
import { createModel } from '../schema/model.ts'
import { OPERATORS, type Operator } from '../schema/operators.ts'
import { hasItems, isList, operatorsOf } from '../schema/slots.ts'
import type { FieldDefinition } from '../schema/types.ts'
import { PERIODS } from '../shared/period.ts'
import { contractModel } from '../testing/filter-contract/model.ts'
import { describeFilter } from './describe.ts'
import { loadVoice } from './locales/load.ts'
import { partReading, type Reading, readingOf, type ValueKind } from './reading.ts'
import { describeFilterIn } from './sentence.ts'
import type { Anniversary, Duration } from './types.ts'

const LOCALES = ['en', 'nb', 'nl', 'pl', 'tr', 'ms']
const VALUES: Readonly<Record<ValueKind, unknown>> = {
  text: 'Ås',
  exact: 'x1',
  number: 1234.5,
  boolean: true,
  date: '2026-03-01',
  dateTime: { ago: { days: 3 } },
  money: { amountMinor: 123_450, currency: 'EUR' },
}
const DURATION: Duration = { years: 1, months: 2, weeks: 5, days: 22, hours: 3, minutes: 25 }

/** Something that an operator may be asked with. */
function operandsOf(operator: Operator, reading: Reading, options?: FieldDefinition['options']): unknown[] {
  const value = options?.[0]?.id ?? VALUES[reading.value]
  const own: Partial<Record<Operator, unknown[]>> = {
    in: [[value], [value, value], []],
    nin: [[value, value]],
    contains: ['a'],
    startsWith: ['a'],
    endsWith: ['a'],
    glob: ['a*'],
    empty: [true, false],
    within: ['today'],
    last: [DURATION],
    next: [DURATION],
    anniversary: ['today', '05-17', { from: '12-20', to: '01-06' }, { last: DURATION }, { next: { days: 14 } }],
    near: [{ latitude: 59.91, longitude: -10.75, withinKm: 2.5 }],
    inArea: [
      { north: 60, south: 59, east: 11, west: 10 },
      [0, 1, 2, 3].map((at) => ({ latitude: at, longitude: at % 2 })),
    ],
  }
  return own[operator] ?? [value]
}

/** Every operator that a field, its parts and its entries take. */
function filtersAt(id: string, field: FieldDefinition): object[] {
  if (field.type === 'links') return ['some', 'none', 'every'].map((key) => ({ [id]: { [key]: {} } }))
  const reading = readingOf(field)
  const empty = [{ [id]: null }, { [id]: { empty: false } }]
  if (!reading) return [...empty, { [id]: { changed: true } }]
  const value = operandsOf('eq', reading, field.options)[0]
  const tests = (own: Reading, wrap: (test: object) => object) =>
    own.operators
      .filter((operator) => !['some', 'none', 'every'].includes(operator))
      .flatMap((operator) =>
        operandsOf(operator, own, own === reading ? field.options : undefined).map((one) => wrap({ [operator]: one })),
      )
  const parts = [
    'city',
    'postalCode',
    'country',
    'latitude',
    'longitude',
    'currency',
    'number',
    'authority',
    'validUntilOn',
  ]
  return [
    ...empty,
    ...tests(reading, (test) => ({ [id]: test })),
    ...parts.flatMap((part) => {
      const own = partReading(field, part, false)
      const list = own
        ? tests({ ...own, operators: own.operators.filter((one) => one !== 'empty') }, (test) => ({
            [id]: { [part]: test },
          }))
        : []
      return list
    }),
    ...(isList(field) ? ['some', 'none', 'every'].map((key) => ({ [id]: { [key]: value } })) : []),
    ...(hasItems(field) ? [{ [id]: { some: { kind: 'work', primary: true } } }] : []),
    ...[true, false, { from: value }, { to: null }, { from: value, to: { ne: value } }].map((changed) => ({
      [id]: { changed },
    })),
  ]
}

const isWhole = (sentence: string) =>
  !/[{}]|undefined|\[object|NaN|Invalid/.test(sentence) && sentence.trim().length > 3

describe('a sentence', () => {
  const fields = Object.entries(contractModel.fields('sample'))
  const filters = fields.flatMap(([id, field]) => filtersAt(id, field))

  it('is tried with every operator', () => {
    const asked = new Set(fields.flatMap(([, field]) => operatorsOf(field)))
    expect([...OPERATORS].filter((operator) => operator !== 'changed' && !asked.has(operator))).toEqual([])
  })

  it.each(LOCALES)('is whole for every operator of every field type in %s', (locale) => {
    for (const filter of filters) {
      const sentence = describeFilter(contractModel, 'sample', filter, locale)
      expect([filter, sentence, isWhole(sentence)]).toEqual([filter, sentence, true])
    }
  })

  it.each(LOCALES)('has words of its own for every period and length in %s', (locale) => {
    const say = (filter: object) => describeFilter(contractModel, 'sample', filter, locale)
    const periods = PERIODS.map((within) => say({ dueOn: { within } }))
    expect(new Set(periods).size).toBe(PERIODS.length)
    for (const anniversary of PERIODS) expect(isWhole(say({ dueOn: { anniversary } }))).toBe(true)
    for (const unit of ['minutes', 'hours', 'days', 'weeks', 'months', 'years'])
      for (const count of [0, 1, 2, 3, 4, 5, 11, 12, 21, 22, 25, 101, 1000])
        for (const length of [
          { last: { [unit]: count } },
          { next: { [unit]: count } },
          { gt: { ago: { [unit]: count } } },
        ]) {
          expect(isWhole(say({ seenAt: length }))).toBe(true)
          expect(say({ seenAt: length })).not.toContain(unit === 'minutes' && locale !== 'en' ? 'minutes' : '\0')
        }
  })

  it.each(LOCALES.slice(1))('is in its own words in %s', (locale) => {
    const inEnglish = (filter: object) =>
      describeFilter(contractModel, 'sample', filter, locale) === describeFilter(contractModel, 'sample', filter, 'en')
    expect(filters.filter(inEnglish).length).toBeLessThan(filters.length / 4)
  })

  it('is the same in a voice that was loaded', async () => {
    for (const locale of [...LOCALES, 'no', 'fr', 'pl-PL', 'nonsense']) {
      const voice = await loadVoice(locale)
      for (const filter of filters.slice(0, 40))
        expect(describeFilterIn(voice, contractModel, 'sample', filter)).toBe(
          describeFilter(contractModel, 'sample', filter, locale),
        )
    }
  })

  it('has a file for each language, and each is known', async () => {
    const files = readdirSync(join(import.meta.dirname, 'locales')).map((name) => name.replace('.ts', ''))
    expect(files.filter((name) => name.length === 2).sort()).toEqual([...LOCALES].sort())
  })
})

const person = defineObject({
  name: 'person',
  label: 'Person',
  title: 'name',
  fields: {
    name: { type: 'text', label: { en: 'Name', nb: 'Navn', nl: 'Naam', pl: 'Nazwa', tr: 'isim', ms: 'Nama' } },
    bornOn: {
      type: 'date',
      label: {
        en: 'Birthday',
        nb: 'Fødselsdag',
        nl: 'Geboortedatum',
        pl: 'Data urodzenia',
        tr: 'Doğum günü',
        ms: 'Tarikh lahir',
      },
    },
    home: { type: 'address', label: { en: 'Home', nb: 'Hjem', nl: 'Thuis', pl: 'Dom', tr: 'Ev', ms: 'Rumah' } },
    stage: {
      type: 'select',
      label: { en: 'Stage', nb: 'Steg', nl: 'Fase', pl: 'Etap', tr: 'Aşama', ms: 'Peringkat' },
      options: [
        { id: 'offer', label: { en: 'Offer', nb: 'Tilbud', nl: 'Offerte', pl: 'Oferta', tr: 'Teklif', ms: 'Tawaran' } },
        {
          id: 'contract',
          label: { en: 'Contract', nb: 'Kontrakt', nl: 'Contract', pl: 'Umowa', tr: 'Sözleşme', ms: 'Kontrak' },
        },
      ],
    },
  },
})
const model = createModel([
  person,
  ...['user', 'team'].map((name) =>
    defineObject({ name, label: name, title: 'name', fields: { name: { type: 'text' } } }),
  ),
])
const say = (locale: string, filter: unknown) =>
  describeFilter(model, 'person', filter, locale).replaceAll(/[\u00a0\u202f]/g, ' ')

describe('in the words of each language', () => {
  it.each([
    ['en', 'The anniversary of Birthday is in the next 14 days'],
    ['nb', 'Årsdagen for Fødselsdag er innenfor neste 14 døgn'],
    ['nl', 'De verjaardag van Geboortedatum is in de komende 14 dagen'],
    ['pl', 'Data urodzenia: rocznica przypada najdalej za 14 dni'],
    ['tr', 'Doğum günü yıl dönümü önümüzdeki 14 gün içinde'],
    ['ms', 'Ulang tahun Tarikh lahir jatuh dalam 14 hari akan datang'],
  ])('a birthday in %s', (locale, sentence) => {
    expect(say(locale, { bornOn: { anniversary: { next: { days: 14 } } } })).toBe(sentence)
  })

  it.each([
    ['en', 'Stage has changed (before: Offer, now: Contract)'],
    ['nb', 'Steg er endret (før: Tilbud, nå: Kontrakt)'],
    ['nl', 'Fase is gewijzigd (eerst: Offerte, nu: Contract)'],
    ['pl', 'Etap – zmieniono (przedtem: Oferta, teraz: Umowa)'],
    ['tr', 'Aşama değişti (önce: Teklif, şimdi: Sözleşme)'],
    ['ms', 'Peringkat telah berubah (sebelum ini: Tawaran, sekarang: Kontrak)'],
  ])('a change in %s', (locale, sentence) => {
    expect(say(locale, { stage: { changed: { from: 'offer', to: 'contract' } } })).toBe(sentence)
  })

  it.each([
    ['en', 'Home is within 2.5 km of 59.91° / -10.75°'],
    ['pl', 'Dom leży najdalej 2,5 km od 59,91° / -10,75°'],
    ['tr', 'Ev şu yere en fazla 2,5 km uzaklıkta: 59,91° / -10,75°'],
  ])('a distance in %s', (locale, sentence) => {
    expect(say(locale, { home: { near: { latitude: 59.91, longitude: -10.75, withinKm: 2.5 } } })).toBe(sentence)
  })

  it('days of any year as people of the language write them', () => {
    const between: Anniversary = { from: '12-20', to: '01-06' }
    expect(say('en', { bornOn: { anniversary: between } })).toBe(
      'The anniversary of Birthday is from December 20 to January 6',
    )
    expect(say('pl', { bornOn: { anniversary: between } })).toBe(
      'Data urodzenia: rocznica przypada od 20 grudnia do 6 stycznia',
    )
    expect(say('nb', { bornOn: { anniversary: '05-17' } })).toBe('Årsdagen for Fødselsdag er 17. mai')
  })

  it.each([
    [1, 'Data urodzenia jest później niż 1 tydzień temu'],
    [2, 'Data urodzenia jest później niż 2 tygodnie temu'],
    [5, 'Data urodzenia jest później niż 5 tygodni temu'],
    [12, 'Data urodzenia jest później niż 12 tygodni temu'],
    [22, 'Data urodzenia jest później niż 22 tygodnie temu'],
    [25, 'Data urodzenia jest później niż 25 tygodni temu'],
  ])('%d weeks in Polish, which has three forms', (weeks, sentence) => {
    expect(say('pl', { bornOn: { gt: { ago: { weeks } } } })).toBe(sentence)
  })

  it('corners in Polish too', () => {
    const corners = (count: number) => Array.from({ length: count }, (_, at) => ({ latitude: at, longitude: at * at }))
    expect(say('pl', { home: { inArea: corners(4) } })).toContain('4 narożniki')
    expect(say('pl', { home: { inArea: corners(5) } })).toContain('5 narożników')
  })

  it('begins a Turkish sentence with a Turkish capital, and leaves every other letter alone', () => {
    expect(say('tr', { name: { contains: 'IĞDIR izmir' } })).toBe('İsim şunu içeriyor: “IĞDIR izmir”')
    expect(say('en', { name: { contains: 'İzmir ılık' } })).toBe('Name contains “İzmir ılık”')
  })
})
