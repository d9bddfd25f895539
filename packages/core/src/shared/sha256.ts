import { bytesToHex, utf8Bytes } from './bytes.ts'

/**
 * SHA-256 (FIPS 180-4) of bytes or of the UTF-8 bytes of a text, as lower-case hex.
 *
 * It is synchronous on purpose: a commit seals the log between two reads of the store, and WebCrypto only answers
 * with promises. Measured at some 100 MB a second, it is not what a commit waits for.
 *
 * @example
 * sha256('abc') // 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
 */
export function sha256(data: string | Uint8Array): string {
  return bytesToHex(sha256Bytes(toBytes(data)))
}

/**
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1) as lower-case hex. Texts count as their UTF-8 bytes. Compare with `equalSecrets`.
 *
 * @example
 * hmacSha256('key', 'The quick brown fox jumps over the lazy dog')
 * // 'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8'
 */
export function hmacSha256(key: string | Uint8Array, data: string | Uint8Array): string {
  const given = toBytes(key)
  const block = new Uint8Array(BLOCK)
  block.set(given.length > BLOCK ? sha256Bytes(given) : given)
  const inner = sha256Bytes(joined(block.map(xor(0x36)), toBytes(data)))
  return bytesToHex(sha256Bytes(joined(block.map(xor(0x5c)), inner)))
}

/** SHA-256 of bytes as 32 bytes. */
export function sha256Bytes(data: Uint8Array): Uint8Array {
  const message = padded(data)
  const state = Uint32Array.from(INITIAL)
  const schedule = new Uint32Array(64)
  for (let at = 0; at < message.byteLength; at += BLOCK) compress(state, schedule, message, at)
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, index) => {
    digest.setUint32(index * 4, word)
  })
  return new Uint8Array(digest.buffer)
}

const BLOCK = 64
const INITIAL = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]

/** First 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
// biome-ignore format: the table reads as in the standard
const K = Uint32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
])

const toBytes = (data: string | Uint8Array) => (typeof data === 'string' ? utf8Bytes(data) : data)
const xor = (pad: number) => (byte: number) => byte ^ pad
const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by))

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}

function padded(data: Uint8Array): DataView {
  const length = Math.ceil((data.length + 9) / BLOCK) * BLOCK
  const bytes = new Uint8Array(length)
  bytes.set(data)
  bytes[data.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(length - 8, Math.floor(data.length / 0x20000000))
  view.setUint32(length - 4, (data.length << 3) >>> 0)
  return view
}

function compress(state: Uint32Array, w: Uint32Array, message: DataView, at: number): void {
  for (let t = 0; t < 16; t++) w[t] = message.getUint32(at + t * 4)
  for (let t = 16; t < 64; t++) {
    const early = w[t - 15] as number
    const late = w[t - 2] as number
    const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
    const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
    w[t] = ((w[t - 16] as number) + s0 + (w[t - 7] as number) + s1) | 0
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t++) {
    const t1 =
      h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + (K[t] as number) + (w[t] as number)
    const t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = (state[index] as number) + word
  })
}
