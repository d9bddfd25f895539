import { emptyLog, type LogHead } from '../../ports/seal.ts'
import type { ChangeDraft, ChangeQuery, Piece, SealedChange } from '../../ports/storage.ts'

/** The log of one tenant: entries in order, found also by record, correlation and subject. */
export class MemoryLog {
  readonly #entries: SealedChange[] = []
  readonly #correlations: string[] = []
  readonly #ofRecord = new Map<string, number[]>()
  readonly #ofCorrelation = new Map<string, number[]>()
  readonly #ofSubject = new Map<string, number[]>()
  readonly #start: LogHead

  constructor(tenant: string) {
    this.#start = emptyLog(tenant)
  }

  get head(): LogHead {
    return this.#entries.at(-1) ?? this.#start
  }

  /** The entry with this number. */
  at(seq: number): SealedChange | undefined {
    return this.#entries[seq - 1]
  }

  /** Every entry as it is now, as pieces to be loaded elsewhere. */
  pieces(): Piece[] {
    return this.#entries.map((change, at) => ({
      kind: 'change',
      change,
      ...(change.payload === null ? { correlation: this.#correlations[at] as string } : {}),
    }))
  }

  append(sealed: readonly SealedChange[], drafts: readonly Pick<ChangeDraft, 'correlation' | 'subjects'>[]): void {
    sealed.forEach((entry, index) => {
      const draft = drafts[index] as (typeof drafts)[number]
      this.#entries.push(Object.freeze(entry))
      this.#correlations.push(draft.correlation)
      remember(this.#ofRecord, recordKey(entry), entry.seq)
      remember(this.#ofCorrelation, draft.correlation, entry.seq)
      for (const subject of new Set(draft.subjects)) remember(this.#ofSubject, subject, entry.seq)
    })
  }

  /** Digest and chain stay, so that the log can still be verified. */
  erase(subject: string): void {
    for (const seq of this.#ofSubject.get(subject) ?? []) this.eraseEntry(seq)
    this.#ofSubject.delete(subject)
  }

  eraseEntry(seq: number): void {
    const entry = this.#entries[seq - 1] as SealedChange
    this.#entries[seq - 1] = Object.freeze({ ...entry, payload: null, salt: null })
  }

  read(query: ChangeQuery): SealedChange[] {
    const seqs = this.#seqs(query)
    const at = (index: number) => (seqs ? seqs[index] : index + 1) as number
    const length = seqs?.length ?? this.#entries.length
    const found: SealedChange[] = []
    const step = query.reverse ? -1 : 1
    let index = query.reverse
      ? firstPast(at, length, (query.after || Infinity) - 1) - 1
      : firstPast(at, length, query.after)
    for (; index >= 0 && index < length && found.length < query.limit; index += step)
      found.push(this.#entries[at(index) - 1] as SealedChange)
    return found
  }

  /** Undefined: all of them. */
  #seqs({ of, correlation }: ChangeQuery): readonly number[] | undefined {
    const ofRecord = of && (this.#ofRecord.get(recordKey(of)) ?? [])
    const ofIntent = correlation === undefined ? undefined : (this.#ofCorrelation.get(correlation) ?? [])
    if (!ofRecord || !ofIntent) return ofRecord ?? ofIntent
    const wanted = new Set(ofIntent)
    return ofRecord.filter((seq) => wanted.has(seq))
  }
}

function recordKey({ object, id }: { readonly object: string; readonly id: string }): string {
  return `${object}\n${id}`
}

function remember(index: Map<string, number[]>, key: string, seq: number): void {
  const seqs = index.get(key)
  if (seqs) seqs.push(seq)
  else index.set(key, [seq])
}

/** Index of the first of `length` growing numbers that is greater than `limit`. */
function firstPast(at: (index: number) => number, length: number, limit: number): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(middle) > limit) high = middle
    else low = middle + 1
  }
  return low
}
