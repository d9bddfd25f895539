import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineObject } from '../schema/define-object.ts'
import { createModel } from '../schema/model.ts'
import { filtersOf } from '../testing/filter-contract/filters.ts'
import { contractModel } from '../testing/filter-contract/model.ts'
import { type DescribeOptions, describeFilter } from './describe.ts'

const company = defineObject({
  name: 'company',
  label: 'Company',
  title: 'name',
  fields: {
    name: { type: 'text', label: { en: 'Name', nb: 'Navn' } },
    industry: {
      type: 'select',
      label: { en: 'Industry', nb: 'Bransje' },
      options: [{ id: 'retail', label: { en: 'Retail', nb: 'Detaljhandel' } }],
    },
  },
})
const deal = defineObject({
  name: 'deal',
  label: 'Deal',
  title: 'name',
  fields: {
    name: { type: 'text', label: { en: 'Name', nb: 'Navn' } },
    stage: {
      type: 'select',
      label: { en: 'Stage', nb: 'Steg' },
      options: [
        { id: 'offer', label: { en: 'Offer', nb: 'Tilbud' } },
        { id: 'contract', label: { en: 'Contract', nb: 'Kontrakt' } },
      ],
    },
    amount: { type: 'money', label: { en: 'Amount', nb: 'Beløp' } },
    closeOn: { type: 'date', label: { en: 'Closing date', nb: 'Sluttdato' } },
    seenAt: { type: 'dateTime', label: { en: 'Seen', nb: 'Sett' } },
    won: { type: 'boolean', label: { en: 'Won', nb: 'Vunnet' } },
    score: { type: 'number', label: { en: 'Score', nb: 'Poeng' } },
    emails: { type: 'email', many: true, label: { en: 'E-mail', nb: 'E-post' } },
    home: { type: 'address', label: { en: 'Address', nb: 'Adresse' } },
    companyId: { type: 'relation', to: 'company', label: { en: 'Company', nb: 'Bedrift' } },
    companies: { type: 'links', to: 'company', label: { en: 'Companies', nb: 'Bedrifter' } },
  },
})
const model = createModel([
  deal,
  company,
  ...['user', 'team'].map((name) =>
    defineObject({ name, label: name, title: 'name', fields: { name: { type: 'text' } } }),
  ),
])
const say = (filter: unknown, locale = 'en', options: DescribeOptions = {}) =>
  describeFilter(model, 'deal', filter, locale, options).replaceAll(/[\u00a0\u202f]/g, ' ')

