import { KithError } from '../shared/errors.ts'

/** @throws KithError `INVALID_FILTER` */
export function refuse(path: string, reason: string): never {
  throw new KithError('INVALID_FILTER', { path, reason })
}

/** Of a longer name the beginning says enough. */
const LONGEST_NAME = 200

/** The JSON Pointer of a member. */
export function child(path: string, key: string | number): string {
  return `${path}/${String(key).slice(0, LONGEST_NAME).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

type Plain = Readonly<Record<string, unknown>>

/** Whether a value is what JSON calls an object: no list, date, map or instance of a class. */
export function isPlain(value: unknown): value is Plain {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const parent: unknown = Object.getPrototypeOf(value)
  return parent === null || Object.getPrototypeOf(parent) === null
}

/** @throws KithError `INVALID_FILTER` when the value is no list or too long */
export function requireList(value: unknown, path: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) refuse(path, 'a list is needed here')
  if (value.length > most) refuse(path, `a list here has at most ${most} entries`)
  return value
}
