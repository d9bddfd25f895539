import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import type { Job, Storage } from '../ports/storage.ts'
import type { SendFault } from '../ports/webhook-sender.ts'
import type { ErrorCode } from '../shared/error-codes.ts'
import { isKithError } from '../shared/errors.ts'
import { addDuration } from '../shared/time.ts'
import { later } from './platform.ts'

/**
 * Does one kind of work. Throws to be tried again later. Must be safe to run twice. Answers {@link Again} where it is not done
 * for good, {@link SETTLED} where it has ended the job itself.
 */
export type JobHandler = (tenant: string, job: Job) => Promise<unknown>

/** The same job once more, later. */
export interface Again {
  readonly dueAt: string
  readonly payload: unknown
}

/** The job was put again or dropped in a commit of the handler's own: what is stored under its id by now may be another's. */
export const SETTLED = 'settled'

export interface JobRunner {
  /** Runs everything that is due, of all tenants, until nothing is. Returns how many jobs ran. */
  tick(): Promise<number>
  /** Something is due now: runs soon after. */
  nudge(): void
  close(): Promise<void>
}

export interface JobRunnerOptions {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Random
  readonly handlers: Readonly<Record<string, JobHandler>>
  /** Kinds that wait for others outside: done beside the rest, so that a slow one holds nothing up, and tried for days. */
  readonly beside?: ReadonlySet<string>
  /** Runs jobs by itself: at once after a commit, and every this many milliseconds. 0: only by `tick()`. */
  readonly everyMs: number
  readonly onError: (error: unknown) => void
}

/** What a process that died had taken is done by another one, or by itself when it is back, after this long. */
const LEASE_SECONDS = 15
const BATCH = 20
const MAX_BESIDE = 100
/** Tried for three quarters of an hour, or while others outside are down for about five days. */
const MOST_ATTEMPTS = { inside: 8, outside: 25 }
const LONGEST_WAIT_S = 8 * 3_600
const LONGEST_ASKED_S = 24 * 3_600
/** Taken so often, and neither done nor failed: it may be what ends the process. */
const SUSPECT_FROM = 3

export function createJobRunner(options: JobRunnerOptions): JobRunner {
  let running: Promise<number> | undefined
  let again = false
  let closed = false
  const beside = new Set<Promise<void>>()
  let stop: (() => void) | undefined

  const pass = async (): Promise<number> => {
    if (running) {
      again = true
      return running
    }
    running = runDue(options, beside, () => closed)
    try {
      return await running
    } finally {
      running = undefined
      if (again && !closed) {
        again = false
        nudge()
      }
    }
  }
  const run = () => {
    if (!closed) pass().catch(options.onError)
  }
  const nudge = () => {
    if (options.everyMs > 0 && !closed) later(run, 0)
  }
  const schedule = () => {
    if (options.everyMs <= 0 || closed) return
    stop = later(() => {
      run()
      schedule()
    }, options.everyMs)
  }
  schedule()
  return {
    async tick() {
      const count = await pass()
      await Promise.all(beside)
      return count
    },
    nudge,
    async close() {
      closed = true
      stop?.()
      await running?.catch(options.onError)
      await Promise.all(beside)
    },
  }
}

/** Ends after a batch when the runner is closed: what is left is done by the next one. */
async function runDue(options: JobRunnerOptions, beside: Set<Promise<void>>, closed: () => boolean): Promise<number> {
  let count = 0
  for (const tenant of await options.storage.tenants({ dueAt: options.clock.now() })) {
    for (;;) {
      const now = options.clock.now()
      const leasedUntil = addDuration(now, { minutes: LEASE_SECONDS / 60 }, 'UTC')
      const jobs = await apart(
        tenant,
        await options.storage.claimJobs({ tenant }, { now, leasedUntil, limit: BATCH }),
        options.storage,
      )
      for (const job of jobs) {
        // What was kept waiting for longer than its lease is somebody else's by now.
        if (options.clock.now() >= leasedUntil) break
        const run = runOne(tenant, job, options)
        if (!options.beside?.has(job.kind)) await run
        else {
          const open = run.finally(() => beside.delete(open))
          beside.add(open)
          if (beside.size >= MAX_BESIDE) await Promise.race(beside)
        }
      }
      count += jobs.length
      if (closed()) return count
      if (jobs.length === 0) break
    }
  }
  return count
}

