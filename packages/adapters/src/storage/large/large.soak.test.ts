import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../postgres/testing/database.fixture.ts'
import type { Found } from './run.fixture.ts'

const CONTACTS = Number(process.env['KITH_SOAK_N'] ?? 1_000_000)
const SEED = Number(process.env['KITH_SOAK_SEED'] ?? 20_260_601)
const RUNS = 200
const MOST = { p95Ms: 50, mb: 300, minutes: 20, totalsRatio: 1.5 }
/** V8 would let garbage lie as long as the machine has memory. */
const LITTLE_GARBAGE = ['--max-semi-space-size=4', '--max-old-space-size=192']
const TOTALS = 'totals per stage and owner'
const database = await testDatabase()

/** A part of the test database of its own. */
async function schemaFor(contacts: number): Promise<string> {
  const schema = `large_${contacts}`
  await database.pool({ max: 1 }).query(`CREATE SCHEMA ${schema}`)
  const url = new URL(database.url)
  url.searchParams.set('options', `-c search_path=${schema}`)
  return url.href
}

function runOf(kind: 'sqlite' | 'postgres', place: string, contacts: number): Promise<Found> {
  const args = ['--conditions=kith-source', ...LITTLE_GARBAGE, join(import.meta.dirname, 'run.fixture.ts'), kind, place]
  const child = spawn(process.execPath, [...args, String(contacts), String(SEED), String(RUNS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (data) => {
      output += data
    })
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`${kind} ended with ${code}`)),
    )
  })
}

/** A tenth first, for what totals cost there; then all. */
async function bothSizes(kind: 'sqlite' | 'postgres', place: (contacts: number) => Promise<string>) {
  const tenth = await runOf(kind, await place(CONTACTS / 10), CONTACTS / 10)
  const whole = await runOf(kind, await place(CONTACTS), CONTACTS)
  const ratio = (who: 'admin' | 'seller') =>
    Math.round(((whole.measured[TOTALS]?.[who].p50 ?? 0) / (tenth.measured[TOTALS]?.[who].p50 ?? 1)) * 100) / 100
  return {
    whole,
    totals: { contacts: CONTACTS, comparedWith: CONTACTS / 10, admin: ratio('admin'), seller: ratio('seller') },
  }
}

describe(`stores of ${CONTACTS} contacts`, () => {
  it('answer what screens ask within 50 ms, from indexes, in 300 MB', async ({ task, onTestFinished }) => {
    const folder = mkdtempSync(join(process.env['KITH_SOAK_DIR'] ?? tmpdir(), 'kith-large-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const start = performance.now()
    const [sqlite, postgres] = await Promise.all([
      bothSizes('sqlite', async () => folder),
      bothSizes('postgres', schemaFor),
    ])
    const minutes = Math.round((performance.now() - start) / 6_000) / 10
    const figures = { minutes, sqlite: summary(sqlite), postgres: summary(postgres) }
    process.stderr.write(`${JSON.stringify(figures)}\n`)
    for (const { whole, totals } of [sqlite, postgres]) {
      expect(whole.scans).toEqual([])
      expect(whole.built.changes).toBeGreaterThanOrEqual(5 * CONTACTS)
      expect(Math.max(whole.buildMb, whole.askMb)).toBeLessThanOrEqual(MOST.mb)
      expect(Math.max(totals.admin, totals.seller)).toBeLessThanOrEqual(MOST.totalsRatio)
      for (const [name, { admin, seller }] of Object.entries(whole.measured))
        expect([name, Math.max(admin.p95, seller.p95) <= MOST.p95Ms]).toEqual([name, true])
    }
    expect(minutes).toBeLessThanOrEqual(MOST.minutes)
    task.meta.report = {
      name: 'large',
      what: 'Stores of so many contacts with what happened with them: built through the port, then asked as screens ask, by an administrator and by sellers of teams. Times in milliseconds; memory of the process that asks.',
      n: CONTACTS,
      seed: SEED,
      figures,
    }
  })
})

function summary({ whole, totals }: Awaited<ReturnType<typeof bothSizes>>) {
  const { scans, ...rest } = whole
  return { ...rest, fullScans: scans.length, totals }
}
