export type { Beside } from './atoms.ts'
export { countBits, forEachBit } from './bits.ts'
export type { BulkVisit } from './bulk.ts'
export { createRuleMatcher, type RuleMatcher } from './matcher.ts'
