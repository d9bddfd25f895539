import { beginningWith } from './keys.ts'
import { type ObjectLayout, type Row, rowOf } from './layout.ts'
import { answered, reading, writing } from './requests.ts'
import type { Store } from './store.ts'

/** Records that are indexed anew in one transaction. */
const CHUNK = 200

/**
 * Rules that records were indexed by, and ours miss something of: written under an older model, also just now by a tab
 * that still has it. Nothing is asked of an index before these are indexed anew.
 */
export async function staleShapes(tx: IDBTransaction, layout: ObjectLayout): Promise<readonly string[]> {
  const range = beginningWith([layout.object])
  const [keys, known] = await Promise.all([
    answered(tx.objectStore('shapes').getAllKeys(range)),
    answered(tx.objectStore('shapes').getAll(range) as IDBRequest<string[][]>),
  ])
  const others = keys.flatMap((key, at) => {
    const parts = new Set(known[at])
    return layout.parts.every((part) => parts.has(part)) ? [] : [(key as string[])[1] as string]
  })
  const found = others.map((shape) => answered(tx.objectStore('records').index('shape').getKey(shape)))
  const used = await Promise.all(found)
  return others.filter((_, at) => used[at] !== undefined)
}

/** Tells all tabs what records of this tab are found by, before it writes one. */
export async function registerShapes(store: Store, layouts: readonly ObjectLayout[]): Promise<void> {
  const known = await reading(store.db, ['shapes'], (tx) => answered(tx.objectStore('shapes').getAllKeys()))
  const names = new Set(known.map((key) => (key as string[])[1]))
  const missing = layouts.filter(({ shape }) => !names.has(shape))
  if (missing.length === 0) return
  await writing(store.db, ['shapes'], async (tx) => {
    for (const { object, shape, parts } of missing) tx.objectStore('shapes').put(parts, [object, shape])
  })
}

/** Indexes anew what was written by rules that miss something. It can be stopped anywhere and run again. */
export async function refreshShapes(store: Store, layout: ObjectLayout): Promise<void> {
  const stale = await reading(store.db, ['shapes', 'records'], (tx) => staleShapes(tx, layout))
  for (const shape of stale) {
    let done = CHUNK
    while (done === CHUNK)
      done = await writing(store.db, ['records'], (tx) => refreshChunk(tx, store, layout, shape), 'relaxed')
  }
}

async function refreshChunk(tx: IDBTransaction, store: Store, layout: ObjectLayout, shape: string): Promise<number> {
  const records = tx.objectStore('records')
  const [keys, rows] = await Promise.all([
    answered(records.index('shape').getAllKeys(shape, CHUNK)),
    answered(records.index('shape').getAll(shape, CHUNK) as IDBRequest<Row[]>),
  ])
  keys.forEach((key, at) => {
    const [owner] = key as string[]
    const { record, custom } = rows[at] as Row
    const put = { object: layout.object, record, ...(custom ? { custom } : {}) }
    records.put(rowOf(store.model, layout, owner as string, put), key)
  })
  return keys.length
}
