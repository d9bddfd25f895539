import { isKithError, KithError } from '@kith/core/shared'
import type { Batch, FieldMap, Model, ObjectDefinition, Piece } from '@kith/core/storage'
import type { Lease, WriterOptions } from './writer.ts'

/** What the thread that writes is started with. */
export interface ThreadOptions extends Pick<WriterOptions, 'file' | 'groupCommitMs' | 'maxPages' | 'indexes'> {
  /** The module whose default export is the class of better-sqlite3. */
  readonly driver?: string
}

/** What the thread that writes is asked for. */
export type Request =
  | { readonly what: 'use'; readonly model: ModelParts }
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

/** A model without its functions. */
export interface ModelParts {
  readonly objects: readonly ObjectDefinition[]
  readonly fields: readonly FieldMap[]
}

export function modelParts(model: Model): ModelParts {
  const objects = [...model.objects.values()]
  return { objects, fields: objects.map(({ name }) => model.fields(name)) }
}

/** The model again, as far as a store asks it. */
export function modelOf({ objects, fields }: ModelParts): Model {
  const byName = new Map(objects.map((object) => [object.name, object]))
  const byPlural = new Map(objects.map((object) => [object.plural, object]))
  // A clone has a prototype; in a model nobody finds `constructor`.
  const fieldsOf = new Map(
    objects.map(({ name }, at): [string, FieldMap] => [name, Object.assign(Object.create(null), fields[at])]),
  )
  return {
    objects: byName,
    object: (name) => found(byName.get(name), name),
    byPlural: (plural) => found(byPlural.get(plural), plural),
    fields: (name) => found(fieldsOf.get(name), name),
    field: (name, id) => fieldsOf.get(name)?.[id],
    withFields: () => {
      throw new KithError('NOT_SUPPORTED', {
        storage: 'sqlite',
        feature: 'fields of a tenant in the thread that writes',
      })
    },
  }
}

function found<Value>(value: Value | undefined, object: string): Value {
  if (value === undefined) throw new KithError('UNKNOWN_OBJECT', { object })
  return value
}

/** An error as data: what a clone keeps of a {@link KithError} has no code. */
interface PlainError {
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
