import {
  type ChangeDraft,
  type ChangeQuery,
  changeKeys,
  emptyLog,
  type GivenNumber,
  type LogHead,
  type SealedChange,
  sealChanges,
} from '@kith/core/storage'
import { sha256 } from '../sql/sha256.ts'
import { type Connection, LIMIT } from './connection.ts'

export function logHead(connection: Connection, tenant: string): LogHead {
  const row = connection.sql('SELECT seq, chain FROM kith_log WHERE tenant = ? ORDER BY seq DESC LIMIT 1').get(tenant)
  return row ? (row as unknown as LogHead) : emptyLog(tenant)
}

/** Seals drafts behind `head` and appends them. */
export function appendChanges(
  connection: Connection,
  tenant: string,
  head: LogHead,
  changes: readonly ChangeDraft[],
  numbers: readonly GivenNumber[],
): SealedChange[] {
  const sealed = sealChanges({ head, changes, numbers, sha256 })
  sealed.forEach((change, index) => void insertChange(connection, tenant, change, changes[index] as ChangeDraft))
  return sealed
}

/** Appends an entry that has its place, with what it is found by. */
export function insertChange(
  connection: Connection,
  tenant: string,
  change: SealedChange,
  { correlation, subjects }: Pick<ChangeDraft, 'correlation' | 'subjects'>,
): void {
  const { seq, object, id, payload, salt, digest, chain } = change
  connection
    .sql(
      'INSERT INTO kith_log (tenant, seq, object, id, correlation, payload, salt, digest, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(tenant, seq, object, id, correlation, payload, salt, digest, chain)
  const mention = connection.sql('INSERT INTO kith_log_subject (tenant, subject, seq) VALUES (?, ?, ?)')
  for (const subject of new Set(subjects)) mention.run(tenant, subject, seq)
}

export function readChange(connection: Connection, tenant: string, seq: number): SealedChange | undefined {
  const [change] = readChanges(connection, tenant, { after: seq - 1, limit: 1 })
  return change?.seq === seq ? change : undefined
}

/** Erases what one entry says. Digest and chain stay. */
export function eraseEntry(connection: Connection, tenant: string, seq: number): void {
  const change = readChange(connection, tenant, seq)
  if (!change) return
  connection.sql('UPDATE kith_log SET payload = NULL, salt = NULL WHERE tenant = ? AND seq = ?').run(tenant, seq)
  const forget = connection.sql('DELETE FROM kith_log_subject WHERE tenant = ? AND subject = ? AND seq = ?')
  for (const subject of changeKeys(change).subjects) forget.run(tenant, subject, seq)
}

/** Erases what the log says about a subject. Digest and chain stay, so that it can still be verified. */
export function eraseSubject(connection: Connection, tenant: string, subject: string): void {
  connection
    .sql(
      'UPDATE kith_log SET payload = NULL, salt = NULL WHERE tenant = ? AND seq IN (SELECT seq FROM kith_log_subject WHERE tenant = ? AND subject = ?)',
    )
    .run(tenant, tenant, subject)
  connection.sql('DELETE FROM kith_log_subject WHERE tenant = ? AND subject = ?').run(tenant, subject)
}

export function readChanges(connection: Connection, tenant: string, query: ChangeQuery): SealedChange[] {
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
  const text = `SELECT seq, object, id, payload, salt, digest, chain FROM kith_log WHERE ${conditions.join(' AND ')} ORDER BY seq ${query.reverse ? 'DESC' : 'ASC'} ${LIMIT}`
  return connection
    .sql(text)
    .all(...values, query.limit)
    .map((row) => ({ ...row }) as unknown as SealedChange)
}
