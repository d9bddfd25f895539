import { KithError } from '@kith/core/shared'
import type { CustomSlot, Job, Piece } from '@kith/core/storage'
import { customSlotsOf } from '../sql/index-rows.ts'
import { CUSTOM_SLOTS, decodeRow, TENANT } from '../sql/layout.ts'
import { answerPiece, Chunk, changePiece, claimPiece, numberPiece, type ReadPiece } from '../sql/pieces.ts'
import { quote } from '../sql/sql.ts'
import type { Cell, Database, Driver } from './driver.ts'
import { unknownObjects } from './inspect.ts'
import { JOB_COLUMNS, jobOf } from './jobs.ts'
import type { ObjectLayout } from './layout.ts'
import { openToRead } from './read-only.ts'
import { parseSlots } from './write.ts'

type Row = readonly Cell[]

/** Reads rows of one moment, one after the other, on a connection of its own: writers go on meanwhile. */
export class SnapshotReader {
  readonly #db: Database
  #rows: IterableIterator<unknown> | undefined
  #closed = false

  constructor(driver: Driver, file: string) {
    this.#db = openToRead(driver, file)
    this.#db.exec('BEGIN')
    this.#db.prepare('SELECT count(*) FROM sqlite_schema').get()
  }

  /** @throws KithError `UNKNOWN_OBJECT` when the tenant has records that the model does not: they would be left out */
  refuseUnknown(layouts: readonly ObjectLayout[], tenant: string): void {
    const [object] = unknownObjects(this.#db, layouts, tenant)
    if (object !== undefined) throw new KithError('UNKNOWN_OBJECT', { object })
  }

  *rows(text: string, ...values: readonly string[]): Generator<Row> {
    const rows = this.#db.prepare(text, 'array').iterate(...values)
    this.#rows = rows
    for (const row of rows) yield row as unknown as Row
    this.#rows = undefined
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#rows?.return?.()
    this.#db.close()
  }
}

/** Everything of a tenant, in chunks. */
export function* dumpTenant(
  reader: SnapshotReader,
  layouts: readonly ObjectLayout[],
  tenant: string,
): Generator<readonly Piece[]> {
  reader.refuseUnknown(layouts, tenant)
  const chunk = new Chunk()
  for (const read of allPieces(reader, layouts, tenant)) {
    const full = chunk.add(read)
    if (full) yield full
  }
  const rest = chunk.take()
  if (rest.length > 0) yield rest
}

function* allPieces(reader: SnapshotReader, layouts: readonly ObjectLayout[], tenant: string): Generator<ReadPiece> {
  for (const layout of layouts) yield* records(reader, layout, tenant)
  for (const { columns, from, order, read } of TABLES)
    for (const row of reader.rows(`SELECT ${columns} FROM ${from} WHERE tenant = ? ORDER BY ${order}`, tenant))
      yield { row, piece: read(row) }
}

function* records(reader: SnapshotReader, layout: ObjectLayout, tenant: string): Generator<ReadPiece> {
  const { object } = layout
  const fields = reader.rows('SELECT field FROM kith_custom_index WHERE tenant = ? AND object = ?', tenant, object)
  const indexed = new Set([...fields].map(([field]) => field as string))
  const text = `SELECT t.${quote(CUSTOM_SLOTS)}, ${layout.valuesSql} FROM ${layout.table} t WHERE t.${TENANT} = ? ORDER BY t."id"`
  for (const row of reader.rows(text, tenant)) {
    const [slots, ...values] = row
    const custom = customSlotsOf(parseSlots(slots)).map(
      (slot): CustomSlot => ({ ...slot, indexed: indexed.has(slot.field) }),
    )
    const record = decodeRow(layout, values)
    yield { row, piece: { kind: 'record', object, record, ...(custom.length > 0 ? { custom } : {}) } }
  }
}

/** The tables beside those of objects, in the order in which they are told: jobs last, so that none runs too early. */
const TABLES: readonly {
  readonly columns: string
  readonly from: string
  readonly order: string
  readonly read: (row: Row) => Piece
}[] = [
  { columns: 'space, key, object, id', from: 'kith_claim', order: 'space, key', read: claimPiece },
  { columns: 'series, last', from: 'kith_number', order: 'series', read: numberPiece },
  { columns: 'key, fingerprint, answer, expires_at', from: 'kith_idempotency', order: 'key', read: answerPiece },
  {
    columns: 'seq, object, id, payload, salt, digest, chain, correlation',
    from: 'kith_log',
    order: 'seq',
    read: (row) => {
      const [seq, object, id, payload, salt, digest, chain, correlation] = row as unknown as [
        number,
        ...[string, string, string | null, string | null, string, string, string],
      ]
      return changePiece({ seq, object, id, payload, salt, digest, chain }, correlation)
    },
  },
  {
    columns: JOB_COLUMNS.join(', '),
    from: 'kith_job',
    order: 'id',
    read: (row) => ({ kind: 'job', job: jobFrom(row) }),
  },
]

function jobFrom(row: Row): Job {
  return jobOf(
    Object.fromEntries(JOB_COLUMNS.map((name, at) => [name, row[at]])) as unknown as Parameters<typeof jobOf>[0],
  )
}
