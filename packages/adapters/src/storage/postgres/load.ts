import { KithError } from '@kith/core/shared'
import { changeKeys, type Piece, placeChange, type SealedChange } from '@kith/core/storage'
import { sha256 } from '../sql/sha256.ts'
import { insertClaims, requireHeld } from './claims.ts'
import { ensureTenant } from './commit.ts'
import { insertJob } from './jobs.ts'
import { CHANGE_COLUMNS, changeOf, sharePersons } from './log.ts'
import { foldChanged, lockHead, sealSome } from './sealer.ts'
import type { PostgresStore } from './store.ts'
import { keepingTotals } from './totals.ts'
import { binaryArray, numberArray, textArray } from './values.ts'
import type { Work } from './work.ts'
import { putRecords } from './write.ts'

type PieceOf<Kind extends Piece['kind']> = Extract<Piece, { readonly kind: Kind }>

/** Puts pieces as they are, all or none. */
export async function loadPieces(store: PostgresStore, tenant: string, pieces: readonly Piece[]): Promise<void> {
  if (pieces.length === 0) return
  const of = <Kind extends Piece['kind']>(kind: Kind) =>
    pieces.filter((piece): piece is PieceOf<Kind> => piece.kind === kind)
  for (const { object } of of('record')) store.layout(object)
  await store.database.transaction({ tenant }, async (session) => {
    const work: Work = { session, store, tenant }
    await session.run(BY_INDEX)
    await ensureTenant(work)
    await loadClaims(work, of('claim'))
    const put = of('record')
    await keepingTotals(work, { put }, new Set(), () => putRecords(work, put, () => false))
    for (const piece of of('number')) await session.hot(RAISE_NUMBER, [tenant, piece.series, piece.last])
    for (const piece of of('answer')) await session.hot(PUT_ANSWER, answerCells(tenant, piece))
    for (const { job } of of('job')) {
      await session.run('DELETE FROM kith_job WHERE tenant = ? AND (id = ? OR key = ?)', [tenant, job.id, job.key])
      await insertJob(session, tenant, job)
    }
    await loadChanges(work, of('change'))
  })
  store.rememberTenant(tenant)
  await foldChanged(store, tenant)
}

/**
 * A connection keeps the plan that it made of a table while that was nearly empty, until somebody gathers statistics. It would
 * read all of the table for each batch.
 */
const BY_INDEX = 'SET LOCAL enable_seqscan = off'

const RAISE_NUMBER = `INSERT INTO kith_number AS n (tenant, series, last) VALUES (?, ?, ?)
  ON CONFLICT (tenant, series) DO UPDATE SET last = greatest(n.last, excluded.last)`

const PUT_ANSWER = `INSERT INTO kith_idempotency (tenant, key, fingerprint, answer, expires_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (tenant, key) DO UPDATE SET fingerprint = excluded.fingerprint, answer = excluded.answer, expires_at = excluded.expires_at`

function answerCells(tenant: string, { key, fingerprint, answer, expiresAt }: PieceOf<'answer'>): unknown[] {
  return [tenant, key, fingerprint, answer === undefined ? null : JSON.stringify(answer), expiresAt ?? null]
}

async function loadClaims({ session, tenant }: Work, pieces: readonly PieceOf<'claim'>[]): Promise<void> {
  const claims = pieces.map((piece) => piece.claim)
  if (claims.length === 0) return
  const taken = await insertClaims(session, tenant, claims)
  if (taken < claims.length) await requireHeld(session, tenant, claims)
}

/** A change that goes on from the head, with what it is found by. */
interface Appended {
  readonly change: SealedChange
  readonly correlation: string
  readonly subjects: readonly string[]
}

/** Behind the head, which is held until the end: what others have committed and nobody has sealed comes before. */
async function loadChanges(work: Work, pieces: readonly PieceOf<'change'>[]): Promise<void> {
  if (pieces.length === 0) return
  const { session, tenant } = work
  await sharePersons(work)
  while ((await sealSome(session, tenant)) > 0) {}
  let head = await lockHead(session, tenant)
  const { seq } = head
  const stored = await storedChanges(
    session,
    tenant,
    pieces.filter(({ change }) => change.seq <= seq),
  )
  const appended: Appended[] = []
  for (const piece of pieces) {
    const { change } = piece
    const place = placeChange({ change, head, stored: () => stored.get(change.seq), sha256 })
    if (place === 'erase') await eraseEntry(session, tenant, change.seq)
    if (place === 'known') continue
    stored.set(change.seq, change)
    if (place !== 'append') continue
    head = change
    const keys = changeKeys(change)
    appended.push({ change, ...keys, correlation: piece.correlation ?? keys.correlation })
  }
  await insertChanges(session, tenant, appended)
  const end = 'UPDATE kith_head SET seq = ?, chain = ?, sealed_at = clock_timestamp() WHERE tenant = ?'
  if (appended.length > 0) await session.run(end, [head.seq, head.chain, tenant])
}

async function storedChanges(
  session: Work['session'],
  tenant: string,
  pieces: readonly PieceOf<'change'>[],
): Promise<Map<number, SealedChange>> {
  if (pieces.length === 0) return new Map()
  const seqs = pieces.map(({ change }) => change.seq)
  if (!seqs.every(Number.isSafeInteger)) throw new KithError('LOG_BROKEN', { seq: 0, reason: 'it has no number' })
  const text = `SELECT ${CHANGE_COLUMNS} FROM kith_log WHERE tenant = ? AND seq = ANY(?::bigint[])`
  const rows = await session.all(text, [tenant, numberArray(seqs)])
  return new Map(rows.map((row) => [row[0] as number, changeOf(row)]))
}

async function eraseEntry(session: Work['session'], tenant: string, seq: number): Promise<void> {
  await session.run('UPDATE kith_log SET payload = NULL, salt = NULL WHERE tenant = ? AND seq = ?', [tenant, seq])
  await session.run('DELETE FROM kith_log_subject WHERE tenant = ? AND seq = ?', [tenant, seq])
}

async function insertChanges(session: Work['session'], tenant: string, appended: readonly Appended[]): Promise<void> {
  const column = (read: (change: SealedChange) => string | null) =>
    binaryArray(appended.map(({ change }) => read(change)))
  const text = `WITH entry AS (
      SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
        e(seq, object, id, correlation, payload, salt, digest, chain, subjects)
    ), logged AS (
      INSERT INTO kith_log (tenant, seq, object, id, correlation, payload, salt, digest, chain)
      SELECT ?, seq, object, id, correlation, payload, salt, digest, chain FROM entry
    )
    INSERT INTO kith_log_subject (tenant, subject, seq)
    SELECT DISTINCT ?, unnest(subjects::text[]), seq FROM entry`
  await session.hot(text, [
    numberArray(appended.map(({ change }) => change.seq)),
    column((change) => change.object),
    column((change) => change.id),
    binaryArray(appended.map((one) => one.correlation)),
    column((change) => change.payload),
    column((change) => change.salt),
    column((change) => change.digest),
    column((change) => change.chain),
    binaryArray(appended.map((one) => textArray(one.subjects))),
    tenant,
    tenant,
  ])
}
