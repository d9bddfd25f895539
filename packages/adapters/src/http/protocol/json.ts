import { type Issue, type IssueCode, issue, jsonPointer, KithError } from '@kith/core/shared'
import type { JsonSchema } from './types.ts'

const DEEPEST = 32
/** Read only by those who set a prototype by mistake. */
const REFUSED_KEY = '__proto__'

/**
 * Reads a JSON object of a request: at most 32 levels, no member called `__proto__`.
 *
 * @throws KithError `INVALID_INPUT`
 */
export function parseJsonObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid('', 'not-json', 'The body is not JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('', 'type', 'The body has to be a JSON object.')
  }
  checkTree(value, [])
  return value as Record<string, unknown>
}

function checkTree(value: object, path: readonly PropertyKey[]): void {
  if (path.length > DEEPEST) throw invalid(jsonPointer(path.slice(0, 4)), 'too-deep', `At most ${DEEPEST} levels.`)
  for (const [key, member] of Object.entries(value)) {
    if (key === REFUSED_KEY) throw invalid(jsonPointer([...path, key]), 'unknown-field', 'No field has this name.')
    if (typeof member === 'object' && member !== null) checkTree(member, [...path, key])
  }
}

const invalid = (path: string, code: string, message: string) =>
  new KithError('INVALID_INPUT', { issues: [{ path, code, message }] })

/**
 * What does not fit the schema of a body. Knows the keywords that the route table uses: type, properties, required,
 * additionalProperties, items, maxItems, maxProperties, minLength, maxLength, minimum, anyOf.
 */
export function checkSchema(schema: JsonSchema, value: unknown, path: readonly PropertyKey[] = []): readonly Issue[] {
  if (Array.isArray(schema['anyOf'])) {
    const tries = (schema['anyOf'] as JsonSchema[]).map((choice) => checkSchema(choice, value, path))
    return tries.some((issues) => issues.length === 0) ? [] : (tries[0] ?? [])
  }
  const type = schema['type']
  if (typeof type === 'string' && !isOfType(type, value)) return [at(path, 'type', { expected: type })]
  if (typeof value === 'string') return checkText(schema, value, path)
  if (typeof value === 'number') {
    const minimum = schema['minimum']
    return typeof minimum === 'number' && value < minimum ? [at(path, 'too-small', { minimum })] : []
  }
  if (Array.isArray(value)) return checkList(schema, value, path)
  return typeof value === 'object' && value !== null ? checkObject(schema, value, path) : []
}

const at = (path: readonly PropertyKey[], code: IssueCode, params?: Readonly<Record<string, string | number>>) =>
  issue(jsonPointer(path), code, params)

function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isSafeInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

function checkText(schema: JsonSchema, value: string, path: readonly PropertyKey[]): readonly Issue[] {
  const { minLength, maxLength } = schema
  if (typeof minLength === 'number' && value.length < minLength) return [at(path, 'required')]
  if (typeof maxLength === 'number' && value.length > maxLength) {
    return [at(path, 'too-long', { maximum: maxLength })]
  }
  return []
}

function checkList(schema: JsonSchema, value: readonly unknown[], path: readonly PropertyKey[]): readonly Issue[] {
  const { maxItems, items } = schema
  if (typeof maxItems === 'number' && value.length > maxItems) {
    return [at(path, 'too-many', { maximum: maxItems })]
  }
  return value.flatMap((item, index) => checkSchema((items ?? {}) as JsonSchema, item, [...path, index]))
}

function checkObject(schema: JsonSchema, value: object, path: readonly PropertyKey[]): readonly Issue[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>
  const others = schema['additionalProperties'] ?? true
  const { maxProperties } = schema
  if (typeof maxProperties === 'number' && Object.keys(value).length > maxProperties) {
    return [at(path, 'too-many', { maximum: maxProperties })]
  }
  const missing = ((schema['required'] ?? []) as readonly string[]).filter((name) => !Object.hasOwn(value, name))
  const issues = missing.map((name) => at([...path, name], 'required'))
  for (const [name, member] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : others
    if (known === false) issues.push(at([...path, name], 'unknown-field', { field: name }))
    else if (typeof known === 'object') issues.push(...checkSchema(known as JsonSchema, member, [...path, name]))
  }
  return issues
}
