import { KithError } from '@kith/core/shared'

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const BUSY = 5
const FULL = 13

/** What node:sqlite throws. */
interface SqliteError extends Error {
  readonly errcode: number
  readonly errstr: string
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && (error as { code?: unknown }).code === 'ERR_SQLITE_ERROR'
}

/** Another process holds the write lock of the file. */
export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && (error.errcode & 0xff) === BUSY
}

/** What SQLite says, as an error that callers know. Errors of other kinds stay as they are. */
export function storageError(error: unknown): unknown {
  // Only what was stored is parsed here, and it was JSON when it was written.
  if (error instanceof SyntaxError) return damaged(error)
  if (!isSqliteError(error)) return error
  if ((error.errcode & 0xff) === FULL) return new KithError('STORAGE_FULL', {}, { cause: error })
  return new KithError('STORAGE_UNAVAILABLE', { reason: error.message }, { cause: error })
}

function damaged(cause: SyntaxError): KithError {
  const reason = `a value in the file is damaged (${cause.message}); run kith doctor, and restore a backup`
  return new KithError('STORAGE_UNAVAILABLE', { reason }, { cause })
}

/** Runs something on the database; its errors come out as {@link storageError}. */
export function guarded<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    throw storageError(error)
  }
}
