// How long the event loop stands still while 1,000 leads a second come in and a bulk import runs in the same process.
// pnpm bench loop [--json] [--seconds 10] [--leads 1000] [--chunk 100]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sqliteStorage } from '@kith/adapters/storage/sqlite'
import { createCrm } from '@kith/core'
import { batchOf, contactOf } from './storage/contacts.ts'

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '10' },
    /** Leads a second. */
    leads: { type: 'string', default: '1000' },
    /** Contacts of one batch of the import; 0: no import. */
    chunk: { type: 'string', default: '100' },
  },
})
const [forMs, perSecond, chunk] = [Number(flags.seconds) * 1_000, Number(flags.leads), Number(flags.chunk)]
const RESOLUTION_MS = 1
const IMPORT = { tenant: 'imported' }

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'kith-bench-loop-'))
const storage = sqliteStorage({ file: join(folder, 'crm.db') })
const crm = await createCrm({ storage, jobsEveryMs: 0 })
for (const id of ['main', 'imported']) await crm.openTenant({ id, name: id })
const site = crm.visitors({ tenant: 'main' })

let sent = 0
const waits: number[] = []
async function submit(): Promise<void> {
  const number = sent++
  const values = {
    name: `Kari Nordmann ${number}`,
    email: `kari.${number}@example.com`,
    message: 'A new kitchen, please.',
  }
  const started = performance.now()
  const idempotencyKey = `loop-${number}-${Math.random().toString(36).slice(2)}-000000`
  await site.submit('contact', { values, consents: [{ purpose: 'sales' }] }, { idempotencyKey })
  waits.push(performance.now() - started)
}

/** As many as are due by now, whoever still waits. */
async function leads(until: number): Promise<void> {
  const started = performance.now()
  const open = new Set<Promise<void>>()
  while (performance.now() < until) {
    const due = ((performance.now() - started) * perSecond) / 1_000
    while (sent - first < due) {
      const one = submit().finally(() => open.delete(one))
      open.add(one)
    }
    await turn()
  }
  await Promise.all(open)
}

let imported = 0
async function importing(until: number): Promise<void> {
  while (chunk > 0 && performance.now() < until) {
    const records = Array.from({ length: chunk }, () => contactOf(imported++))
    await storage.commit(IMPORT, batchOf(records))
  }
}

for (let warm = 0; warm < 300; warm++) await submit()
const first = sent
waits.length = 0
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()
const [started, until] = [performance.now(), performance.now() + forMs]
await Promise.all([leads(until), importing(until)])
delay.disable()
const seconds = (performance.now() - started) / 1_000
await crm.close()
rmSync(folder, { recursive: true, force: true })

const p99 = (all: number[]) => all.sort((left, right) => left - right)[Math.floor(all.length * 0.99)] ?? Number.NaN
// The monitor counts from one tick of its own to the next.
const stood = (ns: number) => Math.round((ns / 1e6 - RESOLUTION_MS) * 10) / 10
const result = {
  leadsPerSecond: Math.round(waits.length / seconds),
  leadP99Ms: Math.round(p99(waits)),
  importedPerSecond: Math.round(imported / seconds),
  loopP50Ms: stood(delay.percentile(50)),
  loopP99Ms: stood(delay.percentile(99)),
  loopMaxMs: stood(delay.max),
}
if (flags.json) console.log(JSON.stringify(result))
else console.table([result])
