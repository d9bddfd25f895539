import type { Piece, RecordPut, Storage } from '../../ports/storage.ts'
import { canonicalJson, compareText, type ErrorCode } from '../../shared/index.ts'
import { equal, refused } from './assert.ts'
import { draft, job, type Kit, LATER, link, NORTH, NOW, place, thing } from './kit.ts'

const DAY_LATER = '2026-03-02T09:00:00.000Z'

/** A record with run-time fields of three kinds: a text, a number, a list. */
export const withRunTimeFields: RecordPut = {
  ...thing('custom', { title: 'Løs', x_size: 'Stor', x_count: 4, x_tags: ['Rød', 'blå'] }),
  custom: [
    { field: 'x_size', slot: 'fold', value: 'stor', indexed: true },
    { field: 'x_count', slot: 'value', value: 4, indexed: false },
    { field: 'x_tags', slot: '', value: [{ fold: 'rod' }, { fold: 'bla' }], indexed: true },
  ],
}

const person = thing('a', {
  title: 'Åse',
  note: 'x'.repeat(3_000),
  mail: [{ value: 'a@x.org', kind: 'work', primary: true }],
  phones: [{ value: '+4790000000', kind: 'mobile' }],
  count: 0,
  ratio: -0.1,
  price: { amountMinor: 9_007_199_254_740_991, currency: 'EUR' },
  dueOn: '2026-03-01',
  startAt: NOW,
  done: false,
  tags: ['red'],
  labels: ['\u{1f600}', 'ı'],
  extra: { deep: [null, { '': 0 }] },
  access: ['u1'],
})

/** Fills a tenant with something of every kind that a store keeps: also what was added, removed, leased and erased. */
export async function fillWorld(storage: Storage, scope = NORTH): Promise<void> {
  await storage.commit(scope, {
    idempotency: { key: 'key', fingerprint: 'f', answer: { id: 'a' }, expiresAt: DAY_LATER, now: NOW },
    claim: [
      { space: 'thing.mail', key: 'a@x.org', object: 'thing', id: 'a' },
      { space: 'slot', key: '"9"\n', object: 'thing', id: 'b' },
    ],
    number: [{ series: 'quote', object: 'thing', id: 'b', field: 'count' }],
    put: [person, thing('b', { title: 'Bo' }), withRunTimeFields, place('p', { name: 'Oslo' }), thing('gone')],
    changes: [
      draft('a', { subjects: ['thing:a'] }),
      draft('b', { subjects: ['thing:b'], correlation: 'odd' }),
      draft('gone', { subjects: ['thing:gone', 'thing:a'], correlation: 'odd' }),
    ],
    jobs: {
      put: [job('j1'), job('j2', { dueAt: LATER, payload: undefined }), job('d', { state: 'dead', lastError: 'x' })],
    },
  })
  await storage.commit(scope, {
    idempotency: { key: 'for-ever', fingerprint: 'f2', answer: undefined, now: NOW },
    put: [link('l', 'thing:a', 'place:p', { role: 'lives' }), thing('b', { version: 2, title: 'Bo', deletedAt: NOW })],
    remove: [{ object: 'thing', id: 'gone' }],
    add: [
      { object: 'thing', id: 'a', field: 'score', by: 3 },
      { object: 'thing', id: 'custom', field: 'x_count', by: 2 },
      { object: 'thing', id: 'custom', field: 'x_new', by: 7 },
    ],
    changes: [draft('gone', { after: null, before: {} }), draft('a', { subjects: ['thing:a'] })],
    eraseSubjects: ['thing:gone'],
  })
  await storage.claimJobs(scope, { now: NOW, leasedUntil: LATER, limit: 1 })
}

export async function piecesOf(storage: Storage, scope = NORTH): Promise<Piece[]> {
  const pieces: Piece[] = []
  for await (const chunk of storage.dump(scope)) pieces.push(...chunk)
  return pieces
}

/** Loads in calls of `size` pieces. */
export async function loadAll(storage: Storage, pieces: readonly Piece[], size = 100, scope = NORTH): Promise<void> {
  for (let at = 0; at < pieces.length; at += size) await storage.load(scope, pieces.slice(at, at + size))
}

/** All that a tenant has as sorted texts: two stores are equal when these are. */
export async function essence(storage: Storage, scope = NORTH): Promise<string[]> {
  const texts = (await piecesOf(storage, scope)).map((piece) => canonicalJson(sortedSlots(piece)))
  return texts.sort(compareText)
}

/** Slots of run-time fields are a set. */
function sortedSlots(piece: Piece): Piece {
  if (piece.kind !== 'record' || !piece.custom) return piece
  const key = ({ field, slot }: { readonly field: string; readonly slot: string }) => `${field} ${slot}`
  return { ...piece, custom: [...piece.custom].sort((left, right) => compareText(key(left), key(right))) }
}

/** A filled store, and an empty one with all of its pieces. */
export async function moved({ storage, fresh }: Kit): Promise<Storage> {
  await fillWorld(storage)
  const target = await fresh()
  await loadAll(target, await piecesOf(storage))
  return target
}

export function changesOf(pieces: readonly Piece[]): Extract<Piece, { kind: 'change' }>[] {
  return pieces.filter((piece) => piece.kind === 'change')
}

/** What a store refuses leaves nothing behind, also nothing of the pieces before it. */
export async function refusedWhole(storage: Storage, pieces: readonly Piece[], code: ErrorCode): Promise<void> {
  const before = await essence(storage)
  await refused(storage.load(NORTH, [{ kind: 'record', ...thing('stray') }, ...pieces]), code)
  equal(await essence(storage), before)
}
