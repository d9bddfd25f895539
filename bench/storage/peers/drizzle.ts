import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { idOf } from '../contacts.ts'
import type { Contestant } from '../contestant.ts'
import { openBetterSqlite3 } from '../driver.ts'
import { ASKED, type Behind, inPieces, mapper, PROPERTIES, type Row } from './mapper.ts'

/** Plain text for every column: what comes is what is stored. */
const contact = sqliteTable(
  'o_contact',
  Object.fromEntries(PROPERTIES.map(([property, column]) => [property, text(column)])),
)
const column = (property: string) => contact[property] as NonNullable<(typeof contact)[string]>

function open(file: string) {
  const raw = openBetterSqlite3(file)
  return { raw, db: drizzle({ client: raw as never }) }
}

const one = (id: unknown) => and(eq(column('tenant'), ASKED.tenant), sql`${column('id')} = ${id}`)
const wanted = () =>
  and(
    eq(column('tenant'), ASKED.tenant),
    isNull(column('deletedAt')),
    eq(column('lifecycle'), ASKED.lifecycle),
    eq(column('source_fold'), ASKED.source_fold),
  )
const past = (createdAt: unknown, id: unknown) => sql`(${column('createdAt')}, ${column('id')}) < (${createdAt}, ${id})`
const order = [desc(column('createdAt')), desc(column('id'))]

/** Every query built anew, as in most programs. */
export async function drizzlePlain(file: string): Promise<Contestant> {
  const { raw, db } = open(file)
  return mapper({
    get: (number) =>
      db
        .select()
        .from(contact)
        .where(one(idOf(number)))
        .get(),
    page(behind) {
      const where = behind ? and(wanted(), past(behind.createdAt, behind.id)) : wanted()
      return db
        .select()
        .from(contact)
        .where(where)
        .orderBy(...order)
        .limit(ASKED.limit)
        .all()
    },
    insert: (row) =>
      db
        .insert(contact)
        .values(row as never)
        .run(),
    bulk: (rows) =>
      db.transaction((transaction) => {
        for (const piece of inPieces(rows))
          transaction
            .insert(contact)
            .values(piece as never)
            .run()
      }),
    close: () => raw.close(),
  })
}

/** Every query built and compiled once. */
export async function drizzlePrepared(file: string): Promise<Contestant> {
  const { raw, db } = open(file)
  const get = db
    .select()
    .from(contact)
    .where(one(sql.placeholder('id')))
    .prepare()
  const page = (where: ReturnType<typeof wanted>) =>
    db
      .select()
      .from(contact)
      .where(where)
      .orderBy(...order)
      .limit(ASKED.limit)
      .prepare()
  const first = page(wanted())
  const next = page(and(wanted(), past(sql.placeholder('createdAt'), sql.placeholder('id'))))
  const values = Object.fromEntries(PROPERTIES.map(([property]) => [property, sql.placeholder(property)]))
  const insert = db.insert(contact).values(values).prepare()
  return mapper({
    get: (number) => get.get({ id: idOf(number) }),
    page: (behind: Behind | undefined) => (behind ? next.all({ ...behind }) : first.all()),
    insert: (row: Row) => insert.run({ ...row }),
    bulk: (rows) =>
      db.transaction(() => {
        for (const row of rows) insert.run({ ...row })
      }),
    close: () => raw.close(),
  })
}
