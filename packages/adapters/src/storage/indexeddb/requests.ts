import { storageError } from './errors.ts'

/** Work inside a transaction. It may wait for requests of this transaction and for nothing else, or the browser ends it. */
export type Work<Result> = (tx: IDBTransaction) => Promise<Result>

/** What a request answers. */
export function answered<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Reads from one moment of the database. */
export async function reading<Result>(db: IDBDatabase, stores: readonly string[], work: Work<Result>): Promise<Result> {
  try {
    return await work(db.transaction(stores as string[], 'readonly'))
  } catch (error) {
    throw storageError(error)
  }
}

/**
 * Writes all or nothing, and answers when the browser says that it is complete: with `strict`, when it is on disk.
 *
 * @param durability `relaxed` for what can be derived again.
 */
export async function writing<Result>(
  db: IDBDatabase,
  stores: readonly string[],
  work: Work<Result>,
  durability: IDBTransactionDurability = 'strict',
): Promise<Result> {
  let tx: IDBTransaction | undefined
  try {
    tx = db.transaction(stores as string[], 'readwrite', { durability })
    const complete = completion(tx)
    const result = await workOrAbort(tx, complete, work)
    await complete
    return result
  } catch (error) {
    throw storageError(tx?.error ?? error)
  }
}

async function workOrAbort<Result>(tx: IDBTransaction, complete: Promise<void>, work: Work<Result>): Promise<Result> {
  try {
    return await work(tx)
  } catch (error) {
    complete.catch(() => {}) // the reason is thrown here
    abort(tx)
    throw error
  }
}

function completion(tx: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve()
    tx.onabort = () => reject(tx.error ?? new DOMException('The transaction was aborted.', 'AbortError'))
  })
}

/** A transaction that the browser has ended already is as good as aborted. */
function abort(tx: IDBTransaction): void {
  try {
    tx.abort()
  } catch {}
}

/** What a browser takes for a number of rows. */
const MAX_COUNT = 0xffffffff

/** Up to `count` rows of a range, in either direction. */
export function rowsOf<Row>(
  source: IDBObjectStore | IDBIndex,
  range: IDBKeyRange,
  direction: 'asc' | 'desc',
  count: number,
): Promise<Row[]> {
  if (count <= 0) return Promise.resolve([])
  if (direction === 'asc') return answered(source.getAll(range, Math.min(count, MAX_COUNT)) as IDBRequest<Row[]>)
  return new Promise((resolve, reject) => {
    const rows: Row[] = []
    const request = source.openCursor(range, 'prev')
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const cursor = request.result
      if (cursor) rows.push(cursor.value as Row)
      if (cursor && rows.length < count) cursor.continue()
      else resolve(rows)
    }
  })
}
