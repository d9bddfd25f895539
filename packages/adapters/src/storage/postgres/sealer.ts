import { emptyLog, type LogHead, nextPlace } from '@kith/core/storage'
import { sha256 } from '../sql/sha256.ts'
import type { Row, Session } from './session.ts'
import type { PostgresStore } from './store.ts'
import { foldTotals } from './totals.ts'
import { numberArray, textArray } from './values.ts'

/** How long committed changes wait for others to be sealed with them. */
const SEAL_AFTER_MS = 20
/** Entries of one transaction of the sealer. */
const CHUNK = 2_000
/** A log that this process has not written may hold what a process that is gone has left unsealed. */
const ORPHANS_MS = 1_000
/** Channel of the hint that a tenant's log has grown. */
export const CHANNEL = 'kith_sealed'

/** What a tenant's log needs here. */
interface Care {
  /** Grows with every commit of this process that wrote changes; `sealed`: up to which of them they are in the log. */
  committed: number
  sealed: number
  checkedAt: number
  timer?: NodeJS.Timeout | undefined
  running?: Promise<void> | undefined
  next?: Promise<void> | undefined
}

/**
 * Gives committed changes their place in the log: number and chain, some 20 ms after the commit, or when somebody reads
 * the log. Whoever locks the row of a tenant's head seals; the lock ends with its transaction, so a process that dies
 * leaves nothing behind that others could not go on with.
 */
export class Sealer {
  readonly #store: PostgresStore
  readonly #tell: (tenant: string) => void
  readonly #cares = new Map<string, Care>()
  #closed = false

  constructor(store: PostgresStore, tell: (tenant: string) => void) {
    this.#store = store
    this.#tell = tell
  }

  /** Changes of this process were committed. */
  committed(tenant: string): void {
    const care = this.#care(tenant)
    care.committed++
    this.#schedule(tenant, care)
  }

  /** Seals what was committed before this call; returns when it is in the log. */
  async settle(tenant: string): Promise<void> {
    const care = this.#care(tenant)
    if (care.sealed >= care.committed) {
      if (performance.now() < care.checkedAt + ORPHANS_MS) return
      care.checkedAt = performance.now()
      const waiting = await this.#store.database.read({ tenant }, (session) => hasUnsealed(session, tenant))
      if (!waiting) return
    }
    await this.#run(tenant, care)
  }

  /** Seals what is left, as far as the database can be reached. */
  async close(): Promise<void> {
    this.#closed = true
    const open = [...this.#cares].filter(([, care]) => care.sealed < care.committed || care.running)
    for (const { timer } of this.#cares.values()) clearTimeout(timer)
    await Promise.allSettled(open.map(([tenant, care]) => this.#run(tenant, care)))
  }

  #care(tenant: string): Care {
    const known = this.#cares.get(tenant)
    if (known) return known
    const care: Care = { committed: 0, sealed: 0, checkedAt: -ORPHANS_MS }
    this.#cares.set(tenant, care)
    return care
  }

  #schedule(tenant: string, care: Care): void {
    if (care.timer || this.#closed) return
    care.timer = setTimeout(() => {
      care.timer = undefined
      // What cannot be sealed now stays where it is: the next read or commit tries again.
      if (care.sealed < care.committed) this.#run(tenant, care).catch(() => undefined)
    }, SEAL_AFTER_MS)
    care.timer.unref()
  }

  /** One run at a time; those who come while one is under way share the next, which sees what they wrote. */
  #run(tenant: string, care: Care): Promise<void> {
    if (!care.running) {
      care.running = this.#seal(tenant, care).finally(() => {
        care.running = undefined
      })
      return care.running
    }
    care.next ??= care.running
      .catch(() => undefined)
      .then(() => {
        care.next = undefined
        return this.#run(tenant, care)
      })
    return care.next
  }

  async #seal(tenant: string, care: Care): Promise<void> {
    const upTo = care.committed
    let count = CHUNK
    let all = 0
    while (count === CHUNK) {
      count = await this.#store.database.transaction({ tenant }, (session) => sealSome(session, tenant))
      all += count
    }
    care.sealed = Math.max(care.sealed, upTo)
    care.checkedAt = performance.now()
    if (all > 0) this.#tell(tenant)
    await foldChanged(this.#store, tenant)
  }
}

