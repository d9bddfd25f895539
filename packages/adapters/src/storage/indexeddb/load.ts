import { sha256 } from '@kith/core/shared'
import { changeKeys, type LogHead, type Piece, placeChange } from '@kith/core/storage'
import { writeAnswer } from './answers.ts'
import { lastNumber, takeClaim, writeNumber } from './commit.ts'
import { loadJob } from './jobs.ts'
import { eraseEntry, logHead, readChange, writeChange, writeHead } from './log.ts'
import type { Store } from './store.ts'
import { putRecord } from './write.ts'

/** What pieces are loaded into: the end of the log grows with each change. */
interface Target {
  readonly tx: IDBTransaction
  readonly store: Store
  readonly tenant: string
  head: LogHead
}

/** Puts pieces as they are, inside a transaction; what it throws undoes all of it. */
export async function loadPieces(
  tx: IDBTransaction,
  store: Store,
  tenant: string,
  pieces: readonly Piece[],
): Promise<void> {
  const { seq, chain } = await logHead(tx, tenant)
  const target = { tx, store, tenant, head: { seq, chain } }
  for (const piece of pieces) await (LOAD[piece.kind] as Load<Piece['kind']>)(target, piece)
  writeHead(tx, tenant, target.head)
}

type Load<Kind extends Piece['kind']> = (
  target: Target,
  piece: Extract<Piece, { readonly kind: Kind }>,
) => Promise<void>

const loadChange: Load<'change'> = async (target, piece) => {
  const { tx, tenant, head } = target
  const { change } = piece
  const stored = change.seq <= head.seq ? await readChange(tx, tenant, change.seq) : undefined
  const place = placeChange({ change, head, stored: () => stored, sha256 })
  if (place === 'erase' && stored) eraseEntry(tx, tenant, stored)
  if (place !== 'append') return
  const keys = changeKeys(change)
  writeChange(tx, tenant, change, { ...keys, correlation: piece.correlation ?? keys.correlation })
  target.head = { seq: change.seq, chain: change.chain }
}

const LOAD: { readonly [Kind in Piece['kind']]: Load<Kind> } = {
  record: ({ tx, store, tenant }, { object, record, custom }) => {
    store.model.object(object)
    return putRecord(tx, store, tenant, { object, record, ...(custom ? { custom } : {}) })
  },
  claim: ({ tx, tenant }, { claim }) => takeClaim(tx, tenant, claim),
  number: async ({ tx, tenant }, { series, last }) =>
    writeNumber(tx, tenant, { series, last: Math.max(last, await lastNumber(tx, tenant, series)) }),
  answer: async ({ tx, tenant }, { kind: _, ...row }) => writeAnswer(tx, tenant, row),
  job: ({ tx, tenant }, { job }) => loadJob(tx, tenant, job),
  change: loadChange,
}
