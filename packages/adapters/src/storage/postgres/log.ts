import { randomUUID } from 'node:crypto'
import {
  type ChangeDraft,
  type ChangeQuery,
  emptyLog,
  type GivenNumber,
  type LogHead,
  type SealedChange,
  sealChanges,
} from '@kith/core/storage'
import { sha256 } from '../sql/sha256.ts'
import type { Trace } from './database.ts'
import { lockHead } from './sealer.ts'
import type { Row, Session } from './session.ts'
import { binaryArray, numberArray, textArray } from './values.ts'
import type { Work } from './work.ts'

/** What all that write changes of a tenant share, and who erases persons holds alone. */
const PERSONS = "hashtextextended('kith persons ' || current_schema() || ' ' || ?, 0)"

/**
 * Keeps others of the tenant from writing changes, and from sealing them, until the end of the transaction, which sees all
 * that was written before: a change about a person who is erased either comes later in the log, or is erased too. To be
 * called when all records are held, as everybody who writes waits for this transaction.
 */
export async function holdPersons({ session, tenant }: Work): Promise<void> {
  await session.run(`SELECT pg_advisory_xact_lock(${PERSONS})`, [tenant])
  await lockHead(session, tenant)
}

/** Keeps others of the tenant from erasing persons until the end of the transaction. */
export async function sharePersons({ session, tenant }: Work): Promise<void> {
  await session.run(`SELECT pg_advisory_xact_lock_shared(${PERSONS})`, [tenant])
}

/**
 * Appends changes that have no place in the log yet. One time for all of them, taken when the transaction holds all that
 * others may also write: it is what they are ordered by.
 *
 * @returns what the first of them is found by, should the answer to the commit be lost
 */
export async function appendChanges(
  { session, tenant }: Pick<Work, 'session' | 'tenant'>,
  changes: readonly ChangeDraft[],
  numbers: readonly GivenNumber[],
): Promise<Trace | undefined> {
  if (changes.length === 0) return undefined
  const drafts = sealChanges({ head: emptyLog(tenant), changes, numbers, sha256 })
  const subjects = changes.map((change) => textArray([...new Set(change.subjects)]))
  const text = `WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(${PERSONS})),
    now AS MATERIALIZED (SELECT clock_timestamp() AS stamp FROM held)
    INSERT INTO kith_unsealed (tenant, stamp, batch, part, object, id, correlation, payload, salt, digest, subjects)
    SELECT ?, now.stamp, ?::uuid, r.part, r.object, r.id, r.correlation, r.payload, r.salt, r.digest, r.subjects::text[]
    FROM now, unnest(?::integer[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
      r(part, object, id, correlation, payload, salt, digest, subjects)
    RETURNING pg_current_xact_id()::text`
  const { rows } = await session.hot(text, [
    tenant,
    tenant,
    randomUUID(),
    numberArray(drafts.map((_, at) => at)),
    binaryArray(drafts.map((draft) => draft.object)),
    binaryArray(drafts.map((draft) => draft.id)),
    binaryArray(changes.map((change) => change.correlation)),
    binaryArray(drafts.map((draft) => draft.payload)),
    binaryArray(drafts.map((draft) => draft.salt)),
    binaryArray(drafts.map((draft) => draft.digest)),
    binaryArray(subjects),
  ])
  const { object, id, digest } = drafts[0] as SealedChange
  return { transaction: rows[0]?.[0] as string, isStored: (later) => isLogged(later, tenant, object, id, digest) }
}

/** Whether there is a change with this digest, which its salt makes the only one. */
async function isLogged(
  session: Session,
  tenant: string,
  object: string,
  id: string,
  digest: string,
): Promise<boolean> {
  const text = `SELECT 1 FROM kith_unsealed WHERE tenant = ? AND digest = ?
    UNION ALL SELECT 1 FROM kith_log WHERE tenant = ? AND object = ? AND id = ? AND digest = ? LIMIT 1`
  return (await session.one(text, [tenant, digest, tenant, object, id, digest])) !== undefined
}

/** Erases what the log says about subjects, sealed or not. Digest and chain stay, so that it can still be verified. */
export async function eraseSubjects({ session, tenant }: Work, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return
  const list = textArray(subjects)
  await session.run(
    'UPDATE kith_unsealed SET payload = NULL, salt = NULL, subjects = ARRAY(SELECT unnest(subjects) EXCEPT SELECT unnest(?::text[])) WHERE tenant = ? AND subjects && ?::text[]',
    [list, tenant, list],
  )
  await session.run(
    'UPDATE kith_log SET payload = NULL, salt = NULL WHERE tenant = ? AND seq IN (SELECT seq FROM kith_log_subject WHERE tenant = ? AND subject = ANY(?::text[]))',
    [tenant, tenant, list],
  )
  await session.run('DELETE FROM kith_log_subject WHERE tenant = ? AND subject = ANY(?::text[])', [tenant, list])
}

export async function logHead(session: Session, tenant: string): Promise<LogHead> {
  const { rows } = await session.hot('SELECT seq, chain FROM kith_head WHERE tenant = ?', [tenant])
  const [row] = rows
  return row ? { seq: row[0] as number, chain: row[1] as string } : emptyLog(tenant)
}

export async function readChanges(session: Session, tenant: string, query: ChangeQuery): Promise<SealedChange[]> {
  const conditions = ['tenant = ?']
  const values: (string | number)[] = [tenant]
  const add = (condition: string, ...bound: (string | number)[]) => {
    conditions.push(condition)
    values.push(...bound)
  }
  if (query.of) add('object = ? AND id = ?', query.of.object, query.of.id)
  if (query.correlation !== undefined) add('correlation = ?', query.correlation)
  if (!query.reverse) add('seq > ?', query.after)
  else if (query.after > 0) add('seq < ?', query.after)
  const text = `SELECT ${CHANGE_COLUMNS} FROM kith_log WHERE ${conditions.join(' AND ')} ORDER BY seq ${query.reverse ? 'DESC' : 'ASC'} LIMIT ?`
  return (await session.all(text, [...values, query.limit])).map(changeOf)
}

export const CHANGE_COLUMNS = 'seq, object, id, payload, salt, digest, chain'

export function changeOf(row: Row): SealedChange {
  const [seq, object, id, payload, salt, digest, chain] = row
  return { seq, object, id, payload, salt, digest, chain } as SealedChange
}