/**
 * A job that may be what ends the process is done alone: the others are put back as they were, so that they neither wait
 * for its lease nor are counted with it.
 */
async function apart(tenant: string, jobs: readonly Job[], storage: Storage): Promise<readonly Job[]> {
  const suspect = jobs.find(({ attempts, lastError }) => attempts >= SUSPECT_FROM && lastError === undefined)
  if (!suspect || jobs.length === 1) return jobs
  const others = jobs.filter((job) => job !== suspect)
  const put = others.map(({ leasedUntil: _, ...job }): Job => ({ ...job, attempts: job.attempts - 1 }))
  await storage.commit({ tenant }, { jobs: { put } })
  return [suspect]
}

async function runOne(tenant: string, job: Job, options: JobRunnerOptions): Promise<void> {
  try {
    // One that takes the process down with it never gets to fail: it is counted when it is taken.
    if (job.attempts > mostAttempts(job, options))
      throw new Error('It was taken up again and again, and never came to an end.')
    const handler = options.handlers[job.kind]
    if (!handler) throw new Error(`Nothing here does jobs of the kind "${job.kind}".`)
    const again = (await handler(tenant, job)) as Again | typeof SETTLED | undefined
    if (again === SETTLED) return
    await options.storage.commit({ tenant }, { jobs: again ? { put: [putAgain(job, again)] } : { done: [job.id] } })
  } catch (error) {
    await options.storage.commit({ tenant }, { jobs: { put: [failedJob(job, error, options)] } })
    options.onError(error)
  }
}

function putAgain({ leasedUntil: _, lastError: __, ...job }: Job, { dueAt, payload }: Again): Job {
  return { ...job, dueAt, payload, attempts: 0 }
}

/** Trying again would end the same way. */
const FINAL: readonly ErrorCode[] = ['RULE_LOOP', 'RULE_BUDGET']

/** One that never failed may be what ends the process: it is not taken for days. */
function mostAttempts({ kind, lastError }: Job, { beside }: Pick<JobRunnerOptions, 'beside'>): number {
  return beside?.has(kind) && lastError !== undefined ? MOST_ATTEMPTS.outside : MOST_ATTEMPTS.inside
}

/**
 * A job as it is after a failure: put off, or given up. Back-off doubles from ten seconds to eight hours, with up to a
 * fifth of jitter so that many failures do not come back together. One outside may ask for a longer pause, of a day at most.
 */
export function failedJob(
  job: Job,
  error: unknown,
  options: Pick<JobRunnerOptions, 'clock' | 'random' | 'beside'>,
): Job {
  const { leasedUntil: _, ...rest } = job
  const lastError = error instanceof Error ? error.message : String(error)
  const { retryAfterSeconds = 0, isFinal = false } = (error ?? {}) as SendFault
  const isPointless = isFinal || (isKithError(error) && FINAL.includes(error.code))
  if (isPointless || job.attempts >= mostAttempts(job, options)) return { ...rest, state: 'dead', lastError }
  const jitter = 1 + (options.random.bytes(1)[0] ?? 0) / 1_280
  const doubled = Math.min(10 * 2 ** (job.attempts - 1), LONGEST_WAIT_S)
  const seconds = Math.max(doubled, Math.min(retryAfterSeconds, LONGEST_ASKED_S)) * jitter
  return { ...rest, lastError, dueAt: addDuration(options.clock.now(), { minutes: seconds / 60 }, 'UTC') }
}
