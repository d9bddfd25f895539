import * as z from 'zod'
import { type Issue, KithError } from '../shared/errors.ts'
import { isId } from '../shared/id.ts'
import { type IssueCode, issue } from '../shared/issues.ts'

/** The id of a record. */
export const idInput = z.string().refine(isId, { error: 'id' })

/** A text of one line. */
export const lineInput = z.string().max(200)

/** An amount in the smallest unit of its currency. */
export const moneyInput = z.strictObject({
  amountMinor: z.int(),
  currency: z.string().regex(/^[A-Z]{3}$/, { error: 'currency' }),
})

/**
 * Reads the input of an operation.
 *
 * @throws KithError `INVALID_INPUT` with one issue for each value that cannot be used
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input, { reportInput: true })
  if (result.success) return result.data
  throw new KithError('INVALID_INPUT', { issues: result.error.issues.flatMap(toIssues) })
}

function toIssues(found: z.core.$ZodIssue): readonly Issue[] {
  const path = pointer(found.path)
  switch (found.code) {
    case 'unrecognized_keys':
      return found.keys.map((key) => issue(pointer([...found.path, key]), 'unknown-field', { field: key }))
    case 'invalid_type':
      return [found.input === undefined ? issue(path, 'required') : issue(path, 'type', { expected: found.expected })]
    case 'too_big':
      return [issue(path, tooMuch(found.origin), { maximum: Number(found.maximum) })]
    case 'too_small':
      return [
        issue(path, found.origin === 'string' && found.minimum === 1 ? 'required' : tooLittle(found.origin), {
          minimum: Number(found.minimum),
        }),
      ]
    case 'invalid_value':
      return [issue(path, 'option', { options: found.values.join(', ') })]
    default:
      return [
        issue(path, KNOWN.has(found.message) ? (found.message as IssueCode) : 'type', { expected: 'another value' }),
      ]
  }
}

/** Codes that the schemas above give as their own message. */
const KNOWN: ReadonlySet<string> = new Set(['id', 'currency', 'required', 'too-many'] satisfies IssueCode[])

const tooMuch = (origin: string): IssueCode =>
  origin === 'string' ? 'too-long' : origin === 'number' || origin === 'int' ? 'too-large' : 'too-many'
const tooLittle = (origin: string): IssueCode => (origin === 'string' ? 'too-short' : 'too-small')

/** A JSON Pointer (RFC 6901). */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
