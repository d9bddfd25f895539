import type { Batch } from '@kith/core/storage'
import type { Connection } from './connection.ts'

/** Expired answers that one commit sweeps away. */
const SWEEP = 20

/** The answer to an idempotency key, unless it has expired. */
export function storedAnswer(
  connection: Connection,
  tenant: string,
  key: string,
  now: string,
): { fingerprint: string; answer: unknown } | undefined {
  const text =
    'SELECT fingerprint, answer FROM kith_idempotency WHERE tenant = ? AND key = ? AND (expires_at IS NULL OR expires_at >= ?)'
  const row = connection.sql(text).get(tenant, key, now)
  if (!row) return undefined
  const answer = row['answer'] === null ? undefined : JSON.parse(row['answer'] as string)
  return { fingerprint: row['fingerprint'] as string, answer }
}

export function storeAnswer(connection: Connection, tenant: string, kept: NonNullable<Batch['idempotency']>): void {
  const expired = `DELETE FROM kith_idempotency WHERE rowid IN (SELECT rowid FROM kith_idempotency WHERE expires_at < ? LIMIT ${SWEEP})`
  connection.sql(expired).run(kept.now)
  loadAnswer(connection, tenant, kept)
}

export function loadAnswer(
  connection: Connection,
  tenant: string,
  kept: Omit<NonNullable<Batch['idempotency']>, 'now'>,
): void {
  const { key, fingerprint, answer, expiresAt } = kept
  connection
    .sql(
      'INSERT OR REPLACE INTO kith_idempotency (tenant, key, fingerprint, answer, expires_at) VALUES (?, ?, ?, ?, ?)',
    )
    .run(tenant, key, fingerprint, answer === undefined ? null : JSON.stringify(answer), expiresAt ?? null)
}
