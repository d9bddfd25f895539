import { changeKeys, type LogHead, placeChange } from '../../ports/seal.ts'
import type { Piece } from '../../ports/storage.ts'
import type { Model } from '../../schema/model.ts'
import { sha256 } from '../../shared/sha256.ts'
import { alreadyClaimed } from '../refusals.ts'
import { frozenCopy } from './frozen.ts'
import { claimKey, type Holder, type TenantStore } from './tenant-store.ts'

type PieceOf<Kind extends Piece['kind']> = Extract<Piece, { readonly kind: Kind }>

/** Everything of a tenant as it is now. The pieces hold what the store holds, so this copies references only. */
export function tenantPieces(store: TenantStore): Piece[] {
  return [
    ...store.tables().flatMap((table) => table.pieces()),
    ...[...store.claims].map(([place, { object, id }]): Piece => {
      const [space, key] = JSON.parse(place) as [string, string]
      return { kind: 'claim', claim: { space, key, object, id } }
    }),
    ...[...store.numbers].map(([series, last]): Piece => ({ kind: 'number', series, last })),
    ...store.answers().map((kept): Piece => ({ kind: 'answer', ...kept })),
    ...store.log.pieces(),
    ...store.jobs.all().map((job): Piece => ({ kind: 'job', job })),
  ]
}

/** Puts pieces as they are, or throws with the store as it was: everything that can fail comes before the first change. */
export function loadPieces(store: TenantStore, pieces: readonly Piece[], model: Model): void {
  const loaded = pieces.map(frozenCopy)
  for (const piece of loaded) if (piece.kind === 'record') model.object(piece.object)
  checkClaims(store, loaded)
  const places = placesOfChanges(store, loaded)
  loaded.forEach((piece, at) => {
    if (piece.kind === 'change') loadChange(store, piece, places[at])
    else (LOAD[piece.kind] as (store: TenantStore, piece: Piece, model: Model) => void)(store, piece, model)
  })
}

function checkClaims(store: TenantStore, pieces: readonly Piece[]): void {
  const taken = new Map<string, Holder>()
  for (const piece of pieces) {
    if (piece.kind !== 'claim') continue
    const { claim } = piece
    const key = claimKey(claim)
    const held = taken.get(key) ?? store.claims.get(key)
    if (held && (held.object !== claim.object || held.id !== claim.id)) throw alreadyClaimed(claim.space, held)
    taken.set(key, claim)
  }
}

/** What becomes of each change, each after the ones before it. */
function placesOfChanges(store: TenantStore, pieces: readonly Piece[]): ReturnType<typeof placeChange>[] {
  const places: ReturnType<typeof placeChange>[] = []
  const appended = new Map<number, PieceOf<'change'>['change']>()
  let head: LogHead = store.log.head
  pieces.forEach((piece, at) => {
    if (piece.kind !== 'change') return
    const { change } = piece
    const stored = () => appended.get(change.seq) ?? store.log.at(change.seq)
    const place = placeChange({ change, head, stored, sha256 })
    places[at] = place
    if (place !== 'append') return
    head = change
    appended.set(change.seq, change)
  })
  return places
}

function loadChange(
  store: TenantStore,
  { change, correlation }: PieceOf<'change'>,
  place: ReturnType<typeof placeChange> | undefined,
): void {
  if (place === 'erase') store.log.eraseEntry(change.seq)
  if (place !== 'append') return
  const keys = changeKeys(change)
  store.log.append([change], [{ ...keys, correlation: correlation ?? keys.correlation }])
}

type Loaders = {
  readonly [Kind in Exclude<Piece['kind'], 'change'>]: (store: TenantStore, piece: PieceOf<Kind>, model: Model) => void
}

const LOAD: Loaders = {
  record: (store, { object, record, custom }, model) =>
    store.table(object).put({ object, record, ...(custom ? { custom } : {}) }, model),
  claim: ({ claims }, { claim }) => void claims.set(claimKey(claim), { object: claim.object, id: claim.id }),
  number: ({ numbers }, { series, last }) => void numbers.set(series, Math.max(last, numbers.get(series) ?? 0)),
  answer: (store, { kind: _, ...kept }) => store.loadAnswer(kept),
  job: (store, { job }) => store.jobs.load(job),
}
