import type { Job } from '@kith/core/storage'
import { beginningWith, type Entry, textKey } from './keys.ts'
import { plain } from './layout.ts'
import { answered, rowsOf } from './requests.ts'

/** A job as it lies in the database, with what it is found by. */
export interface JobRow {
  readonly job: Job
  readonly key: Entry
  /** Tenant, state, time and id: the order in which jobs are done. */
  readonly due: Entry
  /** Of those that wait, over all tenants. */
  readonly dueAnywhere?: Entry
}

/** Jobs looked at in one go. */
const CHUNK = 100

export function finishJob(tx: IDBTransaction, tenant: string, id: string): void {
  tx.objectStore('jobs').delete([textKey(tenant), textKey(id)])
}

/** Another job that waits with this key stays as it is; a known id, or a dead job with this key, is replaced. */
export async function putJob(tx: IDBTransaction, tenant: string, { leasedUntil: _, ...job }: Job): Promise<void> {
  const others = await othersWithKey(tx, tenant, job)
  if (others.some(({ state }) => state === 'waiting')) return
  for (const { id } of others) finishJob(tx, tenant, id)
  writeJob(tx, tenant, job)
}

/** Takes a job as it is, with its lease; it replaces those with its id or key. */
export async function loadJob(tx: IDBTransaction, tenant: string, job: Job): Promise<void> {
  for (const { id } of await othersWithKey(tx, tenant, job)) finishJob(tx, tenant, id)
  writeJob(tx, tenant, job)
}

async function othersWithKey(tx: IDBTransaction, tenant: string, job: Job): Promise<Job[]> {
  const key = IDBKeyRange.only([textKey(tenant), textKey(job.key)])
  const rows = await answered(tx.objectStore('jobs').index('key').getAll(key) as IDBRequest<JobRow[]>)
  return rows.map((row) => row.job).filter(({ id }) => id !== job.id)
}

function writeJob(tx: IDBTransaction, tenant: string, job: Job): void {
  const [owner, id, dueAt] = [textKey(tenant), textKey(job.id), textKey(job.dueAt)]
  const row: JobRow = {
    job: plain(job),
    key: [owner, textKey(job.key)],
    due: [owner, job.state, dueAt, id],
    ...(job.state === 'waiting' ? { dueAnywhere: [dueAt, owner] } : {}),
  }
  tx.objectStore('jobs').put(row, [owner, id])
}

/** Inside a transaction that writes a job is leased by one caller only, also among several tabs. */
export async function leaseJobs(
  tx: IDBTransaction,
  tenant: string,
  { now, leasedUntil, limit }: { readonly now: string; readonly leasedUntil: string; readonly limit: number },
): Promise<Job[]> {
  const due = await dueJobs(tx, tenant, now, limit)
  const leased = due.map((job) => ({ ...job, attempts: job.attempts + 1, leasedUntil }))
  for (const job of leased) writeJob(tx, tenant, job)
  return leased
}

/** Waiting jobs that are due and not leased, oldest first. */
export async function dueJobs(tx: IDBTransaction, tenant: string, now: string, limit: number): Promise<Job[]> {
  const [owner, until] = [textKey(tenant), textKey(now)]
  const free: Job[] = []
  let from: Entry = [owner, 'waiting']
  while (free.length < limit) {
    const range = IDBKeyRange.bound([...from], [owner, 'waiting', until, []], true)
    const rows = await answered(tx.objectStore('jobs').index('due').getAll(range, CHUNK) as IDBRequest<JobRow[]>)
    free.push(...rows.map(({ job }) => job).filter((job) => isFree(job, now)))
    const last = rows.at(-1)
    if (!last || rows.length < CHUNK) break
    from = last.due
  }
  return free.slice(0, limit)
}

export async function listJobs(
  tx: IDBTransaction,
  tenant: string,
  { state, limit }: { readonly state: Job['state']; readonly limit: number },
): Promise<Job[]> {
  const range = beginningWith([textKey(tenant), state])
  const rows = await rowsOf<JobRow>(tx.objectStore('jobs').index('due'), range, 'asc', limit)
  return rows.map(({ job }) => job)
}

/** Tenants, as keys, with a job that is due and not leased. */
export async function ownersWithDueJobs(tx: IDBTransaction, at: string): Promise<ReadonlySet<string>> {
  const range = IDBKeyRange.upperBound([textKey(at), []])
  const rows = await answered(tx.objectStore('jobs').index('dueAnywhere').getAll(range) as IDBRequest<JobRow[]>)
  return new Set(rows.filter(({ job }) => isFree(job, at)).map(({ key }) => key[0] as string))
}

/** Instants are texts of one form, so they compare as texts. */
function isFree({ leasedUntil }: Job, now: string): boolean {
  return leasedUntil === undefined || leasedUntil <= now
}
