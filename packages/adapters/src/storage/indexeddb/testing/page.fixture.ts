import { createModel, defineObject, number, sha256, text } from '@kith/core'
import { type Batch, type ChangeDraft, changeFault, emptyLog, type Storage } from '@kith/core/storage'
import { indexedDbStorage } from '../index.ts'

/** What a test asks of a page: it has nothing but the storage. */
export interface PageUnderTest {
  /** Commits batches without end, and tells of each that was acknowledged. */
  write(run: string, count?: number): Promise<void>
  /** What is there, read in a page of its own. */
  read(): Promise<Kept>
  /** Commits large records until one is refused: how many were taken, and the code of the refusal. */
  fill(run: string): Promise<{ readonly taken: number; readonly code: string }>
  /** Tells of each tenant that this page hears of. */
  listen(): Promise<void>
}

export interface Kept {
  /** Names of batches with all of their parts, and of those with only some. */
  readonly whole: readonly string[]
  readonly half: readonly string[]
  /** Numbers of the series in the records, in order. */
  readonly numbers: readonly number[]
  /** What is wrong with the log. */
  readonly fault: string | undefined
  readonly head: number
}

declare global {
  /** Given by the test. */
  function acknowledged(batch: string): Promise<void>
  function heard(tenant: string): Promise<void>
}

const scope = { tenant: 'main' }
const at = '2026-03-01T09:00:00.000Z'
const model = createModel([
  defineObject({
    name: 'note',
    label: 'Note',
    title: 'title',
    fields: { title: text({ indexed: true }), number: number({ integer: true }) },
  }),
])

async function open(): Promise<Storage> {
  const storage = indexedDbStorage({ name: 'crm' })
  await storage.open(model)
  return storage
}

const change = (id: string): ChangeDraft => ({
  at,
  actor: { kind: 'user', id: 'ida' },
  cause: 'test',
  correlation: id,
  configVersion: 0,
  object: 'note',
  id,
  subjects: [],
  before: null,
  after: { title: id },
  salt: id,
})

/** Text that nothing can compress. */
function filling(size: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(size))
  return [...bytes].map((byte) => String.fromCharCode(0x4e00 + byte)).join('')
}

/** One of everything that a batch can hold, all about one name. */
function batchOf(name: string, size = 0): Batch {
  const [first, second] = [`${name}-1`, `${name}-2`]
  const record = (id: string) => ({
    object: 'note',
    record: { id, version: 1, createdAt: at, title: id, filling: filling(size) },
  })
  return {
    idempotency: { key: name, fingerprint: name, answer: name, now: at },
    expect: [{ object: 'note', id: first, exists: false }],
    claim: [{ space: 'name', key: name, object: 'note', id: first }],
    number: [{ series: 'notes', object: 'note', id: first, field: 'number' }],
    put: [record(first), record(second)],
    changes: [change(first), change(second)],
    jobs: { put: [{ id: name, kind: 'test', key: name, dueAt: at, attempts: 0, payload: null, state: 'waiting' }] },
  }
}

async function read(): Promise<Kept> {
  const storage = await open()
  const sort = { ref: { field: 'id', slot: 'value', kind: 'text', type: 'relation' }, direction: 'asc' } as const
  const records = await storage.find(scope, 'note', { where: { op: 'true' }, sort, limit: 1_000_000 })
  const changes = await storage.changes(scope, { after: 0, limit: 1_000_000 })
  const jobs = await storage.jobs(scope, { state: 'waiting', limit: 1_000_000 })
  const parts = new Map<string, number>()
  const count = (name: string) => void parts.set(name, (parts.get(name) ?? 0) + 1)
  for (const { id } of [...records, ...changes]) count(id.slice(0, -2))
  for (const { id } of jobs) count(id)
  for (const name of parts.keys()) {
    if (await storage.holder(scope, 'name', name)) count(name)
    if (await storage.answer(scope, name, at)) count(name)
  }
  const whole = (name: string) => parts.get(name) === 7
  let head = emptyLog('main')
  let fault: string | undefined
  for (const entry of changes) {
    fault ??= changeFault(entry, head, sha256)
    head = entry
  }
  const numbers = records.flatMap((one) => (one['number'] === undefined ? [] : [one['number'] as number]))
  const kept = {
    whole: [...parts.keys()].filter(whole),
    half: [...parts.keys()].filter((name) => !whole(name)),
    numbers: numbers.sort((left, right) => left - right),
    fault,
    head: await storage.head(scope),
  }
  await storage.close()
  return kept
}

const page: PageUnderTest = {
  read,
  async write(run, count = Infinity) {
    const storage = await open()
    for (let at = 0; at < count; at++) {
      const name = `${run}-${at}`
      await storage.commit(scope, batchOf(name))
      void acknowledged(name)
    }
    await storage.close()
  },
  async fill(run) {
    const storage = await open()
    for (let taken = 0; ; taken++) {
      try {
        await storage.commit(scope, batchOf(`${run}-${taken}`, 60_000))
        await acknowledged(`${run}-${taken}`)
      } catch (error) {
        await storage.close()
        return { taken, code: String((error as { code?: unknown }).code) }
      }
    }
  },
  async listen() {
    const storage = await open()
    storage.watch?.((tenant) => void heard(tenant))
  },
}

Object.assign(globalThis, { kith: page })
