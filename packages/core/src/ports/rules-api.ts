import type { SaidDeed } from '../rules/describe/describe-command.ts'
import type { Rule } from '../rules/types.ts'
import type { StoredRecord } from '../schema/record.ts'
import type { Page, WriteOptions } from './crm-api.ts'

/** A rule as people read it: from code (version 0 of the configuration) or from the back office. */
export interface RuleDescription {
  readonly rule: Rule
  /** `code`: from the configuration; it can be switched off and copied, not edited. */
  readonly origin: 'code' | 'stored'
  readonly active: boolean
  /** Version of the stored record, for `ifVersion`; absent for a rule from code that was never switched. */
  readonly recordVersion?: number
  /** When it was stored first; absent for a rule from code that was never switched. */
  readonly createdAt?: string
  /** The whole rule in the caller's language. */
  readonly said: SaidRule
  /** How often it did something in the last 30 days, and when last. */
  readonly runs: { readonly count: number; readonly lastAt?: string }
}

/** A rule in words. */
export interface SaidRule {
  readonly when: string
  readonly if?: string
  readonly then: readonly string[]
  readonly text: string
}

/** What a rule would have done for one record at one time. */
export interface SaidRun {
  readonly at: string
  readonly ruleId: string
  readonly ruleVersion: number
  readonly object: string
  readonly id: string
  readonly title?: string
  /** Clauses, one for each thing that would have been done, or was refused, with the reason. */
  readonly said: readonly string[]
  /** The same things so that those alike can be counted together: without the record's name, times and, in `alike`, people. */
  readonly deeds: readonly SaidDeed[]
  /** Clauses, one for each step that did nothing, with the reason. */
  readonly skipped: readonly string[]
  readonly conditions: readonly SaidCondition[]
  readonly waitsUntil?: string
  /** Rules that led here, oldest first. */
  readonly chain: readonly string[]
  /** It would have waited for a person. */
  readonly review: boolean
}

/** One condition of a rule, and how it came out for a record. */
export interface SaidCondition {
  readonly sentence: string
  readonly holds: boolean
  /** By field id; without fields that the caller may not see. */
  readonly values: Readonly<Record<string, unknown>>
}

/** What rules would have done over a part of the past. Nothing was done. */
export interface SimulationReport {
  readonly from: string
  readonly to: string
  /** Changes of the log that were gone through. */
  readonly changes: number
  readonly runs: readonly SaidRun[]
  /** There were more runs than are listed (2,000). */
  readonly more: boolean
  readonly tallies: readonly {
    readonly ruleId: string
    readonly considered: number
    readonly fired: number
    readonly commands: number
    readonly reviews: number
  }[]
  readonly stops: readonly {
    readonly at: string
    readonly object: string
    readonly id: string
    readonly reason: 'loop' | 'budget' | 'error'
    readonly message?: string
    readonly loop?: readonly string[]
  }[]
  /** Only with `instead`: records that would have been treated differently. */
  readonly differences?: readonly {
    readonly object: string
    readonly id: string
    readonly title?: string
    readonly before: readonly string[]
    readonly after: readonly string[]
  }[]
  readonly complete: boolean
}

/** Why something is as it is: a rule that did something to a record, with its conditions as they were then. */
export interface WhyEntry {
  readonly at: string
  readonly ruleId: string
  readonly ruleVersion: number
  readonly label: string
  readonly said: SaidRule
  readonly conditions: readonly SaidCondition[]
  /** What it changed, by field: before and after. */
  readonly did: readonly {
    readonly object: string
    readonly id: string
    readonly field?: string
    readonly before?: unknown
    readonly after?: unknown
    readonly seq: number
  }[]
  readonly correlation: string
}

/** A job for people to look at. */
export interface JobDescription {
  readonly id: string
  readonly kind: string
  readonly state: 'waiting' | 'dead'
  readonly dueAt: string
  readonly attempts: number
  readonly lastError?: string
  /** What it is about, where it is about one record. */
  readonly object?: string
  readonly recordId?: string
  readonly ruleId?: string
}

