import type { Condition, SlotRef, SortKey } from '../filter/types.ts'
import type { CustomSlot } from '../schema/custom-slots.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'

export type { CustomSlot } from '../schema/custom-slots.ts'
export type { StoredRecord } from '../schema/record.ts'

/** Which tenant a call is for. There is no call without it. */
export interface StorageScope {
  readonly tenant: string
}

/** What a batch relies on; when one does not hold, nothing of the batch is applied. */
export type Expectation =
  | { readonly object: string; readonly id: string; readonly version: number }
  | { readonly object: string; readonly id: string; readonly exists: boolean }

/** A value that only one record of a tenant may hold. `space` is `object.field` or the name of a purpose. */
export interface Claim {
  readonly space: string
  readonly key: string
  readonly object: string
  readonly id: string
}

/** What happened to one record, before it has its place in the log. Field values are those that changed. */
export interface ChangeDraft {
  readonly at: string
  readonly actor: { readonly kind: string; readonly id: string }
  /** Operation or route that caused it: `moveDeal`, `undo`, `import`. */
  readonly cause: string
  /** The same for all changes of one intent, also of the rules that it set off. */
  readonly correlation: string
  /** Import, rule with version, submission… that it came from. */
  readonly source?: Readonly<Record<string, string | number>>
  readonly configVersion: number
  readonly object: string
  readonly id: string
  /** `object:id` of the persons that this is about; erasing one of them erases payload and salt. */
  readonly subjects: readonly string[]
  /** null: the record was created. */
  readonly before: Readonly<Record<string, unknown>> | null
  /** null: the record was removed for good. */
  readonly after: Readonly<Record<string, unknown>> | null
  /** 128 random bits, hex, so that nothing can be guessed from the digest after an erasure. */
  readonly salt: string
}

/**
 * A change in the log. `payload` is the canonical JSON (RFC 8785) of the draft without salt;
 * `digest` = SHA-256 hex of salt + payload; `chain` = SHA-256 hex of previous chain + '\n' + seq + '\n' + digest
 * (the first has the tenant's name as its previous chain).
 */
export interface SealedChange {
  /** 1, 2, 3… per tenant, without gaps. */
  readonly seq: number
  readonly object: string
  readonly id: string
  /** null after an erasure, together with `salt`. */
  readonly payload: string | null
  readonly salt: string | null
  readonly digest: string
  readonly chain: string
}

/** Work for later, at least once. Putting a job with a known id replaces it and ends its lease; putting another id with the key of one that waits changes nothing. */
export interface Job {
  readonly id: string
  readonly kind: string
  readonly key: string
  readonly dueAt: string
  readonly attempts: number
  readonly payload: unknown
  /** `dead`: gave up after the last attempt; shown to people, can be put again. */
  readonly state: 'waiting' | 'dead'
  readonly lastError?: string
  readonly leasedUntil?: string
}

/** A whole record to write. Slots of fields from code are derived from the model by the store. */
export interface RecordPut {
  readonly object: string
  readonly record: StoredRecord
  readonly custom?: readonly CustomSlot[]
  /** Number fields that this write leaves as the store has them now: an `add` may have come since the record was read. */
  readonly keep?: readonly string[]
}

