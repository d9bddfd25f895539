import { countBits, forEachBit, type RuleMatcher, type StoredRecord } from '@kith/core'
import { median } from './measure.ts'

/** How many matches all rules have in all records: bits are counted, no pair is made. */
export function countMatches(matcher: RuleMatcher, records: readonly StoredRecord[]): number {
  let matches = 0
  matcher.matchAll(records, (_, matched) => {
    matches += countBits(matched)
  })
  return matches
}

/** Times a whole pass over all records. @returns milliseconds, the median */
export function timeBulk(matcher: RuleMatcher, records: readonly StoredRecord[], rounds: number): number {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now()
    countMatches(matcher, records)
    return performance.now() - started
  })
  return median(times)
}

/** @throws Error when a pass over all records finds for one of them what is not found for it alone */
export function requireSameInBulk(matcher: RuleMatcher, records: readonly StoredRecord[]): void {
  const found = records.map((): string[] => [])
  matcher.matchAll(records, (id, matched, first) => forEachBit(matched, (at) => found[first + at]?.push(id)))
  for (const [at, record] of records.entries())
    if (matcher.match(record).join() !== found[at]?.join()) throw new Error(`bulk sees record ${at} otherwise`)
}
