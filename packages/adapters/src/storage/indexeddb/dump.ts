import type { CustomSlot, Piece } from '@kith/core/storage'
import type { AnswerRow } from './answers.ts'
import type { NumberRow } from './commit.ts'
import type { JobRow } from './jobs.ts'
import { beginningWith, textKey } from './keys.ts'
import type { Row } from './layout.ts'
import { changeOf, type LogRow } from './log.ts'
import { reading } from './requests.ts'
import { chunksOf } from './scan.ts'
import type { Store } from './store.ts'

/** Pieces of one chunk. */
const CHUNK = 200

/** What a moment of the database was put aside as. */
interface Snapshot {
  /** Chunks as JSON. A page hands a Blob to the browser, which keeps many of them on disk. */
  readonly chunks: readonly Blob[]
  /** Run-time fields that some put asked to index, as `object.field`: they are indexed of every record. */
  readonly indexed: ReadonlySet<string>
}

/**
 * Everything of a tenant, in chunks. IndexedDB ends a transaction that waits for anybody else, such as the reader of a
 * dump. So all is read in one transaction and put aside, and given chunk by chunk after it has ended.
 */
export async function* dumpTenant(store: Store, tenant: string): AsyncGenerator<readonly Piece[]> {
  const { chunks, indexed } = await snapshot(store, tenant)
  for (const chunk of chunks)
    yield (JSON.parse(await chunk.text()) as Piece[]).map((piece) => withIndexed(piece, indexed))
}

async function snapshot(store: Store, tenant: string): Promise<Snapshot> {
  const chunks: Blob[] = []
  const indexed = new Set<string>()
  const prefix = beginningWith([textKey(tenant)])
  await reading(store.db, Object.keys(READ), async (tx) => {
    for (const [name, read] of Object.entries(READ))
      for await (const rows of chunksOf<never>(tx.objectStore(name), prefix, CHUNK)) {
        const pieces = rows.map(read)
        for (const piece of pieces) for (const field of indexedIn(piece)) indexed.add(field)
        chunks.push(new Blob([JSON.stringify(pieces)]))
      }
  })
  return { chunks, indexed }
}

/** The stores in the order in which they are told: jobs last, so that none runs too early. */
const READ: Readonly<Record<string, (row: never) => Piece>> = {
  records: ({ record, custom, shape }: Row) => ({
    kind: 'record',
    object: shape.split('.', 1)[0] as string,
    record,
    ...(custom ? { custom } : {}),
  }),
  claims: (claim: Extract<Piece, { kind: 'claim' }>['claim']) => ({ kind: 'claim', claim }),
  numbers: ({ series, last }: NumberRow) => ({ kind: 'number', series, last }),
  answers: ({ answer, ...kept }: AnswerRow) => ({ kind: 'answer', answer, ...kept }),
  log: (row: LogRow) => {
    const change = changeOf(row)
    return { kind: 'change', change, ...(change.payload === null ? { correlation: row.correlation } : {}) }
  },
  jobs: ({ job }: JobRow) => ({ kind: 'job', job }),
}

function indexedIn(piece: Piece): string[] {
  if (piece.kind !== 'record') return []
  return (piece.custom ?? []).filter(({ indexed }) => indexed).map(({ field }) => `${piece.object}.${field}`)
}

function withIndexed(piece: Piece, indexed: ReadonlySet<string>): Piece {
  if (piece.kind !== 'record' || !piece.custom) return piece
  const custom = piece.custom.map(
    (slot): CustomSlot => ({ ...slot, indexed: indexed.has(`${piece.object}.${slot.field}`) }),
  )
  return { ...piece, custom }
}
