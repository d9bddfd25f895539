import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localFileStore } from './local.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-files-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const stream = (...parts: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part))
      controller.close()
    },
  })
const read = async (body: ReadableStream<Uint8Array> | undefined) => body && new Response(body).text()
const limit = { limitBytes: 1_000_000 }
const everything = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())

describe('localFileStore', () => {
  it('gives back what it was given, also to a store that is opened later', async () => {
    const large = 'x'.repeat(300_000)
    expect(await localFileStore({ folder }).put('main', 'abc', stream('Hei ', large), limit)).toEqual({
      sizeBytes: 300_004,
    })
    expect(await read(await localFileStore({ folder }).get('main', 'abc'))).toBe(`Hei ${large}`)
  })

  it('keeps tenants apart', async () => {
    const store = localFileStore({ folder })
    await store.put('main', 'abc', stream('secret'), limit)
    expect(await store.get('other', 'abc')).toBeUndefined()
    await store.remove('other', 'abc')
    expect(await read(await store.get('main', 'abc'))).toBe('secret')
  })

  it('keeps nothing of a stream that is too large', async () => {
    const store = localFileStore({ folder })
    const put = store.put('main', 'abc', stream('12345', '67890'), { limitBytes: 9 })
    await expect(put).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    expect([await store.get('main', 'abc'), await everything()]).toEqual([undefined, []])
  })

  it('keeps nothing of a stream that breaks, and of the file before it everything', async () => {
    const store = localFileStore({ folder })
    await store.put('main', 'abc', stream('first'), limit)
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) })
    await expect(store.put('main', 'abc', broken, limit)).rejects.toThrow('gone')
    expect([await read(await store.get('main', 'abc')), (await everything()).length]).toEqual(['first', 1])
  })

  it.each(['../abc', 'a/b', 'a\\b', '..', '', 'a\0b', '.hidden', 'x'.repeat(101), '%2e%2e'])(
    'refuses the key %j',
    async (key) => {
      const store = localFileStore({ folder })
      await expect(store.put('main', key, stream('x'), limit)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
      await expect(store.get('main', key)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
      await expect(store.remove('main', key)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
      expect(await everything()).toEqual([])
    },
  )

  it('stays in its folder whatever a tenant is called', async () => {
    const store = localFileStore({ folder: join(folder, 'files') })
    for (const tenant of ['../..', '/', '..', 'Main', 'main']) await store.put(tenant, 'abc', stream(tenant), limit)
    expect((await everything()).every(({ parentPath }) => parentPath.startsWith(join(folder, 'files')))).toBe(true)
    expect(await read(await store.get('Main', 'abc'))).toBe('Main')
    expect(await read(await store.get('main', 'abc'))).toBe('main')
  })

  it('forgets what is removed; removing nothing is fine', async () => {
    const store = localFileStore({ folder })
    await store.put('main', 'abc', stream('x'), limit)
    await store.remove('main', 'abc')
    await store.remove('main', 'abc')
    expect(await store.get('main', 'abc')).toBeUndefined()
  })

  it('lists what was stored before an instant', async () => {
    const store = localFileStore({ folder })
    await store.put('main', 'old', stream('x'), limit)
    await store.put('main', 'new', stream('x'), limit)
    const [old] = (await everything()).filter(({ name }) => name === 'old')
    await utimes(join(old?.parentPath ?? '', 'old'), 1_000, 1_000)
    expect(await store.olderThan('main', '2000-01-01T00:00:00.000Z')).toEqual(['old'])
    expect(await store.olderThan('other', '2100-01-01T00:00:00.000Z')).toEqual([])
  })
})
