import type { StoredRecord } from '@kith/core'
import { fold } from '@kith/core'
import { type SeededRandom, seededRandom } from '@kith/core/testing'
import { BENCH_NOW, POOLS } from './model.ts'

/** A lead as the peers see it, made before anything is timed. */
export type PlainFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

const DAY = 86_400_000
const LEVELS = [
  'Junior',
  'Senior',
  'Lead',
  'Head of',
  'Vice President',
  'Chief',
  'Assistant',
  'Director of',
  'Manager,',
]
const TRADES = [
  'Sales',
  'Marketing',
  'Engineering',
  'Purchasing',
  'Operations',
  'Finance',
  'Design',
  'Support',
  'IT',
  'Legal',
  'People',
  'Research',
  'Logistics',
  'Quality',
]
const FIRST = [
  'Kari',
  'Ola',
  'Åse',
  'Emma',
  'Noah',
  'Liam',
  'Zoë',
  'Mads',
  'Piotr',
  'Ayşe',
  'Farid',
  'Chloé',
  'Sven',
  'Anna',
  'Tom',
  'Ines',
]
const LAST = [
  'Nes',
  'Berg',
  'Dahl',
  'Smith',
  'Jansen',
  'Kowalski',
  'Yılmaz',
  'Rossi',
  'Müller',
  'García',
  'Tan',
  'Hansen',
  'Moreau',
  'Novak',
]
const STEMS = [
  'Nord',
  'Blue',
  'Alpha',
  'River',
  'Stone',
  'Bright',
  'Polar',
  'Green',
  'Metro',
  'Sky',
  'Iron',
  'Silver',
  'Fjord',
  'Delta',
  'Lumen',
  'Terra',
  'Vector',
  'Apex',
  'Harbor',
  'Cedar',
]
const TAILS = [
  'Systems',
  'Group',
  'Labs',
  'Foods',
  'Works',
  'Bygg',
  'Partners',
  'Logistics',
  'Media',
  'Energy',
  'AS',
  'GmbH',
  'Ltd',
  'Studio',
  'Health',
  'Retail',
]
const WORDS = ['price', 'offer', 'demo', 'urgent', 'integration', 'contract', 'renewal', 'security', 'migration', 'support', 'trial', 'discount', 'invoice', 'partner', 'training', 'export', 'import', 'mobile', 'report', 'calendar', 'pipeline', 'forms', 'chat', 'api', 'onboarding', 'quote', 'meeting', 'budget', 'deadline', 'team', 'office', 'question', 'complaint', 'refund', 'cancel', 'upgrade', 'compare', 'switch', 'hosting', 'privacy'] // biome-ignore format: lists
const HOSTS = ['gmail.com', 'outlook.com', 'proton.me', 'yahoo.com', 'icloud.com']
const ENDINGS = ['no', 'com', 'de', 'se', 'io', 'co.uk', 'edu', 'org', 'dk', 'nl']

/** Words that rules look for in texts, by field. */
export const NEEDLES = {
  title: [...LEVELS, ...TRADES],
  company: [...STEMS, ...TAILS],
  message: WORDS,
  hosts: HOSTS,
  endings: ENDINGS,
}

/** Of a list, the first ones more often: as countries and sources are. */
export function skewed<Value>(random: SeededRandom, values: readonly Value[], power = 2): Value {
  return values[Math.floor(random.next() ** power * values.length)] as Value
}

const instant = (random: SeededRandom, days: number) =>
  new Date(Date.parse(BENCH_NOW) - Math.floor(random.next() ** 2 * days * DAY)).toISOString()

/**
 * Made-up leads, the same ones for the same seed. Texts are folded already, so that nobody pays for what only Kith
 * promises: that case and marks do not count.
 */
export function makeLeads(count: number, seed: number): StoredRecord[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => makeLead(`l${index}`, random))
}

function makeLead(id: string, random: SeededRandom): StoredRecord {
  const company = `${random.pick(STEMS)}${random.pick(STEMS).toLowerCase()} ${random.pick(TAILS)}`
  const [first, last] = [random.pick(FIRST), random.pick(LAST)]
  const domain =
    random.next() < 0.3 ? skewed(random, HOSTS) : `${fold(company).replace(/ /g, '')}.${skewed(random, ENDINGS)}`
  const message = Array.from({ length: 5 + random.below(8) }, () => skewed(random, WORDS, 1.3)).join(' ')
  const texts = { company, title: `${random.pick(LEVELS)} ${random.pick(TRADES)}`, message: `Hi, ${message}. ${first}` }
  return {
    ...{ id, version: 1, email: fold(`${first}.${last}@${domain}`) },
    ...Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, fold(text)])),
    ...{ country: skewed(random, POOLS.country), industry: skewed(random, POOLS.industry) },
    ...{ source: skewed(random, POOLS.source), stage: skewed(random, POOLS.stage), plan: skewed(random, POOLS.plan) },
    ...(random.next() < 0.6 ? { tags: [...new Set([skewed(random, POOLS.tags), skewed(random, POOLS.tags)])] } : {}),
    ...(random.next() < 0.7 ? { assignee: `u${random.below(40)}` } : {}),
    newsletter: random.next() < 0.35,
    employees: Math.floor(Math.exp(random.next() * 10)),
    visits: Math.floor(random.next() ** 3 * 120),
    budget: Math.floor(Math.exp(3 + random.next() * 11)),
    score: Math.floor(random.next() ** 1.5 * 100),
    ...{ seenAt: instant(random, 400), askedAt: instant(random, 720) },
  }
}

/** The same lead for the peers: instants in milliseconds, `null` and an empty list for nothing. */
export function plainFacts(lead: StoredRecord): PlainFacts {
  const facts: Record<string, PlainFacts[string]> = { assignee: null, tags: [], ...(lead as PlainFacts) }
  for (const field of ['seenAt', 'askedAt']) facts[field] = Date.parse(String(lead[field]))
  return facts
}
