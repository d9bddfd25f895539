import type { Atom, Round, Slot } from './atoms.ts'
import { type GrowingBits, mark, unmark } from './bits.ts'
import { type FiledRule, type Need, needsOf } from './expression.ts'
import { createOffers, type Offers } from './offers.ts'
import { createScreen, isScreened, type Screen, type ScreenKind, screenKind } from './screen.ts'
import { createSteps, type Steps } from './steps.ts'

/**
 * Finds the rules that hold for a record. Each rule is a bit: all are set, each screen strikes out the rules that need
 * of a slot what the record does not have there, thirty-two rules at a time, and those that are left are asked the rest.
 */
export interface RuleIndex {
  file(rule: FiledRule): void
  unfile(rule: FiledRule): void
  /** Places of the rules that hold for the record of the round. Used again by the next call. */
  find(round: Round): Uint32Array
}

/** What a screen decides of a rule. */
interface Screened {
  readonly screen: Screen
  readonly need: Need
}

interface Filed {
  readonly rule: FiledRule
  readonly screened: readonly Screened[]
}

interface Shelves {
  readonly screens: Map<Slot, Map<ScreenKind, Screen>>
  readonly open: Screen[]
  readonly offers: Offers
  readonly steps: Steps
  /** By place. */
  readonly rules: (Filed | undefined)[]
  readonly live: GrowingBits
}

export function createRuleIndex(): RuleIndex {
  const shelves: Shelves = {
    screens: new Map(),
    open: [],
    offers: createOffers(),
    steps: createSteps(),
    rules: [],
    live: { bits: new Uint32Array(1) },
  }
  let left = new Uint32Array(1)
  return {
    file: (rule) => file(rule, shelves),
    unfile: (rule) => unfile(rule, shelves),
    find: (round) => {
      const { bits } = shelves.live
      if (left.length !== bits.length) left = new Uint32Array(bits.length)
      left.set(bits)
      for (const screen of shelves.open) screen.strike(round, left)
      shelves.offers.strike(round, left)
      askRest(left, shelves.steps, round)
      return left
    },
  }
}

function askRest(left: Uint32Array, steps: Steps, round: Round): void {
  for (let word = 0; word < left.length; word++) {
    let found = left[word] as number
    for (let rest = found; rest !== 0; rest &= rest - 1) {
      const lowest = rest & -rest
      if (!steps.holds(word * 32 + 31 - Math.clz32(lowest), round)) found &= ~lowest
    }
    left[word] = found
  }
}

function file(rule: FiledRule, shelves: Shelves): void {
  const { place, expression } = rule
  const screened = screenedOf(expression, shelves)
  shelves.rules[place] = { rule, screened }
  mark(shelves.live, place)
  shelves.offers.add(place, expression, new Set(screened.map(({ need }) => need.atom)))
  writeSteps(place, shelves)
  for (const { screen, need } of screened) {
    if (!screen.add(place, need)) continue
    shelves.open.push(screen)
    for (const member of screen.places()) writeSteps(member, shelves)
  }
}

function unfile({ place }: FiledRule, { rules, live, offers, steps }: Shelves): void {
  for (const { screen, need } of rules[place]?.screened ?? []) screen.remove(place, need)
  rules[place] = undefined
  offers.remove(place)
  steps.free(place)
  unmark(live.bits, place)
}

/** What open screens decide is not asked again. */
function writeSteps(place: number, { rules, steps }: Shelves): void {
  const { rule, screened } = rules[place] as Filed
  const known = new Map<Atom, boolean>()
  for (const { screen, need } of screened) if (screen.open) known.set(need.atom, need.wanted)
  steps.write(place, rule.expression, known)
}

/** One need for each screen; what else an expression needs there is asked. */
function screenedOf(expression: FiledRule['expression'], { screens }: Shelves): readonly Screened[] {
  const all = new Map<Screen, Need>()
  for (const need of needsOf(expression)) {
    if (!isScreened(need)) continue
    const screen = screenOf(need.atom, screens)
    if (!all.has(screen)) all.set(screen, need)
  }
  return [...all].map(([screen, need]) => ({ screen, need }))
}

function screenOf(atom: Atom, screens: Shelves['screens']): Screen {
  const slot = atom.slot as Slot
  const kind = screenKind(atom)
  const kinds = screens.get(slot) ?? new Map<ScreenKind, Screen>()
  screens.set(slot, kinds)
  const screen = kinds.get(kind) ?? createScreen(slot, kind)
  kinds.set(kind, screen)
  return screen
}
