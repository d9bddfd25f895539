import * as z from 'zod'
import { utf8Length } from '../../shared/bytes.ts'
import { canonicalJson, isPlainObject } from '../../shared/canonical-json.ts'
import { isKithError } from '../../shared/errors.ts'
import { LIMITS } from '../../shared/limits.ts'
import { type FieldParser, refused } from './parser.ts'

/** Any JSON value up to the limits, without `__proto__` keys; copied, so that later changes to the input do not reach it. */
export const parseJson: FieldParser = (_, { mode }) =>
  mode === 'stored'
    ? z.unknown()
    : z.unknown().check((payload) => {
        const { value } = payload
        const issue = refusalOf(value)
        if (issue) payload.issues.push(issue)
        else payload.value = JSON.parse(canonicalJson(value))
      })

function refusalOf(value: unknown) {
  if (!isShallow(value, LIMITS.jsonDepth)) return refused('too-deep', value, { maximum: LIMITS.jsonDepth })
  if (hasPrototypeKey(value)) return refused('not-json', value)
  try {
    const bytes = utf8Length(canonicalJson(value))
    return bytes > LIMITS.jsonBytes ? refused('too-many-bytes', value, { maximum: LIMITS.jsonBytes }) : undefined
  } catch (error) {
    if (!isKithError(error)) throw error
    return refused('not-json', value)
  }
}

function partsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isPlainObject(value) ? Object.values(value) : []
}

function isShallow(value: unknown, levels: number): boolean {
  return levels >= 0 && partsOf(value).every((part) => isShallow(part, levels - 1))
}

function hasPrototypeKey(value: unknown): boolean {
  return (isPlainObject(value) && Object.hasOwn(value, '__proto__')) || partsOf(value).some(hasPrototypeKey)
}
