import type { Batch, Claim } from '../../ports/storage.ts'
import type { Model } from '../../schema/model.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { MemoryJobs } from './jobs.ts'
import { MemoryLog } from './log.ts'
import { MemoryTable } from './table.ts'

export interface Holder {
  readonly object: string
  readonly id: string
}

type KeptAnswer = Omit<NonNullable<Batch['idempotency']>, 'now'>

const SWEEP_FROM = 1_000

/** Everything of one tenant. */
export class TenantStore {
  readonly log: MemoryLog
  readonly jobs = new MemoryJobs()
  readonly claims = new Map<string, Holder>()
  readonly numbers = new Map<string, number>()
  readonly #answers = new Map<string, KeptAnswer>()
  readonly #tables = new Map<string, MemoryTable>()
  #sweepAt = SWEEP_FROM

  constructor(tenant: string) {
    this.log = new MemoryLog(tenant)
  }

  table(object: string): MemoryTable {
    const known = this.#tables.get(object)
    if (known) return known
    const table = new MemoryTable()
    this.#tables.set(object, table)
    return table
  }

  /** Records that were there before the first commit. */
  plant(objects: Readonly<Record<string, readonly StoredRecord[]>>, model: Model): void {
    for (const [object, records] of Object.entries(objects))
      for (const record of records) this.table(model.object(object).name).put({ object, record }, model)
  }

  /** Finds search words anew, after the model has grown. */
  index(model: Model): void {
    for (const [object, table] of this.#tables) if (model.objects.has(object)) table.index(model)
  }

  holdsAnything(): boolean {
    return this.log.head.seq > 0 || this.jobs.size > 0 || [...this.#tables.values()].some((table) => table.size > 0)
  }

  /** The answer to a key, unless it has expired. */
  answer(key: string, now: string): { readonly fingerprint: string; readonly answer: unknown } | undefined {
    const kept = this.#answers.get(key)
    if (!kept || (kept.expiresAt !== undefined && kept.expiresAt < now)) return undefined
    return { fingerprint: kept.fingerprint, answer: kept.answer }
  }

  loadAnswer(kept: KeptAnswer): void {
    this.#answers.set(kept.key, kept)
  }

  answers(): readonly KeptAnswer[] {
    return [...this.#answers.values()]
  }

  tables(): readonly MemoryTable[] {
    return [...this.#tables.values()]
  }

  /** Keeps an answer; now and then, drops those that have expired. */
  keepAnswer({ now, ...kept }: NonNullable<Batch['idempotency']>): void {
    this.loadAnswer(kept)
    if (this.#answers.size < this.#sweepAt) return
    for (const old of this.#answers.keys()) if (!this.answer(old, now)) this.#answers.delete(old)
    this.#sweepAt = Math.max(SWEEP_FROM, this.#answers.size * 2)
  }
}

/** Spaces and keys are free text: JSON keeps them apart. */
export function claimKey({ space, key }: Pick<Claim, 'space' | 'key'>): string {
  return JSON.stringify([space, key])
}
