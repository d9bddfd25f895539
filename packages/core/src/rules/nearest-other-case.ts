import type { CounterCase } from '../domain/review/review.schema.ts'
import type { Lookup } from '../filter/compile.ts'
import type { StoredRecord } from '../schema/record.ts'
import { explainConditions } from './explain.ts'
import { objectOf } from './triggers/event.ts'
import type { ConditionResult, Rule, RuleContext } from './types.ts'

/** A record beside a case. */
export interface NearestCase extends CounterCase {
  readonly record: StoredRecord
}

/**
 * The case that went the other way and differs in the fewest conditions: what would have had to be different. Of equals
 * the one whose numbers and times lie nearest, then the first by id.
 *
 * @param others Records of the same object, as they were when they were decided
 * @returns undefined where all others went the same way
 * @example
 * nearestOtherCase(lead, rule, otherLeads, context)?.differs // [{ sentence: 'Score is less than 20', holds: false, values: { score: 22 } }]
 */
export function nearestOtherCase(
  record: StoredRecord,
  rule: Pick<Rule, 'on' | 'if'>,
  others: readonly StoredRecord[],
  context: RuleContext,
  lookup?: Lookup,
): NearestCase | undefined {
  const explain = (one: StoredRecord) => explainConditions(rule.if, objectOf(rule), one, lookup, context, one)
  const own = explain(record)
  const fired = own.every(({ holds }) => holds)
  let best: { readonly found: NearestCase; readonly differs: number; readonly far: number } | undefined
  for (const other of [...others].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (other.id === record.id) continue
    const theirs = explain(other)
    if (theirs.every(({ holds }) => holds) === fired) continue
    const differing = theirs.filter((one, at) => one.holds !== own[at]?.holds)
    const far = distance(own, theirs)
    if (best && (best.differs < differing.length || (best.differs === differing.length && best.far <= far))) continue
    const differs = differing.map(({ sentence, holds, values }) => ({ sentence, holds, values }))
    best = { found: { recordId: other.id, differs, record: other }, differs: differing.length, far }
  }
  return best?.found
}

/** Sum over the values that conditions look at: 0 where equal, up to 1 where they have nothing in common. */
function distance(own: readonly ConditionResult[], theirs: readonly ConditionResult[]): number {
  const left: Readonly<Record<string, unknown>> = Object.assign({}, ...own.map(({ values }) => values))
  const right: Readonly<Record<string, unknown>> = Object.assign({}, ...theirs.map(({ values }) => values))
  return Object.keys(left).reduce((sum, field) => sum + valueDistance(left[field], right[field]), 0)
}

function valueDistance(left: unknown, right: unknown): number {
  const [a, b] = [sizeOf(left), sizeOf(right)]
  if (a === undefined || b === undefined) return JSON.stringify(left) === JSON.stringify(right) ? 0 : 1
  return a === b ? 0 : Math.min(1, Math.abs(a - b) / (Math.abs(a) + Math.abs(b)))
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'object' && value !== null && 'amountMinor' in value) return Number(value.amountMinor)
  const time = typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
