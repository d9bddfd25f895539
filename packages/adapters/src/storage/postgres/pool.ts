/** A statement as `pg` takes it. */
export interface PostgresStatement {
  text: string
  /** Numbers, texts, and buffers: those are sent as they are, in PostgreSQL's binary form. */
  values: unknown[]
  rowMode: 'array'
  /** Statements with a name are prepared once for each connection. */
  name?: string
  types: { getTypeParser: (oid: number, format?: never) => (text: never) => unknown }
}

/** What `pg` answers: several statements in one text give several. */
export interface PostgresResult {
  readonly rows: unknown[][]
  readonly rowCount: number | null
}

/** The part of a client of `pg` that is used. */
export interface PostgresClient {
  query(statement: PostgresStatement): Promise<PostgresResult>
  on(event: 'notification', listener: (message: { readonly payload?: string | undefined }) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  removeListener(event: 'notification' | 'error', listener: (...heard: unknown[]) => void): unknown
  /** With an error: the connection is closed, not used again. */
  release(error?: Error | boolean): void
}

/** A `Pool` of `pg`, or what behaves so. */
export interface PostgresPool {
  readonly options?: { readonly max?: number }
  on?(event: 'connect', listener: (client: PostgresClient) => void): unknown
  on?(event: 'error', listener: (error: Error) => void): unknown
  connect(): Promise<PostgresClient>
}

const heeded = new WeakSet<PostgresPool>()

/**
 * A connection that breaks says so by an event, which ends the process where nobody listens. Who uses the connection is
 * told anyway, and an idle one is replaced.
 */
export function heedBreaks(pool: PostgresPool): void {
  if (heeded.has(pool)) return
  heeded.add(pool)
  pool.on?.('connect', (client) => void client.on('error', () => undefined))
  pool.on?.('error', () => undefined)
}