describe('describeFilter', () => {
  it.each([
    [{}, 'All records', 'Alle oppføringer'],
    [{ or: [] }, 'No records', 'Ingen oppføringer'],
    [{ stage: 'offer' }, 'Stage is Offer', 'Steg er Tilbud'],
    [
      { stage: { in: ['offer', 'contract'] }, closeOn: { within: 'thisMonth' } },
      'Stage is Offer or Contract and Closing date is this month',
      'Steg er Tilbud eller Kontrakt og Sluttdato er denne måneden',
    ],
    [{ name: { contains: 'Ås' } }, 'Name contains “Ås”', 'Navn inneholder «Ås»'],
    [{ name: null }, 'Name is empty', 'Navn er tom'],
    [{ name: { empty: false } }, 'Name is filled in', 'Navn er fylt ut'],
    [{ won: false }, 'Won is no', 'Vunnet er nei'],
    [{ score: { gte: 1234.5 } }, 'Score is at least 1,234.5', 'Poeng er minst 1 234,5'],
    [
      { amount: { gt: { amountMinor: 123450, currency: 'EUR' } } },
      'Amount is more than €1,234.50',
      'Beløp er mer enn 1 234,50 €',
    ],
    [{ closeOn: { lt: '2026-03-01' } }, 'Closing date is before Mar 1, 2026', 'Sluttdato er før 1. mars 2026'],
    [
      { seenAt: { gte: { ago: { days: 7, hours: 1 } } } },
      'Seen is 7 days and 1 hour ago or later',
      'Sett er for 7 døgn og 1 time siden eller senere',
    ],
    [{ seenAt: { lt: { ago: { days: 60 } } } }, 'Seen is more than 60 days ago', 'Sett er mer enn 60 døgn siden'],
    [{ seenAt: { lte: { ago: { days: 1 } } } }, 'Seen is at least 1 day ago', 'Sett er minst 1 døgn siden'],
    [
      { seenAt: { gt: { ahead: { hours: 2 } } } },
      'Seen is more than 2 hours from now',
      'Sett er mer enn 2 timer frem i tid',
    ],
    [{ seenAt: { last: { weeks: 2 } } }, 'Seen is in the last 2 weeks', 'Sett er innenfor siste 2 uker'],
    [
      { not: { or: [{ won: true }, { score: { lt: 1 } }] } },
      'It is not so that (Won is yes or Score is less than 1)',
      'Det er ikke slik at (Vunnet er ja eller Poeng er mindre enn 1)',
    ],
    [
      { companyId: { industry: 'retail' } },
      'Company is one where Industry is Retail',
      'Bedrift er slik at Bransje er Detaljhandel',
    ],
    [
      { companies: { none: { name: 'x' } } },
      'Companies has none where Name is “x”',
      'Bedrifter har ingen der Navn er «x»',
    ],
    [
      { emails: { some: { value: { endsWith: '@x.no' }, kind: 'work' } } },
      'E-mail has one where (it ends with “@x.no” and kind is “work”)',
      'E-post har minst én der (den slutter med «@x.no» og type er «work»)',
    ],
    [{ home: { city: 'Oslo' } }, 'Address (city) is “Oslo”', 'Adresse (sted) er «Oslo»'],
    [{ ownerId: { eq: { actor: 'id' } } }, 'Owner is me', 'Ansvarlig er meg'],
  ])('says %j in English and Norwegian', (filter, english, norwegian) => {
    expect(say(filter)).toBe(english)
    expect(say(filter, 'nb')).toBe(norwegian)
  })

  it.each(['fr', 'xx', '', 'not a locale', 'toString'])('answers %j in English', (locale) => {
    expect(say({ stage: 'offer', score: { gt: 1.5 } }, locale)).toBe('Stage is Offer and Score is more than 1.5')
  })

  it('takes a region and Norwegian without more', () => {
    expect(say({ closeOn: '2026-03-01' }, 'en-GB')).toBe('Closing date is 1 Mar 2026')
    expect(say({ stage: 'offer' }, 'no')).toBe('Steg er Tilbud')
    expect(say({ stage: 'offer' }, 'nb-!!')).toBe('Steg er Tilbud')
  })

  it('names records, base amounts and the zone where it is told how', () => {
    expect(say({ companyId: 'c1' })).toBe('Company is “c1”')
    expect(say({ companyId: 'c1' }, 'en', { nameOf: (object, id) => `${object} ${id}` })).toBe('Company is company c1')
    expect(say({ amount: { gte: { base: 5000 } } }, 'en', { baseCurrency: 'NOK' })).toBe('Amount is at least NOK 50.00')
    expect(say({ amount: { gte: { base: 5000 } } })).toBe(
      'Amount is at least 5,000 in the smallest unit of the base currency',
    )
    expect(say({ seenAt: { lt: '2026-03-01T09:00:00.000Z' } }, 'en', { zone: 'Europe/Oslo' })).toBe(
      'Seen is before Mar 1, 2026, 10:00 AM',
    )
  })

  it('refuses what is no filter', () => {
    expect(() => say({ nope: 1 })).toThrow(expect.objectContaining({ code: 'INVALID_FILTER' }))
  })

  it('says every filter without a gap', () => {
    fc.assert(
      fc.property(filtersOf(fc, 'sample', 3), fc.constantFrom('en', 'nb'), (filter, locale) => {
        const sentence = describeFilter(contractModel, 'sample', filter, locale)
        expect(sentence).not.toMatch(/\{\w+\}|undefined|\[object|NaN|Invalid/)
        expect(sentence.length).toBeGreaterThan(5)
      }),
    )
  })
})
