import { createModel, defineObject, select, text } from '@kith/core'
import type { Condition, SlotRef } from '@kith/core/filter'
import type { Batch, ChangeDraft, Model, Storage, StoredRecord } from '@kith/core/storage'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { indexedDbStorage } from './index.ts'

const scope = { tenant: 'main' }
const at = '2026-03-01T09:00:00.000Z'

const note = (fields: Parameters<typeof defineObject>[0]['fields']): Model =>
  createModel([defineObject({ name: 'note', label: 'Note', title: 'title', fields })])
const title = text({ indexed: true })
const older = note({ title })
const newer = note({
  title,
  colour: text({ indexed: true }),
  state: select({ options: ['open', 'done'], indexed: true }),
})

const put = (id: string, values: Partial<StoredRecord>): Batch => ({
  put: [{ object: 'note', record: { id, version: 1, createdAt: at, ...values } }],
})
const fold = (field: string): SlotRef => ({ field, slot: 'fold', kind: 'text', type: 'text' })
const byTitle = { ref: fold('title'), direction: 'asc' } as const
const is = (field: string, value: string): Condition => ({ op: 'compare', ref: fold(field), cmp: 'eq', value })

async function ids(storage: Storage, where: Condition): Promise<string[]> {
  const found = await storage.find(scope, 'note', { where, sort: byTitle, limit: 50 })
  return found.map(({ id }) => id)
}

let names = 0
const unused = () => `tabs-${++names}`

/** A connection of its own, as each tab has one. */
async function tab(name: string, model: Model): Promise<Storage> {
  const storage = indexedDbStorage({ name })
  onTestFinished(() => storage.close())
  await storage.open(model)
  return storage
}

/** A database as another program or version leaves it open. */
async function opened(name: string, version: number): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version)
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

describe('two tabs', () => {
  it('see at once what the other has written, and hear of it', async () => {
    const name = unused()
    const [here, there] = [await tab(name, older), await tab(name, older)]
    const heard = new Promise<string>((resolve) => there.watch?.(resolve))
    await here.commit(scope, put('a', { title: 'Åse' }))
    expect(await ids(there, is('title', 'ase'))).toEqual(['a'])
    expect(await heard).toBe('main')
  })

  it('hear nothing of another database', async () => {
    const [here, there, third] = [await tab(unused(), older), await tab(unused(), older), unused()]
    const heard: string[] = []
    there.watch?.((tenant) => heard.push(tenant))
    const listener = await tab(third, older)
    const last = new Promise((resolve) => listener.watch?.(resolve))
    await here.commit(scope, put('a', { title: 'A' }))
    await (await tab(third, older)).commit(scope, put('b', { title: 'B' }))
    await last
    expect(heard).toEqual([])
  })

  it('work on with two models: the newer finds what the older wrote meanwhile, by its own fields', async () => {
    const name = unused()
    const old = await tab(name, older)
    await old.commit(scope, put('before', { title: 'A', colour: 'Grønn' }))
    const next = await tab(name, newer)
    expect(await ids(next, is('colour', 'gronn'))).toEqual(['before'])
    await old.commit(scope, put('meanwhile', { title: 'B', colour: 'grønn' }))
    expect(await ids(next, is('colour', 'gronn'))).toEqual(['before', 'meanwhile'])
    await next.commit(scope, put('after', { title: 'C', colour: 'GRØNN' }))
    expect(await ids(old, { op: 'true' })).toEqual(['before', 'meanwhile', 'after'])
    expect(await ids(old, is('title', 'c'))).toEqual(['after'])
  })

  it('do not write anew what the other wrote with more fields', async () => {
    const name = unused()
    const next = await tab(name, newer)
    await next.commit(scope, put('a', { title: 'A', colour: 'Grønn' }))
    const old = await tab(name, older)
    const puts = spyOn('put')
    expect(await ids(old, is('title', 'a'))).toEqual(['a'])
    expect(await ids(next, is('colour', 'gronn'))).toEqual(['a'])
    expect(puts()).toBe(0)
  })
})

/** Counts calls of a method of object stores until the test ends. */
function spyOn(method: 'put'): () => number {
  let calls = 0
  const original = IDBObjectStore.prototype[method]
  IDBObjectStore.prototype[method] = function (...args: Parameters<typeof original>) {
    calls++
    return original.apply(this, args)
  }
  onTestFinished(() => {
    IDBObjectStore.prototype[method] = original
  })
  return () => calls
}

describe('a commit', () => {
  it('is acknowledged when the browser has completed it with durability strict, and not before', async () => {
    const storage = await tab(unused(), older)
    const order: string[] = []
    const original = IDBDatabase.prototype.transaction
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: IDBDatabase,
      ...args
    ) {
      const tx = original.apply(this, args)
      tx.addEventListener('complete', () => order.push(`${tx.mode} ${tx.durability}`))
      return tx
    })
    onTestFinished(() => transaction.mockRestore())
    await storage.commit(scope, put('a', { title: 'A' })).then(() => order.push('acknowledged'))
    expect(order).toEqual(['readwrite strict', 'acknowledged'])
  })
})