/** Rules, what they would do, why they did it, what waits for a person, and the work behind it. */
export interface RulesApi {
  /** All rules of the tenant, those from code first; needs `configure`. */
  rules(options?: { readonly locale?: string }): Promise<readonly RuleDescription[]>
  /** What the rules of the tenant are called, those from code first: for everybody who signs in, since rules act in their records. */
  ruleLabels(options?: {
    readonly locale?: string
  }): Promise<readonly { readonly id: string; readonly label: string }[]>
  /** Says a rule that is not stored yet; also checks it. @throws `INVALID_DEFINITION` with the path of what is wrong */
  describeRule(rule: unknown, options?: { readonly locale?: string }): Promise<SaidRule>
  /** Makes or changes a rule; a rule from code takes only `active`. Needs `configure`. @throws `INVALID_DEFINITION`; `VERSION_REQUIRED` for one that exists */
  saveRule(id: string, rule: unknown, options?: WriteOptions): Promise<RuleDescription>
  /** Starts a rule with a manual trigger for one record. */
  startRule(id: string, input: { readonly object: string; readonly id: string }, options?: WriteOptions): Promise<void>
  /**
   * What these rules would have done with what happened between two instants; with `instead` also who would have been
   * treated differently by them than by `rules`. Takes up to a minute; never holds up other work for more than 50 ms.
   * Its signal ends it; over HTTP the end of the request does.
   */
  simulateRules(
    input: {
      /** Whole rules, or ids of existing ones. */
      readonly rules: readonly unknown[]
      readonly instead?: readonly unknown[]
      readonly from: string
      readonly to: string
    },
    options?: { readonly locale?: string; readonly signal?: AbortSignal },
  ): Promise<SimulationReport>
  /**
   * How much of the tenant's simulation is done, 0 to 1: to be asked again and again while one runs. `null` where none
   * does in the process that answers. Needs `configure`.
   */
  simulationProgress(): Promise<{ readonly share: number | null }>
  /** What rules did to a record, newest first. */
  why(
    object: string,
    id: string,
    options?: { readonly locale?: string; readonly limit?: number },
  ): Promise<readonly WhyEntry[]>

  /** Carries out what a rule proposed. Reviews are listed by `list('review')`. @throws `REVIEW_NOT_YOURS`; `REVIEW_ALREADY_DECIDED`; `REVIEW_OUTDATED` where somebody changed since what it would change */
  approveReview(
    id: string,
    input: { readonly lookedSeconds: number; readonly reason?: string },
    options?: WriteOptions,
  ): Promise<StoredRecord>
  /** Carries out something else: the same deeds with other values. @throws `INVALID_INPUT` without a reason */
  changeReview(
    id: string,
    input: { readonly lookedSeconds: number; readonly reason: string; readonly commands: readonly unknown[] },
    options?: WriteOptions,
  ): Promise<StoredRecord>
  /** Nothing of it happens; what an earlier approval did is undone. @throws `INVALID_INPUT` without a reason */
  refuseReview(
    id: string,
    input: { readonly lookedSeconds: number; readonly reason: string },
    options?: WriteOptions,
  ): Promise<StoredRecord>
  /** For the person whom it is about: somebody else must decide. */
  contestReview(
    id: string,
    input: { readonly reason: string; readonly by?: string },
    options?: WriteOptions,
  ): Promise<StoredRecord>
  /** How long people looked before they approved, and how often they did. */
  reviewFigures(): Promise<{
    readonly approved: number
    readonly refused: number
    readonly changed: number
    readonly contested: number
    readonly medianSeconds: number
    /** Approvals after less than five seconds. */
    readonly quick: number
  }>

  /** Needs `configure`. */
  jobs(query: { readonly state: 'waiting' | 'dead'; readonly limit?: number }): Promise<Page<JobDescription>>
  /** Puts a job that gave up to be done again now. */
  retryJob(id: string): Promise<void>
}
