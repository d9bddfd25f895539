import { defineObject } from '../schema/define-object.ts'
import * as f from '../schema/fields.ts'
import type { ChangeFilter, Filter } from './typed.ts'
import type { UncheckedFilter } from './types.ts'

const company = defineObject({
  name: 'company',
  label: 'Company',
  title: 'name',
  fields: {
    name: { type: 'text' },
    industry: { type: 'select', options: [{ id: 'retail' }, { id: 'health' }] },
  },
})

const deal = defineObject({
  name: 'deal',
  label: 'Deal',
  title: 'name',
  fields: {
    name: { type: 'text' },
    amount: { type: 'money' },
    size: { type: 'number' },
    closeOn: { type: 'date' },
    won: { type: 'boolean' },
    stage: { type: 'select', options: [{ id: 'open' }, { id: 'closed' }] },
    topics: { type: 'multiSelect', options: [{ id: 'news' }] },
    emails: { type: 'email', many: true },
    home: { type: 'address' },
    openTasks: { type: 'rollup', of: 'number' },
    settings: { type: 'json' },
    companyId: { type: 'relation', to: 'company' },
    placeId: { type: 'relation', to: 'place' },
    companies: { type: 'links', to: 'company' },
  },
})

type Deals = Filter<typeof deal.fields, typeof company>
const filter = (value: Deals): UncheckedFilter => value

filter({})
filter({ name: 'Åse', size: 3, won: true, closeOn: 'now', stage: 'open', createdAt: { last: { days: 3 } } })
filter({ and: [{ name: { contains: 'x' } }, { or: [{ size: { gte: 3 } }, { not: { name: null } }] }] })
filter({ amount: { gte: { amountMinor: 100, currency: 'EUR' } }, not: { amount: { lt: { base: 5 } } } })
filter({ topics: 'news', emails: { some: { value: { endsWith: '@x.no' }, kind: 'work', primary: true } } })
filter({ home: { city: 'Oslo', country: { in: ['NO', 'SE'] } }, openTasks: { gt: 1 }, settings: { empty: true } })
filter({ companyId: { industry: 'retail', not: { name: 'x' } }, companies: { none: { industry: { in: ['health'] } } } })
filter({ ownerId: { eq: { actor: 'id' } }, companyId: 'c1', placeId: { whatever: 1 } })
filter({ closeOn: { within: 'thisMonth' }, stage: { in: ['open', 'closed'] }, companyId: { empty: true } })
filter({ closeOn: { anniversary: 'thisMonth' }, createdAt: { anniversary: { next: { days: 14 } } } })
filter({ or: [{ closeOn: { anniversary: '05-17' } }, { closeOn: { anniversary: { from: '12-20', to: '01-06' } } }] })
filter({ home: { near: { latitude: 59.91, longitude: 10.75, withinKm: 5 }, country: 'NO' } })
filter({ home: { inArea: { north: 60, south: 59, east: 11, west: 10 } } })
filter({
  home: {
    inArea: [
      { latitude: 0, longitude: 0 },
      { latitude: 1, longitude: 0 },
      { latitude: 0, longitude: 1 },
    ],
  },
})

// @ts-expect-error a misspelt period of every year
filter({ closeOn: { anniversary: 'thisMonday' } })
// @ts-expect-error a year is too much for every year
filter({ closeOn: { anniversary: { from: '2026-12-20', to: '01-06' } } })
// @ts-expect-error days from one to another need both
filter({ closeOn: { anniversary: { from: '12-20' } } })
// @ts-expect-error texts have no anniversary
filter({ name: { anniversary: 'today' } })
// @ts-expect-error numbers lie nowhere
filter({ size: { near: { latitude: 0, longitude: 0, withinKm: 1 } } })
// @ts-expect-error a circle has a size
filter({ home: { near: { latitude: 0, longitude: 0 } } })
// @ts-expect-error a box has four sides
filter({ home: { inArea: { north: 60, south: 59, east: 11 } } })
// @ts-expect-error dates lie nowhere
filter({ closeOn: { inArea: { north: 60, south: 59, east: 11, west: 10 } } })
// @ts-expect-error only a rule on a change knows what was before
filter({ stage: { changed: true } })

