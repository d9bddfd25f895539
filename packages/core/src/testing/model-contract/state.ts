import type { Batch, CommitResult, Piece, Storage } from '../../ports/storage.ts'
import type { Model } from '../../schema/model.ts'
import { compareText, isKithError } from '../../shared/index.ts'
import { memoryStorage } from '../../storage/memory.ts'
import { isSame } from '../storage-contract/assert.ts'
import { sealed } from '../storage-contract/kit.ts'

/** What a commit came to: its result, or the code of its refusal. Which of several claims or expectations it names is open. */
export type Outcome = { readonly numbers: readonly number[]; readonly replayed: unknown } | { readonly code: string }

/** Something that changed the state, to be done again on another model. */
export type Step = (storage: Storage) => Promise<unknown>

/** A store, and the memory storage that says what it must answer. */
export interface Pair {
  readonly real: Storage
  model: Storage
  readonly scope: { readonly tenant: string }
  readonly schema: Model
  /** What the model has gone through: another order of concurrent commits is tried from the beginning. */
  readonly steps: Step[]
  /** The latest instant that was spoken of. */
  now: string
}

/** @throws what is no refusal: a fault of the store */
export async function outcomeOf(commit: Promise<CommitResult>): Promise<Outcome> {
  try {
    const { numbers, replayed } = await commit
    return { numbers, replayed }
  } catch (error) {
    if (!isKithError(error)) throw error
    return { code: error.code }
  }
}

/** Commits that came at once, in the order that makes the model answer as the store did. */
export async function inSomeOrder(
  pair: Pair,
  batches: readonly Batch[],
  outcomes: readonly Outcome[],
): Promise<{ readonly model: Storage; readonly order: readonly number[] } | undefined> {
  for (const order of permutations(batches.map((_, at) => at))) {
    const model = await replayed(pair)
    const told: Outcome[] = []
    for (const at of order) told[at] = await outcomeOf(model.commit(pair.scope, batches[at] as Batch))
    if (!isSame(told, outcomes)) continue
    await sealed(pair.real, await model.head(pair.scope), pair.scope)
    if (isSame(await piecesOf(model, pair), await piecesOf(pair.real, pair))) return { model, order }
  }
  return undefined
}

async function replayed({ schema, steps }: Pair): Promise<Storage> {
  const model = memoryStorage()
  await model.open(schema)
  for (const step of steps) await step(model)
  return model
}

/** Everything of a tenant that has not expired, in one order for all stores. */
export async function piecesOf(storage: Storage, { scope, now }: Pair): Promise<readonly Piece[]> {
  const pieces: Piece[] = []
  const good = (piece: Piece) => piece.kind !== 'answer' || piece.expiresAt === undefined || piece.expiresAt >= now
  for await (const chunk of storage.dump(scope)) pieces.push(...chunk.filter(good))
  const key = (piece: Piece) => JSON.stringify([piece.kind, nameOf(piece)])
  return pieces.map(plain).sort((left, right) => compareText(key(left), key(right)))
}

function nameOf(piece: Piece): unknown {
  switch (piece.kind) {
    case 'record':
      return [piece.object, piece.record.id]
    case 'claim':
      return [piece.claim.space, piece.claim.key]
    case 'number':
      return piece.series
    case 'answer':
      return piece.key
    case 'job':
      return piece.job.id
    case 'change':
      return String(piece.change.seq).padStart(12, '0')
  }
}

/** Run-time slots come in no order. */
function plain(piece: Piece): Piece {
  if (piece.kind !== 'record' || !piece.custom) return piece
  const slots = [...piece.custom].sort((left, right) => compareText(left.field, right.field))
  return { ...piece, custom: slots }
}

function permutations(all: readonly number[]): number[][] {
  if (all.length < 2) return [[...all]]
  return all.flatMap((first) => permutations(all.filter((one) => one !== first)).map((rest) => [first, ...rest]))
}
