import type * as z from 'zod'
import { isPlainObject, jsonPointer } from '../shared/canonical-json.ts'
import type { Issue } from '../shared/errors.ts'
import { type IssueCode, issue } from '../shared/issues.ts'

type Params = Readonly<Record<string, string | number>>

/** The issues of zod as ours. `path` goes before theirs, as far as that part of the input is really there. */
export function toIssues(found: readonly z.core.$ZodIssue[], path: readonly PropertyKey[], input: unknown): Issue[] {
  return found.flatMap((one) => {
    const at = jsonPointer([...path, ...present(one.path, input)])
    if (one.code === 'unrecognized_keys')
      return one.keys.map((field) => issue(`${at}${jsonPointer([field])}`, 'unknown-field', { field }))
    const branch = one.code === 'invalid_union' ? fitting(one.errors) : undefined
    if (branch)
      return toIssues(
        branch.map((inner) => ({ ...inner, path: [...one.path, ...inner.path] })),
        path,
        input,
      )
    const [code, params] = ours(one, input)
    return [issue(at, code, params)]
  })
}

/** The alternative of a union that was meant: the one that the value has the kind of. */
function fitting(alternatives: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  return alternatives.find((issues) => !issues.some((one) => one.code === 'invalid_type' && one.path.length === 0))
}

/** A plain e-mail is parsed as an item `{ value }`: its path ends where the input does. */
function present(path: readonly PropertyKey[], input: unknown): PropertyKey[] {
  const steps: PropertyKey[] = []
  let current = input
  for (const step of path) {
    if (!Array.isArray(current) && !isPlainObject(current)) break
    steps.push(step)
    current = (current as Readonly<Record<PropertyKey, unknown>>)[step]
  }
  return steps
}

function ours(one: z.core.$ZodIssue, input: unknown): readonly [IssueCode, Params?] {
  switch (one.code) {
    case 'custom':
      return [(one.params?.['code'] as IssueCode) ?? 'type', one.params?.['params'] as Params]
    case 'too_big':
      return [
        one.origin === 'string' ? 'too-long' : one.origin === 'array' ? 'too-many' : 'too-large',
        { maximum: Number(one.maximum) },
      ]
    case 'too_small':
      return [one.origin === 'string' ? 'too-short' : 'too-small', { minimum: Number(one.minimum) }]
    case 'invalid_value':
      return ['option', { options: one.values.map(String).join(', ') }]
    case 'invalid_type':
      return wrongType(one, input)
    case 'invalid_union':
      return ['type', { expected: kindsOf(one.errors) }]
    default:
      return ['type', { expected: 'another kind of value' }]
  }
}

/** What the alternatives of a union take, where each is of another kind. */
function kindsOf(alternatives: readonly (readonly z.core.$ZodIssue[])[]): string {
  const kinds = alternatives.flatMap(([first]) =>
    first?.code === 'invalid_type' ? (EXPECTED[first.expected] ?? []) : [],
  )
  return [...new Set(kinds)].join(' or ') || 'another kind of value'
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function wrongType(one: z.core.$ZodIssueInvalidType, input: unknown): readonly [IssueCode, Params?] {
  const value = one.path.reduce<unknown>(
    (at, step) => (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[step],
    input,
  )
  if (value === undefined && one.path.length > 0) return ['required']
  if (one.expected === 'int' && typeof value === 'number') return ['integer']
  return ['type', { expected: EXPECTED[one.expected] ?? one.expected }]
}
