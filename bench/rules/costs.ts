import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createRuleMatcher, type RuleMatcher } from '@kith/core'
import { makeRules } from './generate.ts'
import { conditionsOf, kithMatcher } from './kith.ts'
import { median, quantile } from './measure.ts'

/** What adding and removing single rules costs, in microseconds. */
export interface ChangeCosts {
  readonly addUs: number
  readonly addP99Us: number
  readonly removeUs: number
}

/** Adds rules one by one to a matcher that has many, and takes them out again. */
export function changeCosts(matcher: RuleMatcher, count: number, seed: number): ChangeCosts {
  const more = conditionsOf(makeRules(count, seed)).map(({ id, condition }) => ({ id: `new-${id}`, condition }))
  const time = (run: () => void) => {
    const started = performance.now()
    run()
    return (performance.now() - started) * 1000
  }
  const added = more.map(({ id, condition }) => time(() => matcher.add(id, condition)))
  const removed = more.map(({ id }) => time(() => void matcher.remove(id)))
  return { addUs: median(added), addP99Us: quantile(added, 0.99), removeUs: median(removed) }
}

/** Bytes of the heap that a matcher takes for each rule, its conditions not counted. */
export function bytesPerRule(count: number, seed: number): number {
  const rules = makeRules(count, seed)
  const conditions = conditionsOf(rules)
  kithMatcher(rules.slice(0, 100))
  const before = heapUsed()
  const matcher = createRuleMatcher()
  for (const { id, condition } of conditions) matcher.add(id, condition)
  const used = heapUsed() - before
  return Math.round(used / matcher.size)
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let time = 0; time < 3; time++) collect()
  const { heapUsed: heap, arrayBuffers } = process.memoryUsage()
  return heap + arrayBuffers
}
