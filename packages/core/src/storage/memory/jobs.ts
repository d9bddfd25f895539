import type { Job } from '../../ports/storage.ts'
import { compareText } from '../../shared/fold.ts'
import { frozenCopy } from './frozen.ts'

/** The jobs of one tenant. */
export class MemoryJobs {
  readonly #jobs = new Map<string, Job>()
  readonly #ofKey = new Map<string, string>()

  get size(): number {
    return this.#jobs.size
  }

  put(job: Job): void {
    const holder = this.#jobs.get(this.#ofKey.get(job.key) ?? '')
    if (holder && holder.id !== job.id && holder.state === 'waiting') return
    if (holder) this.remove(holder.id)
    this.remove(job.id)
    const { leasedUntil: _, ...free } = job
    this.#jobs.set(job.id, frozenCopy(free))
    this.#ofKey.set(job.key, job.id)
  }

  /** Takes a job as it is, with its lease; it replaces those with its id or key. */
  load(job: Job): void {
    this.remove(this.#ofKey.get(job.key) ?? '')
    this.remove(job.id)
    this.#jobs.set(job.id, frozenCopy(job))
    this.#ofKey.set(job.key, job.id)
  }

  all(): Job[] {
    return [...this.#jobs.values()]
  }

  remove(id: string): void {
    const job = this.#jobs.get(id)
    if (!job) return
    this.#jobs.delete(id)
    this.#ofKey.delete(job.key)
  }

  claim({
    now,
    leasedUntil,
    limit,
  }: {
    readonly now: string
    readonly leasedUntil: string
    readonly limit: number
  }): Job[] {
    const due = [...this.#jobs.values()].filter((job) => isDue(job, now))
    return due
      .sort(byDueTime)
      .slice(0, limit)
      .map((job) => {
        const leased = Object.freeze({ ...job, attempts: job.attempts + 1, leasedUntil })
        this.#jobs.set(job.id, leased)
        return leased
      })
  }

  list({ state, limit }: { readonly state: Job['state']; readonly limit: number }): Job[] {
    const jobs = [...this.#jobs.values()].filter((job) => job.state === state)
    return jobs.sort(byDueTime).slice(0, limit)
  }

  hasDue(at: string): boolean {
    return [...this.#jobs.values()].some((job) => isDue(job, at))
  }
}

/** Instants are texts of one form, so they compare as texts. */
function isDue(job: Job, now: string): boolean {
  return job.state === 'waiting' && job.dueAt <= now && (job.leasedUntil === undefined || job.leasedUntil <= now)
}

function byDueTime(left: Job, right: Job): number {
  return compareText(left.dueAt, right.dueAt) || compareText(left.id, right.id)
}
