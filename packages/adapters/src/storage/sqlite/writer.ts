import type { Batch, CommitResult, Job, Model, Piece } from '@kith/core/storage'
import { backupFile } from './backup.ts'
import { applyBatch } from './commit.ts'
import { guarded } from './errors.ts'
import { CommitGroup } from './group.ts'
import { leaseJobs } from './jobs.ts'
import { loadPieces } from './load.ts'
import { SqliteStore, type SqliteStoreOptions } from './store.ts'
import { Watchers } from './watch.ts'

/** Which jobs are leased, and until when. */
export interface Lease {
  readonly now: string
  readonly leasedUntil: string
  readonly limit: number
}

/** Everything that changes an open file, in the order in which it is asked for: on this thread, or on one of its own. */
export interface Writing {
  /** Makes the tables fit a model. */
  use(model: Model): Promise<void>
  commit(tenant: string, batch: Batch): Promise<CommitResult>
  load(tenant: string, pieces: readonly Piece[]): Promise<void>
  lease(tenant: string, lease: Lease): Promise<Job[]>
  backup(to: string): Promise<void>
  /** Somebody has read an old state until now: what was erased meanwhile leaves the file. */
  tidy(): Promise<void>
  /** Tells of commits, also of other processes. Returns how to stop. */
  watch(listener: (tenant: string) => void): () => void
  /** @param last Is run when nothing is written any more, and before the file is closed. */
  close(last?: () => void): Promise<void>
}

export interface WriterOptions extends SqliteStoreOptions {
  readonly groupCommitMs?: number
  /** How long one group may keep its thread from other work. Default: as briefly as reads of the same thread need it. */
  readonly groupAtOnceMs?: number
}

/** Writes on the thread that it is made on. */
export class Writer implements Writing {
  readonly store: SqliteStore
  readonly #options: WriterOptions
  readonly #group: CommitGroup
  readonly #watchers: Watchers
  #closed = false

  constructor(options: WriterOptions, model: Model) {
    this.#options = options
    this.store = guarded(() => new SqliteStore(options, model))
    this.#group = new CommitGroup(this.store, options.groupCommitMs ?? 0, options.groupAtOnceMs)
    this.#watchers = new Watchers(this.store)
  }

  async use(model: Model): Promise<void> {
    this.#group.flush()
    guarded(() => this.store.use(model))
  }

  async commit(tenant: string, batch: Batch): Promise<CommitResult> {
    const { store } = this
    const erases = Boolean(batch.eraseSubjects?.length)
    const result = await this.#group.add((heads, again) => {
      if (erases) store.hasErased()
      return applyBatch(store, heads, tenant, batch, again)
    })
    if (!result.replayed) this.#tell(tenant)
    if (erases && !this.#closed) await store.cleanUp()
    return result
  }

  async load(tenant: string, pieces: readonly Piece[]): Promise<void> {
    await this.#group.add((heads) => loadPieces(this.store, heads, tenant, pieces))
    this.#tell(tenant)
  }

  lease(tenant: string, lease: Lease): Promise<Job[]> {
    return this.#group.add(() => leaseJobs(this.store.connection, tenant, lease))
  }

  async backup(to: string): Promise<void> {
    await backupFile(this.#options.driver, this.#options.file, to)
    // A copy reads the state at its start, and so keeps what was erased meanwhile.
    if (!this.#closed) await this.store.settle()
  }

  async tidy(): Promise<void> {
    this.store.emptyWal()
    await this.store.settle()
  }

  watch(listener: (tenant: string) => void): () => void {
    return this.#watchers.add(listener)
  }

  async close(last?: () => void): Promise<void> {
    this.#closed = true
    this.#watchers.stop()
    this.#group.stop()
    await this.store.settle()
    last?.()
    this.store.close()
  }

  #tell(tenant: string): void {
    if (!this.#closed) this.#watchers.tell(tenant)
  }
}
