import { KithError } from '@kith/core/shared'
import type { LogHeads } from './commit.ts'
import { isBusy, storageError } from './errors.ts'
import type { SqliteStore } from './store.ts'

/** Something that writes. `again`: one of its group failed, and each is written in a savepoint of its own now. */
export type Write<Result> = (heads: LogHeads, again: boolean) => Result

interface Waiting {
  readonly write: Write<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

type Outcome = { readonly value: unknown } | { readonly error: unknown }

/** Batches of one transaction. */
const MAX_GROUP = 64
/** How long they may take where the same thread reads: more wait for the next turn, so that reads come in between. */
const AT_ONCE_MS = 8
/** How long another process may hold the file before a commit gives up. */
const MAX_BUSY_MS = 10_000
const BUSY_RETRY_MS = 20

/**
 * Shares one fsync among all writes of a turn of the event loop. One that fails is rolled back and rejected alone. All
 * others are acknowledged after the COMMIT.
 */
export class CommitGroup {
  readonly #store: SqliteStore
  readonly #delayMs: number
  readonly #atOnceMs: number
  readonly #waiting: Waiting[] = []
  #immediate: NodeJS.Immediate | undefined
  #timeout: NodeJS.Timeout | undefined
  #busyUntil: number | undefined

  constructor(store: SqliteStore, delayMs: number, atOnceMs = AT_ONCE_MS) {
    this.#store = store
    this.#delayMs = delayMs
    this.#atOnceMs = atOnceMs
  }

  add<Result>(write: Write<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, resolve: resolve as (result: unknown) => void, reject })
      this.#schedule(this.#delayMs)
    })
  }

  /** Writes what waits, now. */
  flush(): void {
    this.#unschedule()
    const group = this.#waiting.splice(0, MAX_GROUP)
    if (group.length === 0) return
    try {
      const outcomes = this.#commit(group)
      this.#busyUntil = undefined
      if (outcomes.length < group.length) this.#waiting.unshift(...group.slice(outcomes.length))
      for (const [at, outcome] of outcomes.entries()) tell(group[at] as Waiting, outcome)
    } catch (error) {
      if (this.#waitsForOthers(error, group)) return
      for (const { reject } of group) reject(storageError(error))
    }
    if (this.#waiting.length > 0) this.#schedule(0)
  }

  #schedule(delayMs: number): void {
    if (this.#immediate || this.#timeout) return
    const flush = () => this.flush()
    if (delayMs > 0) this.#timeout = setTimeout(flush, delayMs)
    else this.#immediate = setImmediate(flush)
  }

  #unschedule(): void {
    if (this.#immediate) clearImmediate(this.#immediate)
    if (this.#timeout) clearTimeout(this.#timeout)
    this.#immediate = undefined
    this.#timeout = undefined
  }

  /**
   * Writes a group without savepoints, which cost a third of a batch. Where one of it fails, all is rolled back and done
   * again with them.
   *
   * @returns what came of each, once the group is on disk; fewer than there are where time was up
   */
  #commit(group: readonly Waiting[]): readonly Outcome[] {
    const together = this.#transaction((heads) => {
      const until = performance.now() + this.#atOnceMs
      const outcomes: Outcome[] = []
      for (const { write } of group) {
        const outcome = attempt(write, heads, false)
        if ('error' in outcome) return undefined
        outcomes.push(outcome)
        if (performance.now() > until) break
      }
      return outcomes
    })
    return together ?? (this.#transaction((heads) => group.map(({ write }) => this.#apart(write, heads))) as Outcome[])
  }

  /** One transaction; undefined rolls it back. */
  #transaction<Result>(run: (heads: LogHeads) => Result | undefined): Result | undefined {
    const { connection } = this.#store
    const undo = () => {
      if (connection.db.inTransaction) connection.sql('ROLLBACK').run()
      this.#store.forget()
    }
    connection.sql('BEGIN IMMEDIATE').run()
    try {
      this.#store.customIndexes.refresh()
      const result = run(new Map())
      if (result === undefined) undo()
      else connection.sql('COMMIT').run()
      return result
    } catch (error) {
      undo()
      throw error
    }
  }

  #apart(write: Write<unknown>, heads: LogHeads): Outcome {
    const { connection } = this.#store
    connection.sql('SAVEPOINT batch').run()
    const outcome = attempt(write, heads, true)
    if ('value' in outcome) {
      connection.sql('RELEASE batch').run()
      return outcome
    }
    // A full disk or a broken file has ended the whole transaction.
    if (!connection.db.inTransaction) throw outcome.error
    connection.sql('ROLLBACK TO batch').run()
    connection.sql('RELEASE batch').run()
    heads.clear()
    this.#store.forget()
    return outcome
  }

  /** Another process writes: the group goes back to the head of the queue for a while. */
  #waitsForOthers(error: unknown, group: readonly Waiting[]): boolean {
    if (!isBusy(error)) return false
    this.#busyUntil ??= Date.now() + MAX_BUSY_MS
    if (Date.now() > this.#busyUntil) {
      this.#busyUntil = undefined
      return false
    }
    this.#waiting.unshift(...group)
    this.#schedule(BUSY_RETRY_MS)
    return true
  }

  /** Writes what waits, and refuses what cannot be written at once. */
  stop(): void {
    let left: number
    do {
      left = this.#waiting.length
      this.flush()
    } while (this.#waiting.length < left)
    this.#unschedule()
    for (const { reject } of this.#waiting.splice(0))
      reject(new KithError('STORAGE_UNAVAILABLE', { reason: 'it was closed' }))
  }
}

/** What it throws is a value. */
function attempt(write: Write<unknown>, heads: LogHeads, again: boolean): Outcome {
  try {
    return { value: write(heads, again) }
  } catch (error) {
    return { error }
  }
}

function tell({ resolve, reject }: Waiting, outcome: Outcome): void {
  if ('error' in outcome) reject(storageError(outcome.error))
  else resolve(outcome.value)
}
