import type { Condition } from '../../filter/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { type AtomTable, type Beside, createAtomTable } from './atoms.ts'
import { type BulkVisit, matchInBulk } from './bulk.ts'
import { atomsOf, expressionOf, type FiledRule } from './expression.ts'
import { createRuleIndex, type RuleIndex } from './rule-index.ts'

/**
 * Many rules' conditions on the records of one object, answered together. The answer is the one that
 * `compileCondition` gives for each of them.
 */
export interface RuleMatcher {
  /** How many rules there are. */
  readonly size: number
  /**
   * Adds a rule as the last one; one of the same id goes. Costs the size of its condition, not the number of rules.
   */
  add(id: string, condition: Condition): void
  /** @returns whether there was such a rule */
  remove(id: string): boolean
  /**
   * The rules that hold for a record, in the order in which they were added. Costs a look at each field that many rules
   * ask for, a few instructions for 32 rules at a time, and then what the rules cost that are left: few more than hold.
   * A condition that is asked by itself is asked once at most, however many rules have it.
   *
   * @throws TypeError when a condition follows a relation or link and there is no `lookup`, or asks for
   * changes and there is no `before`
   */
  match(record: StoredRecord, beside?: Beside): string[]
  /**
   * The rules that hold for each of many records: in blocks of records and rule by rule, so that nothing grows with
   * records times rules. Costs a pass over the records for each field that is looked at, and a few instructions for 32
   * records at a time for each condition of each rule.
   *
   * @param visit Called for each block and each rule that holds for a record of it
   * @throws TypeError when a condition follows a relation or link and there is no `lookup`
   * @example
   * const points = new Float64Array(contacts.length)
   * matcher.matchAll(contacts, (id, matched, first) => forEachBit(matched, (at) => { points[first + at] += pointsOf[id] }))
   */
  matchAll(records: readonly StoredRecord[], visit: BulkVisit, beside?: Pick<Beside, 'lookup'>): void
}

/**
 * Makes a matcher for the rules of one object.
 *
 * Conditions hold for the moment that they were lowered for: `checkFilter` fills relative times in. So rules without
 * times are added once; a rule that looks at the time (`now`, `last`, `next`, `within`) is lowered and added again by
 * whoever holds the matcher, before records are matched at another moment. A simulation or a bulk pass at one moment
 * needs that once.
 *
 * @example
 * const matcher = createRuleMatcher()
 * for (const rule of rules) matcher.add(rule.id, checkFilter(model, 'lead', rule.if ?? {}, { now, zone }))
 * matcher.match(lead) // ['hot-lead', 'route-norway']
 */
export function createRuleMatcher(): RuleMatcher {
  const shelf: Shelf = { rules: new Map(), table: createAtomTable(), index: createRuleIndex(), empty: 0 }
  return {
    get size() {
      return shelf.rules.size
    },
    add: (id, condition) => {
      removeRule(id, shelf)
      const rule: FiledRule = { id, place: 0, clauses: 0, expression: expressionOf(condition, shelf.table) }
      shelf.rules.set(id, rule)
      shelf.index.file(rule)
    },
    remove: (id) => removeRule(id, shelf),
    match: (record, beside = ALONE) => shelf.index.find(shelf.table.begin(record, beside)),
    matchAll: (records, visit, beside = ALONE) => matchInBulk([...shelf.rules.values()], records, visit, beside),
  }
}

interface Shelf {
  /** In the order of adding. */
  readonly rules: Map<string, FiledRule>
  readonly table: AtomTable
  index: RuleIndex
  /** Rules that went and whose places stand empty. */
  empty: number
}

const ALONE: Beside = {}

function removeRule(id: string, shelf: Shelf): boolean {
  const rule = shelf.rules.get(id)
  if (!rule) return false
  shelf.rules.delete(id)
  shelf.index.unfile(rule)
  for (const atom of atomsOf(rule.expression)) if (shelf.table.release(atom)) shelf.index.forget(atom)
  if (++shelf.empty > shelf.rules.size) closeGaps(shelf)
  return true
}

function closeGaps(shelf: Shelf): void {
  shelf.index = createRuleIndex()
  shelf.empty = 0
  for (const rule of shelf.rules.values()) shelf.index.file(rule)
}