const change = (value: ChangeFilter<typeof deal.fields, typeof company>): UncheckedFilter => value

change({ stage: { changed: true }, size: { changed: { from: { lt: 3 }, to: { gte: 3 } } }, name: 'x' })
change({ or: [{ stage: { changed: { to: 'closed' } } }, { not: { companyId: { changed: { from: null } } } }] })
change({ amount: { changed: { from: { base: 1 } } }, emails: { changed: true }, ownerId: { changed: true } })

// @ts-expect-error an unknown option of what it was before
change({ stage: { changed: { from: 'opne' } } })
// @ts-expect-error an operator that the type does not have
change({ size: { changed: { to: { contains: '3' } } } })
// @ts-expect-error a misspelt side
change({ stage: { changed: { form: 'open' } } })
// @ts-expect-error a misspelt field
change({ stgae: { changed: true } })
// @ts-expect-error changes of another record are not known
change({ companyId: { name: { changed: true } } })
// @ts-expect-error links are records of their own
change({ companies: { changed: true } })

// @ts-expect-error a misspelt field
filter({ nmae: 'x' })
// @ts-expect-error a misspelt field inside of a group
filter({ or: [{ nmae: 'x' }] })
// @ts-expect-error an operator that numbers do not have
filter({ size: { contains: '3' } })
// @ts-expect-error an operator that does not exist
filter({ size: { above: 3 } })
// @ts-expect-error a value of another type
filter({ size: '3' })
// @ts-expect-error an unknown option
filter({ stage: 'opne' })
// @ts-expect-error an unknown option in a list
filter({ stage: { in: ['open', 'opne'] } })
// @ts-expect-error an unknown option of a list field
filter({ topics: { some: 'nwes' } })
// @ts-expect-error an amount without a currency
filter({ amount: { gte: { amountMinor: 3 } } })
// @ts-expect-error an amount as a plain number
filter({ amount: { gte: 3 } })
// @ts-expect-error an unknown period
filter({ closeOn: { within: 'thisMonday' } })
// @ts-expect-error an unknown unit of time
filter({ closeOn: { last: { fortnights: 1 } } })
// @ts-expect-error texts have no calendar
filter({ name: { within: 'today' } })
// @ts-expect-error a misspelt field of a related record
filter({ companyId: { indutsry: 'retail' } })
// @ts-expect-error an unknown option of a related record
filter({ companies: { some: { industry: 'cars' } } })
// @ts-expect-error a link has no value
filter({ companies: 'c1' })
// @ts-expect-error structured data can only be empty
filter({ settings: { eq: 'x' } })
// @ts-expect-error nothing is asked with undefined
filter({ name: undefined })
// @ts-expect-error a part that addresses do not have
filter({ home: { town: 'Oslo' } })

const lead = defineObject({
  name: 'lead',
  label: 'Lead',
  title: 'name',
  fields: {
    name: f.personName(),
    source: f.select({ options: ['site', { id: 'fair', label: 'Trade fair' }] }),
    topics: f.multiSelect({ options: ['news', 'offers'] }),
    emails: f.email({ many: true }),
    calls: f.rollup({ of: 'number' }),
    companyId: f.relation({ to: 'company' }),
    companies: f.links({ to: 'company' }),
  },
})
const leads = (value: Filter<typeof lead.fields, typeof company>): UncheckedFilter => value

leads({ source: 'fair', topics: { in: ['news'] }, calls: { gte: 2 }, emails: { contains: '@x.no' } })
leads({ companyId: { industry: 'retail' }, companies: { some: { name: { startsWith: 'a' } } } })

// @ts-expect-error an unknown option of a builder
leads({ source: 'fiar' })
// @ts-expect-error an unknown option of a list
leads({ topics: { nin: ['nwes'] } })
// @ts-expect-error a roll-up has the operators of what it stores
leads({ calls: { contains: 'x' } })
// @ts-expect-error a misspelt field behind a relation
leads({ companyId: { industri: 'retail' } })
