import { isKithError, KithError } from '@kith/core/shared'
import type { Batch, ObjectDefinition, Piece } from '@kith/core/storage'
import type { Lease, WriterOptions } from './writer.ts'

/** What the thread that writes is started with. */
export interface ThreadOptions extends Pick<WriterOptions, 'file' | 'groupCommitMs' | 'maxPages' | 'indexes'> {
  /** The module whose default export is the class of better-sqlite3. */
  readonly driver?: string
}

/** What the thread that writes is asked for. */
export type Request =
  /** The objects of a model. */
  | { readonly what: 'use'; readonly objects: readonly ObjectDefinition[] }
  /** The file, opened by the thread that starts this one: see `HeldFile`. */
  | { readonly what: 'hold'; readonly descriptor: number }
  | { readonly what: 'commit'; readonly tenant: string; readonly batch: Batch }
  | { readonly what: 'load'; readonly tenant: string; readonly pieces: readonly Piece[] }
  | { readonly what: 'lease'; readonly tenant: string; readonly lease: Lease }
  | { readonly what: 'backup'; readonly to: string }
  | { readonly what: 'tidy' }
  | { readonly what: 'watch'; readonly on: boolean }
  /** Answered when all that was asked for before is done. */
  | { readonly what: 'finish' }
  | { readonly what: 'close' }

/** A request with its number, which the answer has too. */
export interface Message {
  readonly id: number
  readonly request: Request
}

/** What the thread that writes says; it posts a list of them. */
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: PlainError }
  | { readonly changed: string }

/** An error as data: what a clone keeps of a {@link KithError} has no code. */
export interface PlainError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  readonly kith?: Pick<KithError, 'code' | 'details'>
  readonly cause?: PlainError
}

export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: undefined }
  const { name, message, stack, cause } = error
  const kith = isKithError(error) ? { kith: { code: error.code, details: error.details } } : {}
  return { name, message, stack, ...kith, ...(cause instanceof Error && { cause: plainError(cause) }) }
}

export function errorOf({ name, message, stack, kith, cause }: PlainError): Error {
  const options = cause && { cause: errorOf(cause) }
  const error = kith ? new KithError(kith.code, kith.details, options) : new Error(message, options)
  if (!kith) Object.defineProperty(error, 'name', { value: name })
  return stack === undefined ? error : Object.assign(error, { stack })
}
