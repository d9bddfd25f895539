import { DataSource, EntitySchema } from 'typeorm'
import { idOf } from '../contacts.ts'
import type { Contestant } from '../contestant.ts'
import { SETTINGS } from '../driver.ts'
import { ASKED, inPieces, mapper, PROPERTIES, type Row } from './mapper.ts'

const Contact = new EntitySchema<Row>({
  name: 'contact',
  tableName: 'o_contact',
  columns: Object.fromEntries(
    PROPERTIES.map(([property, column]) => [
      property,
      { type: 'text', name: column, nullable: true, primary: property === 'tenant' || property === 'id' },
    ]),
  ),
})

export async function openTypeOrm(file: string): Promise<Contestant> {
  const source = new DataSource({
    type: 'better-sqlite3',
    database: file,
    entities: [Contact],
    prepareDatabase: (db: { exec(sql: string): void }) =>
      db.exec(SETTINGS.map((setting) => `PRAGMA ${setting};`).join(' ')),
  })
  await source.initialize()
  const contacts = source.getRepository(Contact)
  return mapper({
    get: (number) => contacts.findOneBy({ tenant: ASKED.tenant, id: idOf(number) }),
    page(behind) {
      const query = contacts
        .createQueryBuilder('t')
        .where('t.tenant = :tenant AND t.deletedAt IS NULL AND t.lifecycle = :lifecycle', ASKED)
        .andWhere('t.source_fold = :source_fold', ASKED)
        .orderBy('t.createdAt', 'DESC')
        .addOrderBy('t.id', 'DESC')
        .limit(ASKED.limit)
      if (behind)
        query.andWhere('(t.createdAt, t.id) < (:createdAt, :id)', { createdAt: behind.createdAt, id: behind.id })
      return query.getMany()
    },
    insert: (row) => contacts.insert(row),
    bulk: (rows) =>
      source.transaction(async (manager) => {
        for (const piece of inPieces(rows)) await manager.insert(Contact, [...piece])
      }),
    close: () => source.destroy(),
  })
}
