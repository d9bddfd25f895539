import { createModel, defineObject, email, number, text } from '@kith/core'
import type { ChangeDraft, Piece, Storage } from '@kith/core/storage'
import type { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { opener, testDatabase } from './testing/database.fixture.ts'
import { broken, type Meddler, meddling } from './testing/meddling.fixture.ts'

const database = await testDatabase()
const NORTH = { tenant: 'north' }
const NOW = '2026-03-01T09:00:00.000Z'
const lead = (fields: object = {}) =>
  defineObject({ name: 'lead', label: 'Lead', title: 'title', fields: { title: text({ indexed: true }), ...fields } })
const model = createModel([lead()])
const grown = createModel([
  lead({ mails: email({ many: true, indexed: true }), count: number({ indexed: true }) }),
  defineObject({ name: 'place', label: 'Place', title: 'name', fields: { name: text() } }),
])

const { fresh } = database
const open = opener(model)

const put = (id: string, values: object = {}) => ({ object: 'lead', record: { id, version: 1, ...values } })

function draft(id: string, after: Record<string, unknown> = { title: id }): ChangeDraft {
  const actor = { kind: 'user', id: 'u' }
  const common = { at: NOW, actor, cause: 'test', correlation: id, configVersion: 0 }
  return { ...common, object: 'lead', id, subjects: [`lead:${id}`], before: null, after, salt: 'f'.repeat(32) }
}

const batch = (id: string) => ({ put: [put(id)], changes: [draft(id)] })
const ids = async (storage: Storage, ...wanted: string[]) =>
  (await storage.get(NORTH, 'lead', wanted)).map((record) => record?.id)

/** All texts that a table holds, as one. */
const textsOf = async (pool: { query(text: string): Promise<{ rows: unknown[] }> }, ...tables: string[]) => {
  const pages = await Promise.all(tables.map((table) => pool.query(`SELECT t::text FROM ${table} t`)))
  return JSON.stringify(pages.map((page) => page.rows))
}

describe('a commit whose connection breaks', () => {
  it('is answered as stored when the server says that it is', async () => {
    const { pool, meddle } = meddling(await fresh())
    const storage = await open(pool)
    meddle(async ({ text }, go) => {
      const result = await go()
      if (text !== 'COMMIT') return result
      meddle((_, next) => next())
      throw broken()
    })
    await storage.commit(NORTH, batch('a'))
    expect([await ids(storage, 'a'), await storage.head(NORTH)]).toEqual([['a'], 1])
  })

  it('is refused when the server says that it is not', async () => {
    const { pool, meddle } = meddling(await fresh())
    const storage = await open(pool)
    meddle(async (statement, go) => {
      if (statement.text !== 'COMMIT') return go()
      meddle((_, next) => next())
      statement.text = 'ROLLBACK'
      await go()
      throw broken()
    })
    await expect(storage.commit(NORTH, batch('a'))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect([await ids(storage, 'a'), await storage.head(NORTH)]).toEqual([[undefined], 0])
    await storage.commit(NORTH, batch('a'))
    expect(await ids(storage, 'a')).toEqual(['a'])
  })

  it('is refused when it is not there, though another transaction has got its id after a crash', async () => {
    const { pool, meddle } = meddling(await fresh())
    const storage = await open(pool)
    meddle(async (statement, go) => {
      if (statement.text.includes('pg_xact_status')) return { rows: [['committed']], rowCount: 1 }
      if (statement.text !== 'COMMIT') return go()
      statement.text = 'ROLLBACK'
      await go()
      throw broken()
    })
    await expect(storage.commit(NORTH, batch('a'))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    meddle((_, go) => go())
    expect(await ids(storage, 'a')).toEqual([undefined])
  })

  it('is told to be unsure where nobody can say, and its key tells later', async () => {
    const { pool, meddle } = meddling(await fresh())
    const storage = await open(pool)
    meddle(async ({ text }, go) => {
      const result = await go()
      if (text === 'COMMIT') throw broken()
      return result
    })
    const kept = { idempotency: { key: 'k', fingerprint: 'f', answer: { id: 'a' }, now: NOW }, put: [put('a')] }
    await expect(storage.commit(NORTH, kept)).rejects.toMatchObject({ code: 'STORAGE_UNSURE' })
    meddle((_, go) => go())
    expect((await storage.commit(NORTH, kept)).replayed).toEqual({ answer: { id: 'a' } })
  })

  it('is refused when all connections are ended at once, and the next one goes through', async () => {
    const pool = await fresh()
    const storage = await open(pool)
    await storage.commit(NORTH, batch('a'))
    const others = 'FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
    const writing = Array.from({ length: 20 }, (_, at) => storage.commit(NORTH, batch(`t${at}`)).then(() => `t${at}`))
    const all = Promise.allSettled(writing)
    await database.pool().query(`SELECT pg_terminate_backend(pid) ${others}`)
    const settled = await all
    const acknowledged = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(await ids(storage, ...acknowledged)).toEqual(acknowledged)
    for (const one of settled)
      if (one.status === 'rejected') expect(one.reason.code).toMatch(/^STORAGE_(UNAVAILABLE|UNSURE)$/)
    await storage.commit(NORTH, batch('z'))
    expect(await ids(storage, 'z')).toEqual(['z'])
  })
})

describe('a read whose connection breaks', () => {
  it('is done again on another one, as long as that helps', async () => {
    const { pool, meddle } = meddling(await fresh())
    const storage = await open(pool)
    await storage.commit(NORTH, batch('a'))
    let breaks = 3
    meddle((_, go) => {
      if (breaks-- > 0) throw broken()
      return go()
    })
    expect(await ids(storage, 'a')).toEqual(['a'])
    breaks = Number.POSITIVE_INFINITY
    await expect(ids(storage, 'a')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    meddle((_, go) => go())
  })
})

describe('batches of PostgreSQL that stand in each other’s way', () => {
  it('are done again after a deadlock, all of them', async () => {
    const storage = await open(await fresh())
    await storage.commit(NORTH, { put: [put('a'), put('b')] })
    const numbers = (first: string, second: string) => ({
      number: [{ series: 's', object: 'lead', id: first, field: 'n' }],
      add: [first, second].map((id) => ({ object: 'lead', id, field: 'x_n', by: 1 })),
      put: [put(first)],
    })
    const both = Array.from({ length: 20 }, (_, at) =>
      storage.commit(NORTH, at % 2 ? numbers('a', 'b') : numbers('b', 'a')),
    )
    expect(new Set((await Promise.all(both)).flatMap((result) => result.numbers)).size).toBe(20)
  })
})

describe('an erasure beside what is written about the same person', () => {
  /** Keeps the next statement of a kind from the server. @returns when it is there, and what lets it through */
  function hold({ meddle }: Meddler, kind: (text: string) => boolean) {
    const reached = Promise.withResolvers<void>()
    const free = Promise.withResolvers<void>()
    meddle(async (statement, go) => {
      if (!kind(statement.text)) return go()
      meddle((_, next) => next())
      reached.resolve()
      await free.promise
      return go()
    })
    return { reached: reached.promise, free: free.resolve }
  }

  const isCommit = (text: string) => text === 'COMMIT'
  const erasure = { eraseSubjects: ['lead:a'], changes: [draft('b')] }

  /** What the log says when one has written all but its end, another one erases, and then both end. */
  async function logOf(pool: Pool, write: (storage: Storage) => Promise<unknown>) {
    const meddler = meddling(pool)
    const [slow, other] = [await open(meddler.pool), await open(pool)]
    await slow.commit(NORTH, batch('known'))
    await slow.head(NORTH)
    const { reached, free } = hold(meddler, isCommit)
    const written = write(slow)
    await reached
    const erased = other.commit(NORTH, erasure)
    await Promise.race([erased, waits(pool)])
    free()
    await Promise.all([written, erased])
    await other.head(NORTH)
    const log = await other.changes(NORTH, { after: 1, limit: 9 })
    return log.map(({ id, payload }) => [id, payload === null ? 'erased' : 'kept'])
  }

  /** Until some transaction of the database waits for another one. */
  async function waits(pool: Pool): Promise<void> {
    const text =
      'SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE datname = current_database() AND NOT granted'
    while ((await pool.query(text)).rowCount === 0) await new Promise((done) => setTimeout(done, 2))
  }

  it.each(['read committed', 'repeatable read', 'serializable'])(
    'comes before it in the log, or erases it too, also where transactions are %s by default',
    async (isolation) => {
      const { options, ...rest } = (await fresh()).options
      const strict = `${options} -c default_transaction_isolation=${isolation.replace(' ', '\\ ')}`
      const log = await logOf(database.pool({ ...rest, options: strict }), (storage) =>
        storage.commit(NORTH, batch('a')),
      )
      expect(log).toEqual([
        ['a', 'erased'],
        ['b', 'kept'],
      ])
    },
  )

  it('waits for who seals the log, before it holds what that one moves', async () => {
    const pool = await fresh()
    const meddler = meddling(pool)
    const [slow, other] = [await open(meddler.pool), await open(pool)]
    await slow.commit(NORTH, batch('a'))
    const { reached, free } = hold(meddler, (text) => text.includes('DELETE FROM kith_unsealed'))
    const sealed = slow.head(NORTH)
    await reached
    const erased = other.commit(NORTH, erasure).then(() => 'erased')
    expect(await Promise.race([erased, waits(pool)])).toBe(undefined)
    free()
    await Promise.all([sealed, erased])
    expect((await other.changes(NORTH, { after: 0, limit: 1 }))[0]?.payload).toBe(null)
  })

  it('is done again where the host does not let it wait', async () => {
    const { options, ...rest } = (await fresh()).options
    const pool = database.pool({ ...rest, options: `${options} -c lock_timeout=20` })
    const [meddler, hasty] = [meddling(pool), meddling(pool)]
    const [slow, other] = [await open(meddler.pool), await open(hasty.pool)]
    const { reached, free } = hold(meddler, isCommit)
    const written = slow.commit(NORTH, batch('a'))
    await reached
    const codes: unknown[] = []
    hasty.meddle((_, go) =>
      go().catch((error: { code?: unknown }) => {
        codes.push(error.code)
        free()
        throw error
      }),
    )
    await Promise.all([written, other.commit(NORTH, erasure)])
    expect(codes).toContain('55P03')
  })

  it('also where it is loaded from elsewhere', async () => {
    const source = await open(await fresh())
    for (const id of ['known', 'a']) await source.commit(NORTH, batch(id))
    const pieces: Piece[] = []
    for await (const chunk of source.dump(NORTH)) pieces.push(...chunk)
    const log = await logOf(await fresh(), (storage) => storage.load(NORTH, pieces))
    expect(log).toEqual([
      ['a', 'erased'],
      ['b', 'kept'],
    ])
  })
})

describe('the log of postgresStorage', () => {
  /** Commits what no sealer of this process can seal. */
  async function unsealed(pool: Awaited<ReturnType<typeof fresh>>, change: ChangeDraft): Promise<Storage> {
    const { pool: own, meddle } = meddling(pool)
    const storage = await open(own)
    meddle(({ text }, go) => (text.includes('DELETE FROM kith_unsealed') ? Promise.reject(new Error('killed')) : go()))
    await storage.commit(NORTH, { put: [put('a')], changes: [change] })
    return storage
  }

  it('takes up what a process that is gone has left unsealed', async () => {
    const pool = await fresh()
    await unsealed(pool, draft('a'))
    const other = await open(pool)
    expect(await other.head(NORTH)).toBe(1)
  })

  it('erases what is not sealed yet, and chains it all the same', async () => {
    const pool = await fresh()
    const left = await unsealed(pool, draft('a', { title: 'Zebulonia' }))
    expect(await textsOf(pool, 'kith_unsealed')).toContain('Zebulonia')
    await left.commit(NORTH, { eraseSubjects: ['lead:a'] })
    expect(await textsOf(pool, 'kith_unsealed')).not.toContain('Zebulonia')
    const other = await open(pool)
    expect(await other.changes(NORTH, { after: 0, limit: 9 })).toMatchObject([{ seq: 1, payload: null, salt: null }])
  })

  it('leaves no text of an erased person in any table', async () => {
    const pool = await fresh()
    const storage = await open(pool, grown)
    const person = { title: 'Ms Zebulonia', mails: [{ value: 'zebulonia@x.org' }] }
    await storage.commit(NORTH, {
      put: [put('a', person)],
      claim: [{ space: 'lead.mails', key: 'zebulonia@x.org', object: 'lead', id: 'a' }],
      changes: [draft('a', person)],
    })
    const everywhere = () => textsOf(pool, 'o_lead', 'field_value', 'kith_claim', 'kith_log', 'kith_unsealed')
    expect((await everywhere()).toLowerCase()).toContain('zebulonia')
    const release = [{ space: 'lead.mails', key: 'zebulonia@x.org', id: 'a' }]
    await storage.commit(NORTH, { release, remove: [{ object: 'lead', id: 'a' }], eraseSubjects: ['lead:a'] })
    expect((await everywhere()).toLowerCase()).not.toContain('zebulonia')
  })

  it('is heard of by another instance, with the notification and without', async () => {
    const pool = await fresh()
    const [one, other] = [await open(pool), await open(pool)]
    const deaf = await open({ connect: () => pool.connect(), options: { max: 1 } })
    const heard = [other, deaf].map((storage) => new Promise<string>((resolve) => storage.watch?.(resolve)))
    await one.commit(NORTH, batch('a'))
    expect(await Promise.all(heard)).toEqual(['north', 'north'])
  })
})

describe('run-time fields of postgresStorage', () => {
  it('are found whoever wrote them, while another instance makes their index', async () => {
    const pool = await fresh()
    const by = [await open(pool), await open(pool)] as const
    const slot = (indexed: boolean) => [{ field: 'x_tags', slot: '', value: [{ fold: 'blue' }], indexed }]
    const commits = Array.from({ length: 40 }, (_, at) => {
      const record = { id: `t${at}`, version: 1, x_tags: ['Blue'] }
      return by[at % 2 ? 1 : 0].commit(NORTH, { put: [{ object: 'lead', record, custom: slot(at === 21) }] })
    })
    await Promise.all(commits)
    const sort = { ref: { field: 'id', slot: 'value', kind: 'text', type: 'relation' }, direction: 'asc' } as const
    const ref = { field: '', slot: 'fold', kind: 'text', type: 'text' } as const
    const of = { op: 'compare', ref, cmp: 'eq', value: 'blue' } as const
    const where = { op: 'someItem', field: 'x_tags', custom: true, of } as const
    const reader = await open(pool)
    for (const storage of [...by, reader])
      expect(await storage.find(NORTH, 'lead', { where, sort, limit: 99 })).toHaveLength(40)
  })
})

describe('dumps of postgresStorage', () => {
  it('need two connections, however many begin at once, and are of one moment while others write', async () => {
    const storage = await open(database.pool({ ...(await fresh()).options, max: 2 }))
    await storage.commit(NORTH, batch('a'))
    const writing = Array.from({ length: 30 }, (_, at) => storage.commit(NORTH, batch(`t${at}`)))
    const read = async () => {
      const kinds = { record: 0, change: 0 }
      for await (const chunk of storage.dump(NORTH))
        for (const { kind } of chunk) if (kind === 'record' || kind === 'change') kinds[kind]++
      return kinds
    }
    const dumps = await Promise.all([read(), read(), read()])
    await Promise.all(writing)
    for (const { record, change } of dumps) expect(change).toBe(record)
  })
})

describe('long texts in postgresStorage', () => {
  it('are claimed, listed and found whole, though an index holds their beginning only', async () => {
    const storage = await open(
      await fresh(),
      createModel([lead({ tags: text({ many: true, indexed: true, maxLength: 9_000 }) })]),
    )
    const noise = (seed: number) => Array.from({ length: 4_000 }, (_, at) => ((at * seed) % 36).toString(36)).join('')
    const [long, other] = [`${noise(7)}a`, `${noise(7)}b`]
    const claim = (key: string, id: string) => ({ space: 's', key, object: 'lead', id })
    await storage.commit(NORTH, { put: [put('a', { tags: [long] })], claim: [claim(long, 'a'), claim(other, 'b')] })
    expect(await storage.holder(NORTH, 's', other)).toEqual({ object: 'lead', id: 'b' })
    const sort = { ref: { field: 'id', slot: 'value', kind: 'text', type: 'relation' }, direction: 'asc' } as const
    const ref = { field: '', slot: 'fold', kind: 'text', type: 'text' } as const
    const having = async (value: string) => {
      const where = { op: 'someItem', field: 'tags', of: { op: 'compare', ref, cmp: 'eq', value } } as const
      return (await storage.find(NORTH, 'lead', { where, sort, limit: 9 })).length
    }
    expect([await having(long), await having(other)]).toEqual([1, 0])
    const pieces = []
    for await (const chunk of storage.dump(NORTH)) pieces.push(...chunk)
    expect(pieces.flatMap((piece) => (piece.kind === 'claim' ? [piece.claim.key] : [])).sort()).toEqual(
      [long, other].sort(),
    )
  })
})
