import type { Job } from '@kith/core/storage'
import { type Connection, LIMIT } from './connection.ts'

interface JobRow {
  readonly id: string
  readonly kind: string
  readonly key: string
  readonly due_at: string
  readonly attempts: number
  readonly payload: string | null
  readonly state: Job['state']
  readonly last_error: string | null
  readonly leased_until: string | null
}

export const JOB_COLUMNS = [
  'id',
  'kind',
  'key',
  'due_at',
  'attempts',
  'payload',
  'state',
  'last_error',
  'leased_until',
] as const
const COLUMNS = JOB_COLUMNS.join(', ')

export function finishJob(connection: Connection, tenant: string, id: string): void {
  connection.sql('DELETE FROM kith_job WHERE tenant = ? AND id = ?').run(tenant, id)
}

/** Another job that waits with this key stays as it is; a known id, or a dead job with this key, is replaced. */
export function putJob(connection: Connection, tenant: string, job: Job): void {
  const payload = job.payload === undefined ? null : JSON.stringify(job.payload)
  const { id, kind, key, dueAt, attempts, state, lastError = null } = job
  const values = [tenant, id, kind, key, dueAt, attempts, payload, state, lastError]
  if (connection.sql(INSERT).run(...values).changes === 1) return
  const waiting = connection
    .sql("SELECT 1 FROM kith_job WHERE tenant = ? AND key = ? AND id <> ? AND state = 'waiting'")
    .get(tenant, key, id)
  if (!waiting) connection.sql(REPLACE).run(...values)
}

/** Takes a job as it is, with its lease; it replaces those with its id or key. */
export function loadJob(connection: Connection, tenant: string, job: Job): void {
  const payload = job.payload === undefined ? null : JSON.stringify(job.payload)
  const { id, kind, key, dueAt, attempts, state, lastError = null, leasedUntil = null } = job
  connection
    .sql(`INSERT OR REPLACE INTO kith_job (tenant, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(tenant, id, kind, key, dueAt, attempts, payload, state, lastError, leasedUntil)
}

const ROW =
  'INTO kith_job (tenant, id, kind, key, due_at, attempts, payload, state, last_error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'
const INSERT = `INSERT OR IGNORE ${ROW}`
const REPLACE = `INSERT OR REPLACE ${ROW}`

/** Compare-and-set in one statement: a job is leased by one caller only, also among several processes. */
export function leaseJobs(
  connection: Connection,
  tenant: string,
  claim: { readonly now: string; readonly leasedUntil: string; readonly limit: number },
): Job[] {
  const rows = connection
    .sql(
      `UPDATE kith_job SET attempts = attempts + 1, leased_until = ? WHERE tenant = ? AND id IN (
         SELECT id FROM kith_job WHERE tenant = ? AND state = 'waiting' AND due_at <= ? AND (leased_until IS NULL OR leased_until <= ?)
         ORDER BY due_at, id ${LIMIT}
       ) RETURNING ${COLUMNS}`,
    )
    .all(claim.leasedUntil, tenant, tenant, claim.now, claim.now, claim.limit)
  const jobs = rows.map((row) => jobOf(row as unknown as JobRow))
  return jobs.sort((left, right) => compare(left.dueAt, right.dueAt) || compare(left.id, right.id))
}

export function hasDueJobs(connection: Connection, tenant: string, now: string): boolean {
  const due =
    "SELECT 1 FROM kith_job WHERE tenant = ? AND state = 'waiting' AND due_at <= ? AND (leased_until IS NULL OR leased_until <= ?) LIMIT 1"
  return connection.sql(due).get(tenant, now, now) !== undefined
}

export function listJobs(
  connection: Connection,
  tenant: string,
  query: { readonly state: Job['state']; readonly limit: number },
): Job[] {
  const text = `SELECT ${COLUMNS} FROM kith_job WHERE tenant = ? AND state = ? ORDER BY due_at, id ${LIMIT}`
  return connection
    .sql(text)
    .all(tenant, query.state, query.limit)
    .map((row) => jobOf(row as unknown as JobRow))
}

export function tenantsWithDueJobs(connection: Connection, at: string): string[] {
  const text =
    "SELECT DISTINCT tenant FROM kith_job INDEXED BY kith_job_due_anywhere WHERE state = 'waiting' AND due_at <= ? AND (leased_until IS NULL OR leased_until <= ?) ORDER BY tenant"
  return connection
    .sql(text)
    .all(at, at)
    .map((row) => (row as { tenant: string }).tenant)
}

export function jobOf(row: JobRow): Job {
  const { id, kind, key, attempts, state } = row
  const payload = row.payload === null ? undefined : JSON.parse(row.payload)
  return {
    id,
    kind,
    key,
    dueAt: row.due_at,
    attempts,
    payload,
    state,
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
    ...(row.leased_until === null ? {} : { leasedUntil: row.leased_until }),
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
