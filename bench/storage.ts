// What a store costs: Kith's adapter and engine against a program by hand on the same file, and against the mappers of npm.
// pnpm bench storage [--json] [--quick] [--rows 100000,1000000] [--only kith,drizzle] [--operations get,page]
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { machine } from './rules/measure.ts'
import { OPERATIONS, type Operation } from './storage/contestant.ts'
import { CONTESTANTS } from './storage/contestants.ts'
import { MEMORY } from './storage/memory.ts'
import { type Costs, type Racer, race, requireAgreement, startRacer } from './storage/race.ts'
import { type Report, ratiosOf, type Sized, tableOf } from './storage/report.ts'
import { emptyLog, fillStore } from './storage/store.ts'

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Few rows and short rounds: to see that it works, not for figures. */
    quick: { type: 'boolean', default: false },
    rows: { type: 'string' },
    /** Only these contestants and operations. */
    only: { type: 'string' },
    operations: { type: 'string' },
  },
})
const SIZES = (flags.rows ?? (flags.quick ? '2000' : '100000,1000000')).split(',').map(Number)
const ROUNDS = flags.quick ? 3 : 15
const SLICE_MS = flags.quick ? 50 : 200
/** Largest number of rows that is tried in memory: the peers need gigabytes for more. */
const MOST_IN_MEMORY = 100_000
const asked = new Set(flags.operations?.split(',') ?? OPERATIONS)
const names = (all: object) => Object.keys(all).filter((name) => !flags.only || flags.only.split(',').includes(name))
const say = (line: string) => flags.json || console.log(line)

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'kith-bench-storage-'))
const file = join(folder, 'crm.db')

/** Those who can run here, each in its own process; the others with the reason. */
async function start(all: object, rows: number, firstNew: number): Promise<[Racer[], Record<string, string>]> {
  const racers: Racer[] = []
  const leftOut: Record<string, string> = {}
  for (const [at, name] of names(all).entries()) {
    const racer = await startRacer(name, file, rows, firstNew + at * 10_000_000)
    if (typeof racer !== 'string') racers.push(racer)
    else {
      leftOut[name] = racer.split('\n').slice(0, 3).join(' ')
      say(`${name} is left out: ${racer}`)
    }
  }
  return [racers, leftOut]
}

async function measure(rows: number, sized: number): Promise<Sized['costs'] & { leftOut: Record<string, string> }> {
  const [racers, leftOut] = await start(CONTESTANTS, rows, (1 + sized * 20) * 10_000_000)
  const costs: Partial<Record<Operation, Costs>> = {}
  try {
    for (const operation of ['get', 'page'] as const) await requireAgreement(racers, operation, 40)
    for (const operation of OPERATIONS.filter((one) => asked.has(one))) {
      say(`${rows} rows: ${operation} …`)
      costs[operation] = await race(racers, operation, ROUNDS, SLICE_MS, () => emptyLog(file))
    }
  } finally {
    for (const racer of racers) await racer.stop()
  }
  return Object.assign(costs, { leftOut })
}

async function measureInMemory(rows: number): Promise<Costs> {
  say(`${rows} rows in memory …`)
  const [racers] = await start(MEMORY, rows, 0)
  try {
    await requireAgreement(racers, 'page', 40)
    return await race(racers, 'page', ROUNDS, SLICE_MS)
  } finally {
    for (const racer of racers) await racer.stop()
  }
}

const sizes: Sized[] = []
try {
  let filled = 0
  for (const [sized, rows] of SIZES.entries()) {
    say(`Filling a file with ${rows} contacts …`)
    const started = performance.now()
    await fillStore(file, filled, rows)
    const fillUs = ((performance.now() - started) * 1_000) / (rows - filled)
    filled = rows
    const fileMb = statSync(file).size / 2 ** 20
    const { leftOut, ...costs } = await measure(rows, sized)
    const memory = rows <= MOST_IN_MEMORY && asked.has('page') ? await measureInMemory(rows) : undefined
    sizes.push({ rows, fileMb, fillUs, costs, leftOut, ...(memory ? { memory } : {}) })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const report: Report = { machine: machine(), quick: flags.quick, sizes }
const withoutRounds = (key: string, value: unknown) => (key === 'rounds' ? undefined : value)
const result = JSON.stringify({ ...report, ratios: ratiosOf(report) }, withoutRounds, 2)
if (!flags.quick && !flags.only && !flags.operations) {
  mkdirSync(join(import.meta.dirname, '../reports'), { recursive: true })
  writeFileSync(join(import.meta.dirname, '../reports/bench-storage.json'), `${result}\n`)
}
console.log(flags.json ? result : tableOf(report))
