import { LogicEngine } from 'json-logic-engine'
import jsonLogic from 'json-logic-js'
import type { BenchRule, Test } from '../generate.ts'
import { type Contestant, daysAgo, globRegExp, NOW_MS } from './contestant.ts'

type Logic = Readonly<Record<string, unknown>>

/** The rule in JsonLogic. */
export function asJsonLogic(test: Test): Logic {
  if ('all' in test) return { and: test.all.map(asJsonLogic) }
  if ('any' in test) return { or: test.any.map(asJsonLogic) }
  if ('not' in test) return { '!': [asJsonLogic(test.not)] }
  const fact = { var: test.field }
  switch (test.is) {
    case 'eq':
      return { '===': [fact, test.value] }
    case 'in':
      return { in: [fact, test.value] }
    case 'gte':
      return { '>=': [fact, test.value] }
    case 'lt':
      return { '<': [fact, test.value] }
    case 'contains':
      return { in: [test.value, fact] }
    case 'startsWith':
      return { '===': [{ substr: [fact, 0, test.value.length] }, test.value] }
    case 'endsWith':
      return { '===': [{ substr: [fact, -test.value.length] }, test.value] }
    case 'glob':
      return { glob: [fact, test.value] }
    case 'lastDays':
      return { '<=': [daysAgo(test.value), fact, NOW_MS] }
    case 'has':
      return { in: [test.value, fact] }
    case 'empty':
      return { '===': [fact, null] }
  }
}

const glob = (text: string, pattern: string) => globRegExp(pattern).test(text)

/** json-logic-engine with every rule compiled to a function. */
export function jsonLogicEngine(rules: readonly BenchRule[]): Contestant {
  const engine = new LogicEngine()
  engine.addMethod('glob', ([text, pattern]: [string, string]) => glob(text, pattern), {
    deterministic: true,
  })
  const compiled = rules.map(({ id, test }) => ({
    id,
    holds: engine.build(asJsonLogic(test)) as (facts: unknown) => unknown,
  }))
  return {
    name: 'json-logic-engine',
    match: (facts) => compiled.filter(({ holds }) => holds(facts)).map(({ id }) => id),
  }
}

/** json-logic-js, which interprets. */
export function jsonLogicJs(rules: readonly BenchRule[]): Contestant {
  jsonLogic.add_operation('glob', glob)
  const all = rules.map(({ id, test }) => ({ id, logic: asJsonLogic(test) }))
  return {
    name: 'json-logic-js',
    match: (facts) => all.filter(({ logic }) => jsonLogic.apply(logic, facts)).map(({ id }) => id),
  }
}
