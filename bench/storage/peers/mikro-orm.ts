import { EntitySchema, MikroORM } from '@mikro-orm/sqlite'
import { idOf } from '../contacts.ts'
import type { Contestant } from '../contestant.ts'
import { SETTINGS } from '../driver.ts'
import { ASKED, inPieces, mapper, PROPERTIES, type Row } from './mapper.ts'

const Contact = new EntitySchema<Row>({
  name: 'Contact',
  tableName: 'o_contact',
  properties: Object.fromEntries(
    PROPERTIES.map(([property, column]) => [
      property,
      { type: 'text', fieldName: column, nullable: true, primary: property === 'tenant' || property === 'id' },
    ]),
  ) as never,
})

export async function openMikroOrm(file: string): Promise<Contestant> {
  const orm = await MikroORM.init({ dbName: file, entities: [Contact] })
  for (const setting of SETTINGS) await orm.em.getConnection().execute(`PRAGMA ${setting}`)
  const fork = () => orm.em.fork()
  return mapper({
    get: (number) => fork().findOne(Contact, { tenant: ASKED.tenant, id: idOf(number) } as never),
    page(behind) {
      const where = {
        tenant: ASKED.tenant,
        deletedAt: null,
        lifecycle: ASKED.lifecycle,
        source_fold: ASKED.source_fold,
      }
      const past = behind && {
        $or: [{ createdAt: { $lt: behind.createdAt } }, { createdAt: behind.createdAt, id: { $lt: behind.id } }],
      }
      return fork().find(Contact, { ...where, ...past } as never, {
        orderBy: { createdAt: 'desc', id: 'desc' } as never,
        limit: ASKED.limit,
      })
    },
    insert: (row) => fork().insert(Contact, { ...row } as never),
    bulk: (rows) =>
      fork().transactional(async (em) => {
        for (const piece of inPieces(rows)) await em.insertMany(Contact, piece as never)
      }),
    close: () => orm.close(),
  })
}
