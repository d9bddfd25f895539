import { type Atom, atomHolds, type Round, type Slot } from './atoms.ts'
import { andBits, clearBit, copyBits, countBoth, orBits, resized, roomFor, setBit } from './bits.ts'
import { type Clause, clausesOf, type Need } from './clauses.ts'
import type { FiledRule } from './expression.ts'
import { Screen } from './screen.ts'

/**
 * Finds the rules that hold for a record. Each way for a rule to hold (a clause) has a place, which is a bit. A screen
 * gives for the value of a slot a row of bits, most of them kept; the places that all rows let pass hold, save for what
 * no screen was asked to tell: that is asked of each.
 */
export interface RuleIndex {
  /** Files a rule behind the others. */
  file(rule: FiledRule): void
  unfile(rule: FiledRule): void
  /** After an atom's last use. */
  forget(atom: Atom): void
  /** Ids of the rules that hold for the record of the round, in the order of filing. */
  find(round: Round): string[]
}

interface Shelves {
  readonly screens: Map<Slot, Screen>
  /** By place: the first place and the id of its rule, and all that it needs. */
  readonly firsts: number[]
  readonly clauses: Clause[]
  readonly ids: string[]
  /** Places of the rules that are there. */
  live: Int32Array
  /** Places with something that no screen can tell. */
  untold: Int32Array
  /** In the order in which they are looked at, those that are worth it: {@link learn}. */
  order: readonly Screen[]
  looked: readonly Screen[]
  /** Places with something that no screen tells that is looked at. */
  asking: Int32Array
  /** Places that are left, for the record of the round, the words that have some, and the rows that strike others out. */
  left: Int32Array
  words: Int32Array
  readonly rows: Int32Array[]
  changed: boolean
}

const NO_BITS = new Int32Array()

export function createRuleIndex(): RuleIndex {
  const shelves: Shelves = {
    ...{ screens: new Map(), firsts: [], clauses: [], ids: [], order: [], looked: [], changed: true },
    ...{ live: NO_BITS, untold: NO_BITS, asking: NO_BITS, left: NO_BITS, words: NO_BITS, rows: [] },
  }
  return {
    file: (rule) => file(rule, shelves),
    unfile: ({ place, clauses }) => {
      for (let at = place; at < place + clauses; at++) clearBit(shelves.live, at)
    },
    forget: (atom) => {
      if (atom.slot) shelves.screens.get(atom.slot)?.forget(atom)
    },
    find: (round) => {
      if (shelves.changed) prepare(shelves)
      if (shelves.changed || (round.count & NOTED) === 0) learn(round, shelves)
      return collect(round, sift(round, shelves), shelves)
    },
  }
}

function file(rule: FiledRule, shelves: Shelves): void {
  const { firsts, clauses, ids } = shelves
  rule.place = firsts.length
  for (const clause of clausesOf(rule.expression)) {
    const place = firsts.push(rule.place) - 1
    ids.push(rule.id)
    clauses.push(clause)
    shelves.live = roomFor(place, shelves.live)
    shelves.untold = roomFor(place, shelves.untold)
    setBit(shelves.live, place)
    if (clause.rest) setBit(shelves.untold, place)
    for (const need of clause.needs) {
      if (need.slot) screenOf(need.slot, shelves).add(place, need)
      else setBit(shelves.untold, place)
    }
  }
  rule.clauses = firsts.length - rule.place
  shelves.changed = true
}

function screenOf(slot: Slot, { screens }: Shelves): Screen {
  const screen = screens.get(slot) ?? new Screen(slot)
  screens.set(slot, screen)
  return screen
}

/** After a change: room for rows, and screens in their order: what many places need and is read soon comes first. */
function prepare(shelves: Shelves): void {
  const words = Math.ceil(shelves.firsts.length / 32)
  shelves.live = resized(shelves.live, words)
  shelves.untold = resized(shelves.untold, words)
  shelves.left = new Int32Array(words)
  shelves.words = new Int32Array(words)
  for (const screen of shelves.screens.values()) screen.reset(words)
  const weight = ({ size, slot }: Screen) => size / slot.effort
  shelves.order = [...shelves.screens.values()].sort((left, right) => weight(right) - weight(left))
}

