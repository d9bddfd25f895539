/**
 * The UTF-8 bytes of a text. A lone surrogate becomes U+FFFD, as in `TextEncoder` (which a bare JavaScript host need not have).
 *
 * @example
 * utf8Bytes('é') // Uint8Array [0xc3, 0xa9]
 */
export function utf8Bytes(text: string): Uint8Array {
  const ascii = asciiBytes(text)
  if (ascii) return ascii
  const bytes: number[] = []
  for (const character of text) pushUtf8(bytes, character.codePointAt(0) as number)
  return Uint8Array.from(bytes)
}

/** Most texts that are hashed or signed are ASCII, where units are bytes; undefined for others. */
function asciiBytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit > 0x7f) return undefined
    bytes[at] = unit
  }
  return bytes
}

function pushUtf8(bytes: number[], codePoint: number): void {
  const code = codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint
  if (code < 0x80) bytes.push(code)
  else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
  else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
}

/** How many bytes a text takes in UTF-8, without making them. */
export function utf8Length(text: string): number {
  let length = 0
  for (const character of text) {
    const code = character.codePointAt(0) as number
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return length
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hexadecimal, two digits a byte. */
export function bytesToHex(bytes: Uint8Array): string {
  let hex = ''
  for (let at = 0; at < bytes.length; at++) hex += HEX[bytes[at] as number]
  return hex
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES = new Int8Array(128).fill(-1)
for (let value = 0; value < BASE64URL.length; value++) VALUES[BASE64URL.charCodeAt(value)] = value

/**
 * Base64url of RFC 4648, without padding: safe in URLs, headers and file names.
 *
 * @example
 * encodeBase64Url(utf8Bytes('hi?')) // 'aGk_'
 */
export function encodeBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const digits = Math.min(bytes.length - at, 3) + 1
    for (let digit = 0; digit < digits; digit++) text += BASE64URL[(group >> (18 - 6 * digit)) & 63]
  }
  return text
}

/** The bytes of a base64url text without padding; undefined where it is not one (foreign characters, stray bits). */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8))
  let length = 0
  let bits = 0
  let held = 0
  for (let at = 0; at < text.length; at++) {
    const value = VALUES[text.charCodeAt(at)] ?? -1
    if (value < 0) return undefined
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[length++] = held >> bits
    }
  }
  const stray = bits >= 6 || (held & ((1 << bits) - 1)) !== 0
  return stray ? undefined : bytes
}

/** The text of UTF-8 bytes; undefined where they are not valid UTF-8. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  return asciiText(bytes) ?? anyText(bytes)
}

function asciiText(bytes: Uint8Array): string | undefined {
  let text = ''
  for (const byte of bytes) {
    if (byte > 0x7f) return undefined
    text += String.fromCharCode(byte)
  }
  return text
}

function anyText(bytes: Uint8Array): string | undefined {
  let escaped = ''
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}

/** Compares two secrets (tokens, MACs) in a time that tells nothing of where they differ. Their lengths are not secret. */
export function equalSecrets(left: string, right: string): boolean {
  if (left.length !== right.length) return false
  let difference = 0
  for (let at = 0; at < left.length; at++) difference |= left.charCodeAt(at) ^ right.charCodeAt(at)
  return difference === 0
}
