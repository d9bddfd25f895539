import type { Place } from './candidates.ts'
import { beginningWith, textKey } from './keys.ts'
import type { Row } from './layout.ts'
import { answered } from './requests.ts'
import type { Source } from './sources.ts'

/**
 * All rows that may match, each once, in chunks and in no order: from the source with the fewest entries, or all records
 * of the object.
 */
export async function* narrowest(place: Place, sources: readonly Source[]): AsyncGenerator<readonly Row[]> {
  const { tx, tenant, layout, store } = place
  const records = tx.objectStore('records')
  const all = { source: records, ranges: [beginningWith([textKey(tenant), layout.object])] }
  const ways = [all, ...sources.map(({ index, ranges }) => ({ source: records.index(index), ranges }))]
  const sizes = await Promise.all(ways.map(({ source, ranges }) => (ways.length > 1 ? countIn(source, ranges) : 0)))
  const { source, ranges } = ways[sizes.indexOf(Math.min(...sizes))] as (typeof ways)[number]
  if (source === records) yield* chunksOf(records, ranges[0] as IDBKeyRange, store.limits.batch)
  else yield* chunksByKey(records, await keysIn(source, ranges), store.limits.batch)
}

async function countIn(source: IDBObjectStore | IDBIndex, ranges: readonly IDBKeyRange[]): Promise<number> {
  const counts = await Promise.all(ranges.map((range) => answered(source.count(range))))
  return counts.reduce((sum, count) => sum + count, 0)
}

/** All rows of a range in chunks, in order. */
export async function* chunksOf<Row>(
  store: IDBObjectStore,
  range: IDBKeyRange,
  size: number,
): AsyncGenerator<readonly Row[]> {
  let rest: IDBKeyRange | undefined = range
  while (rest) {
    const [rows, keys]: [Row[], IDBValidKey[]] = await Promise.all([
      answered(store.getAll(rest, size) as IDBRequest<Row[]>),
      answered(store.getAllKeys(rest, size)),
    ])
    if (rows.length > 0) yield rows
    const last = keys.at(-1)
    rest = last !== undefined && keys.length === size ? IDBKeyRange.bound(last, range.upper, true) : undefined
  }
}

/** Keys are small: a million are some tens of megabytes, and each record comes once however often it is found. */
async function keysIn(
  source: IDBObjectStore | IDBIndex,
  ranges: readonly IDBKeyRange[],
): Promise<readonly IDBValidKey[]> {
  const keys = new Map<string, IDBValidKey>()
  for (const range of ranges)
    for (const key of await answered(source.getAllKeys(range))) keys.set((key as string[])[2] as string, key)
  return [...keys.values()]
}

async function* chunksByKey(
  records: IDBObjectStore,
  keys: readonly IDBValidKey[],
  size: number,
): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < keys.length; at += size) {
    const some = keys.slice(at, at + size)
    const rows = await Promise.all(some.map((key) => answered(records.get(key) as IDBRequest<Row | undefined>)))
    yield rows.filter((row) => row !== undefined)
  }
}
