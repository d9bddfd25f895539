import type {
  CrmApi,
  ModelDescription,
  RuleDescription,
  RulesApi,
  SaidRule,
  SelectOption,
  StoredRecord,
} from '@kith/core'
import type { FilterModel } from './filter-builder-model.ts'

/** What an editor of rules calls. */
export type RuleEditorApi = Pick<CrmApi, 'me' | 'model' | 'list' | 'totals'> &
  Pick<RulesApi, 'rules' | 'describeRule' | 'saveRule' | 'simulateRules' | 'simulationProgress'>

/** Any JSON object: a rule, a trigger, a step. What an editor does not know of it stays as it is. */
export type Json = Readonly<Record<string, unknown>>

/** Where something stands in a rule: `['then', 0, 'text']`. */
export type RulePath = readonly (string | number)[]

/** What can be chosen for ids in a rule. */
export interface RuleChoices {
  readonly users: readonly StoredRecord[]
  readonly teams: readonly StoredRecord[]
  readonly tags: readonly StoredRecord[]
  readonly forms: readonly StoredRecord[]
  readonly segments: readonly StoredRecord[]
  readonly pipelines: readonly StoredRecord[]
  /** Of all pipelines, each id once. */
  readonly stages: readonly (SelectOption & { readonly kind?: string })[]
}

/** What the server would not take, and where. */
export interface RuleProblem {
  /** JSON Pointer within the rule: `/then/0/text`. */
  readonly path: string
  /** English sentence without a full stop. */
  readonly reason: string
}

/** What an editor shows. */
export interface RuleEditorState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Code of the error when `failed`. */
  readonly code?: string
  /** As it is written now. */
  readonly rule: Json
  /** Names of the steps, in their order; they stay with a step when it moves. */
  readonly keys: readonly string[]
  readonly origin: 'new' | 'code' | 'stored'
  /** As it is stored; absent for a new one. */
  readonly stored?: RuleDescription | undefined
  /** Differs from what is stored. */
  readonly unsaved: boolean
  readonly said?: SaidRule | undefined
  readonly problem?: RuleProblem | undefined
  /** Pointers of what has to be given and is not. */
  readonly missing: readonly string[]
  /** The person wanted to save, so that what is missing is shown. */
  readonly asked: boolean
  readonly saving: boolean
  /** Code of why it was not saved. */
  readonly refused?: string | undefined
  /** Somebody else saved it meanwhile: their version. */
  readonly conflict?: RuleDescription | undefined
  readonly removed?: { readonly step: Json; readonly at: number } | undefined
  readonly notice?: 'saved' | 'copied' | undefined
  readonly model?: FilterModel
  readonly objects: ModelDescription['objects']
  readonly choices: RuleChoices
  readonly baseCurrency: string
}
