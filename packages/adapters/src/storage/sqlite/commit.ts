import { KithError } from '@kith/core/shared'
import {
  alreadyClaimed,
  type Batch,
  type Claim,
  type CommitResult,
  type Expectation,
  type GivenNumber,
  type LogHead,
  putsWithNumbers,
} from '@kith/core/storage'
import { storeAnswer, storedAnswer } from './answers.ts'
import { finishJob, putJob } from './jobs.ts'
import { appendChanges, eraseSubject, logHead } from './log.ts'
import type { SqliteStore } from './store.ts'
import { addToField, putRecord, removeRecord } from './write.ts'

/** Ends of the logs of one group of batches; each batch goes on from the one before it. */
export type LogHeads = Map<string, LogHead>

/**
 * Applies a batch inside a transaction or savepoint; what it throws undoes all of it.
 *
 * @param heads Updated when all went well: the caller drops it with the transaction.
 * @param again It failed before. The first time nobody looks whether there is a record already that is to be new: then the
 * key of its table refuses it, and what was expected first is told when it is applied again.
 */
export function applyBatch(
  store: SqliteStore,
  heads: LogHeads,
  tenant: string,
  batch: Batch,
  again: boolean,
): CommitResult {
  const replayed = earlierAnswer(store, tenant, batch)
  if (replayed) return { replayed, seqs: [], numbers: [] }
  const absent = new Map<string, Expectation>()
  for (const expected of batch.expect ?? []) {
    const isNew = 'exists' in expected && !expected.exists && !absent.has(expected.id)
    if (isNew) absent.set(expected.id, expected)
    if (again || !isNew) checkExpectation(store, tenant, expected)
  }
  moveClaims(store, tenant, batch)
  if (batch.put?.length || batch.changes?.length || batch.jobs?.put?.length) store.ensureTenant(tenant)
  const numbers = nextNumbers(store, tenant, batch)
  for (const put of putsWithNumbers(batch.put ?? [], numbers)) {
    const isNew = absent.get(put.record.id)?.object === put.object && absent.delete(put.record.id)
    putRecord(store, tenant, put, isNew ? 'new' : 'known')
  }
  if (!again) for (const expected of absent.values()) checkExpectation(store, tenant, expected)
  for (const { object, id } of batch.remove ?? []) removeRecord(store, tenant, object, id)
  for (const { object, id, field, by } of batch.add ?? []) addToField(store, tenant, object, id, field, by)
  const seqs = writeLog(store, heads, tenant, batch, numbers)
  for (const id of batch.jobs?.done ?? []) finishJob(store.connection, tenant, id)
  for (const job of batch.jobs?.put ?? []) putJob(store.connection, tenant, job)
  for (const subject of batch.eraseSubjects ?? []) eraseSubject(store.connection, tenant, subject)
  if (batch.idempotency) storeAnswer(store.connection, tenant, batch.idempotency)
  return { seqs, numbers: numbers.map((number) => number.value) }
}

function earlierAnswer(store: SqliteStore, tenant: string, { idempotency }: Batch): { answer: unknown } | undefined {
  const kept = idempotency && storedAnswer(store.connection, tenant, idempotency.key, idempotency.now)
  if (!kept) return undefined
  if (kept.fingerprint !== idempotency.fingerprint) throw new KithError('IDEMPOTENCY_MISMATCH')
  return { answer: kept.answer }
}

function checkExpectation(store: SqliteStore, tenant: string, expected: Expectation): void {
  const { object, id } = expected
  const row = store.connection.sql(store.layout(object).versionSql).get(tenant, id)
  const holds = 'version' in expected ? row?.['version'] === expected.version : (row !== undefined) === expected.exists
  if (!holds) throw new KithError('VERSION_CONFLICT', { object, id })
}

/** Releases first, so that two records can swap what they hold. */
function moveClaims(store: SqliteStore, tenant: string, batch: Batch): void {
  const { connection } = store
  for (const { space, key, id } of batch.release ?? [])
    connection
      .sql('DELETE FROM kith_claim WHERE tenant = ? AND space = ? AND key = ? AND id = ?')
      .run(tenant, space, key, id)
  for (const claim of batch.claim ?? []) takeClaim(store, tenant, claim)
}

/** @throws KithError `ALREADY_EXISTS` when another record holds it */
export function takeClaim(store: SqliteStore, tenant: string, { space, key, object, id }: Claim): void {
  const take = 'INSERT INTO kith_claim (tenant, space, key, object, id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING'
  if (store.connection.sql(take).run(tenant, space, key, object, id).changes === 1) return
  const held = claimHolder(store, tenant, space, key)
  if (held && (held.object !== object || held.id !== id)) throw alreadyClaimed(space, held)
}

export function claimHolder(
  store: SqliteStore,
  tenant: string,
  space: string,
  key: string,
): { object: string; id: string } | undefined {
  const row = store.connection
    .sql('SELECT object, id FROM kith_claim WHERE tenant = ? AND space = ? AND key = ?')
    .get(tenant, space, key)
  return row && { object: row['object'] as string, id: row['id'] as string }
}

function nextNumbers(store: SqliteStore, tenant: string, batch: Batch): GivenNumber[] {
  const next =
    'INSERT INTO kith_number (tenant, series, last) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last'
  return (batch.number ?? []).map(({ series, object, id, field }) => {
    const row = store.connection.sql(next).get(tenant, series) as { last: number }
    return { object, id, field, value: row.last }
  })
}

function writeLog(
  store: SqliteStore,
  heads: LogHeads,
  tenant: string,
  batch: Batch,
  numbers: readonly GivenNumber[],
): number[] {
  const changes = batch.changes ?? []
  if (changes.length === 0) return []
  const head = heads.get(tenant) ?? logHead(store.connection, tenant)
  const sealed = appendChanges(store.connection, tenant, head, changes, numbers)
  const last = sealed.at(-1)
  if (last) heads.set(tenant, { seq: last.seq, chain: last.chain })
  return sealed.map((change) => change.seq)
}
