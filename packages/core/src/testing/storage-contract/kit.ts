import type { Condition, SlotRef, SortKey } from '../../filter/types.ts'
import type {
  ChangeDraft,
  CommitResult,
  Job,
  Keyset,
  Query,
  RecordPut,
  SealedChange,
  Storage,
  StoredRecord,
} from '../../ports/storage.ts'
import type { Model } from '../../schema/model.ts'
import type { FieldType, SlotKind, SlotValue } from '../../schema/types.ts'
import { equal } from './assert.ts'

/** What a case works with: a fresh, opened storage, and ways to see what it really kept. */
export interface Kit {
  readonly storage: Storage
  readonly persistent: boolean
  /** The same data as another process would see it; for a storage that keeps nothing, the storage itself. */
  again(model?: Model): Promise<Storage>
  /** Another storage of the same kind that holds nothing. */
  fresh(model?: Model): Promise<Storage>
  /** Closes what is open, and opens the same data anew. */
  restart(model?: Model): Promise<Storage>
}

/** Keeping data when it is closed, or a feature that a storage may refuse. */
export type Feature = 'persistence' | keyof Storage['supports']

/** One promise of the port. */
export interface ContractCase {
  readonly name: string
  /** What only some storages have. Without it the case is skipped, and says why. */
  readonly needs?: Feature
  readonly run: (kit: Kit) => Promise<void>
}

export const NORTH = { tenant: 'north' }
export const SOUTH = { tenant: 'south' }
export const NOW = '2026-03-01T09:00:00.000Z'
export const LATER = '2026-03-01T10:00:00.000Z'
export const EARLIER = '2026-03-01T08:00:00.000Z'

export const ALL: Condition = { op: 'true' }
export const THERE: Condition = { op: 'empty', field: 'deletedAt' }

/** `startAt`: a slot by the name of its column type. */
export function slot(field: string, name: string, kind: SlotKind, type: FieldType): SlotRef {
  return { field, slot: name, kind, type }
}

export const TITLE = slot('title', 'fold', 'text', 'text')
export const COUNT = slot('count', 'value', 'real', 'number')
export const RATIO = slot('ratio', 'value', 'real', 'number')
export const KIND = slot('kind', 'value', 'text', 'select')
export const DONE = slot('done', 'value', 'boolean', 'boolean')
export const ID = slot('id', 'value', 'text', 'relation')
export const PRICE = slot('price', 'amountMinor', 'integer', 'money')
export const CURRENCY = slot('price', 'currency', 'text', 'money')

export const byId: SortKey = { ref: ID, direction: 'asc' }

export function eq(ref: SlotRef, value: SlotValue): Condition {
  return { op: 'compare', ref, cmp: 'eq', value }
}

/** A record with version 1 unless said otherwise. */
export function record(id: string, values: Readonly<Record<string, unknown>> = {}): StoredRecord {
  return { id, version: 1, createdAt: NOW, updatedAt: NOW, ...values }
}

export function thing(id: string, values: Readonly<Record<string, unknown>> = {}): RecordPut {
  return { object: 'thing', record: record(id, values) }
}

export function place(id: string, values: Readonly<Record<string, unknown>> = {}): RecordPut {
  return { object: 'place', record: record(id, values) }
}

export function link(id: string, from: string, to: string, values: Readonly<Record<string, unknown>> = {}): RecordPut {
  const [fromObject, fromId] = from.split(':')
  const [toObject, toId] = to.split(':')
  return { object: 'link', record: record(id, { fromObject, fromId, toObject, toId, ...values }) }
}

let salts = 0

export function draft(id: string, over: Partial<ChangeDraft> = {}): ChangeDraft {
  return {
    at: NOW,
    actor: { kind: 'user', id: 'u1' },
    cause: 'test',
    correlation: 'c1',
    configVersion: 1,
    object: 'thing',
    id,
    subjects: [],
    before: null,
    after: { title: id },
    salt: (++salts).toString(16).padStart(32, '0'),
    ...over,
  }
}

export function job(id: string, over: Partial<Job> = {}): Job {
  return { id, kind: 'test', key: id, dueAt: NOW, attempts: 0, payload: { of: id }, state: 'waiting', ...over }
}

export async function one(
  storage: Storage,
  id: string,
  scope = NORTH,
  object = 'thing',
): Promise<StoredRecord | undefined> {
  const [found] = await storage.get(scope, object, [id])
  return found
}

/** Ids of one page. */
export async function ids(
  storage: Storage,
  query: Partial<Query> = {},
  scope = NORTH,
  object = 'thing',
): Promise<string[]> {
  const found = await storage.find(scope, object, { where: ALL, sort: byId, limit: 1_000, ...query })
  return found.map((item) => item.id)
}

/** Walks all pages, each after the last record of the one before. */
export async function walk(
  storage: Storage,
  query: Omit<Query, 'after'>,
  sortValue: (record: StoredRecord) => SlotValue | undefined,
): Promise<string[]> {
  const found: string[] = []
  let after: Keyset | undefined
  for (let pages = 0; pages < 1_000; pages++) {
    const page = await storage.find(NORTH, 'thing', { ...query, ...(after ? { after } : {}) })
    found.push(...page.map((item) => item.id))
    const last = page.at(-1)
    if (!last || page.length < query.limit) return found
    const value = sortValue(last)
    after = value === undefined ? { id: last.id } : { value, id: last.id }
  }
  throw new Error('The pages do not end.')
}

/** How long a store may take to seal what it has acknowledged. */
const SEAL_LIMIT_MS = 5_000

/** Waits until the log has come to an entry: a store may give changes their place soon after the commit. */
export async function sealed(storage: Storage, seq: number, scope = NORTH): Promise<void> {
  const until = Date.now() + SEAL_LIMIT_MS
  for (let head = await storage.head(scope); head < seq; head = await storage.head(scope)) {
    if (Date.now() > until) throw new Error(`The log stays at ${head}, expected ${seq} sealed changes`)
    await turn()
  }
}

/** The sequence numbers of a commit: these, or none where the store seals later. */
export function gaveSeqs(result: CommitResult, seqs: readonly number[]): void {
  if (result.seqs.length > 0) equal(result.seqs, seqs, 'The sequence numbers')
}

/**
 * Everything that a batch could have left, to be compared before and after.
 *
 * @param head How many changes are committed: the snapshot waits until they are sealed.
 */
export async function snapshot(storage: Storage, head: number, scope = NORTH): Promise<unknown> {
  await sealed(storage, head, scope)
  const query = { where: ALL, sort: byId, limit: 1_000 }
  return {
    things: await storage.find(scope, 'thing', query),
    places: await storage.find(scope, 'place', query),
    changes: await storage.changes(scope, { after: 0, limit: 1_000 }),
    head: await storage.head(scope),
    waiting: await storage.jobs(scope, { state: 'waiting', limit: 1_000 }),
    dead: await storage.jobs(scope, { state: 'dead', limit: 1_000 }),
    mail: await storage.holder(scope, 'thing.mail', 'a@x.org'),
    answer: await storage.answer(scope, 'key', NOW),
  }
}

export function payloadOf(change: SealedChange | undefined): Record<string, unknown> {
  return JSON.parse(change?.payload ?? 'null') as Record<string, unknown>
}

/** Lets everything else have its turn: timers, the file system, other callers. */
export function turn(): Promise<void> {
  const host = globalThis as unknown as { setTimeout(run: () => void, ms: number): unknown }
  return new Promise((done) => host.setTimeout(done, 0))
}
