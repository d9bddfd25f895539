import type { WorkingCalendar } from '../../domain/tenant/tenant.schema.ts'
import type { Model } from '../../schema/model.ts'
import type { RuleChain, RuleLoop } from '../chain.ts'
import type { Command } from '../commands.ts'
import type { RuleFunction } from '../state.ts'
import type { ConditionResult, Rule, RuleName, SkippedAction } from '../types.ts'
import type { RecordedChange, Records } from './history.ts'

/** What a simulation runs on: plain data. There is nothing in it through which anything could be sent or stored. */
export interface Simulation {
  readonly model: Model
  /** The rules to try, also those that may chain with them. What the log says that these rules did is left out. */
  readonly rules: readonly Rule[]
  /** All records as they were before `changes`: users, teams and pipelines too. */
  readonly start: Records
  /** The log after that, in its order. */
  readonly changes: readonly RecordedChange[]
  /** Instant from which rules run; before it the history only builds the state. Default: from the first change on. */
  readonly from?: string
  /** Instant up to which waits, dates and schedules go on. Default: the last change. */
  readonly to?: string
  /** Of the tenant. */
  readonly zone: string
  readonly locale: string
  readonly baseCurrency: string
  readonly calendar?: WorkingCalendar
  /** Functions of the host by name: what they weigh; none of them is called. */
  readonly functions?: Readonly<Record<string, RuleFunction>>
  /** Rules that are evaluated in all, before it stops. Default 1,000,000. */
  readonly maxEvaluations?: number
}

/** One time that a rule would have done something. */
export interface SimulatedRun {
  readonly at: string
  readonly rule: RuleName
  /** Type of the event. */
  readonly event: string
  readonly object: string
  readonly id: string
  /** What people call the record. */
  readonly title?: string
  readonly conditions: readonly ConditionResult[]
  readonly commands: readonly Command[]
  /** The commands as clauses, in their order, without those that only count; of what was refused, that and why. */
  readonly said: readonly string[]
  readonly skipped: readonly SkippedAction[]
  /** Where it waits, until when. */
  readonly waitsUntil?: string
  /** Commands that the operation refused, by their place in `commands`, with its code and the reason in words. */
  readonly refused: readonly { readonly at: number; readonly code: string; readonly reason: string }[]
  /** Rules that led here, oldest first; empty: a person or the time did. */
  readonly chain: RuleChain
}

/** Work that was stopped. */
export interface SimulatedStop {
  readonly at: string
  readonly object: string
  readonly id: string
  readonly reason: 'loop' | 'budget' | 'error'
  /** Of `loop`: the rules in order. */
  readonly loop?: RuleLoop
  readonly rule?: RuleName
  readonly message?: string
}

/** What one rule came to. */
export interface RuleTally {
  /** How often it was started. */
  readonly considered: number
  readonly fired: number
  readonly commands: number
  /** Decisions that would have waited for a person. */
  readonly reviews: number
}

/** What would have happened. */
export interface SimulationResult {
  readonly runs: readonly SimulatedRun[]
  readonly stops: readonly SimulatedStop[]
  /** By rule id. */
  readonly rules: Readonly<Record<string, RuleTally>>
  /** false: it came to `maxEvaluations`. */
  readonly complete: boolean
  /** All records at the end, with what the rules did. */
  readonly end: Records
}
