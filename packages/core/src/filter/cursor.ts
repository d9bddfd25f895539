import type { Keyset } from '../ports/storage.ts'
import type { SlotKind, SlotValue } from '../schema/types.ts'
import { decodeBase64Url, encodeBase64Url, utf8Bytes, utf8Text } from '../shared/bytes.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import { KithError } from '../shared/errors.ts'
import { isStorableText } from '../shared/fold.ts'
import { sha256 } from '../shared/sha256.ts'
import type { SortKey } from './types.ts'

const LONGEST = 100_000

/**
 * Writes the place after which the next page starts, as a text that goes into an address.
 *
 * It is bound to its list, not secret and not signed: it names a place in an order and opens nothing.
 *
 * @param list What the list was asked for (object, sort, filter, search), as plain JSON; relative times unresolved.
 * @example
 * encodeCursor(keysetOf(last, sort), { object: 'deal', sort: '-createdAt', where: {} })
 */
export function encodeCursor(keyset: Keyset, list: unknown): string {
  return cursorsOf(list).encode(keyset)
}

/**
 * Reads a cursor.
 *
 * @param sort With it, a value that this slot cannot hold is refused too: a cursor comes from outside and is not signed.
 * @throws KithError `INVALID_CURSOR` when it is broken or was made for another list
 */
export function decodeCursor(cursor: string, list: unknown, sort?: SortKey): Keyset {
  return cursorsOf(list).decode(cursor, sort)
}

/** Reads and writes the cursors of one list: see {@link encodeCursor} and {@link decodeCursor}. */
export function cursorsOf(list: unknown): {
  readonly encode: (keyset: Keyset) => string
  readonly decode: (cursor: string, sort?: SortKey) => Keyset
} {
  let known: string | undefined
  const own = () => (known ??= digestOf(list))
  return {
    encode: ({ value, id }) =>
      encodeBase64Url(utf8Bytes(JSON.stringify(value === undefined ? [own(), id] : [own(), id, value]))),
    decode(cursor, sort) {
      const [digest, id, ...rest] = partsOf(cursor)
      const [value] = rest
      const fits = rest.length === 0 || (rest.length === 1 && isSlotValue(value, sort))
      if (digest !== own() || !isText(id) || !fits) throw new KithError('INVALID_CURSOR')
      return rest.length === 0 ? { id } : { value: value as SlotValue, id }
    },
  }
}

const KINDS: Readonly<Record<string, SlotKind>> = { string: 'text', number: 'real', boolean: 'boolean' }

const isText = (value: unknown): value is string => typeof value === 'string' && isStorableText(value)

function isSlotValue(value: unknown, sort: SortKey | undefined): value is SlotValue {
  const kind = sort?.ref.kind ?? KINDS[typeof value]
  if (kind === 'text') return isText(value)
  if (kind === 'integer' || kind === 'real')
    return kind === 'real' ? Number.isFinite(value) : Number.isSafeInteger(value)
  return kind === 'boolean' && typeof value === 'boolean'
}

function partsOf(cursor: string): readonly unknown[] {
  const bytes = cursor.length > LONGEST ? undefined : decodeBase64Url(cursor)
  const text = bytes && utf8Text(bytes)
  try {
    const parts: unknown = text === undefined ? undefined : JSON.parse(text)
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

/** Lists that pages were asked of lately. */
const digests = new Map<string, string>()
const MAX_DIGESTS = 200

function digestOf(list: unknown): string {
  const text = canonicalJson(list)
  const known = digests.get(text)
  if (known !== undefined) return known
  if (digests.size === MAX_DIGESTS) digests.clear()
  const digest = sha256(text).slice(0, 16)
  digests.set(text, digest)
  return digest
}
