import { atomHolds, type Round, type Slot } from './atoms.ts'
import { clausesOf, type Need } from './clauses.ts'
import { type Ask, askOf, type Expression, type FiledRule } from './expression.ts'
import { clearBit, createRows, grown, type Rows, resetRows, setBit } from './rows.ts'
import { createScreen, type Screen, type ScreenKind, screenKind } from './screen.ts'

/**
 * Finds the rules that hold for a record. Each way for a rule to hold (a clause) has a place, which is a bit. A screen
 * gives for the value of a slot a row of bits, most of them kept; what all rows let pass, thirty-two places at a time, is
 * asked what no screen tells.
 */
export interface RuleIndex {
  /** Files a rule behind the others. */
  file(rule: FiledRule): void
  unfile(rule: FiledRule): void
  /** Ids of the rules that hold for the record of the round, in the order of filing. */
  find(round: Round): string[]
}

interface Shelves {
  readonly screens: Map<Slot, Map<ScreenKind, Screen>>
  readonly rows: Rows
  /** Places of the rules that are there. */
  live: Int32Array
  /** By place: the first place of its rule, where its questions begin, and what else is asked. */
  readonly firsts: number[]
  readonly starts: number[]
  readonly rests: (Ask | undefined)[]
  /** By the first place of a rule. */
  readonly ids: string[]
  /** Questions of all places, with END behind each list: four times the index of an atom, SCREENED, WANTED. */
  readonly questions: number[]
  /** By index of an atom: 1 where an open screen tells. */
  told: Uint8Array
  /** Screens that are looked at for each record; those that strike out most come first. */
  open: Screen[]
  /** Where their rows begin, for the record of the round. */
  current: Int32Array
  changed: boolean
}

const END = -1
const SCREENED = 2
const WANTED = 1

export function createRuleIndex(): RuleIndex {
  const shelves: Shelves = {
    ...{ screens: new Map(), rows: createRows(), live: new Int32Array(1) },
    ...{ firsts: [], starts: [], rests: [], ids: [], questions: [] },
    ...{ told: new Uint8Array(0), open: [], current: new Int32Array(0), changed: true },
  }
  return {
    file: (rule) => file(rule, shelves),
    unfile: (rule) => unfile(rule, shelves),
    find: (round) => {
      if (shelves.changed) prepare(round, shelves)
      const found = sift(round, shelves)
      if ((round.count & NOTED) === 0) learn(round, shelves)
      return found
    },
  }
}

function file(rule: FiledRule, shelves: Shelves): void {
  const { firsts, starts, rests, ids, questions } = shelves
  rule.place = firsts.length
  ids[rule.place] = rule.id
  for (const { needs, rest } of clausesOf(rule.expression)) {
    const place = firsts.push(rule.place) - 1
    if (place >>> 5 >= shelves.live.length) shelves.live = grown(shelves.live)
    setBit(shelves.live, place)
    starts.push(questions.length)
    rests.push(rest.length > 0 ? askOf(all(rest)) : undefined)
    const screened = screenedOf(needs, shelves)
    for (const [screen, need] of screened) screen.add(place, need)
    const told = new Set(screened.values())
    for (const need of needs.toSorted((left, right) => left.atom.effort - right.atom.effort))
      questions.push(4 * need.atom.index + (told.has(need) ? SCREENED : 0) + (need.wanted ? WANTED : 0))
    questions.push(END)
  }
  shelves.changed = true
}

const all = (of: readonly Expression[]): Expression => ({ op: 'and', of })

function unfile({ place: first, expression }: FiledRule, shelves: Shelves): void {
  for (const [at, { needs }] of clausesOf(expression).entries()) {
    for (const [screen, need] of screenedOf(needs, shelves)) screen.remove(first + at, need)
    clearBit(shelves.live, first + at)
    shelves.rests[first + at] = undefined
  }
  shelves.changed = true
}

/** One need for each screen; what else a clause needs there is asked. */
function screenedOf(needs: readonly Need[], { screens, rows }: Shelves): ReadonlyMap<Screen, Need> {
  const all = new Map<Screen, Need>()
  for (const need of needs) {
    const kind = screenKind(need)
    if (!kind) continue
    const slot = need.atom.slot as Slot
    const kinds = screens.get(slot) ?? new Map<ScreenKind, Screen>()
    screens.set(slot, kinds)
    const screen = kinds.get(kind) ?? createScreen(slot, kind, rows)
    kinds.set(kind, screen)
    if (!all.has(screen)) all.set(screen, need)
  }
  return all
}

/** So many places, times how dear the slot is to read, make a screen worth its look; with many rules, one in so many. */
const OPEN_FROM = 4
const ONE_IN = 32

/** After a change: which screens to look at, and room for their rows. */
function prepare(round: Round, shelves: Shelves): void {
  const { screens, rows, firsts } = shelves
  resetRows(rows, firsts.length)
  shelves.told = new Uint8Array(round.atoms.length)
  shelves.open = []
  for (const kinds of screens.values())
    for (const screen of kinds.values()) {
      if (screen.size < Math.max(OPEN_FROM * screen.slot.effort, firsts.length / ONE_IN)) continue
      shelves.open.push(screen)
      for (const { index } of screen.atoms) shelves.told[index] = 1
    }
  sortOpen(shelves)
  shelves.current = new Int32Array(shelves.open.length)
  shelves.changed = false
}

const sortOpen = ({ open }: Shelves) => open.sort((left, right) => right.strength - left.strength)

/** Each record of so many is learnt from. */
const NOTED = 31

function learn(round: Round, shelves: Shelves): void {
  for (const screen of shelves.open) screen.note(screen.row(round))
  sortOpen(shelves)
}

function sift(round: Round, shelves: Shelves): string[] {
  const { open, current, rows, live, firsts, ids } = shelves
  for (let at = 0; at < open.length; at++) current[at] = (open[at] as Screen).row(round)
  const { bits, words } = rows
  const found: string[] = []
  let last = -1
  for (let word = 0; word < words; word++) {
    let left = live[word] as number
    for (let at = 0; left !== 0 && at < current.length; at++) left &= bits[(current[at] as number) + word] as number
    for (; left !== 0; left &= left - 1) {
      const place = word * 32 + 31 - Math.clz32(left & -left)
      const first = firsts[place] as number
      if (first === last || !holds(place, round, shelves)) continue
      last = first
      found.push(ids[first] as string)
    }
  }
  return found
}

/** Asks what no open screen tells. */
function holds(place: number, round: Round, { starts, questions, told, rests }: Shelves): boolean {
  for (let at = starts[place] as number; ; at++) {
    const question = questions[at] as number
    if (question === END) break
    const index = question >> 2
    if ((question & SCREENED) !== 0 && told[index] === 1) continue
    if (atomHolds(index, round) !== ((question & WANTED) !== 0)) return false
  }
  const rest = rests[place]
  return rest === undefined || rest(round)
}
