import type { Pool } from 'pg'
import type { PostgresClient, PostgresPool, PostgresResult, PostgresStatement } from '../pool.ts'

/** Stands between a storage and its server. */
export interface Meddler {
  readonly pool: PostgresPool
  /** Called for every statement, from now on; `go` lets it through. */
  meddle(how: (statement: PostgresStatement, go: () => Promise<PostgresResult>) => Promise<PostgresResult>): void
}

export function meddling(pool: Pool): Meddler {
  let how: Parameters<Meddler['meddle']>[0] = (_, go) => go()
  return {
    pool: {
      async connect() {
        const client: PostgresClient = await pool.connect()
        return {
          query: (statement) => how(statement, () => client.query(statement)),
          on: client.on.bind(client),
          removeListener: client.removeListener.bind(client),
          release: (error) => client.release(error),
        }
      },
    },
    meddle(next) {
      how = next
    },
  }
}

/** What `pg` throws when a connection breaks. */
export function broken(): Error {
  return new Error('Connection terminated unexpectedly')
}
