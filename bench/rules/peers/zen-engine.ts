import type { BenchRule, Test } from '../generate.ts'
import { type Contestant, daysAgo, globSource, NOW_MS } from './contestant.ts'

/** The rule as an expression of ZEN. */
export function asZen(test: Test): string {
  if ('all' in test) return `(${test.all.map(asZen).join(' and ')})`
  if ('any' in test) return `(${test.any.map(asZen).join(' or ')})`
  if ('not' in test) return `not (${asZen(test.not)})`
  const { field } = test
  switch (test.is) {
    case 'eq':
      return `${field} == ${JSON.stringify(test.value)}`
    case 'in':
      return `${field} in ${JSON.stringify(test.value)}`
    case 'gte':
      return `${field} >= ${test.value}`
    case 'lt':
      return `${field} < ${test.value}`
    case 'contains':
      return `contains(${field}, ${JSON.stringify(test.value)})`
    case 'startsWith':
    case 'endsWith':
      return `${test.is}(${field}, ${JSON.stringify(test.value)})`
    case 'glob':
      return `matches(${field}, ${JSON.stringify(`^${globSource(test.value)}$`)})`
    case 'lastDays':
      return `(${field} >= ${daysAgo(test.value)} and ${field} <= ${NOW_MS})`
    case 'has':
      return `${JSON.stringify(test.value)} in ${field}`
    case 'empty':
      return `${field} == null`
  }
}

/** A decision with one table that collects the rules that hold, compiled once. */
export async function zenEngine(rules: readonly BenchRule[]): Promise<Contestant> {
  const { ZenDecisionContent, ZenEngine } = await import('@gorules/zen-engine')
  const decision = new ZenEngine().createDecision(new ZenDecisionContent(tableOf(rules)))
  return {
    name: '@gorules/zen-engine',
    match: async (facts) => {
      const { result } = await decision.evaluate(facts)
      return (result as readonly { readonly id: string }[]).map(({ id }) => id)
    },
  }
}

function tableOf(rules: readonly BenchRule[]): object {
  const table = {
    hitPolicy: 'collect',
    inputs: [{ id: 'when', name: 'When' }],
    outputs: [{ id: 'then', name: 'Id', field: 'id' }],
    rules: rules.map(({ id, test }) => ({ _id: id, when: asZen(test), then: JSON.stringify(id) })),
  }
  return {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in' },
      { id: 'table', type: 'decisionTableNode', name: 'table', content: table },
      { id: 'out', type: 'outputNode', name: 'out' },
    ],
    edges: [
      { id: 'e1', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'e2', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  }
}
