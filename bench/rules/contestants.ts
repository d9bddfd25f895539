import type { StoredRecord } from '@kith/core'
import { compileCondition } from '@kith/core/filter'
import type { PlainFacts } from './facts.ts'
import type { BenchRule } from './generate.ts'
import { conditionsOf } from './kith.ts'
import type { Contestant } from './peers/contestant.ts'
import { jsonLogicEngine, jsonLogicJs } from './peers/json-logic.ts'
import { jsonRulesEngine } from './peers/json-rules-engine.ts'
import { zenEngine } from './peers/zen-engine.ts'

/** The peers with the same rules; those that cannot run here are left out, with a reason. */
export interface Peers {
  readonly peers: readonly Contestant[]
  readonly leftOut: Readonly<Record<string, string>>
}

export async function makePeers(rules: readonly BenchRule[]): Promise<Peers> {
  const peers = [jsonLogicEngine(rules), jsonLogicJs(rules), jsonRulesEngine(rules)]
  try {
    return { peers: [...peers, await zenEngine(rules)], leftOut: {} }
  } catch (error) {
    return { peers, leftOut: { '@gorules/zen-engine': `its native module does not load here: ${String(error)}` } }
  }
}

/** Kith's own closures, one for each rule: what the matcher is measured against inside. */
export function closures(rules: readonly BenchRule[]): (lead: StoredRecord) => readonly string[] {
  const all = conditionsOf(rules).map(({ id, condition }) => ({ id, holds: compileCondition(condition) }))
  return (lead) => all.filter(({ holds }) => holds(lead)).map(({ id }) => id)
}

/** @throws Error that names the contestant, the lead and the rules that it sees otherwise */
export async function requireAgreement(
  peer: Contestant,
  facts: readonly PlainFacts[],
  expected: readonly (readonly string[])[],
): Promise<void> {
  for (const [at, wanted] of expected.entries()) {
    const found = new Set(await peer.match(facts[at] as PlainFacts))
    const others = [...wanted.filter((id) => !found.delete(id)), ...found]
    if (others.length > 0) throw new Error(`${peer.name} sees lead ${at} otherwise: ${others.slice(0, 5).join(', ')}`)
  }
}
