import { createModel, defineObject, relation, text } from '@kith/core'
import type { Keyset, Storage } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'
import { describe, expect, it } from 'vitest'
import { watchedPool } from '../large/postgres-plans.fixture.ts'
import { postgresStorage } from './index.ts'
import { testDatabase } from './testing/database.fixture.ts'

const database = await testDatabase()
const SCOPE = { tenant: 'north' }
const model = createModel([
  defineObject({ name: 'firm', label: 'Firm', title: 'name', fields: { name: text({ indexed: true }) } }),
  defineObject({
    name: 'person',
    label: 'Person',
    title: 'name',
    fields: {
      name: text({ indexed: true }),
      teams: text({ many: true, indexed: true }),
      firmId: relation({ to: 'firm' }),
    },
  }),
])
const PERSONS = 10_500
const nameOf = (at: number) => `p${String(at).padStart(5, '0')}`

describe('a list of postgresStorage', () => {
  it('that few of the many records of a team pass finds them by the relation, and reads the team from each', async () => {
    const { pool, take } = watchedPool(await database.fresh())
    const storage = postgresStorage({ pool })
    await storage.open(model)
    const record = (object: string, id: string, values: object) => ({
      kind: 'record' as const,
      object,
      record: { id, version: 1, ...values },
    })
    const firms = ['berg', 'dal'].map((name) => record('firm', name, { name }))
    const persons = Array.from({ length: PERSONS }, (_, at) =>
      record('person', nameOf(at), {
        name: nameOf(at),
        teams: [at % 100 === 0 ? 'south' : 'north'],
        firmId: at < 60 ? 'berg' : 'dal',
      }),
    )
    await storage.load(SCOPE, [...firms, ...persons])
    const fold = (field: string) => ({ field, slot: 'fold', kind: 'text', type: 'text' }) as const
    const inTeams = (...values: string[]) =>
      ({ op: 'someItem', field: 'teams', of: { op: 'in', ref: fold(''), values } }) as const
    const ofFirm = {
      op: 'related',
      field: 'firmId',
      to: 'firm',
      of: { op: 'compare', ref: fold('name'), cmp: 'eq', value: 'berg' },
    } as const
    const list = async (...teams: string[]) => {
      const where = { op: 'and', of: [inTeams(...teams), ofFirm] } as const
      const sort = { ref: fold('name'), direction: 'desc' } as const
      take()
      const found = await storage.find(SCOPE, 'person', { where, sort, limit: 100 })
      const joins = [...take().keys()].some((statement) => statement.includes('field_value tv'))
      return { ids: found.map(({ id }) => id), joins }
    }
    const old = Array.from({ length: 60 }, (_, at) => nameOf(59 - at))
    expect(await list('north')).toEqual({ ids: old.filter((id) => id !== nameOf(0)), joins: false })
    expect(await list('south', 'west')).toEqual({ ids: [nameOf(0)], joins: true })
    await storage.close()
  })

  it('that a relation thins out is found in several walks, each behind the last record that was found', async () => {
    const { pool, take } = watchedPool(await database.fresh())
    const [storage, memory] = [postgresStorage({ pool }), memoryStorage()]
    const firms = ['berg', 'dal'].map((id) => ({ object: 'firm', record: { id, version: 1, name: id } }))
    // Some of the first thousand, more of the next, in names of which ten have the same; the last have none.
    const persons = Array.from({ length: 9_000 }, (_, at) => {
      const name = at < 8_900 ? { name: nameOf(Math.floor(at / 10)) } : {}
      return {
        object: 'person',
        record: { id: nameOf(at), version: 1, ...name, firmId: at % 90 === 7 ? 'berg' : 'dal' },
      }
    })
    for (const one of [storage, memory]) {
      await one.open(model)
      await one.load(
        SCOPE,
        [...firms, ...persons].map((put) => ({ kind: 'record' as const, ...put })),
      )
    }
    const fold = { field: 'name', slot: 'fold', kind: 'text', type: 'text' } as const
    const of = { op: 'compare', ref: fold, cmp: 'eq', value: 'berg' } as const
    const where = { op: 'related', field: 'firmId', to: 'firm', of } as const
    const pages = async (from: Storage, direction: 'asc' | 'desc') => {
      const all: string[] = []
      let after: Keyset | undefined
      for (;;) {
        const query = { where, sort: { ref: fold, direction }, limit: 40, ...(after ? { after } : {}) }
        const page = await from.find(SCOPE, 'person', query)
        all.push(...page.map(({ id }) => id))
        const last = page.at(-1)
        if (!last || page.length < 40) return all
        const value = last['name'] as string | undefined
        after = value === undefined ? { id: last.id } : { value, id: last.id }
      }
    }
    for (const direction of ['asc', 'desc'] as const) {
      take()
      expect(await pages(storage, direction)).toEqual(await pages(memory, direction))
      const walks = [...take().keys()].filter((statement) => statement.includes('FROM (SELECT * FROM "o_person"'))
      expect(
        walks.some((statement) => statement.includes(`(t."name$fold", t."id") ${direction === 'asc' ? '>' : '<'}`)),
      ).toBe(true)
    }
    await storage.close()
  })
})
