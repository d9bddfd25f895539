import { KithError } from '@kith/core/shared'

/** Another transaction stood in the way: the same again may go through. */
const RETRY = new Set(['40001', '40P01', '55P03'])
/** SQLSTATE of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const DISK_FULL = '53100'
const TOO_LARGE_FOR_INDEX = '54000'
/** A statement that was prepared is not there, or another has its name: this connection is not the one that it was. */
const OTHER_CONNECTION = new Set(['26000', '42P05'])
/** Classes of SQLSTATE that say that there is no server to talk to, or that it is going away. */
const GONE = /^(08|57P|53)/
/** Errors of Node's sockets. */
const SOCKET = /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/
/** What pg itself says when a connection breaks; these errors have no code. */
const BROKEN =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

const POOLED = 'connections change between transactions, as behind a pooler: open it with `prepare: false`'

/** The whole batch is to be done again: what it waited for has changed. */
export class Again extends Error {}

export function isRetryable(error: unknown): boolean {
  return error instanceof Again || RETRY.has(codeOf(error))
}

/** The connection broke, or there was none: it must not be used again. */
export function isLost(error: unknown): boolean {
  const code = codeOf(error)
  if (code !== '') return code !== DISK_FULL && (GONE.test(code) || SOCKET.test(code))
  return error instanceof Error && BROKEN.test(error.message)
}

/** What PostgreSQL says, as an error that callers know. */
export function storageError(error: unknown): unknown {
  if (error instanceof KithError) return error
  const code = codeOf(error)
  if (code === DISK_FULL) return new KithError('STORAGE_FULL', {}, { cause: error })
  const message = error instanceof Error ? error.message || code : String(error)
  if (isLost(error) || isRetryable(error)) return unavailable(message, error)
  if (code === TOO_LARGE_FOR_INDEX) return unavailable(`a value is too long for its index (${message})`, error)
  if (OTHER_CONNECTION.has(code)) return unavailable(`${POOLED} (${message})`, error)
  return code === '' ? error : unavailable(`PostgreSQL says "${message}" (${code})`, error)
}

function unavailable(reason: string, cause: unknown): KithError {
  return new KithError('STORAGE_UNAVAILABLE', { reason }, { cause })
}

export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code
  return !(error instanceof KithError) && typeof code === 'string' ? code : ''
}