/** Everything that is applied together, or not at all, and is on disk when `commit` answers. In this order. */
export interface Batch {
  /** Seen before with the same fingerprint: nothing is applied, the old answer is returned. Another fingerprint: `IDEMPOTENCY_MISMATCH`. Gone after `expiresAt` (absent: kept for ever). */
  readonly idempotency?: {
    readonly key: string
    readonly fingerprint: string
    readonly answer: unknown
    readonly expiresAt?: string
    readonly now: string
  }
  /** `VERSION_CONFLICT` with `{ object, id }` when one does not hold. */
  readonly expect?: readonly Expectation[]
  readonly release?: readonly { readonly space: string; readonly key: string; readonly id: string }[]
  /** `ALREADY_EXISTS` with `{ object, field, id }` (id of the holder) when another record holds the key. Claiming what one holds is fine. */
  readonly claim?: readonly Claim[]
  /** Next number of a named series, written into a field of a record that is put (and into its change) in this batch. Without gaps. */
  readonly number?: readonly {
    readonly series: string
    readonly object: string
    readonly id: string
    readonly field: string
  }[]
  readonly put?: readonly RecordPut[]
  readonly remove?: readonly { readonly object: string; readonly id: string }[]
  /** Adds to a number field without reading it (missing counts as 0); the record's version stays. Unknown records are left out. */
  readonly add?: readonly {
    readonly object: string
    readonly id: string
    readonly field: string
    readonly by: number
  }[]
  readonly changes?: readonly ChangeDraft[]
  readonly jobs?: {
    readonly put?: readonly Job[]
    /** Finished jobs, by id; gone with the batch that did their work. */
    readonly done?: readonly string[]
  }
  /** Erases payload and salt of all changes about these subjects (`object:id`). */
  readonly eraseSubjects?: readonly string[]
}

export interface CommitResult {
  /** Present when the idempotency key was seen before: nothing was applied. */
  readonly replayed?: { readonly answer: unknown }
  /** Sequence numbers of this batch's changes, in order; empty for stores that seal later. */
  readonly seqs: readonly number[]
  /** Numbers given, in the order of `number`. */
  readonly numbers: readonly number[]
}

/** Where the next page starts: after the record with this sort value (undefined: nothing there) and id. */
export interface Keyset {
  readonly value?: string | number | boolean
  readonly id: string
}

export interface Query {
  readonly where: Condition
  readonly sort: SortKey
  readonly after?: Keyset
  readonly limit: number
  /** Folded words; each must begin a word of a searchable field. */
  readonly search?: readonly string[]
  /** With `search` and without `after`: best matches first, by the store's own measure. Otherwise `sort` holds. */
  readonly ranked?: boolean
}

export interface AggregateQuery {
  readonly where: Condition
  /** Groups by the value of each slot; undefined is a group of its own. Rows come in no order. */
  readonly groupBy: readonly SlotRef[]
  readonly measures: readonly (
    | { readonly fn: 'count' }
    | { readonly fn: 'sum' | 'min' | 'max'; readonly ref: SlotRef }
  )[]
  /** At most so many rows, whichever. Default: all. */
  readonly limit?: number
}

export interface AggregateRow {
  readonly keys: readonly (string | number | boolean | undefined)[]
  /** In the order of `measures`; `sum` of nothing is 0, `min` and `max` of nothing undefined. */
  readonly values: readonly (number | string | boolean | undefined)[]
}

export interface ChangeQuery {
  readonly after: number
  readonly limit: number
  /** Newest first, from before `after` (0: from the end). Default false. */
  readonly reverse?: boolean
  /** Only changes of this record. */
  readonly of?: { readonly object: string; readonly id: string }
  /** Only changes with this correlation. */
  readonly correlation?: string
}

/**
 * One piece of what a tenant has in a store, in the form that all stores share: what `dump` gives and `load` takes.
 * Whatever else a store keeps (indexes, search words, totals) it derives from these.
 */
export type Piece =
  | {
      readonly kind: 'record'
      readonly object: string
      readonly record: StoredRecord
      readonly custom?: readonly CustomSlot[]
    }
  | { readonly kind: 'claim'; readonly claim: Claim }
  | { readonly kind: 'number'; readonly series: string; readonly last: number }
  | {
      readonly kind: 'answer'
      readonly key: string
      readonly fingerprint: string
      readonly answer: unknown
      readonly expiresAt?: string
    }
  | { readonly kind: 'job'; readonly job: Job }
  /** In order of `seq`. `correlation`: of an erased change, whose payload no longer says it. */
  | { readonly kind: 'change'; readonly change: SealedChange; readonly correlation?: string }

/** A step of an upgrade: what `open` would do, in the store's own language. */
export interface SchemaStep {
  readonly statement: string
  /** A sentence for people: what it is for, and whether it takes long on a large store. */
  readonly reason: string
}

