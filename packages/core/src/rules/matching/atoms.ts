import { compareSlotValues, compileCondition, type Lookup, type Predicate } from '../../filter/compile.ts'
import { globTest } from '../../filter/glob-test.ts'
import type { Condition } from '../../filter/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { readItems, slotReader } from '../../schema/slots.ts'
import type { SlotValue } from '../../schema/types.ts'

/** A condition on one value. */
export type ValueCondition = Extract<Condition, { op: 'compare' | 'in' | 'glob' }>

/** A condition without `and`, `or`, `not` on its outside. */
export type Leaf = Exclude<Condition, { op: 'and' | 'or' | 'not' | 'true' | 'false' }>

/** One record being matched, and what is known of it so far. */
export interface Round {
  /** Tells whether what was remembered is about this record. */
  count: number
  record: StoredRecord
  beside: Beside
  /** For each atom, twice the round in which it was answered, and 1 more when it held. */
  answers: Int32Array
  /** By their index. */
  readonly atoms: (Atom | undefined)[]
}

/** What some conditions look at beside the record. */
export interface Beside {
  /** For relations and links. */
  readonly lookup?: Lookup | undefined
  /** The record as it was before a change, null where it is new: for `changed`. */
  readonly before?: StoredRecord | null | undefined
}

/** A place that conditions read. `many`: the entries of a list. */
export interface Slot {
  readonly key: string
  readonly many: boolean
  /** How dear reading is, in readings of a number. */
  readonly effort: number
  readonly read: (record: StoredRecord) => SlotValue | undefined | readonly SlotValue[]
  /** Whether a screen tells all its conditions at once. */
  told: boolean
  /** The round in which one of its atoms was asked, and what was read for it. */
  stamp: number
  value: SlotValue | undefined | readonly SlotValue[]
}

/** One leaf, shared by every rule that has it; answered at most once a round. */
export interface Atom {
  readonly key: string
  readonly index: number
  /** What is asked of the value: of the slot, or of each entry of its list. Undefined where {@link Atom.holds} is asked. */
  readonly value: ValueCondition | undefined
  readonly slot: Slot | undefined
  readonly test: (value: SlotValue) => boolean
  readonly holds: Predicate
  /** How dear an answer is, in readings of a number. */
  readonly effort: number
  /** Rules that have it. */
  uses: number
}

/** Whether an atom holds for the record of the round. */
export function atomHolds(index: number, round: Round): boolean {
  const no = 2 * round.count
  const known = round.answers[index] as number
  if (known >= no) return known > no
  const atom = round.atoms[index] as Atom
  const holds = ask(atom, round)
  round.answers[index] = holds ? no + 1 : no
  return holds
}

function ask(atom: Atom, round: Round): boolean {
  const { slot } = atom
  if (!slot) return atom.holds(round.record, round.beside.lookup, round.beside.before)
  return valueHolds(atom, slotValue(slot, round))
}

/** Whether an atom of a slot holds for what the slot has. */
export function valueHolds(atom: Atom, value: Slot['value']): boolean {
  if (value === undefined) return false
  return typeof value === 'object' ? value.some(atom.test) : atom.test(value)
}

/** What the record of the round has in a slot. */
function slotValue(slot: Slot, round: Round): Slot['value'] {
  if (slot.stamp !== round.count) {
    slot.value = slot.read(round.record)
    slot.stamp = round.count
  }
  return slot.value
}

/** The atoms and slots of all rules: equal ones are one. */
export interface AtomTable {
  /** Counts a use. */
  take(leaf: Leaf): Atom
  /** After its last use an atom is forgotten. @returns whether that was its last use */
  release(atom: Atom): boolean
  /** Begins with another record. */
  begin(record: StoredRecord, beside: Beside): Round
}

const ROUNDS = 2 ** 29

export function createAtomTable(): AtomTable {
  const atoms = new Map<string, Atom>()
  const slots = new Map<string, Slot>()
  const free: number[] = []
  const round: Round = { count: 0, record: NONE, beside: {}, answers: new Int32Array(64), atoms: [] }
  return {
    take: (leaf) => {
      const key = keyOf(leaf)
      let atom = atoms.get(key)
      if (!atom) {
        atom = makeAtom(key, free.pop() ?? round.atoms.length, leaf, slots)
        atoms.set(key, atom)
        round.atoms[atom.index] = atom
        if (atom.index >= round.answers.length) round.answers = grown(round.answers)
        round.answers[atom.index] = 0
      }
      atom.uses++
      return atom
    },
    release: (atom) => {
      if (--atom.uses > 0) return false
      free.push(atom.index)
      round.atoms[atom.index] = undefined
      atoms.delete(atom.key)
      return true
    },
    begin: (record, beside) => {
      if (round.count === ROUNDS) startAgain(round, slots.values())
      round.count++
      round.record = record
      round.beside = beside
      return round
    },
  }
}

function startAgain(round: Round, slots: Iterable<Slot>): void {
  round.count = 0
  round.answers.fill(0)
  for (const slot of slots) slot.stamp = 0
}

const NONE: StoredRecord = { id: '', version: 0 }

function grown(numbers: Int32Array): Int32Array {
  const larger = new Int32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}

/** JSON has no word for numbers that are not finite; they get keys of their own. */
const keyOf = (leaf: Leaf): string =>
  JSON.stringify(leaf, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? { number: `${value}` } : value,
  )

