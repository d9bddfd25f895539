import type { Job } from '@kith/core/storage'
import { Again } from './errors.ts'
import type { Session } from './session.ts'
import { textArray } from './values.ts'
import type { Work } from './work.ts'

const COLUMNS = 'id, kind, key, due_at, attempts, payload, state, last_error, leased_until'

/** One that is not there is not made by anybody else until the transaction is done: who is about to is waited for. */
export async function finishJobs({ session, tenant }: Work, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const remove = 'DELETE FROM kith_job WHERE tenant = ? AND id = ANY(?::text[]) RETURNING id'
  const { rows } = await session.hot(remove, [tenant, textArray(ids)])
  const found = new Set(rows.map(([id]) => id))
  const absent = [...new Set(ids)].filter((id) => !found.has(id)).sort()
  if (absent.length === 0) return
  const take = `INSERT INTO kith_job (tenant, id, key, kind, due_at, attempts, state)
    SELECT ?, id, '\uE000' || id, '', '', 0, 'place' FROM unnest(?::text[]) p(id) ON CONFLICT DO NOTHING`
  if ((await session.run(take, [tenant, textArray(absent)])) < absent.length) throw new Again()
  await session.hot(remove, [tenant, textArray(absent)])
}

/** Another job that waits with this key stays as it is; a known id, or a dead job with this key, is replaced. */
export async function putJobs({ session, tenant }: Work, jobs: readonly Job[]): Promise<void> {
  for (const { leasedUntil: _, ...job } of jobs) {
    if (await insertJob(session, tenant, job)) continue
    const blocked = `SELECT 1 FROM kith_job WHERE tenant = ? AND key = ? AND id <> ? AND state = 'waiting' FOR SHARE`
    if (await session.one(blocked, [tenant, job.key, job.id])) continue
    await session.run('DELETE FROM kith_job WHERE tenant = ? AND (id = ? OR key = ?)', [tenant, job.id, job.key])
    if (!(await insertJob(session, tenant, job))) throw new Again()
  }
}

/** @returns false where there is one with this id or key */
export async function insertJob(session: Session, tenant: string, job: Job): Promise<boolean> {
  const payload = job.payload === undefined ? null : JSON.stringify(job.payload)
  const { id, kind, key, dueAt, attempts, state, lastError = null, leasedUntil = null } = job
  const text = `INSERT INTO kith_job (tenant, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
  const { rowCount } = await session.hot(text, [
    tenant,
    id,
    kind,
    key,
    dueAt,
    attempts,
    payload,
    state,
    lastError,
    leasedUntil,
  ])
  return rowCount === 1
}

/** A job is leased by one caller only, also among several processes: what others are taking is skipped. */
export async function leaseJobs(
  session: Session,
  tenant: string,
  claim: { readonly now: string; readonly leasedUntil: string; readonly limit: number },
): Promise<Job[]> {
  const text = `UPDATE kith_job SET attempts = attempts + 1, leased_until = ? WHERE tenant = ? AND id = ANY(ARRAY(
      SELECT id FROM kith_job WHERE tenant = ? AND state = 'waiting' AND due_at <= ? AND (leased_until IS NULL OR leased_until <= ?)
      ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED)) RETURNING ${COLUMNS}`
  const { rows } = await session.hot(text, [claim.leasedUntil, tenant, tenant, claim.now, claim.now, claim.limit])
  return rows.map(jobOf).sort((left, right) => compare(left.dueAt, right.dueAt) || compare(left.id, right.id))
}

export async function hasDueJobs(session: Session, tenant: string, now: string): Promise<boolean> {
  const text =
    "SELECT 1 FROM kith_job WHERE tenant = ? AND state = 'waiting' AND due_at <= ? AND (leased_until IS NULL OR leased_until <= ?) LIMIT 1"
  const { rows } = await session.hot(text, [tenant, now, now])
  return rows.length > 0
}

export async function listJobs(
  session: Session,
  tenant: string,
  query: { readonly state: Job['state']; readonly limit: number },
): Promise<Job[]> {
  const text = `SELECT ${COLUMNS} FROM kith_job WHERE tenant = ? AND state = ? ORDER BY due_at, id LIMIT ?`
  return (await session.all(text, [tenant, query.state, query.limit])).map(jobOf)
}

export async function tenantsWithDueJobs(session: Session, at: string): Promise<string[]> {
  const text =
    "SELECT DISTINCT tenant FROM kith_job WHERE state = 'waiting' AND due_at <= ? AND (leased_until IS NULL OR leased_until <= ?) ORDER BY tenant"
  return (await session.all(text, [at, at])).map((row) => row[0] as string)
}

export const JOB_COLUMNS = COLUMNS

export function jobOf(row: readonly unknown[]): Job {
  const [id, kind, key, dueAt, attempts, payload, state, lastError, leasedUntil] = row as [
    string,
    string,
    string,
    string,
    number,
    string | null,
    Job['state'],
    string | null,
    string | null,
  ]
  return {
    id,
    kind,
    key,
    dueAt,
    attempts,
    payload: payload === null ? undefined : JSON.parse(payload),
    state,
    ...(lastError === null ? {} : { lastError }),
    ...(leasedUntil === null ? {} : { leasedUntil }),
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
