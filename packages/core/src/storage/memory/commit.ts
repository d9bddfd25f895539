import { type GivenNumber, putsWithNumbers, sealChanges } from '../../ports/seal.ts'
import type { Batch, CommitResult, RecordPut } from '../../ports/storage.ts'
import type { Model } from '../../schema/model.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { KithError } from '../../shared/errors.ts'
import { sha256 } from '../../shared/sha256.ts'
import { keepNumbers } from '../keep-numbers.ts'
import { alreadyClaimed, checkObjects } from '../refusals.ts'
import { frozenCopy } from './frozen.ts'
import { claimKey, type Holder, type TenantStore } from './tenant-store.ts'

/** Applies a batch, or throws with the store as it was: everything that can fail comes before the first change. */
export function commitBatch(store: TenantStore, batch: Batch, model: Model): CommitResult {
  const replayed = earlierAnswer(store, batch)
  if (replayed) return { replayed, seqs: [], numbers: [] }
  checkObjects(batch, model)
  checkExpectations(store, batch)
  const claims = stageClaims(store, batch)
  const numbers = nextNumbers(store, batch)
  const puts = putsWithNumbers(batch.put ?? [], numbers).map(frozenCopy)
  const changes = batch.changes ?? []
  const sealed = sealChanges({ head: store.log.head, changes, numbers, sha256 })
  const answer = frozenCopy(batch.idempotency)
  const jobs = frozenCopy(batch.jobs)

  for (const [key, holder] of claims) holder ? store.claims.set(key, holder) : store.claims.delete(key)
  batch.number?.forEach(({ series }, index) => void store.numbers.set(series, (numbers[index] as GivenNumber).value))
  writeRecords(store, batch, puts, model)
  store.log.append(sealed, changes)
  for (const id of jobs?.done ?? []) store.jobs.remove(id)
  for (const job of jobs?.put ?? []) store.jobs.put(job)
  for (const subject of batch.eraseSubjects ?? []) store.log.erase(subject)
  if (answer) store.keepAnswer(answer)
  return { seqs: sealed.map((change) => change.seq), numbers: numbers.map((number) => number.value) }
}

function earlierAnswer(store: TenantStore, { idempotency }: Batch): { answer: unknown } | undefined {
  const kept = idempotency && store.answer(idempotency.key, idempotency.now)
  if (!kept) return undefined
  if (kept.fingerprint !== idempotency.fingerprint) throw new KithError('IDEMPOTENCY_MISMATCH')
  return { answer: kept.answer }
}

function checkExpectations(store: TenantStore, batch: Batch): void {
  for (const expected of batch.expect ?? []) {
    const { object, id } = expected
    const record = store.table(object).get(id)
    const holds =
      'version' in expected ? record?.version === expected.version : (record !== undefined) === expected.exists
    if (!holds) throw new KithError('VERSION_CONFLICT', { object, id })
  }
}

/** What the batch does to claims: releases first, so that two records can swap theirs. */
function stageClaims(store: TenantStore, batch: Batch): ReadonlyMap<string, Holder | undefined> {
  const staged = new Map<string, Holder | undefined>()
  const holder = (key: string) => (staged.has(key) ? staged.get(key) : store.claims.get(key))
  for (const released of batch.release ?? []) {
    const key = claimKey(released)
    if (holder(key)?.id === released.id) staged.set(key, undefined)
  }
  for (const claim of batch.claim ?? []) {
    const key = claimKey(claim)
    const { object, id } = claim
    const held = holder(key)
    if (held && (held.object !== object || held.id !== id)) throw alreadyClaimed(claim.space, held)
    staged.set(key, { object, id })
  }
  return staged
}

function nextNumbers(store: TenantStore, batch: Batch): GivenNumber[] {
  const last = new Map<string, number>()
  return (batch.number ?? []).map(({ series, object, id, field }) => {
    const value = (last.get(series) ?? store.numbers.get(series) ?? 0) + 1
    last.set(series, value)
    return { object, id, field, value }
  })
}

function writeRecords(store: TenantStore, batch: Batch, puts: readonly RecordPut[], model: Model): void {
  for (const put of puts) store.table(put.object).put(kept(put, store.table(put.object).get(put.record.id)), model)
  for (const { object, id } of batch.remove ?? []) store.table(object).delete(id)
  for (const { object, id, field, by } of batch.add ?? []) store.table(object).add(id, field, by)
}

function kept(put: RecordPut, before: StoredRecord | undefined): RecordPut {
  return before && put.keep ? frozenCopy(keepNumbers(put, (field) => before[field])) : put
}
