import { ERROR_CODES, type ErrorCode } from './error-codes.ts'

/** One value that was refused: where it is, why, and what would be accepted. */
export interface Issue {
  /** JSON Pointer (RFC 6901) from the root of the input, `''` for the whole. */
  readonly path: string
  /** Stable reason, a key of the locale files: `required`, `email`, `too-long`, `unknown-field`… */
  readonly code: string
  /** English sentence that says what to do. */
  readonly message: string
  /** Numbers and names for the sentence: `{ maximum: 200 }`. */
  readonly params?: Readonly<Record<string, string | number>>
}

/** What an error carries beside its code. Values fill the `{names}` of its sentence. */
export interface ErrorDetails {
  readonly issues?: readonly Issue[]
  /** The record as it is now, on `VERSION_CONFLICT`. */
  readonly current?: unknown
  readonly [name: string]: unknown
}

/**
 * The one error class: a stable {@link ErrorCode}, an English sentence, and details for machines.
 *
 * @example
 * throw new KithError('STAGE_NOT_IN_PIPELINE', { stageId: 'won' })
 */
export class KithError extends Error {
  override readonly name = 'KithError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(sentence(code, details), options)
    this.code = code
    this.details = details
  }

  /** The HTTP status that this code is answered with. */
  get status(): number {
    return ERROR_CODES[this.code].status
  }
}

/** Tells a {@link KithError}, also one that another copy of this package made; with `code`, only that one. */
export function isKithError(error: unknown, code?: ErrorCode): error is KithError {
  if (typeof error !== 'object' || error === null || (error as Error).name !== 'KithError') return false
  return code === undefined || (error as KithError).code === code
}

/** Issues that a sentence names: whoever only logs it sees where to look. */
const NAMED = 3
const LONGEST_PATH = 100

function sentence(code: ErrorCode, details: ErrorDetails): string {
  if (code === 'INVALID_INPUT' && details.issues?.length) return issuesInWords(details.issues)
  return ERROR_CODES[code].text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? name))
}

function issuesInWords(issues: readonly Issue[]): string {
  const named = issues
    .slice(0, NAMED)
    .map(({ path, message }) => `${path.slice(0, LONGEST_PATH) || 'The input'}: ${message}`)
  const more = issues.length > NAMED ? ` And ${issues.length - NAMED} more, see \`issues\`.` : ''
  return `Some values cannot be used. ${named.join(' ')}${more}`
}
