import { Kysely, SqliteDialect, sql } from 'kysely'
import { idOf } from '../contacts.ts'
import type { Contestant } from '../contestant.ts'
import { openBetterSqlite3 } from '../driver.ts'
import { ASKED, inPieces, mapper, PROPERTIES, type Row } from './mapper.ts'

type Tables = { readonly o_contact: Record<string, string | number | null> }

const COLUMNS = PROPERTIES.map(([property, column]) => `${column} as ${property}` as const)
const byColumn = (row: Row) =>
  Object.fromEntries(PROPERTIES.map(([property, column]) => [column, row[property] ?? null]))

export async function openKysely(file: string): Promise<Contestant> {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openBetterSqlite3(file) as never }) })
  return mapper({
    get: (number) =>
      db
        .selectFrom('o_contact')
        .select(COLUMNS)
        .where('$tenant', '=', ASKED.tenant)
        .where('id', '=', idOf(number))
        .executeTakeFirst(),
    page(behind) {
      const first = db
        .selectFrom('o_contact')
        .select(COLUMNS)
        .where('$tenant', '=', ASKED.tenant)
        .where('deletedAt', 'is', null)
        .where('lifecycle', '=', ASKED.lifecycle)
        .where('source$fold', '=', ASKED.source_fold)
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(ASKED.limit)
      const next = behind ? first.where(sql<boolean>`("createdAt", "id") < (${behind.createdAt}, ${behind.id})`) : first
      return next.execute()
    },
    insert: (row) => db.insertInto('o_contact').values(byColumn(row)).execute(),
    bulk: (rows) =>
      db.transaction().execute(async (transaction) => {
        for (const piece of inPieces(rows))
          await transaction.insertInto('o_contact').values(piece.map(byColumn)).execute()
      }),
    close: () => db.destroy(),
  })
}