/** One record of so many is learnt from. */
const NOTED = 127

/** So many places, times how dear a slot is, are sooner asked than the slot is screened; more where rows are long. */
const ASKED = 0.75
const WORDS_ASKED = 64

/** Sees of how many places that are left each screen would tell something: what is told of few is asked. */
function learn(round: Round, shelves: Shelves): void {
  const { left, live, untold, order } = shelves
  const isWorth = ({ slot, wanted }: Screen) => wanted > ASKED * slot.effort + left.length / WORDS_ASKED
  copyBits(left, live)
  for (const screen of order) {
    const wanted = countBoth(left, screen.touched)
    screen.wanted = Number.isNaN(screen.wanted) ? wanted : screen.wanted + (wanted - screen.wanted) / 4
    if (isWorth(screen)) andBits(left, rowOf(screen, round))
  }
  shelves.looked = order.filter(isWorth)
  shelves.asking = untold.slice()
  for (const screen of order) {
    screen.slot.told = isWorth(screen)
    if (!screen.slot.told) orBits(shelves.asking, screen.touched)
  }
  shelves.changed = false
}

/** Strikes out places that do not hold. @returns how many words have some left: so many `words` begins with */
function sift(round: Round, { live, left, words, looked, rows }: Shelves): number {
  copyBits(left, live)
  const last = looked.length - 1
  let count = live.length
  for (let word = 0; word < count; word++) words[word] = word
  for (let from = 0; from <= last && count > 0; from += NINE) {
    for (let at = 0; at < NINE; at++)
      rows[at] = from + at > last ? (rows[0] as Int32Array) : rowOf(looked[from + at] as Screen, round)
    count = strike(left, words, count, rows)
  }
  return count
}

const rowOf = (screen: Screen, round: Round): Int32Array => screen.row(screen.slot.read(round.record))

/** So many rows at a time: what is left is read and written once for them. */
const NINE = 9
type Row = Int32Array
type Nine = readonly [Row, Row, Row, Row, Row, Row, Row, Row, Row]

function strike(left: Int32Array, words: Int32Array, count: number, rows: readonly Int32Array[]): number {
  const [one, two, three, four, five, six, seven, eight, nine] = rows as Nine
  let kept = 0
  for (let at = 0; at < count; at++) {
    const word = words[at] as number
    const some = (one[word] as number) & (two[word] as number) & (three[word] as number)
    const more = (four[word] as number) & (five[word] as number) & (six[word] as number)
    const others = (seven[word] as number) & (eight[word] as number) & (nine[word] as number)
    const rest = (left[word] as number) & some & more & others
    left[word] = rest
    words[kept] = word
    kept += (rest | -rest) >>> 31
  }
  return kept
}

/** Ids of the rules that have a place left which holds, where that has to be asked. */
function collect(round: Round, count: number, { left, words, asking, firsts, clauses, ids }: Shelves): string[] {
  const found: string[] = []
  let last = -1
  for (let at = 0; at < count; at++) {
    const word = words[at] as number
    for (let rest = left[word] as number; rest !== 0; rest &= rest - 1) {
      const place = word * 32 + 31 - Math.clz32(rest & -rest)
      const first = firsts[place] as number
      if (first === last) continue
      if (((asking[word] as number) & rest & -rest) !== 0 && !holds(clauses[place] as Clause, round)) continue
      last = first
      found.push(ids[place] as string)
    }
  }
  return found
}

/** Asks what no screen told. */
function holds({ needs, rest }: Clause, round: Round): boolean {
  for (let at = 0; at < needs.length; at++) {
    const { slot, atoms, wanted } = needs[at] as Need
    if (slot?.told) continue
    if (oneHolds(atoms, round) !== wanted) return false
  }
  return rest === undefined || rest(round)
}

function oneHolds(atoms: readonly Atom[], round: Round): boolean {
  for (let at = 0; at < atoms.length; at++) if (atomHolds((atoms[at] as Atom).index, round)) return true
  return false
}
