import { KithError } from '@kith/core/shared'
import type { CustomSlot, LogHead, Piece } from '@kith/core/storage'
import { customSlotsOf } from '../sql/index-rows.ts'
import { CUSTOM_SLOTS, decodeRow, TENANT } from '../sql/layout.ts'
import { answerPiece, Chunk, changePiece, claimPiece, numberPiece, type ReadPiece } from '../sql/pieces.ts'
import { quote } from '../sql/sql.ts'
import { readNotes } from './catalog.ts'
import { see } from './database.ts'
import { JOB_COLUMNS, jobOf } from './jobs.ts'
import type { ObjectLayout } from './layout.ts'
import { CHANGE_COLUMNS, changeOf } from './log.ts'
import { chained, lockHead, sealSome, unsealed } from './sealer.ts'
import type { Row, Session } from './session.ts'
import type { PostgresStore } from './store.ts'
import { parseSlots } from './write.ts'

/** Rows that are read at a time. */
const FETCH = 100

/** A moment of a store, and the places that its last changes were given then. */
interface Moment {
  readonly places: readonly LogHead[]
}

/**
 * Everything of a tenant in chunks, as it stood at one moment. What was committed and not sealed then is sealed at the
 * beginning, so that the log that is told is the one that others read.
 */
export async function* dumpTenant(store: PostgresStore, tenant: string): AsyncGenerator<readonly Piece[]> {
  const { reader, moment } = await store.oneByOne(() => begun(store, tenant))
  let whole = false
  try {
    await refuseUnknown(store, reader.session, tenant)
    const chunk = new Chunk()
    for await (const read of allPieces(store, reader.session, tenant, moment)) {
      const full = chunk.add(read)
      if (full) yield full
    }
    const rest = chunk.take()
    if (rest.length > 0) yield rest
    await reader.session.run('COMMIT')
    whole = true
  } finally {
    reader.release(whole)
  }
}

/** Records of an object that the model does not have would be left out. @throws KithError `UNKNOWN_OBJECT` */
async function refuseUnknown(store: PostgresStore, session: Session, tenant: string): Promise<void> {
  for (const key of (await readNotes(session)).keys()) {
    const object = key.slice('object:'.length)
    if (!key.startsWith('object:') || store.layouts.has(object)) continue
    const one = `SELECT 1 FROM ${quote(`o_${object}`)} WHERE ${TENANT} = ? LIMIT 1`
    if (await session.one(one, [tenant])) throw new KithError('UNKNOWN_OBJECT', { object })
  }
}

/** It takes two connections at once to begin, so no two begin at once: each would wait for the other's second one. */
async function begun(store: PostgresStore, tenant: string) {
  const reader = await store.database.open()
  try {
    return { reader, moment: await atOneMoment(store, reader.session, tenant) }
  } catch (error) {
    reader.release(false)
    throw error
  }
}

/**
 * Begins a transaction of the reader on the moment of another that has the log to itself, and seals there what that
 * moment has unsealed.
 */
async function atOneMoment(store: PostgresStore, reader: Session, tenant: string): Promise<Moment> {
  const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ'
  const seal = async (session: Session): Promise<Moment> => {
    const head = await lockHead(session, tenant)
    const snapshot = (await session.one('SELECT pg_export_snapshot()'))?.[0] as string
    await reader.run('ROLLBACK').catch(() => undefined)
    await reader.run(`${begin} READ ONLY; SET TRANSACTION SNAPSHOT '${snapshot}'`)
    const entries = await unsealed(session, tenant, null)
    while ((await sealSome(session, tenant)) > 0) {}
    return {
      places: chained(
        head,
        entries.map((entry) => entry[3] as string),
      ),
    }
  }
  const moment = await store.database.transaction({ tenant }, seal, begin)
  if (store.database.rowSecurity) await see(reader, { tenant })
  return moment
}

async function* allPieces(
  store: PostgresStore,
  session: Session,
  tenant: string,
  { places }: Moment,
): AsyncGenerator<ReadPiece> {
  const fields = await session.all('SELECT object, field FROM kith_custom_index WHERE tenant = ?', [tenant])
  const indexed = new Set(fields.map(([object, field]) => `${object}.${field}`))
  for (const layout of store.layouts.values()) yield* records(session, layout, tenant, indexed)
  for (const { text, read } of TABLES)
    for await (const row of rows(session, text, tenant)) yield { row, piece: read(row) }
  let at = 0
  for await (const row of rows(session, UNSEALED, tenant)) {
    const [object, id, payload, salt, digest, correlation] = row as readonly string[]
    const change = changeOf([places[at]?.seq, object, id, payload, salt, digest, places[at]?.chain])
    yield { row, piece: changePiece(change, correlation ?? '') }
    at++
  }
  const jobs = `SELECT ${JOB_COLUMNS} FROM kith_job WHERE tenant = ? ORDER BY id`
  for await (const row of rows(session, jobs, tenant)) yield { row, piece: { kind: 'job', job: jobOf(row) } }
}

const UNSEALED =
  'SELECT object, id, payload, salt, digest, correlation FROM kith_unsealed WHERE tenant = ? ORDER BY stamp, batch, part'

async function* records(
  session: Session,
  layout: ObjectLayout,
  tenant: string,
  indexed: ReadonlySet<string>,
): AsyncGenerator<ReadPiece> {
  const { object } = layout
  const text = `SELECT t.${quote(CUSTOM_SLOTS)}, ${layout.valuesSql} FROM ${layout.table} t WHERE t.${TENANT} = ? ORDER BY t."id"`
  for await (const row of rows(session, text, tenant)) {
    const [slots, ...values] = row
    const custom = customSlotsOf(parseSlots(slots)).map(
      (slot): CustomSlot => ({ ...slot, indexed: indexed.has(`${object}.${slot.field}`) }),
    )
    const record = decodeRow(layout, values)
    yield { row, piece: { kind: 'record', object, record, ...(custom.length > 0 ? { custom } : {}) } }
  }
}

/** Rows of one query, some at a time. */
async function* rows(session: Session, text: string, tenant: string): AsyncGenerator<Row> {
  await session.run(`DECLARE kith_dump NO SCROLL CURSOR FOR ${text}`, [tenant])
  for (;;) {
    const some = await session.all(`FETCH ${FETCH} FROM kith_dump`)
    yield* some
    if (some.length < FETCH) break
  }
  await session.run('CLOSE kith_dump')
}

/** The tables beside those of objects, in the order in which they are told. */
const TABLES: readonly { readonly text: string; readonly read: (row: Row) => Piece }[] = [
  {
    text: 'SELECT space, coalesce(whole, key), object, id FROM kith_claim WHERE tenant = ? ORDER BY space, key',
    read: claimPiece,
  },
  { text: 'SELECT series, last FROM kith_number WHERE tenant = ? ORDER BY series', read: numberPiece },
  {
    text: 'SELECT key, fingerprint, answer, expires_at FROM kith_idempotency WHERE tenant = ? ORDER BY key',
    read: answerPiece,
  },
  {
    text: `SELECT ${CHANGE_COLUMNS}, correlation FROM kith_log WHERE tenant = ? ORDER BY seq`,
    read: (row) => changePiece(changeOf(row), row.at(-1) as string),
  },
]
