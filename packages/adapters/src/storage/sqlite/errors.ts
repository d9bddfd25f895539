import { KithError } from '@kith/core/shared'

/**
 * The primary result code of SQLite (https://sqlite.org/rescode.html) of what a driver threw: `BUSY`, `FULL`, and so on.
 * node:sqlite tells a number, better-sqlite3 the name with what extends it (`SQLITE_BUSY_SNAPSHOT`).
 */
function resultOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: number }
  if (typeof code !== 'string') return undefined
  if (code === 'ERR_SQLITE_ERROR') return RESULTS[(errcode ?? 0) & 0xff] ?? 'ERROR'
  return /^(?:UNKNOWN_)?SQLITE_([A-Z]+)/.exec(code)?.[1]
}

const RESULTS: Readonly<Record<number, string>> = {
  5: 'BUSY',
  8: 'READONLY',
  10: 'IOERR',
  13: 'FULL',
  14: 'CANTOPEN',
}

/** Another process holds the write lock of the file. */
export function isBusy(error: unknown): boolean {
  return resultOf(error) === 'BUSY'
}

/** SQLite may not write the file, or what it needs beside it. */
export function cannotWrite(error: unknown): boolean {
  return resultOf(error) === 'READONLY' || cannotOpen(error)
}

export function cannotOpen(error: unknown): boolean {
  return resultOf(error) === 'CANTOPEN'
}

/** A disk is full or gives no file; it may also be that of the temporary folder. */
export function isDiskError(error: unknown): boolean {
  return ['IOERR', 'FULL', 'CANTOPEN'].includes(resultOf(error) ?? '')
}

/** What SQLite says, as an error that callers know. Errors of other kinds stay as they are. */
export function storageError(error: unknown): unknown {
  // Only what was stored is parsed here, and it was JSON when it was written.
  if (error instanceof SyntaxError) return damaged(error)
  const result = resultOf(error)
  if (result === undefined) return error
  if (result === 'FULL') return new KithError('STORAGE_FULL', {}, { cause: error })
  return new KithError('STORAGE_UNAVAILABLE', { reason: (error as Error).message }, { cause: error })
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

/** A refusal with a reason; what caused it stays as it is where it says so itself. */
export function unavailable(reason: string, cause?: unknown): KithError {
  if (cause instanceof KithError) return cause
  return new KithError('STORAGE_UNAVAILABLE', { reason }, { cause })
}
