import { Engine, type TopLevelCondition } from 'json-rules-engine'
import type { BenchRule, Test } from '../generate.ts'
import { type Contestant, daysAgo, globRegExp, NOW_MS } from './contestant.ts'

type Part = TopLevelCondition | { fact: string; operator: string; value: unknown }

/** The rule as json-rules-engine nests it. */
function asConditions(test: Test): Part {
  if ('all' in test) return { all: test.all.map(asConditions) } as TopLevelCondition
  if ('any' in test) return { any: test.any.map(asConditions) } as TopLevelCondition
  if ('not' in test) return { not: asConditions(test.not) } as TopLevelCondition
  const of = (operator: string, value: unknown): Part => ({ fact: test.field, operator, value })
  switch (test.is) {
    case 'eq':
      return of('equal', test.value)
    case 'in':
      return of('in', test.value)
    case 'gte':
      return of('greaterThanInclusive', test.value)
    case 'lt':
      return of('lessThan', test.value)
    case 'lastDays':
      return {
        all: [of('greaterThanInclusive', daysAgo(test.value)), of('lessThanInclusive', NOW_MS)],
      } as TopLevelCondition
    case 'has':
      return of('contains', test.value)
    case 'empty':
      return of('equal', null)
    default:
      return of(test.is === 'contains' ? 'textContains' : test.is, test.value)
  }
}

/** json-rules-engine in its default form: one engine, one run for each lead. */
export function jsonRulesEngine(rules: readonly BenchRule[]): Contestant {
  const engine = new Engine()
  engine.addOperator('textContains', (text: string, part: string) => text.includes(part))
  engine.addOperator('startsWith', (text: string, part: string) => text.startsWith(part))
  engine.addOperator('endsWith', (text: string, part: string) => text.endsWith(part))
  engine.addOperator('glob', (text: string, pattern: string) => globRegExp(pattern).test(text))
  for (const { id, test } of rules)
    engine.addRule({ name: id, conditions: asConditions(test) as TopLevelCondition, event: { type: id } })
  return {
    name: 'json-rules-engine',
    match: async (facts) => (await engine.run(facts)).events.map((event) => event.type),
  }
}
