// Builds a large store in a process of its own, whose memory is then that of the CRM alone, and asks it everything.
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'pg'
import { postgresStorage } from '../postgres/index.ts'
import { sqliteStorage } from '../sqlite/index.ts'
import { type Built, buildLargeStore } from './build.fixture.ts'
import { type Measured, measure } from './measure.fixture.ts'
import { fullScans, type Plan, sqlitePlans, watchStatements } from './plans.fixture.ts'
import { postgresScans, watchedPool } from './postgres-plans.fixture.ts'

/** What one run found. */
export interface Found {
  readonly built: Built
  readonly buildSeconds: number
  /** Largest resident memory of the process while it built, and while it asked. */
  readonly buildMb: number
  readonly askMb: number
  readonly measured: Measured
  /** Statements that read, and those of them that read all of something large. */
  readonly plans: number
  readonly scans: readonly Plan[]
}

type Asked = Pick<Found, 'measured' | 'plans' | 'scans'>

const [kind, place = '', contactsText, seedText, runsText] = process.argv.slice(2)
const [contacts, seed, runs] = [Number(contactsText), Number(seedText), Number(runsText)]
const log = (text: string) => void writeSync(2, `${kind} ${text}\n`)

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

async function run(build: () => Promise<Built>, ask: () => Promise<Asked>): Promise<Found> {
  const timer = setInterval(sample, 50)
  const start = performance.now()
  const built = await build()
  const buildSeconds = Math.round((performance.now() - start) / 1_000)
  const buildMb = peakMb()
  log(`${JSON.stringify(built)} in ${buildSeconds} s, ${buildMb} MB`)
  const asked = await ask()
  clearInterval(timer)
  return { built, buildSeconds, buildMb, askMb: peakMb(), ...asked }
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

async function runSqlite(file: string): Promise<Found> {
  const build = async () => {
    const storage = sqliteStorage({ file })
    const built = await buildLargeStore(storage, { contacts, seed, told: told() })
    await storage.close()
    return built
  }
  return run(build, async () => {
    const watched = watchStatements()
    const storage = sqliteStorage({ file })
    const measured = await measure(storage, { contacts, seed, runs })
    await storage.close()
    const plans = sqlitePlans(file, watched.take())
    watched.stop()
    return { measured, plans: plans.length, scans: fullScans(plans) }
  })
}

async function runPostgres(connectionString: string): Promise<Found> {
  const pool = new Pool({ connectionString, max: 8 })
  const watched = watchedPool(pool)
  const storage = postgresStorage({ pool: watched.pool })
  const build = async () => {
    const built = await buildLargeStore(storage, { contacts, seed, told: told() })
    await pool.query('ANALYZE')
    watched.take()
    return built
  }
  const found = await run(build, async () => {
    const measured = await measure(storage, { contacts, seed, runs })
    return { measured, ...(await postgresScans(pool, watched.take())) }
  })
  await storage.close()
  await pool.end()
  return found
}

const found = kind === 'sqlite' ? await runSqlite(join(place, `${contacts}.db`)) : await runPostgres(place)
writeSync(1, JSON.stringify(found))
