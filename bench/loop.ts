// How long the event loop stands still while 1,000 leads a second come in and a bulk import runs in the same process: with
// all on one thread, and with a thread that writes.
// pnpm bench loop [--json] [--seconds 10] [--leads 1000] [--chunk 100] [--only thread]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sqliteStorage } from '@kith/adapters/storage/sqlite'
import { createCrm, type PublicApi, type Storage } from '@kith/core'
import { machine } from './rules/measure.ts'
import { batchOf, contactOf, joined } from './storage/contacts.ts'

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '10' },
    /** Leads a second. */
    leads: { type: 'string', default: '1000' },
    /** Contacts of one batch of the import; 0: no import. */
    chunk: { type: 'string', default: '100' },
    /** `one` or `thread`: only that. */
    only: { type: 'string' },
  },
})
const [forMs, perSecond, chunk] = [Number(flags.seconds) * 1_000, Number(flags.leads), Number(flags.chunk)]
const RESOLUTION_MS = 1
const IMPORT = { tenant: 'imported' }

const p99 = (all: number[]) => all.sort((left, right) => left - right)[Math.floor(all.length * 0.99)] ?? Number.NaN
// The monitor counts from one tick of its own to the next.
const stood = (ns: number) => Math.round((ns / 1e6 - RESOLUTION_MS) * 10) / 10

class Run {
  readonly #folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'kith-bench-loop-'))
  readonly #thread: boolean
  readonly #storage: Storage
  readonly #waits: number[] = []
  #site: PublicApi | undefined
  #sent = 0
  #first = 0
  #imported = 0

  constructor(thread: boolean) {
    this.#thread = thread
    this.#storage = sqliteStorage({ file: join(this.#folder, 'crm.db'), thread })
  }

  async measure() {
    const crm = await createCrm({ storage: this.#storage, jobsEveryMs: 0 })
    for (const id of ['main', 'imported']) await crm.openTenant({ id, name: id })
    this.#site = crm.visitors({ tenant: 'main' })
    for (let warm = 0; warm < 300; warm++) await this.#submit()
    this.#first = this.#sent
    this.#waits.length = 0
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    delay.enable()
    const [started, until] = [performance.now(), performance.now() + forMs]
    await Promise.all([this.#leads(until), this.#importing(until)])
    delay.disable()
    const seconds = (performance.now() - started) / 1_000
    await crm.close()
    rmSync(this.#folder, { recursive: true, force: true })
    return {
      writes: this.#thread ? 'a thread' : 'one thread for all',
      leadsPerSecond: Math.round(this.#waits.length / seconds),
      leadP99Ms: Math.round(p99(this.#waits)),
      importedPerSecond: Math.round(this.#imported / seconds),
      loopP50Ms: stood(delay.percentile(50)),
      loopP99Ms: stood(delay.percentile(99)),
      loopMaxMs: stood(delay.max),
    }
  }

  async #submit(): Promise<void> {
    const number = this.#sent++
    const values = {
      name: `Kari Nordmann ${number}`,
      email: `kari.${number}@example.com`,
      message: 'A new kitchen, please.',
    }
    const started = performance.now()
    const idempotencyKey = `loop-${number}-${Math.random().toString(36).slice(2)}-000000`
    await this.#site?.submit('contact', { values, consents: [{ purpose: 'sales' }] }, { idempotencyKey })
    this.#waits.push(performance.now() - started)
  }

  /** As many as are due by now, whoever still waits. */
  async #leads(until: number): Promise<void> {
    const started = performance.now()
    const open = new Set<Promise<void>>()
    while (performance.now() < until) {
      const due = ((performance.now() - started) * perSecond) / 1_000
      while (this.#sent - this.#first < due) {
        const one = this.#submit().finally(() => open.delete(one))
        open.add(one)
      }
      await turn()
    }
    await Promise.all(open)
  }

  async #importing(until: number): Promise<void> {
    while (chunk > 0 && performance.now() < until) {
      const records = Array.from({ length: chunk }, () => contactOf(this.#imported++))
      await this.#storage.commit(IMPORT, joined(records.map(batchOf)))
    }
  }
}

const results = []
for (const thread of [false, true])
  if (flags.only === undefined || (flags.only === 'thread') === thread) results.push(await new Run(thread).measure())
const asFlagged = ['seconds', 'leads', 'chunk', 'only'].some((flag) => process.argv.includes(`--${flag}`))
if (!asFlagged) {
  const report = { machine: machine(), seconds: forMs / 1_000, leadsAskedPerSecond: perSecond, chunk, results }
  mkdirSync(join(import.meta.dirname, '../reports'), { recursive: true })
  writeFileSync(join(import.meta.dirname, '../reports/bench-loop.json'), `${JSON.stringify(report, null, 2)}\n`)
}
if (flags.json) console.log(JSON.stringify(results))
else console.table(results)
