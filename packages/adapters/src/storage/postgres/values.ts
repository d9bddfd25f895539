import type { ColumnType, SlotValue } from '@kith/core/storage'
import { sha256 } from '../sql/sha256.ts'

/** Texts up to this length stand in a key as they are: an entry of a B-tree holds 2,704 bytes at most. */
const KEY_LENGTH = 200
const KEY_START = 160

/** What stands for a text in a key. No short text is the same as what stands for a long one, because that is longer. */
export function keyOf(text: string): string {
  if (text.length <= KEY_LENGTH) return text
  const start = [...text.slice(0, KEY_START)].slice(0, -1).join('')
  return `${start.padEnd(KEY_START)}~${sha256(text)}`
}

export const isLong = (text: string): boolean => text.length > KEY_LENGTH

const TYPES: Readonly<Record<ColumnType | 'JSON', string>> = {
  TEXT: 'text COLLATE "C"',
  INTEGER: 'bigint',
  REAL: 'double precision',
  JSON: 'jsonb',
}

/** What PostgreSQL calls the type of a column. */
export function typeOf(type: ColumnType | 'JSON'): string {
  return TYPES[type]
}

/** Texts as PostgreSQL reads an array. */
export function textArray(values: readonly (string | null)[]): string {
  const items = values.map((value) => (value === null ? 'NULL' : `"${escaped(value)}"`))
  return `{${items.join(',')}}`
}

/** Two looks and two runs over a text take half the time of one expression. */
function escaped(text: string): string {
  if (!text.includes('"') && !text.includes('\\')) return text
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}

/** Object ids of the types of an array's elements. */
const ELEMENTS = { text: 25, jsonb: 3802 } as const
/** Dimensions, whether there are NULLs, and the type; then the length and where the numbering begins; then the elements. */
const HEADER_INTS = 5
const EMPTY_INTS = 3
const INT = 4
/** Stands before each JSON. */
const JSONB_VERSION = 1

/** The same in the form in which PostgreSQL sends an array itself: nothing is escaped, which is most of the work for JSON. */
export function binaryArray(values: readonly (string | null)[], type: keyof typeof ELEMENTS = 'text'): Buffer {
  const count = values.length
  const version = type === 'jsonb' ? 1 : 0
  let bytes = INT * (count === 0 ? EMPTY_INTS : HEADER_INTS)
  const header = [count === 0 ? 0 : 1, values.includes(null) ? 1 : 0, ELEMENTS[type], count, 1]
  for (const value of values) bytes += INT + (value === null ? 0 : version + Buffer.byteLength(value))
  const array = Buffer.allocUnsafe(bytes)
  let at = 0
  for (const number of count === 0 ? header.slice(0, EMPTY_INTS) : header) at = array.writeInt32BE(number, at)
  for (const value of values) {
    const start = at + INT + version
    const end = value === null ? at + INT : start + array.write(value, start)
    array.writeInt32BE(value === null ? -1 : end - at - INT, at)
    if (value !== null && version > 0) array[at + INT] = JSONB_VERSION
    at = end
  }
  return array
}

export function numberArray(values: readonly (number | bigint | string | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`
}

/** Truth is kept as 0 and 1. */
export function cellOf(value: SlotValue): string | number {
  return typeof value === 'boolean' ? Number(value) : value
}