function makeAtom(key: string, index: number, leaf: Leaf, slots: Map<string, Slot>): Atom {
  const inner = leaf.op === 'someItem' ? leaf.of : leaf
  const besides = BESIDES.has(leaf.op)
  const value = isValueCondition(inner) ? inner : besides ? undefined : IS_TRUE
  return {
    key,
    index,
    value,
    slot: isValueCondition(inner) ? slotOf(leaf, inner, slots) : besides ? undefined : slotOfItsOwn(key, leaf, slots),
    test: value ? valueTest(value) : () => false,
    holds: besides ? compileCondition(leaf) : () => false,
    effort: EFFORT[leaf.op],
    uses: 0,
  }
}

const isValueCondition = (condition: Condition): condition is ValueCondition =>
  condition.op === 'compare' || condition.op === 'in' || condition.op === 'glob'

/** What is asked of a slot that a whole condition is read into. */
const IS_TRUE: ValueCondition = {
  op: 'compare',
  cmp: 'eq',
  value: true,
  ref: { field: '', slot: 'value', kind: 'boolean', type: 'boolean' },
}

/** A condition that is not on one value, and looks at the record alone: read as whether it holds. */
function slotOfItsOwn(key: string, leaf: Leaf, slots: Map<string, Slot>): Slot {
  const known = slots.get(key)
  if (known) return known
  const holds = compileCondition(leaf)
  return makeSlot({ key, many: false, effort: EFFORT[leaf.op], read: (record) => holds(record) }, slots)
}

function makeSlot(parts: Pick<Slot, 'key' | 'many' | 'effort' | 'read'>, slots: Map<string, Slot>): Slot {
  const slot: Slot = { ...parts, stamp: 0, told: false, value: undefined }
  slots.set(slot.key, slot)
  return slot
}

function slotOf(leaf: Leaf, { ref }: ValueCondition, slots: Map<string, Slot>): Slot {
  const many = leaf.op === 'someItem'
  const field = many ? leaf.field : ref.field
  const key = JSON.stringify([field, many, ref.slot, ref.type])
  const known = slots.get(key)
  if (known) return known
  const readOne = slotReader(ref)
  const readMany = (record: StoredRecord) => {
    const values: SlotValue[] = []
    for (const entry of readItems(record, field)) {
      const value = readOne(entry)
      if (value !== undefined) values.push(value)
    }
    return values
  }
  const effort = (ref.slot === 'fold' ? 4 : 1) + (many ? 2 : 0)
  return makeSlot({ key, many, effort, read: many ? readMany : readOne }, slots)
}

const BESIDES: ReadonlySet<Leaf['op']> = new Set(['related', 'someLinked', 'changed', 'before'])

const EFFORT: Readonly<Record<Leaf['op'], number>> = {
  compare: 1,
  in: 2,
  empty: 2,
  glob: 4,
  monthDay: 4,
  inside: 6,
  changed: 6,
  someItem: 6,
  before: 10,
  related: 30,
  someLinked: 60,
}

/** As `compileCondition` has it, for a value that was read already. */
function valueTest(condition: ValueCondition): (value: SlotValue) => boolean {
  if (condition.op === 'glob') return textTest(condition.pattern)
  if (condition.op === 'in') {
    const values = new Set(condition.values)
    return (value) => values.has(value)
  }
  const { cmp, value: wanted } = condition
  if (cmp === 'eq') return (value) => value === wanted
  return isPlain(wanted) ? plainTest(cmp, wanted) : orderTest(cmp, wanted)
}

type Order = 'lt' | 'lte' | 'gt' | 'gte'

/** Whether JavaScript's own order of values of this type is that of `compareSlotValues`. */
export const isPlain = (wanted: SlotValue) =>
  typeof wanted === 'number' || (typeof wanted === 'string' && !SURROGATES.test(wanted))

/** Units from where on UTF-16 and code points differ in their order. */
const SURROGATES = /[\ud800-\uffff]/

/** `gte` is not less, so that NaN compares as there. */
function plainTest(cmp: Order, wanted: SlotValue): (value: SlotValue) => boolean {
  const kind = typeof wanted
  const other = orderTest(cmp, wanted)
  switch (cmp) {
    case 'lt':
      return (value) => (typeof value === kind ? value < wanted : other(value))
    case 'lte':
      return (value) => (typeof value === kind ? !(value > wanted) : other(value))
    case 'gt':
      return (value) => (typeof value === kind ? value > wanted : other(value))
    case 'gte':
      return (value) => (typeof value === kind ? !(value < wanted) : other(value))
  }
}

function orderTest(cmp: Order, wanted: SlotValue): (value: SlotValue) => boolean {
  switch (cmp) {
    case 'lt':
      return (value) => compareSlotValues(value, wanted) < 0
    case 'lte':
      return (value) => compareSlotValues(value, wanted) <= 0
    case 'gt':
      return (value) => compareSlotValues(value, wanted) > 0
    case 'gte':
      return (value) => compareSlotValues(value, wanted) >= 0
  }
}

/** Most globs are a text within stars, which the host finds sooner. */
function textTest(pattern: string): (value: SlotValue) => boolean {
  const [, before, text, after] = /^(\*?)([^*?\\]+)(\*?)$/.exec(pattern) ?? []
  if (text === undefined) {
    const matches = globTest(pattern)
    return (value) => matches(String(value))
  }
  if (before && after) return (value) => String(value).includes(text)
  if (before) return (value) => String(value).endsWith(text)
  return after ? (value) => String(value).startsWith(text) : (value) => String(value) === text
}
