import { createRxDatabase } from 'rxdb'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { contactOf, PAGE_SIZE } from '../contacts.ts'
import type { Contestant, Plain } from '../contestant.ts'

const text = { type: 'string', maxLength: 100 } as const
const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    ...Object.fromEntries(['id', 'createdAt', 'lifecycle', 'source'].map((field) => [field, text])),
    ...Object.fromEntries(
      ['createdBy', 'updatedAt', 'updatedBy', 'ownerId', 'teamId', 'title', 'locale'].map((f) => [
        f,
        { type: 'string' },
      ]),
    ),
    version: { type: 'number' },
    name: { type: 'object' },
    ...Object.fromEntries(['access', 'emails', 'phones'].map((field) => [field, { type: 'array' }])),
  },
  required: ['id', 'createdAt', 'lifecycle', 'source'],
  indexes: [['lifecycle', 'source', 'createdAt', 'id']],
} as const

/** A collection with an index of what pages ask for. */
export async function openRxDb(rows: number): Promise<Contestant> {
  const db = await createRxDatabase({ name: 'bench', storage: getRxStorageMemory(), multiInstance: false })
  const { contacts } = await db.addCollections({ contacts: { schema: schema as never } })
  for (let from = 0; from < rows; from += 5_000) {
    const numbers = Array.from({ length: Math.min(5_000, rows - from) }, (_, at) => from + at)
    await contacts.bulkInsert(numbers.map(contactOf))
  }
  return {
    async page(behind) {
      const last = (behind as Plain[] | undefined)?.at(-1)
      const asked = { lifecycle: 'prospect', source: 'website' }
      // Nobody of the bench was made at the same time as another.
      const selector = last ? { ...asked, createdAt: { $lt: last['createdAt'] } } : asked
      const sort = [{ lifecycle: 'desc' }, { source: 'desc' }, { createdAt: 'desc' }, { id: 'desc' }]
      const found = await contacts.find({ selector, sort, limit: PAGE_SIZE } as never).exec()
      return found.map((document: { toJSON(): Plain }) => document.toJSON())
    },
    ready() {},
    records: (answer) => answer as Plain[],
    close: () => db.close(),
  }
}
