import type { CrmApi, FieldDefinition, Label, Money, StoredRecord } from '@kith/core'

/** What a board asks of a {@link CrmApi}. */
export type BoardApi = Pick<CrmApi, 'me' | 'model' | 'get' | 'list' | 'totals' | 'moveDeal' | 'undo' | 'changes'>

/** A stage of a pipeline, as the pipeline's record has it. */
export interface BoardStage {
  readonly id: string
  readonly label: Label
  readonly kind?: 'open' | 'won' | 'lost'
  /** 0 to 100: what a deal here counts in weighted sums. Default: 100 for `won`, 0 for all others. */
  readonly probability?: number
  /** Days in this stage after which a deal rots. */
  readonly rotAfterDays?: number
}

/** The fields of a deal that a card shows. Those that are masked for the person are absent. */
export interface BoardDeal extends StoredRecord {
  readonly name: string
  readonly pipelineId: string
  readonly stageId: string
  readonly amount?: Money
  readonly companyId?: string
  readonly contactId?: string
  readonly ownerId?: string
  readonly closeOn?: string
  readonly closedAt?: string
  readonly stageEnteredAt?: string
  readonly nextActivityAt?: string
  readonly updatedBy?: string
}

/** One stage with its deals. */
export interface BoardColumn {
  readonly stage: BoardStage
  /** Those loaded so far: who entered the stage last comes first. */
  readonly cards: readonly BoardDeal[]
  /** There are more than those loaded. */
  readonly more: boolean
  /** All deals of the stage, also those that are not loaded. */
  readonly count: number
  /** Sums of all deals in minor units, by currency. */
  readonly sums: Readonly<Record<string, number>>
}

/** Which deals are shown. */
export type BoardFilter = 'all' | 'mine' | 'rotten' | 'closing'

/** A move that waits for an answer of the person. */
export interface BoardQuestion {
  readonly code: 'VERSION_CONFLICT' | 'STAGE_EXIT_UNMET' | 'LOST_REASON_REQUIRED'
  /** As it is now: in a conflict with what the other person did. */
  readonly deal: BoardDeal
  /** Where the person wanted it. */
  readonly stageId: string
  /** What has to be filled in first. */
  readonly fields: readonly (FieldDefinition & { readonly id: string })[]
  /** Used for amounts of deals that have none yet. */
  readonly currency: string
}

/** What a board tells in passing. */
export interface BoardNotice {
  readonly kind: 'moved' | 'undone' | 'kept' | 'failed'
  readonly deal: BoardDeal
  /** Why it failed. */
  readonly code?: string
  /** Takes the move back: what `undo` knows it by. */
  readonly correlation?: string
}

/** What a board shows. */
export interface BoardState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Code of the error when `failed`. */
  readonly code?: string
  /** Name of the pipeline. */
  readonly title: Label
  readonly columns: readonly BoardColumn[]
  /** Names of companies, contacts and users by id, as far as they are known. */
  readonly names: ReadonlyMap<string, string>
  readonly filter: BoardFilter
  /** The person may see deals, but not change them. */
  readonly readOnly: boolean
  /** Ids of deals whose move is on its way. */
  readonly busy: ReadonlySet<string>
  readonly question?: BoardQuestion | undefined
  readonly notice?: BoardNotice | undefined
}
