import { canonicalJson, compareText, sha256 } from '@kith/core/shared'
import type { Piece } from '@kith/core/storage'

/** How many pieces of each kind there are. */
export type Counts = Readonly<Partial<Record<Piece['kind'], number>>>

const LIMIT = 1n << 256n

/**
 * What a set of pieces comes to, in whatever order: the sum of the SHA-256 of each, modulo 2^256. Two tenants with the same
 * sum hold the same. It needs the memory of one piece.
 */
export class Essence {
  readonly #sha256: (text: string) => string
  readonly #counts: Partial<Record<Piece['kind'], number>> = {}
  #sum = 0n
  #size = 0

  /** @param hash SHA-256 of a text's UTF-8 bytes as lower-case hex; default is that of core, which needs no platform. */
  constructor(hash: (text: string) => string = sha256) {
    this.#sha256 = hash
  }

  add(piece: Piece): void {
    this.#sum = (this.#sum + BigInt(`0x${this.#sha256(canonicalJson(plain(piece)))}`)) % LIMIT
    this.#counts[piece.kind] = (this.#counts[piece.kind] ?? 0) + 1
    this.#size += 1
  }

  /** Pieces so far. */
  get size(): number {
    return this.#size
  }

  get counts(): Counts {
    return { ...this.#counts }
  }

  get digest(): string {
    return this.#sum.toString(16).padStart(64, '0')
  }
}

/** Slots of run-time fields are a set; a field that holds null holds nothing. */
function plain(piece: Piece): Piece {
  if (piece.kind !== 'record') return piece
  const values = Object.entries(piece.record).filter(([, value]) => value !== null && value !== undefined)
  const record = Object.fromEntries(values) as typeof piece.record
  if (!piece.custom) return { ...piece, record }
  const key = ({ field, slot }: { readonly field: string; readonly slot: string }) => `${field} ${slot}`
  return { ...piece, record, custom: [...piece.custom].sort((left, right) => compareText(key(left), key(right))) }
}
