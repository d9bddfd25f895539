import type { Piece, SealedChange } from '@kith/core/storage'

/** The piece that a row is, with its cells. */
export interface ReadPiece {
  readonly row: readonly unknown[]
  readonly piece: Piece
}

/**
 * A chunk is full with so many pieces, or so many characters: what is in memory at once stays small, and whoever loads it
 * is not kept from other work for long.
 */
const CHUNK_PIECES = 100
const CHUNK_CHARACTERS = 256 * 1024

/** Puts pieces of a dump together into chunks. */
export class Chunk {
  #pieces: Piece[] = []
  #characters = 0

  /** @returns all pieces since the last full chunk, when this one makes it full */
  add({ row, piece }: ReadPiece): readonly Piece[] | undefined {
    this.#pieces.push(piece)
    for (const cell of row) if (typeof cell === 'string') this.#characters += cell.length
    return this.#pieces.length < CHUNK_PIECES && this.#characters < CHUNK_CHARACTERS ? undefined : this.take()
  }

  /** What is there, and begins anew. */
  take(): readonly Piece[] {
    const full = this.#pieces
    this.#pieces = []
    this.#characters = 0
    return full
  }
}

type Cells = readonly unknown[]

/** From space, key, object, id. */
export function claimPiece(row: Cells): Piece {
  const [space, key, object, id] = row as [string, string, string, string]
  return { kind: 'claim', claim: { space, key, object, id } }
}

/** From series and its last number. */
export function numberPiece([series, last]: Cells): Piece {
  return { kind: 'number', series: series as string, last: last as number }
}

/** From key, fingerprint, the answer as JSON or nothing, and when it expires or nothing. */
export function answerPiece(row: Cells): Piece {
  const [key, fingerprint, text, expiresAt] = row as [string, string, string | null, string | null]
  const answer: unknown = text === null ? undefined : JSON.parse(text)
  return { kind: 'answer', key, fingerprint, answer, ...(expiresAt === null ? {} : { expiresAt }) }
}

/** An erased change no longer says its correlation, by which it is still found. */
export function changePiece(change: SealedChange, correlation: string): Piece {
  return { kind: 'change', change, ...(change.payload === null ? { correlation } : {}) }
}
