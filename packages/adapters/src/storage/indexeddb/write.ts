import { keepNumbers, type RecordPut, withNumber } from '@kith/core/storage'
import { recordKey, textKey } from './keys.ts'
import { type Row, rowOf } from './layout.ts'
import { answered } from './requests.ts'
import type { Store } from './store.ts'

/** Reads a row of `records`. */
export function readRow(tx: IDBTransaction, tenant: string, object: string, id: string): Promise<Row | undefined> {
  return answered(tx.objectStore('records').get(recordKey(tenant, object, id)) as IDBRequest<Row | undefined>)
}

/** Writes a whole record with everything that it is found by: the browser puts its old entries out of the indexes. */
export async function putRecord(tx: IDBTransaction, store: Store, tenant: string, put: RecordPut): Promise<void> {
  const kept = put.keep?.length ? await withKept(tx, tenant, put) : put
  const row = rowOf(store.model, store.layout(put.object), textKey(tenant), kept)
  tx.objectStore('records').put(row, recordKey(tenant, put.object, put.record.id))
}

async function withKept(tx: IDBTransaction, tenant: string, put: RecordPut): Promise<RecordPut> {
  const stored = await readRow(tx, tenant, put.object, put.record.id)
  return stored ? keepNumbers(put, (field) => stored.record[field]) : put
}

export function removeRecord(tx: IDBTransaction, tenant: string, object: string, id: string): void {
  tx.objectStore('records').delete(recordKey(tenant, object, id))
}

/** Adds to a number as it is stored now, also to one of a run-time field. */
export async function addToField(
  tx: IDBTransaction,
  store: Store,
  tenant: string,
  add: { readonly object: string; readonly id: string; readonly field: string; readonly by: number },
): Promise<void> {
  const { object, id, field, by } = add
  const stored = await readRow(tx, tenant, object, id)
  if (!stored) return
  const { record, custom } = stored
  const before = record[field]
  const sum = (typeof before === 'number' ? before : 0) + by
  const put = { object, record, ...(custom ? { custom } : {}) }
  await putRecord(tx, store, tenant, withNumber(put, field, sum))
}
