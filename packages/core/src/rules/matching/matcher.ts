import type { Condition } from '../../filter/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { type AtomTable, type Beside, createAtomTable } from './atoms.ts'
import { forEachBit } from './bits.ts'
import { type BulkVisit, matchInBulk } from './bulk.ts'
import { atomsOf, expressionOf, type FiledRule } from './expression.ts'
import { createRuleIndex, type RuleIndex } from './rule-index.ts'
import { createSample, type Sample } from './sample.ts'

export interface RuleMatcherOptions {
  /**
   * Records as they will be matched; up to 64 are looked at to learn which conditions hold seldom. Default: the first
   * 64 that are matched, which are kept as long as the matcher is.
   */
  readonly sample?: readonly StoredRecord[]
}

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
   * The rules that hold for a record, in the order in which they were added. Costs about what the rules cost that are
   * tried: those of which the condition holds that is met by the fewest records. Every condition is answered once at
   * most, however many rules have it.
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

/** So many rules are filed anew with each record, once it is known which conditions hold seldom. */
const REFILED_AT_ONCE = 256

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
export function createRuleMatcher(options: RuleMatcherOptions = {}): RuleMatcher {
  const shelf: Shelf = {
    rules: new Map(),
    places: [],
    empty: 0,
    table: createAtomTable(),
    index: createRuleIndex(),
    sample: createSample(options.sample),
    toRefile: undefined,
  }
  return {
    get size() {
      return shelf.rules.size
    },
    add: (id, condition) => {
      removeRule(id, shelf)
      addRule(id, condition, shelf)
    },
    remove: (id) => removeRule(id, shelf),
    match: (record, beside = ALONE) => {
      learn(record, shelf)
      const ids: string[] = []
      const found = shelf.index.find(shelf.table.begin(record, beside))
      forEachBit(found, (place) => ids.push(shelf.places[place] as string))
      return ids
    },
    matchAll: (records, visit, beside = ALONE) => matchInBulk([...shelf.rules.values()], records, visit, beside),
  }
}

interface Shelf {
  /** In the order of adding. */
  readonly rules: Map<string, FiledRule>
  /** Ids by place; places of rules that went stand empty. */
  readonly places: (string | undefined)[]
  empty: number
  readonly table: AtomTable
  readonly index: RuleIndex
  readonly sample: Sample
  /** Rules that are filed by what was assumed before records were seen. */
  toRefile: FiledRule[] | undefined
}

const ALONE: Beside = {}

function addRule(id: string, condition: Condition, shelf: Shelf): void {
  const expression = expressionOf(condition, shelf.table)
  const atoms = atomsOf(expression)
  if (shelf.sample.full) for (const atom of atoms) if (atom.uses === 1) shelf.sample.measure(atom)
  const rule: FiledRule = { id, place: shelf.places.push(id) - 1, expression, atoms }
  shelf.rules.set(id, rule)
  shelf.index.file(rule)
}

function removeRule(id: string, shelf: Shelf): boolean {
  const rule = shelf.rules.get(id)
  if (!rule) return false
  shelf.rules.delete(id)
  shelf.index.unfile(rule)
  for (const atom of rule.atoms) shelf.table.release(atom)
  shelf.places[rule.place] = undefined
  if (++shelf.empty * 2 > shelf.places.length) closeGaps(shelf)
  return true
}

function closeGaps(shelf: Shelf): void {
  const { rules, places, index } = shelf
  for (const rule of rules.values()) index.unfile(rule)
  places.length = 0
  shelf.empty = 0
  for (const rule of rules.values()) {
    rule.place = places.push(rule.id) - 1
    index.file(rule)
  }
}

/** The first records say how often conditions hold; then the rules are filed anew, some with each record. */
function learn(record: StoredRecord, shelf: Shelf): void {
  if (shelf.sample.full && !shelf.toRefile) return
  if (shelf.sample.note(record)) {
    for (const atom of shelf.table.values()) shelf.sample.measure(atom)
    shelf.toRefile = [...shelf.rules.values()]
  }
  if (!shelf.toRefile) return
  for (const rule of shelf.toRefile.splice(-REFILED_AT_ONCE)) {
    if (shelf.rules.get(rule.id) !== rule) continue
    shelf.index.unfile(rule)
    shelf.index.file(rule)
  }
  if (shelf.toRefile.length === 0) shelf.toRefile = undefined
}
