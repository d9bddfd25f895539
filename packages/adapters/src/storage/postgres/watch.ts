import type { PostgresPool } from './pool.ts'
import { CHANNEL, orphans } from './sealer.ts'
import { Session } from './session.ts'
import type { PostgresStore } from './store.ts'

const POLL_MS = 500
/** Clocks of transactions that overlap: looked at again, and told once. */
const OVERLAP = "interval '5 seconds'"
/** What was sealed so shortly before somebody began to listen may be new to them. */
const RECENT = "interval '1 second'"

/**
 * Tells who has something new in its log: at once for what this process seals, within half a second for others. A
 * notification of PostgreSQL is a hint that makes it sooner; where there is none (a pooler between), nothing is missed.
 */
export class Watchers {
  readonly #store: PostgresStore
  readonly #pool: PostgresPool | undefined
  readonly #settle: (tenant: string) => Promise<void>
  readonly #listeners = new Set<(tenant: string) => void>()
  readonly #seen = new Map<string, number>()
  #since: string | undefined
  #timer: NodeJS.Timeout | undefined
  #polling = false
  #hints: Promise<(() => Promise<void>) | undefined> | undefined

  /** @param pool Lends a connection for as long as somebody listens. Without it others are asked now and then. */
  constructor(store: PostgresStore, pool: PostgresPool | undefined, settle: (tenant: string) => Promise<void>) {
    this.#store = store
    this.#pool = pool
    this.#settle = settle
  }

  add(listener: (tenant: string) => void): () => void {
    if (this.#listeners.size === 0) this.#start()
    this.#listeners.add(listener)
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) void this.stop()
    }
  }

  /** A listener that throws is its own affair. */
  tell(tenant: string): void {
    for (const listener of this.#listeners) queueMicrotask(() => listener(tenant))
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    const hints = this.#hints
    this.#hints = undefined
    await (await hints)?.()
  }

  #start(): void {
    this.#since = undefined
    this.#seen.clear()
    void this.#poll()
    this.#timer = setInterval(() => void this.#poll(), POLL_MS)
    this.#timer.unref()
    // The last connection of a pool is for work.
    if (this.#pool && (this.#pool.options?.max ?? 2) > 1) this.#hints = this.#listen(this.#pool).catch(() => undefined)
  }

  /** @returns how to stop */
  async #listen(pool: PostgresPool): Promise<() => Promise<void>> {
    const client = await pool.connect()
    const hear = () => void this.#poll()
    let lost = false
    // A connection that breaks goes back to be thrown away; polling goes on.
    const lose = () => {
      lost = true
      client.release(true)
    }
    client.on('notification', hear)
    client.on('error', lose)
    const session = new Session(client, false)
    const stop = async () => {
      client.removeListener('notification', hear)
      client.removeListener('error', lose)
      if (lost) return
      await session.run(`UNLISTEN ${CHANNEL}`).catch(() => undefined)
      client.release()
    }
    try {
      await session.run(`LISTEN ${CHANNEL}`)
      return stop
    } catch (error) {
      await stop()
      throw error
    }
  }

  /** A database that cannot be reached for a moment is looked at again the next time: nobody here could be told. */
  async #poll(): Promise<void> {
    if (this.#polling) return
    this.#polling = true
    await this.#look().catch(() => undefined)
    this.#polling = false
  }

  async #look(): Promise<void> {
    const { database } = this.#store
    const first = this.#since === undefined
    const { heads, left, now } = await database.read('all tenants', async (session) => ({
      now: (await session.one('SELECT clock_timestamp()'))?.[0] as string,
      heads: first
        ? await session.all(`SELECT tenant, seq, sealed_at > clock_timestamp() - ${RECENT} FROM kith_head`)
        : await session.all(`SELECT tenant, seq, TRUE FROM kith_head WHERE sealed_at > ?::timestamptz - ${OVERLAP}`, [
            this.#since,
          ]),
      left: await orphans(session),
    }))
    this.#since = now
    for (const [tenant, seq, recent] of heads as readonly [string, number, boolean][]) {
      const before = this.#seen.get(tenant) ?? 0
      this.#seen.set(tenant, seq)
      if (recent && seq > before) this.tell(tenant)
    }
    for (const tenant of left) await this.#settle(tenant)
  }
}
