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
  return write(value, [])
}

type Path = (string | number)[]

function write(value: unknown, path: Path): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (typeof value === 'string' && isStorableText(value)) return JSON.stringify(value)
  if (path.length > DEEPEST) throw refusal(path.slice(0, 8))
  if (Array.isArray(value)) return `[${Array.from(value, (item, at) => writeAt(item, path, at)).join(',')}]`
  if (isPlainObject(value)) return writeObject(value, path)
  throw refusal(path)
}

function writeAt(value: unknown, path: Path, step: string | number): string {
  path.push(step)
  const text = write(value, path)
  path.pop()
  return text
}

function writeObject(value: Readonly<Record<string, unknown>>, path: Path): string {
  const members: string[] = []
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member === undefined) continue
    if (!isStorableText(key)) throw refusal(path)
    members.push(`${JSON.stringify(key)}:${writeAt(member, path, key)}`)
  }
  return `{${members.join(',')}}`
}

/** Whether a value is an object of plain members: not null, a list, a date or another special object. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
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
