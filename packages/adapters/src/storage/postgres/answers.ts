import type { Batch } from '@kith/core/storage'
import type { Session } from './session.ts'

type Kept = NonNullable<Batch['idempotency']>

/** One commit in so many sweeps expired answers away, at most so many of them. */
const SWEEP_EVERY = 50
const SWEEP = 1_000

/** The answer to an idempotency key, unless it has expired. */
export async function storedAnswer(
  session: Session,
  tenant: string,
  key: string,
  now: string,
): Promise<{ fingerprint: string; answer: unknown } | undefined> {
  const text =
    'SELECT fingerprint, answer FROM kith_idempotency WHERE tenant = ? AND key = ? AND (expires_at IS NULL OR expires_at >= ?)'
  const { rows } = await session.hot(text, [tenant, key, now])
  const [row] = rows
  if (!row) return undefined
  const answer = typeof row[1] === 'string' ? (JSON.parse(row[1]) as unknown) : undefined
  return { fingerprint: row[0] as string, answer }
}

let commits = 0

/**
 * Takes a key for this batch, before anything else is done: who comes second with it waits for the first.
 *
 * @returns false when it was taken
 */
export async function takeKey(session: Session, tenant: string, kept: Kept): Promise<boolean> {
  const { key, fingerprint, answer, expiresAt, now } = kept
  if (++commits % SWEEP_EVERY === 0) await sweep(session, tenant, now)
  const text = `INSERT INTO kith_idempotency AS k (tenant, key, fingerprint, answer, expires_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (tenant, key) DO UPDATE SET fingerprint = excluded.fingerprint, answer = excluded.answer, expires_at = excluded.expires_at
    WHERE k.expires_at < ?`
  const values = [tenant, key, fingerprint, answer === undefined ? null : JSON.stringify(answer), expiresAt ?? null]
  const { rowCount } = await session.hot(text, [...values, now])
  return rowCount === 1
}

async function sweep(session: Session, tenant: string, now: string): Promise<void> {
  const text = `DELETE FROM kith_idempotency WHERE tenant = ? AND key IN (
    SELECT key FROM kith_idempotency WHERE tenant = ? AND expires_at < ? LIMIT ${SWEEP} FOR UPDATE SKIP LOCKED)`
  await session.hot(text, [tenant, tenant, now])
}
