import { ERROR_CODES, type ErrorCode, type ErrorDetails, KithError } from '@kith/core/shared'

/** The body of every error: RFC 9457 problem details. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  readonly detail: string
  readonly requestId?: string
  readonly [detail: string]: unknown
}

export const PROBLEM_TYPE = 'application/problem+json'

const OWN = ['type', 'title', 'status', 'code', 'detail', 'requestId']

/**
 * The problem of an error. Details of the error stand beside the standard members. Of what is not there and of what
 * went wrong inside, nothing but the code is told: a 404 is the same text for every id.
 *
 * @example
 * problemOf(new KithError('VERSION_CONFLICT', { current: deal }), 'req-1').current // deal
 */
export function problemOf(error: KithError, requestId: string): Problem {
  const { code } = error
  const { status } = ERROR_CODES[code]
  const silent = code === 'NOT_FOUND' || status >= 500
  const told = code === 'INTERNAL' || silent ? { requestId } : error.details
  return {
    ...(silent && status !== 503 ? {} : tellable(error.details)),
    type: `urn:kith:error:${code}`,
    title: title(code),
    status,
    code,
    detail: new KithError(code, status === 503 ? error.details : told).message,
    ...(code === 'NOT_FOUND' ? {} : { requestId }),
  }
}

/** The error that a problem was made of; undefined where a text is no problem of Kith. */
export function errorOfProblem(problem: unknown): KithError | undefined {
  if (typeof problem !== 'object' || problem === null) return undefined
  const { code } = problem as Problem
  if (typeof code !== 'string' || !Object.hasOwn(ERROR_CODES, code)) return undefined
  const details = Object.entries(problem).filter(([name]) => !OWN.includes(name))
  const { requestId } = problem as Problem
  if (code === 'INTERNAL' && requestId !== undefined) details.push(['requestId', requestId])
  return new KithError(code, Object.fromEntries(details))
}

/** What went wrong by its code, the same for each occurrence: `VERSION_CONFLICT` is "Version conflict". */
const title = (code: ErrorCode) => code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ')

function tellable(details: ErrorDetails): ErrorDetails {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !OWN.includes(name)))
}
