import { setTimeout as wait } from 'node:timers/promises'
import { KithError } from '@kith/core/shared'
import { codeOf, isLost, isRetryable, storageError } from './errors.ts'
import { heedBreaks, type PostgresPool } from './pool.ts'
import { Session } from './session.ts'

/** How often a batch that others stood in the way of is done again, and the longest wait before it. */
const ATTEMPTS = 12
const LONGEST_WAIT_MS = 200
/** How often a read is tried whose connection breaks. */
const READ_ATTEMPTS = 4
/** How long it is tried to find out what became of a commit whose answer was lost. */
const ASK_FOR_MS = 5_000
const ASK_EVERY_MS = 100

/** Which rows statements may see where PostgreSQL keeps tenants apart: those of one, or of all. */
export type Seen = { readonly tenant: string } | 'all tenants'

/** How it is found out what became of a transaction when the answer to its COMMIT is lost. */
export interface Trace {
  /** Its id. After a crash another may have got the same, so it only tells whether to wait. */
  readonly transaction: string
  readonly isStored: (session: Session) => Promise<boolean>
}

/** What a transaction gives, and what it can be found by. */
interface Marked<Result> {
  readonly result: Result
  readonly trace?: Trace
}

interface Attempt<Result> {
  /** Set when the COMMIT is sent. */
  marked?: Marked<Result>
  began?: boolean
}

/** Whatever the host's default is: what a statement sees must not be older than what its transaction has waited for. */
const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED'

/** The host's pool: reads, and transactions that are done again where others stood in the way. */
export class Database {
  readonly #pool: PostgresPool
  readonly #prepare: boolean
  /** Whether PostgreSQL itself keeps tenants apart. */
  rowSecurity: boolean

  constructor(pool: PostgresPool, options: { readonly prepare: boolean; readonly rowSecurity: boolean }) {
    heedBreaks(pool)
    this.#pool = pool
    this.#prepare = options.prepare
    this.rowSecurity = options.rowSecurity
  }

  /** Runs reads, each by itself; again on another connection where one broke: those of a pool outlive a server's restart. */
  async read<Result>(seen: Seen, run: (session: Session) => Promise<Result>): Promise<Result> {
    if (this.rowSecurity) return this.transaction(seen, run, 'BEGIN READ ONLY')
    for (let count = 1; ; count++)
      try {
        return await this.#session(run)
      } catch (error) {
        if (count >= READ_ATTEMPTS || !isLost(error)) throw storageError(error)
        await wait(2 ** count)
      }
  }

  /** Runs all in one transaction, again where a deadlock or another writer stood in the way. */
  transaction<Result>(seen: Seen, run: (session: Session) => Promise<Result>, begin?: string): Promise<Result> {
    return this.write(seen, async (session) => ({ result: await run(session) }), begin)
  }

  /** As {@link transaction}, but a commit whose answer was lost is looked up. */
  async write<Result>(seen: Seen, run: (session: Session) => Promise<Marked<Result>>, begin = BEGIN): Promise<Result> {
    for (let count = 1; ; count++) {
      const attempt: Attempt<Result> = {}
      try {
        return await this.#session((session) => this.#once(session, seen, begin, run, attempt))
      } catch (error) {
        if (attempt.marked && isLost(error)) return this.#lookUp(seen, attempt.marked, error)
        const stale = !attempt.began && count === 1 && isLost(error)
        if (count >= ATTEMPTS || !(stale || isRetryable(error))) throw storageError(error)
        await wait(Math.random() * Math.min(LONGEST_WAIT_MS, 2 ** count))
      }
    }
  }

  /** A connection for as long as something runs; one that broke is not used again. */
  async connected<Result>(run: (session: Session) => Promise<Result>): Promise<Result> {
    try {
      return await this.#session(run)
    } catch (error) {
      throw storageError(error)
    }
  }

  /** A connection for longer; `whole` says that it is as it was, else it is closed. */
  async open(): Promise<{ readonly session: Session; release(whole: boolean): void }> {
    try {
      const client = await this.#pool.connect()
      return { session: new Session(client, this.#prepare), release: (whole) => client.release(!whole) }
    } catch (error) {
      throw storageError(error)
    }
  }

  async #session<Result>(run: (session: Session) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect()
    try {
      const result = await run(new Session(client, this.#prepare))
      client.release()
      return result
    } catch (error) {
      client.release(isLost(error) ? (error as Error) : undefined)
      throw error
    }
  }

  async #once<Result>(
    session: Session,
    seen: Seen,
    begin: string,
    run: (session: Session) => Promise<Marked<Result>>,
    attempt: Attempt<Result>,
  ): Promise<Result> {
    await session.run(begin)
    attempt.began = true
    try {
      if (this.rowSecurity) await see(session, seen)
      const marked = await run(session)
      attempt.marked = marked
      await session.run('COMMIT')
      return marked.result
    } catch (error) {
      if (!isLost(error)) await session.run('ROLLBACK').catch(() => undefined)
      throw error
    }
  }

  /** Once the transaction is no longer under way, what it wrote is there or will never be. */
  async #lookUp<Result>(seen: Seen, { result, trace }: Marked<Result>, error: unknown): Promise<Result> {
    const until = Date.now() + ASK_FOR_MS
    while (trace && Date.now() < until) {
      const stored = await this.#ask(seen, trace).catch(() => undefined)
      if (stored === true) return result
      if (stored === false) throw storageError(error)
      await wait(ASK_EVERY_MS)
    }
    throw new KithError('STORAGE_UNSURE', {}, { cause: error })
  }

  /** Undefined: it is not decided yet. */
  async #ask(seen: Seen, { transaction, isStored }: Trace): Promise<boolean | undefined> {
    const underWay = await this.#session(async (session) => {
      const status = session.one('SELECT pg_xact_status(?::xid8)', [transaction])
      return (await status.catch(notYetGiven))?.[0] === 'in progress'
    })
    return underWay ? undefined : this.read(seen, isStored)
  }
}

/** After a crash an id may not be given again yet: then nobody is under way with it. */
function notYetGiven(error: unknown): undefined {
  if (codeOf(error) !== '22023') throw error
}

/** For the rest of the transaction. */
export async function see(session: Session, seen: Seen): Promise<void> {
  const tenant = seen === 'all tenants' ? '*' : seen.tenant
  await session.all("SELECT set_config('kith.tenant', ?, true)", [tenant])
}
