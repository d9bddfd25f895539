import { KithError } from './errors.ts'
import { isStorableText } from './fold.ts'

const DEEPEST = 200

/**
 * The canonical JSON of RFC 8785 (JCS): members sorted by UTF-16 units, numbers as ECMAScript writes them, no spaces.
 * Equal values give equal texts, so it can be hashed and compared.
 *
 * Members that are undefined are left out, as `JSON.stringify` does.
 *
 * @throws KithError `INVALID_INPUT` with the path of what is not plain JSON: undefined (at the top or in a list), NaN,
 * infinities, bigint, functions, dates and other special objects, NUL or a lone surrogate in a text, more than 200 levels
 * @example
 * canonicalJson({ b: 1.0, a: ['é'] }) // '{"a":["é"],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0) ?? refuse(value, [])
}

/** Undefined where something inside is not plain JSON: where, is only looked for then. */
function write(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return writeText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : undefined
  if (value === null || typeof value === 'boolean') return String(value)
  if (depth > DEEPEST) return undefined
  if (Array.isArray(value)) return writeList(value, depth)
  return isPlainObject(value) ? writeObject(value, depth) : undefined
}

/** Most texts are short and stand in JSON as they are: for those it is quicker not to ask the host. */
const SHORT = 64

function writeText(text: string): string | undefined {
  if (text.length <= SHORT && standsAsItIs(text)) return `"${text}"`
  return isStorableText(text) ? JSON.stringify(text) : undefined
}

function standsAsItIs(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x20 || unit > 0x7e || unit === 0x22 || unit === 0x5c) return false
  }
  return true
}

function writeList(value: readonly unknown[], depth: number): string | undefined {
  let text = ''
  for (let at = 0; at < value.length; at++) {
    const item = write(value[at], depth + 1)
    if (item === undefined) return undefined
    text += at === 0 ? item : `,${item}`
  }
  return `[${text}]`
}

function writeObject(value: Readonly<Record<string, unknown>>, depth: number): string | undefined {
  let text = ''
  for (const key of sortedKeys(value)) {
    if (value[key] === undefined) continue
    const name = writeText(key)
    const member = name === undefined ? undefined : write(value[key], depth + 1)
    if (member === undefined) return undefined
    text += `${text === '' ? '' : ','}${name}:${member}`
  }
  return `{${text}}`
}

/** The parts of a value are few, and sorted in place. More members are left to the host, which sorts many quicker. */
const FEW = 16

/** By UTF-16 units. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value)
  if (keys.length > FEW) return keys.sort()
  for (let at = 1; at < keys.length; at++) {
    const key = keys[at] as string
    let to = at
    for (; to > 0 && (keys[to - 1] as string) > key; to--) keys[to] = keys[to - 1] as string
    keys[to] = key
  }
  return keys
}

/** Finds the first part that is not plain JSON, in the order in which it is written. */
function refuse(value: unknown, path: readonly (string | number)[]): never {
  if (path.length > DEEPEST) throw refusal(path.slice(0, 8))
  if (Array.isArray(value)) refuseIn([...value.keys()], value, path)
  else if (isPlainObject(value)) {
    const keys = Object.keys(value)
      .sort()
      .filter((key) => value[key] !== undefined)
    if (keys.some((key) => !isStorableText(key))) throw refusal(path)
    refuseIn(keys, value, path)
  }
  throw refusal(path)
}

function refuseIn(
  steps: readonly (string | number)[],
  value: readonly unknown[] | Readonly<Record<string, unknown>>,
  path: readonly (string | number)[],
): void {
  for (const step of steps) {
    const part = (value as Readonly<Record<string | number, unknown>>)[step]
    if (write(part, path.length + 1) === undefined) refuse(part, [...path, step])
  }
}

/** Whether a value is an object of plain members: not null, a list, a date or another special object. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return true
  return Object.prototype.toString.call(value) === '[object Object]'
}

/** A JSON Pointer (RFC 6901): `jsonPointer(['emails', 0])` is `/emails/0`. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function refusal(path: readonly (string | number)[]): KithError {
  const message =
    'Only plain JSON can be stored here: text without NUL, finite numbers, true, false, null, lists, objects.'
  return new KithError('INVALID_INPUT', { issues: [{ path: jsonPointer(path), code: 'not-json', message }] })
}
