import { createModel, defineObject, type Model } from '@kith/core'

/** Options of the lists that leads are sorted by; facts take the first ones most often. */
export const POOLS = {
  country: ['no', 'se', 'de', 'gb', 'us', 'dk', 'nl', 'fr', 'pl', 'fi', 'es', 'it', 'be', 'at', 'ch', 'ie', 'pt', 'cz', 'tr', 'my', 'ee', 'lv', 'lt', 'hu', 'ro', 'gr', 'ca', 'au', 'nz', 'jp'],
  industry: ['software', 'retail', 'finance', 'building', 'health', 'energy', 'logistics', 'media', 'food', 'education', 'travel', 'property', 'legal', 'farming', 'marine', 'public', 'sports', 'textiles', 'mining', 'aviation'],
  source: ['website', 'search', 'referral', 'event', 'partner', 'ads', 'newsletter', 'chat', 'phone', 'import', 'webinar', 'marketplace'],
  stage: ['new', 'working', 'qualified', 'proposal', 'customer', 'lost', 'nurture', 'parked'],
  plan: ['free', 'starter', 'team', 'business', 'enterprise'],
  tags: ['vip', 'trial', 'churned', 'press', 'investor', 'student', 'reseller', 'beta', 'gdpr', 'nordics', 'inbound', 'champion'],
} as const // biome-ignore format: lists

const options = (ids: readonly string[]) => ids.map((id) => ({ id }))

/** A lead of the bench: as many kinds of fields as routing and scoring look at. */
const lead = defineObject({
  name: 'lead',
  label: 'Lead',
  title: 'company',
  fields: {
    company: { type: 'text' },
    title: { type: 'text' },
    email: { type: 'email' },
    message: { type: 'longText' },
    country: { type: 'select', options: options(POOLS.country) },
    industry: { type: 'select', options: options(POOLS.industry) },
    source: { type: 'select', options: options(POOLS.source) },
    stage: { type: 'select', options: options(POOLS.stage) },
    plan: { type: 'select', options: options(POOLS.plan) },
    tags: { type: 'multiSelect', options: options(POOLS.tags) },
    assignee: { type: 'text' },
    newsletter: { type: 'boolean' },
    employees: { type: 'number' },
    visits: { type: 'number' },
    budget: { type: 'number' },
    score: { type: 'number' },
    seenAt: { type: 'dateTime' },
    askedAt: { type: 'dateTime' },
  },
})

/** What the rules of the bench are checked against. */
export const benchModel: Model = createModel([lead])

/** When relative dates are told. */
export const BENCH_NOW = '2026-06-15T09:00:00.000Z'
