import type { UncheckedFilter } from '@kith/core'
import { type SeededRandom, seededRandom } from '@kith/core/testing'
import { NEEDLES, skewed } from './facts.ts'
import { POOLS } from './model.ts'

/** A condition that belongs to no engine; each contestant gets it in its own words. */
export type Test =
  | { readonly all: readonly Test[] }
  | { readonly any: readonly Test[] }
  | { readonly not: Test }
  | { readonly field: string; readonly is: 'eq'; readonly value: string | boolean | number }
  | { readonly field: string; readonly is: 'in'; readonly value: readonly string[] }
  | { readonly field: string; readonly is: 'gte' | 'lt'; readonly value: number }
  | { readonly field: string; readonly is: 'contains' | 'startsWith' | 'endsWith' | 'glob'; readonly value: string }
  | { readonly field: string; readonly is: 'lastDays'; readonly value: number }
  /** One of the entries of a list is this. */
  | { readonly field: string; readonly is: 'has'; readonly value: string }
  | { readonly field: string; readonly is: 'empty' }

export interface BenchRule {
  readonly id: string
  readonly test: Test
}

/** Made-up rules: routing, scoring, and nested ones, the same for the same seed. */
export function makeRules(count: number, seed: number): BenchRule[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => ({ id: `r${index}`, test: ruleOf(random) }))
}

function ruleOf(random: SeededRandom): Test {
  const kind = random.next()
  if (kind < 0.45) return routing(random)
  return kind < 0.8 ? scoring(random) : nested(random)
}

/** Who gets a lead: where it is, what it does, how large it is. */
function routing(random: SeededRandom): Test {
  const parts: Test[] = [random.next() < 0.5 ? equals(random, 'country') : oneOf(random, 'country')]
  if (random.next() < 0.7) parts.push(random.next() < 0.5 ? equals(random, 'industry') : oneOf(random, 'industry'))
  parts.push(range(random, random.next() < 0.6 ? 'employees' : 'budget'))
  if (random.next() < 0.4) parts.push({ not: oneOf(random, 'stage') })
  if (random.next() < 0.3) parts.push({ any: [oneOf(random, 'source'), text(random)] })
  return { all: parts }
}

/** What makes a lead warm: what it says, what it did, how lately. */
function scoring(random: SeededRandom): Test {
  const parts: Test[] = [random.next() < 0.6 ? text(random) : behaviour(random)]
  parts.push(recent(random))
  if (random.next() < 0.6) parts.push(random.next() < 0.5 ? oneOf(random, 'plan') : equals(random, 'source'))
  if (random.next() < 0.3) parts.push(equals(random, 'newsletter'))
  if (random.next() < 0.3) parts.push(tagged(random))
  return { all: parts }
}

function nested(random: SeededRandom): Test {
  const branch = () => ({ all: [equals(random, random.pick(['country', 'industry', 'source'])), behaviour(random)] })
  const inner: Test = {
    any: [branch(), branch(), { all: [text(random), { not: { any: [equals(random, 'stage'), tagged(random)] } }] }],
  }
  const parts: Test[] = [inner, recent(random)]
  if (random.next() < 0.5) parts.push({ not: { all: [unassigned(random), oneOf(random, 'plan')] } })
  return { all: parts }
}

const equals = (random: SeededRandom, field: string): Test =>
  field === 'newsletter'
    ? { field, is: 'eq', value: random.next() < 0.5 }
    : { field, is: 'eq', value: skewed(random, POOLS[field as keyof typeof POOLS], 1.2) }

function oneOf(random: SeededRandom, field: keyof typeof POOLS): Test {
  const size = 2 + random.below(field === 'country' ? 6 : 3)
  const value = [...new Set(Array.from({ length: size }, () => random.pick(POOLS[field])))].sort()
  return value.length > 1 ? { field, is: 'in', value } : { field, is: 'eq', value: value[0] as string }
}

function range(random: SeededRandom, field: 'employees' | 'budget'): Test {
  const scale = field === 'employees' ? 1 : 10
  const steps = [
    5, 10, 20, 25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000, 2500, 5000, 7500, 10000,
  ]
  const at = random.below(steps.length - 4)
  const low: Test = { field, is: 'gte', value: (steps[at] as number) * scale }
  if (random.next() < 0.4) return low
  return { all: [low, { field, is: 'lt', value: (steps[at + 1 + random.below(4)] as number) * scale }] }
}

function behaviour(random: SeededRandom): Test {
  const kind = random.next()
  if (kind < 0.4) return { field: 'visits', is: 'gte', value: 5 + random.below(60) }
  if (kind < 0.7) return { field: 'score', is: 'gte', value: 20 + random.below(75) }
  return { field: 'score', is: 'lt', value: 5 + random.below(30) }
}

function text(random: SeededRandom): Test {
  const kind = random.next()
  if (kind < 0.3) return { field: 'title', is: 'contains', value: random.pick(NEEDLES.title).toLowerCase() }
  if (kind < 0.6) return { field: 'message', is: 'contains', value: random.pick(NEEDLES.message) }
  if (kind < 0.75) return { field: 'company', is: 'startsWith', value: random.pick(NEEDLES.company).toLowerCase() }
  if (kind < 0.9) return { field: 'email', is: 'endsWith', value: `.${random.pick(NEEDLES.endings)}` }
  return {
    field: 'email',
    is: 'glob',
    value: `*@${random.pick(NEEDLES.company).toLowerCase()}*.${random.pick(NEEDLES.endings)}`,
  }
}

const recent = (random: SeededRandom): Test => ({
  field: random.next() < 0.7 ? 'seenAt' : 'askedAt',
  is: 'lastDays',
  value: random.pick([1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180]),
})
const tagged = (random: SeededRandom): Test => ({ field: 'tags', is: 'has', value: random.pick(POOLS.tags) })
const unassigned = (random: SeededRandom): Test =>
  random.next() < 0.5 ? { field: 'assignee', is: 'empty' } : { not: { field: 'assignee', is: 'empty' } }

/** The rule as a filter of Kith. */
export function asFilter(test: Test): UncheckedFilter {
  if ('all' in test) return { and: test.all.map(asFilter) }
  if ('any' in test) return { or: test.any.map(asFilter) }
  if ('not' in test) return { not: asFilter(test.not) }
  if (test.is === 'empty') return { [test.field]: { empty: true } }
  if (test.is === 'has') return { [test.field]: { some: { eq: test.value } } }
  if (test.is === 'lastDays') return { [test.field]: { last: { days: test.value } } }
  return { [test.field]: { [test.is]: test.value } }
}
