import { equalSecrets } from '../shared/bytes.ts'
import { hmacSha256 } from '../shared/sha256.ts'

/** What a form's token says: when it was shown, and what it showed. */
export interface RenderFacts {
  readonly formId: string
  readonly formVersion: number
  /** Instant of rendering. */
  readonly renderedAt: string
  /** Digest of the consent texts that were shown; see `consentDigest`. */
  readonly consentDigest: string
}

/** Whether a submission looks like a robot's. A suspect is put into quarantine, never refused or dropped. */
export interface SpamVerdict {
  readonly suspect: boolean
  /** `honeypot`, `no-token`, `forged-token`, `too-fast`, `too-old`. */
  readonly reason?: string
}

/** Nobody sends a form faster, not even with the browser's autofill; the form element waits this long before it sends. */
export const FASTEST_MS = 500
/** A page that was open longer is read by a robot, or its form has changed. */
export const SLOWEST_MS = 24 * 60 * 60 * 1_000

/**
 * Signs when and how a form was shown. The text is safe in URLs and in hidden inputs, and says nothing secret.
 *
 * @param secret Key of the tenant
 */
export function signRender(facts: RenderFacts, secret: string): string {
  const payload = [Date.parse(facts.renderedAt).toString(36), facts.formVersion.toString(36), facts.consentDigest].join(
    '.',
  )
  return `${payload}.${signature(facts.formId, payload, secret)}`
}

/** What a token of {@link signRender} says, or undefined where it was not made with this secret for this form. */
export function readRender(token: string, formId: string, secret: string): RenderFacts | undefined {
  const at = token.lastIndexOf('.')
  const payload = token.slice(0, Math.max(at, 0))
  if (at < 1 || !equalSecrets(token.slice(at + 1), signature(formId, payload, secret))) return undefined
  const [time = '', version = '', consentDigest = ''] = payload.split('.')
  return {
    formId,
    formVersion: Number.parseInt(version, 36),
    renderedAt: new Date(Number.parseInt(time, 36)).toISOString(),
    consentDigest,
  }
}

/** What {@link judgeSubmission} looks at. */
export interface SpamEvidence {
  /** Content of the field that people do not see. */
  readonly honeypot?: string | undefined
  /** As sent; undefined where none was sent. */
  readonly token?: string | undefined
  /** As read from the token; undefined where it was forged. */
  readonly facts?: RenderFacts | undefined
  readonly now: string
  /** Suspects what comes without a token. Pages without JavaScript and scripts that call the API have none. Default false. */
  readonly tokenNeeded?: boolean
}

/**
 * Judges a submission by its honeypot and the time it took to fill in.
 *
 * @example
 * judgeSubmission({ honeypot: 'http://spam', now }) // { suspect: true, reason: 'honeypot' }
 */
export function judgeSubmission({ honeypot, token, facts, now, tokenNeeded = false }: SpamEvidence): SpamVerdict {
  if (honeypot !== undefined && honeypot !== '') return suspect('honeypot')
  if (token === undefined || token === '') return tokenNeeded ? suspect('no-token') : { suspect: false }
  if (!facts) return suspect('forged-token')
  const ageMs = Date.parse(now) - Date.parse(facts.renderedAt)
  if (ageMs < FASTEST_MS) return suspect('too-fast')
  return ageMs > SLOWEST_MS ? suspect('too-old') : { suspect: false }
}

const suspect = (reason: string): SpamVerdict => ({ suspect: true, reason })

function signature(formId: string, payload: string, secret: string): string {
  return hmacSha256(secret, `form-render\n${formId}\n${payload}`).slice(0, 32)
}
