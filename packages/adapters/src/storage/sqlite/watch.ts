import type { SqliteStore } from './store.ts'

const POLL_MS = 500

/** Tells who has something new: at once for commits of this process, within half a second for those of others. */
export class Watchers {
  readonly #store: SqliteStore
  readonly #listeners = new Set<(tenant: string) => void>()
  #timer: NodeJS.Timeout | undefined
  #version = 0
  #row = 0

  constructor(store: SqliteStore) {
    this.#store = store
  }

  add(listener: (tenant: string) => void): () => void {
    if (this.#listeners.size === 0) this.#start()
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.stop()
    }
  }

  /** A listener that throws is its own affair: it cannot fail the commit that it hears of. */
  tell(tenant: string): void {
    for (const listener of this.#listeners) queueMicrotask(() => listener(tenant))
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #start(): void {
    this.#version = this.#store.connection.dataVersion()
    this.#row = this.#lastRow()
    this.#timer = setInterval(() => this.#poll(), POLL_MS)
    this.#timer.unref()
  }

  /** A disk that fails for a moment is looked at again the next time: nobody here could be told. */
  #poll(): void {
    try {
      this.#look()
    } catch {}
  }

  #look(): void {
    const { connection } = this.#store
    // Read before the version: what lies behind it and is not of others is this process's own.
    const last = this.#lastRow()
    const version = connection.dataVersion()
    if (version !== this.#version) {
      const rows = connection.sql('SELECT DISTINCT tenant FROM kith_log NOT INDEXED WHERE row > ?').all(this.#row)
      for (const row of rows) this.tell(row['tenant'] as string)
    }
    this.#version = version
    this.#row = last
  }

  #lastRow(): number {
    return this.#store.connection.sql('SELECT ifnull(max(row), 0) AS row FROM kith_log').get()?.['row'] as number
  }
}