/** Folds the totals that it pays to fold. */
export async function foldChanged(store: PostgresStore, tenant: string): Promise<void> {
  for (const totals of store.takeChangedTotals(tenant))
    await store.database.transaction({ tenant }, (session) => foldTotals(session, tenant, totals))
}

export async function hasUnsealed(session: Session, tenant: string): Promise<boolean> {
  const { rows } = await session.hot('SELECT 1 FROM kith_unsealed WHERE tenant = ? LIMIT 1', [tenant])
  return rows.length > 0
}

/** Changes that have waited for longer than any sealer of a living process lets them. */
export async function orphans(session: Session): Promise<string[]> {
  const text =
    "SELECT DISTINCT tenant FROM kith_unsealed WHERE stamp < clock_timestamp() - interval '1 second' LIMIT 100"
  return (await session.all(text)).map((row) => row[0] as string)
}

/** Holds the end of a tenant's log until the end of the transaction. */
export async function lockHead(session: Session, tenant: string): Promise<LogHead> {
  const lock = 'SELECT seq, chain FROM kith_head WHERE tenant = ? FOR UPDATE'
  const { rows } = await session.hot(lock, [tenant])
  const [row] = rows
  if (row) return { seq: row[0] as number, chain: row[1] as string }
  const { seq, chain } = emptyLog(tenant)
  const make =
    'INSERT INTO kith_head (tenant, seq, chain, sealed_at) VALUES (?, ?, ?, clock_timestamp()) ON CONFLICT DO NOTHING'
  await session.run(make, [tenant, seq, chain])
  return lockHead(session, tenant)
}

/** The oldest unsealed entries (null: all): a new statement sees all that was committed before the head was locked. */
export async function unsealed(session: Session, tenant: string, limit: number | null): Promise<readonly Row[]> {
  const text =
    'SELECT stamp, batch, part, digest FROM kith_unsealed WHERE tenant = ? ORDER BY stamp, batch, part LIMIT ?'
  return (await session.hot(text, [tenant, limit])).rows
}

/** Numbers on from a head. */
export function chained(head: LogHead, digests: readonly string[]): LogHead[] {
  let end = head
  return digests.map((digest) => {
    end = nextPlace(end, digest, sha256)
    return end
  })
}

export async function sealSome(session: Session, tenant: string): Promise<number> {
  const head = await lockHead(session, tenant)
  const entries = await unsealed(session, tenant, CHUNK)
  if (entries.length === 0) return 0
  const places = chained(
    head,
    entries.map((entry) => entry[3] as string),
  )
  const last = places.at(-1) as LogHead
  const column = (at: number) => textArray(entries.map((entry) => String(entry[at])))
  const moved = await session.hot(MOVE, [
    column(0),
    column(1),
    column(2),
    numberArray(places.map((place) => place.seq)),
    textArray(places.map((place) => place.chain)),
    tenant,
    tenant,
    tenant,
    last.seq,
    last.chain,
    tenant,
    CHANNEL,
    tenant,
  ])
  if (moved.rows[0]?.[0] !== entries.length) throw new Error(`The log of ${tenant} was sealed by two at once.`)
  return entries.length
}

const MOVE = `WITH place AS (
    SELECT * FROM unnest(?::timestamptz[], ?::uuid[], ?::integer[], ?::bigint[], ?::text[]) p(stamp, batch, part, seq, chain)
  ), entry AS (
    DELETE FROM kith_unsealed u USING place p WHERE u.tenant = ? AND u.stamp = p.stamp AND u.batch = p.batch AND u.part = p.part
    RETURNING p.seq, p.chain, u.object, u.id, u.correlation, u.payload, u.salt, u.digest, u.subjects
  ), logged AS (
    INSERT INTO kith_log (tenant, seq, object, id, correlation, payload, salt, digest, chain)
    SELECT ?, seq, object, id, correlation, payload, salt, digest, chain FROM entry
  ), mentioned AS (
    INSERT INTO kith_log_subject (tenant, subject, seq) SELECT ?, unnest(subjects), seq FROM entry
  ), ended AS (
    UPDATE kith_head SET seq = ?, chain = ?, sealed_at = clock_timestamp() WHERE tenant = ?
  )
  SELECT count(*), pg_notify(?, ?) FROM entry`
