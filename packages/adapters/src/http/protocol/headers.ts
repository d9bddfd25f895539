import { type Issue, KithError } from '@kith/core/shared'

/** Names of the headers that Kith gives a meaning of its own. */
export const HEADERS = {
  site: 'Kith-Site',
  visitor: 'Kith-Visitor',
  request: 'Kith-Request',
  correlation: 'Kith-Correlation',
  key: 'Idempotency-Key',
} as const

/** The entity tag of a version: `"3"`. */
export const versionTag = (version: number): string => `"${version}"`

/**
 * The version of an `If-Match`: exactly one strong tag that the server gave. `*` counts as none, because it would
 * overwrite what the sender never saw; a weak tag or a list is refused.
 *
 * @throws KithError `INVALID_INPUT`
 */
export function readVersion(header: string | null): number | undefined {
  const value = header?.trim()
  if (value === undefined || value === '*') return undefined
  const [, version] = /^"([1-9]\d{0,14})"$/.exec(value) ?? []
  if (version !== undefined) return Number(version)
  throw headerIssue('If-Match', 'version', 'Send the ETag of the record as it came, as "3".')
}

/**
 * An idempotency key: 8 to 200 visible ASCII characters.
 *
 * @throws KithError `INVALID_INPUT`
 */
export function readKey(header: string | null): string | undefined {
  if (header === null) return undefined
  if (/^[\x21-\x7e]{8,200}$/.test(header)) return header
  throw headerIssue(HEADERS.key, 'key', 'Send 8 to 200 visible ASCII characters, a new UUID for each intent.')
}

/** @throws KithError `INVALID_INPUT` */
export function readCorrelation(header: string | null): string | undefined {
  if (header === null) return undefined
  if (/^[\x21-\x7e]{1,100}$/.test(header)) return header
  throw headerIssue(HEADERS.correlation, 'correlation', 'Send 1 to 100 visible ASCII characters.')
}

/** The number of `Last-Event-ID`; what is no number of ours is left out, as the standard asks. */
export function readEventId(header: string | null): number | undefined {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : undefined
}

function headerIssue(name: string, code: string, message: string): KithError {
  const issue: Issue = { path: `/headers/${name}`, code, message }
  return new KithError('INVALID_INPUT', { issues: [issue] })
}
