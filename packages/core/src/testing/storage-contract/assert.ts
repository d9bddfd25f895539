import type { ErrorCode } from '../../shared/index.ts'
import { isKithError } from '../../shared/index.ts'

/** Deep equality of plain data. Members that are undefined count as absent; prototypes do not count. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false
    return left.every((item, at) => isSame(item, right[at]))
  }
  const [a, b] = [members(left), members(right)]
  return (
    a.length === b.length &&
    a.every(([key, value]) => Object.hasOwn(right, key) && isSame(value, (right as Record<string, unknown>)[key]))
  )
}

function members(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, member]) => member !== undefined)
}

/** Fails with both values in the message. */
export function equal(actual: unknown, expected: unknown, what = 'The answer'): void {
  if (!isSame(actual, expected)) throw new Error(`${what} is ${show(actual)}, expected ${show(expected)}`)
}

export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(`Does not hold: ${what}`)
}

/** Fails unless the promise is refused with this code, and with these details where given. */
export async function refused(
  promise: Promise<unknown>,
  code: ErrorCode,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if (!('error' in outcome)) throw new Error(`Expected the refusal ${code}, got the answer ${show(outcome.value)}`)
  const { error } = outcome
  if (!isKithError(error, code)) throw new Error(`Expected the refusal ${code}, got ${String(error)}`, { cause: error })
  for (const [name, value] of Object.entries(details)) equal(error.details[name], value, `Detail "${name}" of ${code}`)
}

function show(value: unknown): string {
  const text =
    JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member)) ?? String(value)
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}
