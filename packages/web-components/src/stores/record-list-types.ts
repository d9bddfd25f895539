import type { CrmApi, ModelDescription, StoredRecord, UncheckedFilter } from '@kith/core'
import type { ScreenObject } from '../values/model.ts'

/** What a list calls. */
export type RecordListApi = Pick<
  CrmApi,
  'me' | 'model' | 'list' | 'create' | 'remove' | 'restore' | 'addField' | 'changes' | 'totals'
>

/** Which records a list shows. */
export interface RecordListQuery {
  /** Field id, `-` first for descending. */
  readonly sort: string
  readonly search: string
  /** Only the person's own. */
  readonly mine: boolean
  /** Chosen options, by field id. */
  readonly chosen: Readonly<Record<string, string>>
  /** What a person built. */
  readonly where?: UncheckedFilter | undefined
  /** The recycle bin. */
  readonly deleted: boolean
}

/** What a list tells in passing. */
export interface RecordListNotice {
  readonly kind: 'created' | 'restored' | 'added' | 'failed'
  readonly name: string
  readonly id?: string
  /** Why it failed. */
  readonly code?: string
}

/** What a list shows. */
export interface RecordListState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Code of the error when `failed`. */
  readonly code?: string
  readonly object?: ScreenObject
  /** All objects that the person may see. */
  readonly objects: ModelDescription['objects']
  readonly me: string
  readonly baseCurrency: string
  readonly canConfigure: boolean
  readonly query: RecordListQuery
  /** Ids of the fields that are shown. */
  readonly columns: readonly string[]
  readonly rows: readonly StoredRecord[]
  /** How many there are in all; undefined while a search is on. */
  readonly total?: number | undefined
  readonly more: boolean
  /** A page is on its way: of the whole list, or of more. */
  readonly busy: boolean
  /** What records are called, by id. */
  readonly titles: ReadonlyMap<string, string>
  /** Ids of rows that others just added or changed. */
  readonly fresh: ReadonlySet<string>
  readonly notice?: RecordListNotice | undefined
}
