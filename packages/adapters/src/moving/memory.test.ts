import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crmModel } from '@kith/core'
import type { ChangeDraft } from '@kith/core/storage'
import { afterAll, expect, it } from 'vitest'
import { sqliteStorage } from '../storage/sqlite/index.ts'
import { config, MAIN } from './world.fixture.ts'

const RECORDS = process.env['KITH_SOAK'] ? Number(process.env['KITH_SOAK_N'] ?? 200_000) : 4_000
/** Too little for all records at once in the long run: 200,000 of them with their log take some 500 MB. */
const HEAP_MB = 96
/** New objects have all their room from the start: the host gives it little by little, which is no growth with records. */
const YOUNG = ['--min-semi-space-size=16', '--max-semi-space-size=16']
const GROWTH = 1.2

const folder = mkdtempSync(join(tmpdir(), 'kith-memory-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NOW = '2026-03-02T09:00:00.000Z'
const change = (id: string, after: Readonly<Record<string, unknown>>): ChangeDraft => ({
  at: NOW,
  actor: { kind: 'user', id: 'ida' },
  cause: 'import',
  correlation: id,
  configVersion: 1,
  object: 'contact',
  id,
  subjects: [`contact:${id}`],
  before: null,
  after,
  salt: id.padStart(32, '0'),
})

/** Contacts with an e-mail that is claimed, and a line in the log each. */
async function fill(file: string): Promise<void> {
  const storage = sqliteStorage({ file })
  await storage.open(crmModel(config))
  const BATCH = 500
  for (let start = 0; start < RECORDS; start += BATCH) {
    const ids = Array.from(
      { length: Math.min(BATCH, RECORDS - start) },
      (_, at) => `c${String(start + at).padStart(9, '0')}`,
    )
    const records = ids.map((id) => ({
      id,
      version: 1,
      createdAt: NOW,
      updatedAt: NOW,
      name: { full: `Kari Nes ${id}` },
      emails: [{ value: `${id}@example.com` }],
      shoeSize: '38',
      x_note: `A note about ${id}, as long as people write them: `.repeat(4),
    }))
    await storage.commit(
      { tenant: MAIN },
      {
        put: records.map((record) => ({ object: 'contact', record })),
        claim: ids.map((id) => ({ space: 'contact.emails', key: `${id}@example.com`, object: 'contact', id })),
        changes: records.map((record) => change(record.id, record)),
      },
    )
  }
  await storage.close()
}

it(
  `moves ${RECORDS} records with their log in ${HEAP_MB} MB of heap, and memory does not grow with them`,
  async ({ task }) => {
    const [from, to] = [join(folder, 'from.db'), join(folder, 'to.db')]
    await fill(from)
    const options = [`--max-old-space-size=${HEAP_MB}`, ...YOUNG, '--conditions=kith-source', '--no-warnings']
    const script = join(import.meta.dirname, 'child.fixture.ts')
    const said = execFileSync(process.execPath, [...options, script, from, to, `${RECORDS / 2}`], { encoding: 'utf8' })
    const { pieces, settledMb, mostMb, cpuSeconds } = JSON.parse(said) as Record<string, number>
    expect(pieces).toBe(RECORDS * 3)
    if (process.env['KITH_SOAK']) expect((mostMb ?? 0) / (settledMb || 1)).toBeLessThan(GROWTH)
    task.meta.report = {
      name: 'moving',
      what: 'Export and import of a SQLite store in one process with little heap; resident memory after a sixth of the pieces, when caches are full, and at most.',
      n: RECORDS,
      figures: {
        pieces,
        heapMb: HEAP_MB,
        settledMb,
        mostMb,
        growth: Number(((mostMb ?? 0) / (settledMb || 1)).toFixed(2)),
        cpuSeconds,
      },
    }
  },
  60_000 + RECORDS * 10,
)
