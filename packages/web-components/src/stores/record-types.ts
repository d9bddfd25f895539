import type {
  ConvertLeadInput,
  ConvertLeadResult,
  CrmApi,
  FieldDefinition,
  Me,
  ModelDescription,
  RulesApi,
  StoredRecord,
  TimelineEntry,
} from '@kith/core'
import type { ReadableAtom } from 'nanostores'
import type { ScreenObject } from '../values/model.ts'

/** What a record's page calls. */
export type RecordApi = Pick<
  CrmApi,
  | 'me'
  | 'model'
  | 'list'
  | 'get'
  | 'update'
  | 'remove'
  | 'restore'
  | 'timeline'
  | 'assign'
  | 'convertLead'
  | 'moveDeal'
  | 'logActivity'
  | 'completeTask'
  | 'giveConsent'
  | 'withdrawConsent'
  | 'closeTicket'
  | 'undo'
  | 'addField'
  | 'changes'
> &
  Partial<Pick<RulesApi, 'ruleLabels'>>

/** A record that this one points to. */
export interface RecordParent {
  readonly field: string
  readonly object: ScreenObject
  readonly record: StoredRecord
}

/** Records of one object that point to this one. */
export interface RecordChildren {
  readonly object: ScreenObject
  readonly rows: readonly StoredRecord[]
  /** There are more than those shown. */
  readonly more: boolean
}

/** A stage of the deal's pipeline. */
export interface RecordStage {
  readonly id: string
  readonly label: string | Readonly<Record<string, string>>
  readonly kind?: 'open' | 'won' | 'lost'
  readonly rotAfterDays?: number
}

/** Somebody's change of the field that the person was writing. */
export interface RecordConflict {
  readonly field: string
  readonly theirs: unknown
  readonly yours: unknown
  /** `user:ida` */
  readonly by: string
}

/** What a page tells in passing. */
export interface RecordNotice {
  readonly kind:
    | 'saved'
    | 'moved'
    | 'assigned'
    | 'completed'
    | 'logged'
    | 'converted'
    | 'deleted'
    | 'restored'
    | 'undone'
    | 'kept'
    | 'failed'
  /** What it is about: a field, a stage, a colleague, a task. */
  readonly what?: string
  /** Why it failed. */
  readonly code?: string
  /** What takes it back. */
  readonly undo?: 'restore' | { readonly correlation: string }
}

/** What a record's page shows. */
export interface RecordState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Code of the error when `failed`. */
  readonly code?: string
  readonly me?: Me
  readonly object?: ScreenObject
  readonly objects: ModelDescription['objects']
  readonly record?: StoredRecord
  /** What records are called, by id. */
  readonly titles: ReadonlyMap<string, string>
  readonly timeline: readonly TimelineEntry[]
  /** There are earlier entries. */
  readonly more: boolean
  readonly parents: readonly RecordParent[]
  readonly children: readonly RecordChildren[]
  /** Open tasks, the most urgent first. Undefined where activities do not point to this object. */
  readonly tasks?: readonly StoredRecord[]
  /** Undefined where consents do not point to this object. */
  readonly consents?: readonly StoredRecord[]
  readonly users: readonly StoredRecord[]
  /** Of the deal's pipeline, in their order. */
  readonly stages: readonly RecordStage[]
  readonly conflict?: RecordConflict | undefined
  readonly notice?: RecordNotice | undefined
}

type Values = Readonly<Record<string, unknown>>

/** One record with everything around it, live from others. Acts refuse as the API does; what was typed is the caller's to keep. */
export interface RecordStore {
  readonly $state: ReadableAtom<RecordState>
  /** Loads (again) and listens to changes until `close`. */
  open(): Promise<void>
  close(): void
  /** Earlier entries of the timeline. */
  more(): Promise<void>
  /**
   * Writes one field. Where somebody else changed the same field since `seen`, nothing is written and `conflict` shows
   * both values; a change of another field is no conflict.
   *
   * @throws KithError with `issues`
   */
  save(field: string, value: unknown, seen: StoredRecord): Promise<void>
  /** Answers a conflict: writes the person's own value over theirs, or not. */
  settle(mine: boolean): Promise<void>
  assign(ownerId: string | null): Promise<void>
  move(stageId: string, more?: { readonly lostReason?: string; readonly set?: Values }): Promise<void>
  convert(input: ConvertLeadInput): Promise<ConvertLeadResult>
  log(values: Values, idempotencyKey: string): Promise<void>
  complete(taskId: string): Promise<void>
  giveConsent(values: Values): Promise<void>
  withdrawConsent(id: string, reason: string): Promise<void>
  closeTicket(resolution: string): Promise<void>
  addField(id: string, field: FieldDefinition): Promise<void>
  remove(): Promise<void>
  restore(): Promise<void>
  /** Takes back one change of the log, or what the notice tells of. */
  undo(seq?: number): Promise<void>
  /** Tells that something did not work. */
  fail(code: string): void
  /** Closes the notice. */
  dismiss(): void
}

/** Options of {@link recordStore}. */
export interface RecordOptions {
  /** Name or plural of the object. */
  readonly object: string
  readonly id: string
  /** BCP 47; rules are called by their names in it. */
  readonly locale: string
  /** A key that no other call has. */
  readonly newKey: () => string
}
