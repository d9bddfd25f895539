// Builds a large store in a process of its own, whose memory is then that of the CRM alone, and asks it what it is told to.
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createCrm } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { Pool } from 'pg'
import { postgresStorage } from '../postgres/index.ts'
import { sqliteStorage } from '../sqlite/index.ts'
import { type Built, buildLargeStore } from './build.fixture.ts'
import { type Measured, measure, measureCounted, measureTotals, type Times } from './measure.fixture.ts'
import { NOW, officeFor } from './office.fixture.ts'
import { fullScans, type Plan, sqlitePlans, watchStatements } from './plans.fixture.ts'
import { postgresScans, watchedPool } from './postgres-plans.fixture.ts'

/** What is asked of a run, as JSON in its first argument. */
export interface Run {
  readonly kind: 'sqlite' | 'postgres'
  /** A folder, or the address of a database. */
  readonly place: string
  readonly contacts: number
  /** The office is one for so many: the same for both sizes, so that totals have as many rows. */
  readonly officeFor: number
  readonly seed: number
  readonly runs: number
}

/** What a store that is built is told: to ask everything, to ask for totals once more, or to end. */
export type Order = 'ask' | 'totals' | 'end'

/** What one run found. */
export interface Found {
  readonly built: Built
  readonly buildSeconds: number
  /** Of these, how long indexes and totals took. */
  readonly indexSeconds: number
  /** Largest resident memory of the process while it built, and while it asked. */
  readonly buildMb: number
  readonly askMb: number
  readonly measured: Measured
  /** Totals for somebody whose permission their keys cannot tell. */
  readonly countedTotals: Times
  /** Statements that read, and those of them that read all of something large. */
  readonly plans: number
  readonly scans: readonly Plan[]
  /** Steps of an upgrade that are still to be done: indexes that are missing. */
  readonly lacking: number
}

const { kind, place, contacts, seed, runs, ...rest } = JSON.parse(process.argv[2] ?? '{}') as Run
const office = officeFor(rest.officeFor)
const log = (text: string) => void writeSync(2, `${kind} ${contacts}: ${text}\n`)

/** The largest resident memory since the last time. */
let most = 0
const sample = () => {
  most = Math.max(most, process.memoryUsage.rss())
}
const peakMb = () => {
  sample()
  const mb = Math.round(most / 2 ** 20)
  most = 0
  return mb
}

interface Place {
  /** What is quicker there. */
  readonly by: 'commit' | 'load'
  readonly open: (indexes: 'now' | 'later') => Storage
  /** After the build, before anybody asks. */
  readonly settle: () => Promise<void>
  /** How what was asked is carried out. */
  readonly plans: () => Promise<Pick<Found, 'plans' | 'scans'>>
  readonly end: () => Promise<void>
}

async function run({ by, open, settle, plans, end }: Place): Promise<void> {
  const timer = setInterval(sample, 50)
  const start = performance.now()
  const seconds = () => Math.round((performance.now() - start) / 1_000)
  const filling = open('later')
  const built = await buildLargeStore(filling, { contacts, seed, office, by, told: told() })
  await filling.close()
  const filled = seconds()
  log(`${JSON.stringify(built)} in ${filled} s, ${peakMb()} MB`)
  const storage = open('now')
  const { model } = await createCrm({ storage, jobsEveryMs: 0, clock: { now: () => NOW } })
  await settle()
  const buildSeconds = seconds()
  const buildMb = peakMb()
  log(`indexes in ${buildSeconds - filled} s, ${buildMb} MB`)
  process.send?.('built')
  const asking = (question: string) => log(`${question}?`)
  const all = async (): Promise<Found> => {
    const measured = await measure(storage, { office, seed, runs, asking })
    const askMb = peakMb()
    log(`${JSON.stringify(measured)}, ${askMb} MB`)
    const planned = await plans()
    const countedTotals = await measureCounted(storage, { seed, runs: Math.min(runs, 20) })
    const lacking = (await storage.plan?.(model))?.length ?? 0
    const asked = { measured, countedTotals, ...planned, lacking }
    return { built, buildSeconds, indexSeconds: buildSeconds - filled, buildMb, askMb, ...asked }
  }
  for (;;) {
    // Whoever asks may be gone.
    const [order] = (await Promise.race([once(process, 'message'), once(process, 'disconnect')])) as [Order?]
    if (order !== 'ask' && order !== 'totals') break
    process.send?.(order === 'ask' ? await all() : await measureTotals(storage, { office, seed, runs }))
  }
  if (process.connected) process.disconnect()
  clearInterval(timer)
  await storage.close()
  await end()
}

function told(): (done: number) => void {
  let next = 0
  return (done) => {
    sample()
    if (done < next) return
    next += contacts / 10
    log(`${done} contacts, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`)
  }
}

function sqlitePlace(): Place {
  const file = join(place, `${contacts}.db`)
  const watched = watchStatements()
  return {
    by: 'commit',
    open: (indexes) => sqliteStorage({ file, indexes }),
    settle: async () => void watched.take(),
    async plans() {
      const plans = sqlitePlans(file, watched.take())
      return { plans: plans.length, scans: fullScans(plans) }
    },
    end: async () => watched.stop(),
  }
}

function postgresPlace(): Place {
  const pool = new Pool({ connectionString: place, max: 8 })
  const watched = watchedPool(pool)
  return {
    by: 'load',
    open: (indexes) => postgresStorage({ pool: watched.pool, indexes }),
    async settle() {
      // What PostgreSQL does by itself within minutes.
      await pool.query('VACUUM ANALYZE')
      await pool.query('CHECKPOINT')
      watched.take()
    },
    plans: () => postgresScans(pool, watched.take()),
    end: () => pool.end(),
  }
}

await run(kind === 'sqlite' ? sqlitePlace() : postgresPlace())