describe('a database', () => {
  it('lets a newer version or its deletion pass, and refuses with the reason from then on', async () => {
    const name = unused()
    const storage = await tab(name, older)
    const later = await opened(name, 1_000)
    later.close()
    const refusal = storage.commit(scope, put('a', { title: 'A' }))
    await expect(refusal).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await expect(storage.head(scope)).rejects.toThrow('load this page again')
  })

  it('that a newer Kith wrote is refused', async () => {
    const name = unused()
    const later = await opened(name, 1_000)
    later.close()
    const storage = indexedDbStorage({ name })
    await expect(storage.open(older)).rejects.toMatchObject({ code: 'STORAGE_TOO_NEW', details: { found: 1_000 } })
  })

  it('says so when another tab holds an older version open, and opens when that is closed', async () => {
    const name = unused()
    const early = await opened(name, 1)
    const storage = indexedDbStorage({ name })
    await expect(storage.open(older)).rejects.toThrow('close it and try again')
    early.close()
    await storage.open(older)
    await storage.commit(scope, put('a', { title: 'A' }))
    expect(await ids(storage, { op: 'true' })).toEqual(['a'])
    await storage.close()
  })

  it('waits for another tab that lets go of an older version soon', async () => {
    const name = unused()
    const early = await opened(name, 1)
    early.onversionchange = () => queueMicrotask(() => early.close())
    const storage = await tab(name, older)
    expect(await storage.tenants()).toEqual([])
  })

  it('is refused with a reason where the browser stores nothing', async () => {
    const forbidden = {
      open: () => {
        throw new DOMException('denied', 'SecurityError')
      },
    } as unknown as IDBFactory
    const storage = indexedDbStorage({ name: unused(), factory: forbidden })
    await expect(storage.open(older)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await expect(storage.open(older)).rejects.toThrow('does not let this page store anything')
    await expect(storage.head(scope)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })
})

describe('a plan', () => {
  it('says that the database is made, and makes none', async () => {
    const name = unused()
    const steps = await indexedDbStorage({ name }).plan?.(older)
    expect(steps?.map(({ statement }) => statement)).toEqual([`make ${name}`])
    expect((await indexedDB.databases()).map((one) => one.name)).not.toContain(name)
  })

  it('says which records are indexed anew for a model that has grown, until they are', async () => {
    const name = unused()
    const old = await tab(name, older)
    await old.commit(scope, put('a', { title: 'A', colour: 'Grønn' }))
    const later = indexedDbStorage({ name })
    onTestFinished(() => later.close())
    expect(await later.plan?.(older)).toEqual([])
    expect(await later.plan?.(newer)).toMatchObject([{ statement: 'index note' }])
    expect(await later.plan?.(newer)).toMatchObject([{ reason: expect.stringContaining('1 records of "note"') }])
    await later.open(newer)
    expect(await later.plan?.(newer)).toEqual([])
  })
})

describe('an inspection', () => {
  it('says that the browser may delete the data until it was asked to keep them', async () => {
    const storage = await tab(unused(), older)
    await storage.commit(scope, { ...put('a', { title: 'A' }), changes: [changeOf('a')] })
    const findings = await storage.inspect?.()
    expect(findings?.map(({ level, code }) => [level, code])).toEqual([['advice', 'DURABILITY']])
  })

  it('says that the quota is nearly used up', async () => {
    const storage = await tab(unused(), older)
    const estimate = vi
      .spyOn(navigator.storage, 'estimate')
      .mockResolvedValue({ usage: 81_000_000, quota: 100_000_000 })
    onTestFinished(() => estimate.mockRestore())
    const findings = await storage.inspect?.()
    expect(findings?.find(({ code }) => code === 'QUOTA')?.message).toContain('81 of 100 MB')
  })

  it('sees that something is gone from the log', async () => {
    const name = unused()
    const storage = await tab(name, older)
    await storage.commit(scope, { ...put('a', { title: 'A' }), changes: ['a', 'b', 'c'].map(changeOf) })
    const db = await opened(name, 10)
    const tx = db.transaction('log', 'readwrite')
    tx.objectStore('log').delete(['main', 2])
    await new Promise((resolve) => tx.addEventListener('complete', resolve))
    db.close()
    const findings = await storage.inspect?.()
    expect(findings?.find(({ code }) => code === 'DAMAGED')?.message).toContain('2 of 3')
  })
})

function changeOf(id: string): ChangeDraft {
  const actor = { kind: 'user', id: 'ida' }
  return {
    at,
    actor,
    cause: 'test',
    correlation: 'c',
    configVersion: 0,
    object: 'note',
    id,
    subjects: [],
    before: null,
    after: {},
    salt: id,
  }
}
