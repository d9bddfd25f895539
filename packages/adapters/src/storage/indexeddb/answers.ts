import type { Batch } from '@kith/core/storage'
import { textKey } from './keys.ts'
import { plain } from './layout.ts'
import { answered } from './requests.ts'

/** Expired answers that one commit sweeps away. */
const SWEEP = 20

/** What was answered to an idempotency key. */
export interface AnswerRow {
  readonly key: string
  readonly fingerprint: string
  readonly answer?: unknown
  readonly expiresAt?: string
}

function answerKey(tenant: string, key: string): IDBValidKey[] {
  return [textKey(tenant), textKey(key)]
}

/** The answer to an idempotency key, unless it has expired. */
export async function storedAnswer(
  tx: IDBTransaction,
  tenant: string,
  key: string,
  now: string,
): Promise<{ fingerprint: string; answer: unknown } | undefined> {
  const request = tx.objectStore('answers').get(answerKey(tenant, key)) as IDBRequest<AnswerRow | undefined>
  const row = await answered(request)
  if (!row || (row.expiresAt !== undefined && row.expiresAt < now)) return undefined
  return { fingerprint: row.fingerprint, answer: row.answer }
}

export async function storeAnswer(
  tx: IDBTransaction,
  tenant: string,
  { now, ...kept }: NonNullable<Batch['idempotency']>,
): Promise<void> {
  const answers = tx.objectStore('answers')
  const expired = await answered(answers.index('expiresAt').getAllKeys(IDBKeyRange.upperBound(now, true), SWEEP))
  for (const key of expired) answers.delete(key)
  writeAnswer(tx, tenant, kept)
}

export function writeAnswer(tx: IDBTransaction, tenant: string, row: AnswerRow): void {
  tx.objectStore('answers').put(plain(row), answerKey(tenant, row.key))
}
