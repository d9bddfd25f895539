/** A statement as `pg` takes it. */
export interface PostgresStatement {
  readonly text: string
  readonly values: readonly unknown[]
  readonly rowMode: 'array'
  /** Statements with a name are prepared once for each connection. */
  readonly name?: string
  readonly types: { getTypeParser(oid: number, format?: string): (text: string) => unknown }
}

/** The part of a client of `pg` that is used. */
export interface PostgresClient {
  // biome-ignore lint/suspicious/noExplicitAny: pg has a dozen overloads; what is given and taken is typed where it is called
  query(statement: any): Promise<any>
  on(event: 'notification' | 'error', listener: (message: { readonly payload?: string | undefined }) => void): unknown
  removeAllListeners(event: 'notification'): unknown
  /** With an error: the connection is closed, not used again. */
  release(error?: Error | boolean): void
}

/** A `Pool` of `pg`, or what behaves so. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>
}
