import type { PlainFacts } from '../facts.ts'
import { BENCH_NOW } from '../model.ts'

/** An engine with its rules, ready to be asked. */
export interface Contestant {
  readonly name: string
  /** Ids of the rules that hold, in any order. */
  match(facts: PlainFacts): readonly string[] | Promise<readonly string[]>
}

export const NOW_MS = Date.parse(BENCH_NOW)

/** The bench's zone is UTC, where a day has 24 hours. */
export const daysAgo = (days: number): number => NOW_MS - days * 86_400_000

const regExps = new Map<string, RegExp>()

/** For engines without globs: a RegExp, made once. Patterns of the bench hold stars, letters, dots and `@`. */
export function globRegExp(pattern: string): RegExp {
  let found = regExps.get(pattern)
  if (!found) {
    found = new RegExp(`^${globSource(pattern)}$`, 's')
    regExps.set(pattern, found)
  }
  return found
}

export const globSource = (pattern: string): string => pattern.replace(/[.]/g, '[.]').replace(/\*/g, '.*')
