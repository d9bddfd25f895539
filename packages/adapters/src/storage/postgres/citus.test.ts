import { crmModel } from '@kith/core'
import type { Pool } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { distributeCitus, postgresStorage } from './index.ts'
import { testDatabase } from './testing/database.fixture.ts'

/** The whole CRM, with links, totals and roll-ups. Citus itself is not here: these are the rules that its manual names. */
const model = crmModel()
const database = await testDatabase()
const HERE = 'c.relnamespace = current_schema()::regnamespace'

let pool: Pool
beforeAll(async () => {
  pool = await database.fresh()
  const storage = postgresStorage({ pool, rowLevelSecurity: true })
  await storage.open(model)
  await storage.close()
}, 60_000)

async function rows<Row extends object>(text: string): Promise<Row[]> {
  return (await pool.query<Row>(text)).rows
}

/** The column that each table is spread by, and what it is spread with, as the statements say. */
function spread(): { readonly table: string; readonly column: string; readonly with: string | undefined }[] {
  return distributeCitus(model).flatMap((text) => {
    const [, table = '', column = '', together] =
      /create_distributed_table\('"?([^'"]+)"?', '([^']+)'(?:, colocate_with => '([^']+)')?\)/.exec(text) ?? []
    return table ? [{ table, column, with: together }] : []
  })
}

describe('distributeCitus', () => {
  it('has one statement for each table: what has a tenant is spread by it, the notes are on every node', async () => {
    const columns = await rows<{ table: string; column: string }>(
      `SELECT c.relname AS table, a.attname AS column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE ${HERE} AND c.relkind = 'r' AND a.attname IN ('tenant', '$tenant')`,
    )
    const byTable = (one: { table: string; column: string }) => `${one.table} ${one.column}`
    expect(spread().map(byTable).sort()).toEqual(columns.map(byTable).sort())
    const all = await rows<{ table: string }>(
      `SELECT c.relname AS table FROM pg_class c WHERE ${HERE} AND c.relkind IN ('r', 'p', 'f')`,
    )
    expect(all.map(({ table }) => table).filter((table) => !columns.some((one) => one.table === table))).toEqual([
      'kith_meta',
    ])
    expect(distributeCitus(model)).toContain("SELECT create_reference_table('kith_meta');")
    expect(distributeCitus(model)).toHaveLength(all.length)
  })

  it('spreads all tables together, by columns of one type and collation that are never empty', async () => {
    const [first, ...rest] = spread()
    expect(new Set(rest.map((one) => one.with))).toEqual(new Set([first?.table]))
    const types = await rows(
      `SELECT DISTINCT format_type(a.atttypid, a.atttypmod) AS type, l.collname AS collation, a.attnotnull AS filled
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_collation l ON l.oid = a.attcollation
        WHERE ${HERE} AND c.relkind = 'r' AND a.attname IN ('tenant', '$tenant')`,
    )
    expect(types).toEqual([{ type: 'text', collation: 'C', filled: true }])
  })

  it('finds the column that a table is spread by in each of its primary and unique keys', async () => {
    const keys = await rows<{ table: string; columns: string[] }>(
      `SELECT c.relname AS table, array_agg(a.attname::text) AS columns
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
        WHERE ${HERE} AND (i.indisunique OR i.indisexclusion) GROUP BY i.indexrelid, c.relname`,
    )
    const by = new Map(spread().map(({ table, column }) => [table, column]))
    const distributed = keys.filter(({ table }) => table !== 'kith_meta')
    expect(new Set(distributed.map(({ table }) => table)).size).toBe(by.size)
    expect(distributed.filter(({ table, columns }) => !columns.includes(by.get(table) as string))).toEqual([])
  })

  it('meets nothing that Citus refuses: foreign keys, triggers, sequences, generated or inherited columns, unlogged tables', async () => {
    const found = await rows(
      `SELECT 'constraint' AS what, conname::text AS name FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid
          WHERE ${HERE} AND n.contype IN ('f', 't', 'x')
        UNION ALL SELECT 'trigger', tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE ${HERE}
        UNION ALL SELECT 'rule', rulename::text FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE ${HERE}
        UNION ALL SELECT 'sequence or view', relname::text FROM pg_class c WHERE ${HERE} AND relkind IN ('S', 'v', 'm', 'p', 'f')
        UNION ALL SELECT 'unlogged', relname::text FROM pg_class c WHERE ${HERE} AND relpersistence <> 'p'
        UNION ALL SELECT 'inherited', relname::text FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid WHERE ${HERE}
        UNION ALL SELECT 'default', relname || '.' || attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          WHERE ${HERE} AND relkind = 'r' AND (atthasdef OR attidentity <> '' OR attgenerated <> '')`,
    )
    expect(found).toEqual([])
  })
})
