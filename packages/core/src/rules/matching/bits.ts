/** Calls back for each bit that is set, from the lowest on. */
export function forEachBit(bits: Uint32Array, visit: (at: number) => void): void {
  for (let word = 0; word < bits.length; word++)
    for (let rest = bits[word] as number; rest !== 0; rest &= rest - 1) visit(word * 32 + 31 - Math.clz32(rest & -rest))
}

/** How many bits are set. */
export function countBits(bits: Uint32Array): number {
  let count = 0
  for (let word = 0; word < bits.length; word++) count += countWord(bits[word] as number)
  return count
}

/** How many bits are set in both. */
export function countBoth(bits: Int32Array, others: Int32Array): number {
  let count = 0
  for (let word = 0; word < bits.length; word++) count += countWord((bits[word] as number) & (others[word] as number))
  return count
}

function countWord(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Rows of bits of one length in one piece of memory; a row is named by where it begins. */
export interface BitRows {
  readonly words: number
  readonly bits: Uint32Array
}

export function createBitRows(rows: number, words: number): BitRows {
  return { words, bits: new Uint32Array(rows * words) }
}

/** Sets a bit of the row that begins at `row`. */
export function setBit(bits: Uint32Array | Int32Array, at: number, row = 0): void {
  const word = row + (at >>> 5)
  bits[word] = (bits[word] as number) | (1 << (at & 31))
}

export function clearBit(bits: Uint32Array | Int32Array, at: number, row = 0): void {
  const word = row + (at >>> 5)
  bits[word] = (bits[word] as number) & ~(1 << (at & 31))
}

/** The bits with so many words: what is new is `fresh`. */
export function resized(bits: Int32Array, words: number, fresh: 0 | -1 = 0): Int32Array {
  if (words <= bits.length) return bits.slice(0, words)
  const larger = new Int32Array(words).fill(fresh, bits.length)
  larger.set(bits)
  return larger
}

/** The bits with room for one more: at least twice as many, so that few of many additions copy. */
export function roomFor(at: number, bits: Int32Array, fresh: 0 | -1 = 0): Int32Array {
  const words = (at >>> 5) + 1
  return words <= bits.length ? bits : resized(bits, Math.max(words, 2 * bits.length), fresh)
}

/** Adds the bits of one row to another. */
export function orRow({ bits, words }: BitRows, row: number, other: number): void {
  for (let word = 0; word < words; word++)
    bits[row + word] = (bits[row + word] as number) | (bits[other + word] as number)
}

/** Adds bits to others. */
export function orBits(bits: Int32Array, more: Int32Array): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] as number) | (more[word] as number)
}

/** Keeps the bits that are set in others too. */
export function andBits(bits: Int32Array, others: Int32Array): Int32Array {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] as number) & (others[word] as number)
  return bits
}

/** Takes the bits of others of the same length. */
export function copyBits(bits: Int32Array, others: Int32Array): void {
  bits.set(others)
}
