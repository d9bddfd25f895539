import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createModel, defineObject, text } from '@kith/core'
import type { SealedChange, Storage } from '@kith/core/storage'
import { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { startPostgres } from '../../../../../tools/postgres.ts'
import { DURABILITY, TIMES } from '../durability.fixture.ts'
import { postgresStorage } from './index.ts'

const RESTARTS = TIMES.restarts
const WRITERS = 8
const SCOPE = { tenant: 'north' }
const NOW = '2026-03-01T09:00:00.000Z'
const leads = createModel([
  defineObject({ name: 'lead', label: 'Lead', title: 'title', fields: { title: text({ indexed: true }) } }),
])
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')

/** A lead with everything that belongs to it, under a key: sent again it is the same lead. */
function capture(id: string) {
  const actor = { kind: 'visitor', id: 'v' }
  const change = { at: NOW, actor, cause: 'capture', correlation: id, configVersion: 0, object: 'lead', id }
  return {
    idempotency: { key: id, fingerprint: 'f', answer: { id }, now: NOW },
    expect: [{ object: 'lead', id, exists: false }],
    claim: [{ space: 'lead.key', key: id, object: 'lead', id }],
    put: [{ object: 'lead', record: { id, version: 1, title: `Lead ${id}`, createdAt: NOW } }],
    changes: [{ ...change, subjects: [], before: null, after: { title: id }, salt: '0'.repeat(32) }],
  }
}

/** Writes until told to stop; what was refused until then is sent again with its key. */
async function writer(
  storage: Storage,
  name: string,
  state: { stopped: boolean },
  acknowledged: string[],
): Promise<number> {
  let refusals = 0
  for (let at = 0; !state.stopped; at++) {
    const id = `${name}-${at}`
    for (let sent = false; !sent; ) {
      sent = await storage.commit(SCOPE, capture(id)).then(
        () => true,
        (error: { code?: string }) => {
          if (!/^STORAGE_(UNAVAILABLE|UNSURE)$/.test(error.code ?? '')) throw error
          refusals++
          return false
        },
      )
      if (!sent && state.stopped) return refusals
      if (!sent) await wait(20)
    }
    acknowledged.push(id)
  }
  return refusals
}

async function damage(storage: Storage, acknowledged: readonly string[]): Promise<Record<string, number>> {
  const changes: SealedChange[] = []
  for (let page: readonly SealedChange[] = [], first = true; first || page.length > 0; first = false) {
    page = await storage.changes(SCOPE, { after: changes.length, limit: 1_000 })
    changes.push(...page)
  }
  const logged = changes.map((change) => change.id)
  const found = await storage.get(SCOPE, 'lead', acknowledged)
  const held = await Promise.all(logged.map((id) => storage.holder(SCOPE, 'lead.key', id)))
  const stored = await storage.get(SCOPE, 'lead', logged)
  const measures = [{ fn: 'count' }] as const
  const [count] = await storage.aggregate(SCOPE, 'lead', { where: { op: 'true' }, groupBy: [], measures })
  let chain = SCOPE.tenant
  const broken = changes.filter((change, at) => {
    const follows = change.seq === at + 1 && change.chain === sha256(`${chain}\n${change.seq}\n${change.digest}`)
    chain = change.chain
    return !follows
  })
  return {
    lost: found.filter((record) => record === undefined).length,
    doubled: logged.length - new Set(logged).size,
    halfDone:
      [...held, ...stored].filter((part) => part === undefined).length +
      Math.abs(Number(count?.values[0]) - logged.length),
    brokenLinks: broken.length,
  }
}

interface Outcome {
  readonly acknowledged: number
  readonly refused: number
  readonly found: Readonly<Record<string, number>>
}

/** Restarts a server under load; then compares what is there with what was acknowledged. */
async function restarted(times: number, pick: (restart: number) => 'fast' | 'immediate'): Promise<Outcome> {
  const server = await startPostgres({ fsync: true })
  const pool = new Pool({ connectionString: server.url, max: WRITERS + 2 })
  const storage = postgresStorage({ pool })
  try {
    await storage.open(leads)
    const state = { stopped: false }
    const acknowledged: string[] = []
    const writing = Array.from({ length: WRITERS }, (_, at) => writer(storage, `w${at}`, state, acknowledged))
    for (let restart = 0; restart < times; restart++) {
      const before = acknowledged.length
      while (acknowledged.length < before + 40) await wait(10)
      await server.restart(pick(restart))
    }
    state.stopped = true
    const refused = (await Promise.all(writing)).reduce((sum, one) => sum + one, 0)
    return { acknowledged: acknowledged.length, refused, found: await damage(storage, acknowledged) }
  } finally {
    await storage.close()
    await pool.end()
    await server.stop()
  }
}

/** What is lost with a server that answers before a commit is on disk, when it stops under load. */
async function lostByTooEarly(): Promise<number | undefined> {
  const server = await startPostgres({ fsync: true })
  const open = () => {
    const pool = new Pool({ connectionString: server.url, max: WRITERS + 2, options: '-c synchronous_commit=off' })
    return { pool, storage: postgresStorage({ pool }) }
  }
  const [early, later] = [open(), open()]
  try {
    await early.storage.open(leads)
    await early.pool.query("ALTER SYSTEM SET wal_writer_delay = '10s'")
    await early.pool.query('SELECT pg_reload_conf()')
    await early.pool.query('CHECKPOINT')
    const state = { stopped: false }
    const acknowledged: string[] = []
    const writing = Array.from({ length: WRITERS }, (_, at) => writer(early.storage, `w${at}`, state, acknowledged))
    while (acknowledged.length < 40) await wait(10)
    await server.restart('immediate')
    state.stopped = true
    await Promise.all(writing)
    await later.storage.open(leads)
    return (await damage(later.storage, acknowledged))['lost']
  } finally {
    for (const { pool, storage } of [early, later]) {
      await storage.close()
      await pool.end()
    }
    await server.stop()
  }
}

describe.skipIf(process.env['PG_URL'])('postgresStorage on a server that is restarted', () => {
  it(
    `loses nothing that it acknowledged, and does nothing by halves or twice, over ${RESTARTS} restarts`,
    async ({ task }) => {
      const { acknowledged, refused, found } = await restarted(RESTARTS, (at) => (at % 2 ? 'fast' : 'immediate'))
      expect(found).toEqual({ lost: 0, doubled: 0, halfDone: 0, brokenLinks: 0 })
      expect(refused).toBeGreaterThan(0)
      task.meta.report = {
        name: 'durability',
        ...DURABILITY,
        figures: { postgresRestarts: { restarts: RESTARTS, acknowledged, refusedAndSentAgain: refused, ...found } },
      }
    },
    60_000 + RESTARTS * 15_000,
  )

  it('would notice a server that answers before a commit is on disk', async () => {
    expect(await lostByTooEarly()).toBeGreaterThan(0)
  }, 60_000)
})