/** What a store found out about itself: something wrong, something that could be better, or a setting that is right. */
export interface Finding {
  readonly level: 'problem' | 'advice' | 'fact'
  /** `DURABILITY`, `MISSING_INDEX`, `DAMAGED`, `UPGRADE_NEEDED`… */
  readonly code: string
  /** A sentence that says what is wrong and what to do. */
  readonly message: string
}

/**
 * Where everything is kept. A store applies whole batches, answers Conditions, and keeps the log in order.
 *
 * Required for all: commit, expectations, claims, Conditions, keyset, changes, leases. `supports` says what of the
 * rest it has; what it has not it refuses with `NOT_SUPPORTED`. Prove a store with `storageContract` of `@kith/core/testing`.
 */
export interface Storage {
  readonly name: string
  readonly supports: { readonly fullText: boolean; readonly watch: boolean; readonly backup: boolean }
  /** Makes or upgrades the schema for this model. Called again when the model grows. Never loses data. */
  open(model: Model): Promise<void>
  /** In the order of `ids`; undefined where there is none. Deleted (recycle bin) records are returned too. */
  get(scope: StorageScope, object: string, ids: readonly string[]): Promise<(StoredRecord | undefined)[]>
  find(scope: StorageScope, object: string, query: Query): Promise<StoredRecord[]>
  aggregate(scope: StorageScope, object: string, query: AggregateQuery): Promise<AggregateRow[]>
  /** Who holds the claim. */
  holder(
    scope: StorageScope,
    space: string,
    key: string,
  ): Promise<{ readonly object: string; readonly id: string } | undefined>
  /** What was answered to this idempotency key, if it has not expired at `now`. */
  answer(
    scope: StorageScope,
    key: string,
    now: string,
  ): Promise<{ readonly fingerprint: string; readonly answer: unknown } | undefined>
  commit(scope: StorageScope, batch: Batch): Promise<CommitResult>
  /** Sealed changes in order of `seq`. */
  changes(scope: StorageScope, query: ChangeQuery): Promise<SealedChange[]>
  /** Seq of the last sealed change, 0 where there is none. */
  head(scope: StorageScope): Promise<number>
  /** Leases up to `limit` waiting jobs that are due and not leased, oldest first; each gets `attempts` + 1. */
  claimJobs(
    scope: StorageScope,
    claim: { readonly now: string; readonly leasedUntil: string; readonly limit: number },
  ): Promise<Job[]>
  /** Jobs for people to look at: dead ones and what waits. */
  jobs(scope: StorageScope, query: { readonly state: 'waiting' | 'dead'; readonly limit: number }): Promise<Job[]>
  /** Tenants that hold anything; with `dueAt` only those with a job that is due then. One that held something once may still be named without it. */
  tenants(query?: { readonly dueAt?: string }): Promise<string[]>
  /**
   * Everything of a tenant, in chunks of at most a few hundred pieces, as it stood at one moment (when the first chunk was
   * asked for), with every acknowledged change sealed; jobs come last. The store may be written meanwhile. Memory does not grow with the store.
   */
  dump(scope: StorageScope): AsyncIterable<readonly Piece[]>
  /**
   * Puts pieces as they are, each call whole or not at all; the same piece again changes nothing. A record or job replaces
   * the one with its id, a number series never goes back, a change that was erased here or there stays erased (see
   * `placeChange`). The changes of a tenant come in order of `seq`, without gaps.
   *
   * @throws KithError `LOG_BROKEN` when a change does not continue the chain, `ALREADY_EXISTS` when another record holds a claim
   */
  load(scope: StorageScope, pieces: readonly Piece[]): Promise<void>
  /** What `open` would change for this model, in order; nothing is changed. Absent where there is no schema. */
  plan?(model: Model): Promise<readonly SchemaStep[]>
  /** What is wrong or could be better; takes as long as reading everything. Absent where there is nothing to look at. */
  inspect?(): Promise<readonly Finding[]>
  /** With `supports.watch`: called soon after others committed (also other processes). Returns how to stop. */
  watch?(listener: (tenant: string) => void): () => void
  /** With `supports.backup`: a consistent copy while writes go on. */
  backup?(file: string): Promise<void>
  close(): Promise<void>
}
