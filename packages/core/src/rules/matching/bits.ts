/** Calls back for each bit that is set, from the lowest on. */
export function forEachBit(bits: Uint32Array, visit: (at: number) => void): void {
  for (let word = 0; word < bits.length; word++)
    for (let rest = bits[word] as number; rest !== 0; rest &= rest - 1) visit(word * 32 + 31 - Math.clz32(rest & -rest))
}

/** How many bits are set. */
export function countBits(bits: Uint32Array | Int32Array): number {
  let count = 0
  for (let word = 0; word < bits.length; word++) {
    let rest = bits[word] as number
    rest -= (rest >>> 1) & 0x55555555
    rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
    count += Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
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
export function setBit({ bits }: BitRows, row: number, at: number): void {
  const word = row + (at >>> 5)
  bits[word] = (bits[word] as number) | (1 << (at & 31))
}

/** Adds the bits of one row to another. */
export function orRow({ bits, words }: BitRows, row: number, other: number): void {
  for (let word = 0; word < words; word++)
    bits[row + word] = (bits[row + word] as number) | (bits[other + word] as number)
}
