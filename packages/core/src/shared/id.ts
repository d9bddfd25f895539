import { bytesToHex } from './bytes.ts'

/** Makes ids, one a call. */
export type IdSource = () => string

const COUNTER_LIMIT = 0x1000

/**
 * A source of UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter, 62 random bits.
 *
 * Ids of one source always grow, also within a millisecond and when the clock is set back: the counter starts at a
 * random value under 2048 and, when it is used up, borrows the next millisecond. Same instants and bytes: same ids.
 *
 * @param now Instant, ISO 8601 UTC.
 * @param bytes Gives that many random bytes.
 * @example
 * const newId = createIdSource(() => clock.now(), random.bytes)
 * newId() // '019cb9c2-5a80-7c31-9f0b-6a1f4be0d2c7'
 */
export function createIdSource(now: () => string, bytes: (length: number) => Uint8Array): IdSource {
  let lastMs = -1
  let counter = 0
  return () => {
    const ms = Date.parse(now())
    const random = bytes(10)
    if (ms > lastMs) {
      lastMs = ms
      counter = (((random[0] ?? 0) << 8) | (random[1] ?? 0)) & 0x7ff
    } else if (++counter === COUNTER_LIMIT) {
      lastMs += 1
      counter = 0
    }
    return uuidv7(lastMs, counter, random.subarray(2, 10))
  }
}

function uuidv7(ms: number, counter: number, random: Uint8Array): string {
  const time = ms.toString(16).padStart(12, '0')
  const tail = Uint8Array.from(random)
  tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80
  const rest = bytesToHex(tail)
  const sequence = `7${counter.toString(16).padStart(3, '0')}`
  return `${time.slice(0, 8)}-${time.slice(8)}-${sequence}-${rest.slice(0, 4)}-${rest.slice(4)}`
}

/** Whether a text is a UUID in its canonical lower-case form, of any version. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text)
}

/** Whether a text can be the id of a record: 1 to 64 ASCII letters, digits, `_`, `-`, `.` or `:`, the first a letter or digit. Ids are opaque. */
export function isId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/.test(text)
}

/** The instant in a UUIDv7; undefined for other ids. */
export function idTime(id: string): string | undefined {
  if (!isUuid(id) || id[14] !== '7') return undefined
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString()
}
