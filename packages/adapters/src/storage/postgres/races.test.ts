import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { SealedChange, Storage } from '@kith/core/storage'
import { afterAll, describe, expect, it } from 'vitest'
import { testDatabase } from './testing/database.fixture.ts'
import { dealPut, type Order, type Outcome, openRacer, SCOPE } from './testing/racer.ts'

const LONG = process.env['KITH_SOAK'] !== undefined
const RACES = LONG ? Number(process.env['KITH_SOAK_N'] ?? 1_000) : 20
const CHANGES = LONG ? 100 * Number(process.env['KITH_SOAK_N'] ?? 1_000) : 2_000
const EACH = 10
const WRITERS = 16
const READERS = 4

const database = await testDatabase()
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')

const children: ChildProcess[] = []
const storages: Storage[] = []
afterAll(async () => {
  await Promise.all(storages.map((storage) => storage.close()))
  for (const child of children) {
    child.send('end')
    await once(child, 'exit')
  }
})

async function here(schema: string): Promise<Storage> {
  const storage = await openRacer(database.url, schema, 8)
  storages.push(storage)
  return storage
}

/** Another process on the same database. */
async function another(schema: string): Promise<(order: Order) => Promise<Outcome>> {
  const script = join(import.meta.dirname, 'testing/racer.ts')
  const child = fork(script, [database.url, schema], { execArgv: ['--conditions=kith-source'] })
  children.push(child)
  await once(child, 'message')
  return async (order) => {
    const answer = once(child, 'message')
    child.send(order)
    return ((await answer) as [Outcome])[0]
  }
}

/** Reads a log to an entry, in pages, and counts what is not the next one. */
async function follow(storage: Storage, to: number): Promise<{ ids: readonly string[]; faults: number }> {
  const ids: string[] = []
  let [seq, chain, faults] = [0, SCOPE.tenant, 0]
  while (seq < to) {
    const page: readonly SealedChange[] = await storage.changes(SCOPE, { after: seq, limit: 500 })
    for (const entry of page) {
      const follows = entry.seq === seq + 1 && entry.chain === sha256(`${chain}\n${entry.seq}\n${entry.digest}`)
      if (!follows) faults++
      ;[seq, chain] = [entry.seq, entry.chain]
      ids.push(entry.id)
    }
    if (page.length === 0) await new Promise((done) => setTimeout(done, 5))
  }
  return { ids, faults }
}

describe('two processes on one PostgreSQL', () => {
  it(
    `give one of two moves of a deal to each of ${RACES} races, and tell the other`,
    async ({ task }) => {
      await database.pool().query('CREATE SCHEMA deals')
      const storage = await here('deals')
      await storage.commit(SCOPE, { put: [dealPut(1, 'new')] })
      const racers = await Promise.all([another('deals'), another('deals')])
      const outcomes: (readonly string[])[] = []
      const overwritten: number[] = []
      for (let version = 1; version <= RACES; version++) {
        const came = await Promise.all(
          racers.map((race, at) => race({ do: 'move', version, stage: `${version}-${at}` })),
        )
        outcomes.push(came.map((one) => one.came).sort())
        const [deal] = await storage.get(SCOPE, 'deal', ['d'])
        const winner = came.findIndex((one) => one.came === 'won')
        if (deal?.['stage'] !== `${version}-${winner}` || deal.version !== version + 1) overwritten.push(version)
      }
      expect(outcomes.filter((came) => came.join() !== 'VERSION_CONFLICT,won')).toEqual([])
      expect(overwritten).toEqual([])
      expect(await storage.head(SCOPE)).toBe(RACES)
      task.meta.report = {
        name: 'races-postgres',
        what: 'Two processes that move one deal at once; and changes that two processes write while four readers follow the log.',
        n: RACES,
        figures: { silentOverwrites: overwritten.length, losersTold: outcomes.length },
      }
    },
    60_000 + RACES * 200,
  )

  it(
    `show ${READERS} readers all ${CHANGES} changes once, in one order, while both write`,
    async ({ task }) => {
      await database.pool().query('CREATE SCHEMA changes')
      const readers = await Promise.all(Array.from({ length: READERS }, () => here('changes')))
      const writers = await Promise.all([another('changes'), another('changes')])
      const commits = CHANGES / EACH / writers.length
      const start = performance.now()
      const [, ...seen] = await Promise.all([
        Promise.all(
          writers.map((write, at) => write({ do: 'write', name: `p${at}`, commits, each: EACH, writers: WRITERS })),
        ),
        ...readers.map((reader) => follow(reader, CHANGES)),
      ])
      const ms = Math.round(performance.now() - start)
      for (const { ids, faults } of seen) {
        expect(faults).toBe(0)
        expect([ids.length, new Set(ids).size]).toEqual([CHANGES, CHANGES])
        expect(ids).toEqual(seen[0]?.ids)
      }
      task.meta.report = {
        name: 'races-postgres',
        what: 'Two processes that move one deal at once; and changes that two processes write while four readers follow the log.',
        n: RACES,
        figures: { changes: CHANGES, readers: READERS, skipped: 0, doubled: 0, changesMs: ms },
      }
    },
    60_000 + CHANGES * 20,
  )
})
