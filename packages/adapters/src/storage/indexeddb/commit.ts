import { KithError } from '@kith/core/shared'
import {
  alreadyClaimed,
  type Batch,
  type Claim,
  type CommitResult,
  type Expectation,
  type GivenNumber,
  putsWithNumbers,
} from '@kith/core/storage'
import { storeAnswer, storedAnswer } from './answers.ts'
import { finishJob, putJob } from './jobs.ts'
import { recordKey, textKey } from './keys.ts'
import { appendChanges, eraseSubject, logHead, writeHead } from './log.ts'
import { answered } from './requests.ts'
import type { Store } from './store.ts'
import { addToField, putRecord, readRow, removeRecord } from './write.ts'

/** A number of a series as it lies in the database. */
export interface NumberRow {
  readonly series: string
  readonly last: number
}

/** The stores that a batch can touch. */
export const BATCH_STORES = ['records', 'claims', 'numbers', 'answers', 'jobs', 'log', 'tenants']

/** Applies a batch inside a transaction; what it throws undoes all of it. */
export async function applyBatch(
  tx: IDBTransaction,
  store: Store,
  tenant: string,
  batch: Batch,
): Promise<CommitResult> {
  const replayed = await earlierAnswer(tx, tenant, batch)
  if (replayed) return { replayed, seqs: [], numbers: [] }
  checkObjects(store, batch)
  await Promise.all((batch.expect ?? []).map((expected) => checkExpectation(tx, tenant, expected)))
  await moveClaims(tx, tenant, batch)
  const numbers = await nextNumbers(tx, tenant, batch)
  for (const put of putsWithNumbers(batch.put ?? [], numbers)) await putRecord(tx, store, tenant, put)
  for (const { object, id } of batch.remove ?? []) removeRecord(tx, tenant, object, id)
  for (const add of batch.add ?? []) await addToField(tx, store, tenant, add)
  const seqs = await writeLog(tx, tenant, batch, numbers)
  for (const id of batch.jobs?.done ?? []) finishJob(tx, tenant, id)
  for (const job of batch.jobs?.put ?? []) await putJob(tx, tenant, job)
  for (const subject of batch.eraseSubjects ?? []) await eraseSubject(tx, tenant, subject)
  if (batch.idempotency) await storeAnswer(tx, tenant, batch.idempotency)
  return { seqs, numbers: numbers.map(({ value }) => value) }
}

async function earlierAnswer(
  tx: IDBTransaction,
  tenant: string,
  { idempotency }: Batch,
): Promise<{ answer: unknown } | undefined> {
  const kept = idempotency && (await storedAnswer(tx, tenant, idempotency.key, idempotency.now))
  if (!kept) return undefined
  if (kept.fingerprint !== idempotency.fingerprint) throw new KithError('IDEMPOTENCY_MISMATCH')
  return { answer: kept.answer }
}

function checkObjects(store: Store, { expect = [], put = [], remove = [], add = [] }: Batch): void {
  for (const { object } of [...expect, ...put, ...remove, ...add]) store.model.object(object)
}

async function checkExpectation(tx: IDBTransaction, tenant: string, expected: Expectation): Promise<void> {
  const { object, id } = expected
  const holds =
    'version' in expected
      ? (await readRow(tx, tenant, object, id))?.record.version === expected.version
      : ((await answered(tx.objectStore('records').getKey(recordKey(tenant, object, id)))) !== undefined) ===
        expected.exists
  if (!holds) throw new KithError('VERSION_CONFLICT', { object, id })
}

export function claimKey(tenant: string, space: string, key: string): IDBValidKey[] {
  return [textKey(tenant), textKey(space), textKey(key)]
}

/** Who holds a claim. */
export async function holderOf(
  tx: IDBTransaction,
  key: IDBValidKey[],
): Promise<{ readonly object: string; readonly id: string } | undefined> {
  const claim = await answered(tx.objectStore('claims').get(key) as IDBRequest<Claim | undefined>)
  return claim && { object: claim.object, id: claim.id }
}

/** Releases first, so that two records can swap what they hold. */
async function moveClaims(tx: IDBTransaction, tenant: string, { release = [], claim = [] }: Batch): Promise<void> {
  const claims = tx.objectStore('claims')
  for (const { space, key, id } of release) {
    const at = claimKey(tenant, space, key)
    if ((await holderOf(tx, at))?.id === id) claims.delete(at)
  }
  for (const one of claim) await takeClaim(tx, tenant, one)
}

/** @throws KithError `ALREADY_EXISTS` when another record holds it */
export async function takeClaim(tx: IDBTransaction, tenant: string, { space, key, object, id }: Claim): Promise<void> {
  const at = claimKey(tenant, space, key)
  const held = await holderOf(tx, at)
  if (held && (held.object !== object || held.id !== id)) throw alreadyClaimed(space, held)
  if (!held) tx.objectStore('claims').put({ space, key, object, id } satisfies Claim, at)
}

async function nextNumbers(tx: IDBTransaction, tenant: string, { number = [] }: Batch): Promise<GivenNumber[]> {
  const given: GivenNumber[] = []
  for (const { series, object, id, field } of number) {
    const value = (await lastNumber(tx, tenant, series)) + 1
    writeNumber(tx, tenant, { series, last: value })
    given.push({ object, id, field, value })
  }
  return given
}

/** 0 where none was given. */
export async function lastNumber(tx: IDBTransaction, tenant: string, series: string): Promise<number> {
  const request = tx.objectStore('numbers').get([textKey(tenant), textKey(series)])
  return (await answered(request as IDBRequest<NumberRow | undefined>))?.last ?? 0
}

export function writeNumber(tx: IDBTransaction, tenant: string, row: NumberRow): void {
  tx.objectStore('numbers').put(row, [textKey(tenant), textKey(row.series)])
}

/** A tenant is known from its first record, change or job on. */
async function writeLog(
  tx: IDBTransaction,
  tenant: string,
  { put = [], changes = [], jobs }: Batch,
  numbers: readonly GivenNumber[],
): Promise<readonly number[]> {
  if (put.length === 0 && changes.length === 0 && !jobs?.put?.length) return []
  const head = await logHead(tx, tenant)
  if (changes.length === 0 && !head.known) writeHead(tx, tenant, head)
  return appendChanges(tx, tenant, head, changes, numbers).map(({ seq }) => seq)
}
