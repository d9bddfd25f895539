/** Gives randomness. Nothing else in core makes any. */
export interface Random {
  /** `length` random bytes. */
  bytes(length: number): Uint8Array
}
