import type { StoredRecord } from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import { batchOf, contactOf, joined, PAGE_SIZE, TENANT } from './contacts.ts'
import type { Contestant, Plain } from './contestant.ts'
import type { Open } from './contestants.ts'
import { storeAlone } from './kith.ts'

export const ARRAYS = 'arrays in order'

/** Those who keep contacts in memory, by name. */
export const MEMORY: Readonly<Record<string, Open>> = {
  [ARRAYS]: async (_, rows) => arrays(rows),
  'kith in memory': (_, rows) => inMemory(rows),
  tinybase: async (_, rows) => (await import('./peers/tinybase.ts')).openTinyBase(rows),
  rxdb: async (_, rows) => (await import('./peers/rxdb.ts')).openRxDb(rows),
}

/** An array that is kept in the order of its pages, and a filter by hand. */
function arrays(rows: number): Contestant {
  const newestFirst = Array.from({ length: rows }, (_, at) => contactOf(rows - 1 - at))
  const place = new Map(newestFirst.map((record, at) => [record.id, at]))
  return {
    page(behind) {
      const last = (behind as StoredRecord[] | undefined)?.at(-1)
      const found: StoredRecord[] = []
      for (let at = last ? (place.get(last.id) as number) + 1 : 0; at < rows && found.length < PAGE_SIZE; at++) {
        const record = newestFirst[at] as StoredRecord
        const wanted = record['lifecycle'] === 'prospect' && record['source'] === 'website'
        if (wanted && record['deletedAt'] === undefined) found.push(record)
      }
      return found
    },
    ready() {},
    records: (answer) => answer as Plain[],
    close() {},
  }
}

async function inMemory(rows: number): Promise<Contestant> {
  const storage = memoryStorage()
  const { page, ready, records, close } = await storeAlone(storage)
  for (let from = 0; from < rows; from += 1_000) {
    const numbers = Array.from({ length: Math.min(1_000, rows - from) }, (_, at) => from + at)
    await storage.commit(TENANT, joined(numbers.map((one) => batchOf(contactOf(one)))))
  }
  return { ...(page ? { page } : {}), ready, records, close }
}
