import { KithError } from '@kith/core/shared'

/** Names of what a browser throws when a database cannot be used: https://www.w3.org/TR/IndexedDB/#exceptions */
const UNAVAILABLE: Readonly<Record<string, string>> = {
  AbortError: 'the browser gave a transaction up',
  InvalidStateError: 'the database was closed',
  NotAllowedError: 'the browser does not let this page store anything',
  NotFoundError: 'the database has not the tables of Kith; it was made by another program',
  SecurityError: 'the browser does not let this page store anything',
  TimeoutError: 'the browser gave a transaction up',
  UnknownError: 'the browser cannot read its files',
}

/** Something like a DOMException, also one of another window. */
function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null ? String((error as { name?: unknown }).name) : ''
}

/** What a browser throws, as an error that callers know. Errors of other kinds stay as they are. */
export function storageError(error: unknown): unknown {
  const name = nameOf(error)
  if (name === 'QuotaExceededError') return new KithError('STORAGE_FULL', {}, { cause: error })
  const words = Object.hasOwn(UNAVAILABLE, name) ? UNAVAILABLE[name] : undefined
  if (words === undefined) return error
  const { message } = error as DOMException
  return new KithError('STORAGE_UNAVAILABLE', { reason: message ? `${words} (${message})` : words }, { cause: error })
}
