import type { SlotValue } from '@kith/core/storage'

/** A key of an index that holds several entries of one record. */
export type Entry = readonly IDBValidKey[]

/** Stands where a record has nothing: arrays come after all numbers and texts. */
export const NOTHING: IDBValidKey = []
/** Comes after everything that a key of ours can hold at its place. */
const LAST: IDBValidKey = [[]]
/** Comes after every unit that a text can hold. */
const LAST_UNIT = '\uffff'

/** Units whose place among the others differs between UTF-16, which IndexedDB compares, and UTF-8, which Kith sorts by. */
const HIGH = /[\ud800-\uffff]/g

/**
 * A text as a key that comes in the order of its UTF-8 bytes: surrogates (of code points past U+FFFF) are moved behind
 * U+E000…U+FFFF. Nearly all texts stay as they are.
 */
export function textKey(text: string): string {
  return text.replace(HIGH, (unit) => {
    const code = unit.charCodeAt(0)
    return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000)
  })
}

/** The value of a slot as a key: booleans have none of their own, and are 0 and 1. */
export function valueKey(value: SlotValue): string | number {
  return typeof value === 'string' ? textKey(value) : Number(value)
}

export function recordKey(tenant: string, object: string, id: string): IDBValidKey[] {
  return [textKey(tenant), object, textKey(id)]
}

/** All keys that begin so. */
export function beginningWith(prefix: Entry): IDBKeyRange {
  return IDBKeyRange.bound([...prefix], [...prefix, LAST])
}

/** All keys whose next part is a text that begins so (already a key). */
export function beginningWithText(prefix: Entry, text: string): IDBKeyRange {
  return IDBKeyRange.bound([...prefix, text], [...prefix, text + LAST_UNIT])
}

/** Ends of a range of values behind a prefix: keys of slots, or `undefined` for an open end. */
export interface Bounds {
  readonly lower?: string | number
  /** The lower end itself is not in it. */
  readonly above?: boolean
  readonly upper?: string | number
  /** The upper end itself is in it. */
  readonly through?: boolean
}

/** All keys whose next part lies within bounds; what has nothing there is not in it. */
export function within(prefix: Entry, { lower, above, upper, through }: Bounds): IDBKeyRange | undefined {
  const from = lower === undefined ? [...prefix] : [...prefix, lower, ...(above ? [LAST] : [])]
  const to = upper === undefined ? [...prefix, NOTHING] : [...prefix, upper, ...(through ? [LAST] : [])]
  return indexedDB.cmp(from, to) < 0 ? IDBKeyRange.bound(from, to, false, true) : undefined
}

/** The part of a range that lies behind a key in this direction; undefined where nothing does. */
export function after(range: IDBKeyRange, key: Entry, direction: 'asc' | 'desc'): IDBKeyRange | undefined {
  const { lower, upper, lowerOpen, upperOpen } = range
  if (direction === 'asc') {
    if (indexedDB.cmp(key, lower) < 0) return range
    return indexedDB.cmp(key, upper) < 0 ? IDBKeyRange.bound([...key], upper, true, upperOpen) : undefined
  }
  if (indexedDB.cmp(key, upper) > 0) return range
  return indexedDB.cmp(lower, key) < 0 ? IDBKeyRange.bound(lower, [...key], lowerOpen, true) : undefined
}
