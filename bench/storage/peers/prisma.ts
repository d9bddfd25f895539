import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { idOf } from '../contacts.ts'
import type { Contestant } from '../contestant.ts'
import { SETTINGS } from '../driver.ts'
import { ASKED, mapper, type Row } from './mapper.ts'
import { PrismaClient } from './prisma/generated.ts'

/** Of the generated client, what is called here. */
interface Client {
  readonly contact: {
    findUnique(query: object): Promise<unknown>
    findMany(query: object): Promise<unknown>
    create(query: { readonly data: Row }): Promise<unknown>
    createMany(query: { readonly data: readonly Row[] }): Promise<unknown>
  }
  $queryRawUnsafe(sql: string): Promise<unknown>
  $disconnect(): Promise<void>
}

export async function openPrisma(file: string): Promise<Contestant> {
  const adapter = new PrismaBetterSqlite3({ url: `file:${file}` })
  const client = new PrismaClient({ adapter }) as unknown as Client
  for (const setting of SETTINGS) await client.$queryRawUnsafe(`PRAGMA ${setting}`)
  const newest = [{ createdAt: 'desc' }, { id: 'desc' }]
  return mapper({
    get: (number) => client.contact.findUnique({ where: { tenant_id: { tenant: ASKED.tenant, id: idOf(number) } } }),
    page(behind) {
      const where = {
        tenant: ASKED.tenant,
        deletedAt: null,
        lifecycle: ASKED.lifecycle,
        source_fold: ASKED.source_fold,
      }
      const past = behind && {
        OR: [{ createdAt: { lt: behind.createdAt } }, { createdAt: behind.createdAt, id: { lt: behind.id } }],
      }
      return client.contact.findMany({ where: { ...where, ...past }, orderBy: newest, take: ASKED.limit })
    },
    insert: (data) => client.contact.create({ data }),
    bulk: (data) => client.contact.createMany({ data }),
    close: () => client.$disconnect(),
  })
}
