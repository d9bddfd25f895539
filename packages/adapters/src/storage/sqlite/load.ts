import { changeKeys, type Piece, placeChange } from '@kith/core/storage'
import { sha256 } from '../sql/sha256.ts'
import { loadAnswer } from './answers.ts'
import { type LogHeads, takeClaim } from './commit.ts'
import { loadJob } from './jobs.ts'
import { eraseEntry, insertChange, logHead, readChange } from './log.ts'
import type { SqliteStore } from './store.ts'
import { putRecord } from './write.ts'

/** Puts pieces as they are, inside a transaction; what it throws undoes all of it. */
export function loadPieces(store: SqliteStore, heads: LogHeads, tenant: string, pieces: readonly Piece[]): void {
  if (pieces.length > 0) store.ensureTenant(tenant)
  for (const piece of pieces) (LOAD[piece.kind] as Load<Piece['kind']>)(store, heads, tenant, piece)
}

type Load<Kind extends Piece['kind']> = (
  store: SqliteStore,
  heads: LogHeads,
  tenant: string,
  piece: Extract<Piece, { readonly kind: Kind }>,
) => void

const loadChange: Load<'change'> = (store, heads, tenant, piece) => {
  const { connection } = store
  const { change } = piece
  const head = heads.get(tenant) ?? logHead(connection, tenant)
  const stored = () => readChange(connection, tenant, change.seq)
  const place = placeChange({ change, head, stored, sha256 })
  if (place === 'erase') {
    store.hasErased()
    eraseEntry(connection, tenant, change.seq)
  }
  if (place !== 'append') return
  const keys = changeKeys(change)
  insertChange(connection, tenant, change, { ...keys, correlation: piece.correlation ?? keys.correlation })
  heads.set(tenant, { seq: change.seq, chain: change.chain })
}

const LOAD: { readonly [Kind in Piece['kind']]: Load<Kind> } = {
  record: (store, _, tenant, piece) => putRecord(store, tenant, piece, 'known'),
  claim: (store, _, tenant, { claim }) => takeClaim(store, tenant, claim),
  number: (store, _, tenant, { series, last }) => void store.connection.sql(RAISE_NUMBER).run(tenant, series, last),
  answer: (store, _, tenant, piece) => loadAnswer(store.connection, tenant, piece),
  job: (store, _, tenant, { job }) => loadJob(store.connection, tenant, job),
  change: loadChange,
}

const RAISE_NUMBER =
  'INSERT INTO kith_number (tenant, series, last) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)'
