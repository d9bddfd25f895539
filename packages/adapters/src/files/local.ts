import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FileStore } from '@kith/core'
import { KithError } from '@kith/core/shared'

/** Where {@link localFileStore} keeps its files. */
export interface LocalFileStoreOptions {
  /** Folder on this machine; made when it is not there. One store per folder. */
  readonly folder: string
}

/** A name that is one part of a path and nothing else: no dots, slashes or NUL. */
const KEY = /^[A-Za-z0-9_-]{1,100}$/

/**
 * Files in a folder: `<folder>/<tenant>/<first two characters>/<key>`. Names that people gave are never part of a path.
 * A file is on disk before `put` answers, and what was stored in part is never seen.
 *
 * @example
 * const crm = await createCrm({ storage, files: localFileStore({ folder: '.kith/files' }) })
 */
export function localFileStore({ folder }: LocalFileStoreOptions): FileStore {
  const root = resolve(folder)
  const pathOf = (tenant: string, key: string) => join(root, tenantFolder(tenant), shard(key), key)
  return {
    async put(tenant, key, body, { limitBytes }) {
      const path = pathOf(tenant, key)
      await mkdir(join(path, '..'), { recursive: true })
      const draft = `${path}.${randomBytes(8).toString('hex')}.part`
      try {
        const sizeBytes = await writeAll(draft, body, limitBytes)
        await rename(draft, path)
        await syncFolder(join(path, '..'))
        return { sizeBytes }
      } catch (error) {
        await rm(draft, { force: true })
        throw stored(error)
      }
    },
    async get(tenant, key) {
      const handle = await open(pathOf(tenant, key)).catch(missing)
      return handle && readAll(handle)
    },
    async remove(tenant, key) {
      await rm(pathOf(tenant, key), { force: true })
    },
    async olderThan(tenant, at) {
      const limit = Date.parse(at)
      const keys: string[] = []
      for await (const { name, path } of filesOf(join(root, tenantFolder(tenant)))) {
        const { mtimeMs } = await stat(path)
        if (mtimeMs < limit) keys.push(name)
      }
      return keys.sort()
    },
  }
}

/** Tenants are named by their hosts, so their names are written in hex: no two of them share a folder. */
const tenantFolder = (tenant: string) => `t${Buffer.from(tenant).toString('hex')}`

function shard(key: string): string {
  if (KEY.test(key)) return key.slice(0, 2).toLowerCase()
  const message = 'A key is 1 to 100 letters, digits, "_" or "-".'
  throw new KithError('INVALID_INPUT', { issues: [{ path: '/key', code: 'key', message }] })
}

async function writeAll(path: string, body: ReadableStream<Uint8Array>, limitBytes: number): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  const reader = body.getReader()
  let sizeBytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      sizeBytes += value.byteLength
      if (sizeBytes > limitBytes) throw new KithError('PAYLOAD_TOO_LARGE', { limitBytes })
      await file.writeFile(value)
    }
    await file.sync()
    return sizeBytes
  } catch (error) {
    await reader.cancel(error).catch(() => {})
    throw error
  } finally {
    await file.close()
  }
}

/** A new name is durable only when its folder is. Where a folder cannot be opened (Windows) the file system sees to it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function readAll(file: FileHandle): ReadableStream<Uint8Array> {
  const chunk = 64 * 1024
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { bytesRead, buffer } = await file.read(new Uint8Array(chunk), 0, chunk)
        if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead))
        await file.close()
        controller.close()
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  )
}

async function* filesOf(folder: string): AsyncGenerator<{ readonly name: string; readonly path: string }> {
  const shards = await opendir(folder).catch(missing)
  if (!shards) return
  for await (const entry of shards) {
    const path = join(folder, entry.name)
    for await (const { name } of await opendir(path)) if (KEY.test(name)) yield { name, path: join(path, name) }
  }
}

function missing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
  throw error
}

function stored(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code === 'ENOSPC'
    ? new KithError('STORAGE_FULL', {}, { cause: error })
    : error
}
