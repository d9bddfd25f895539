import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { canonicalJson, isKithError, KithError } from '@kith/core/shared'
import { checkObjects, type Model, type Storage, type StorageScope } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'

/** A line of the journal: a call that changes what is stored. */
interface Entry {
  readonly id: string
  readonly call: 'commit' | 'claimJobs' | 'load'
  readonly scope: StorageScope
  readonly input: unknown
}

/**
 * Every write is a line at the end of one file, and what is stored is what the lines do to a memory storage, one after
 * the other. The file decides where a line stands, so all who read it come to the same state: batches that come at once,
 * of several processes too, are applied in one order, and one that is refused there is refused for everybody.
 */
class Journal {
  readonly state = memoryStorage()
  readonly #handle: FileHandle
  readonly #answers = new Map<string, Promise<unknown> | undefined>()
  #position = 0
  #rest = Buffer.alloc(0)
  #reading: Promise<void> = Promise.resolve()
  #appending: Promise<unknown> = Promise.resolve()

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  /** The state after all that is written by now. Once this has failed it fails for ever: nobody knows what the disk has. */
  catchUp(): Promise<Storage> {
    this.#reading = this.#reading.then(() => this.#read())
    return this.#reading.then(() => this.state)
  }

  /** Writes a line. Answers with what it does to the state, once it is on disk. */
  append(entry: Entry): Promise<unknown> {
    const appended = this.#append(entry)
    this.#appending = Promise.allSettled([this.#appending, appended])
    return appended.finally(() => this.#answers.delete(entry.id))
  }

  async close(): Promise<void> {
    await this.#appending
    await this.#handle.close()
  }

  async #append(entry: Entry): Promise<unknown> {
    // On a line of its own, whatever a process that died has left before it. Throws INVALID_INPUT for what is not JSON.
    const line = Buffer.from(`\n${canonicalJson(entry)}\n`)
    this.#answers.set(entry.id, undefined)
    const { bytesWritten } = await this.#handle.write(line)
    if (bytesWritten < line.length) throw new KithError('STORAGE_FULL')
    await this.catchUp()
    return this.#answers.get(entry.id)
  }

  async #read(): Promise<void> {
    const bytes = Buffer.alloc((await this.#handle.stat()).size - this.#position)
    if (bytes.length === 0) return
    const { bytesRead } = await this.#handle.read(bytes, 0, bytes.length, this.#position)
    await this.#handle.datasync()
    this.#position += bytesRead
    const unread = Buffer.concat([this.#rest, bytes.subarray(0, bytesRead)])
    const end = unread.lastIndexOf('\n') + 1
    for (const line of unread.toString('utf8', 0, end).split('\n')) await this.#apply(parsed(line))
    this.#rest = unread.subarray(end)
    if (bytesRead < bytes.length) await this.#read()
  }

  async #apply(entry: Entry | undefined): Promise<void> {
    if (!entry) return
    const answer: Promise<unknown> = this.state[entry.call](entry.scope, entry.input as never)
    if (this.#answers.has(entry.id)) this.#answers.set(entry.id, answer)
    await answer.catch((error: unknown) => {
      // Objects were checked before the line was written: it is of a program that has more of them.
      if (isKithError(error, 'UNKNOWN_OBJECT')) throw new KithError('STORAGE_TOO_NEW', { found: 2, known: 1 })
    })
  }
}

/** A line that a dying process has cut off was acknowledged to nobody. */
function parsed(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry
  } catch {
    return undefined
  }
}

/**
 * Keeps everything in a file of lines, and all of it in memory too. Several processes may use one file. The smallest that
 * passes, not one to run: the file only grows, and lines from before an erasure still hold what was erased.
 */
export function journalStorage({ file }: { readonly file: string }): Storage {
  let opened: { readonly journal: Journal; readonly model: Model } | undefined
  const current = () => {
    if (!opened) throw new KithError('STORAGE_UNAVAILABLE', { reason: 'it is not open' })
    return opened
  }
  const read = async <Answer>(ask: (state: Storage) => Promise<Answer>) => ask(await current().journal.catchUp())
  const write = async <Answer>(call: Entry['call'], scope: StorageScope, input: unknown): Promise<Answer> =>
    (await current().journal.append({ id: randomUUID(), call, scope, input })) as Answer
  return {
    name: 'journal',
    supports: { fullText: true, watch: false, backup: false },
    async open(model) {
      await mkdir(dirname(file), { recursive: true })
      const journal = opened?.journal ?? new Journal(await open(file, 'a+'))
      await journal.state.open(model)
      await journal.catchUp()
      opened = { journal, model }
    },
    get: (...asked) => read((state) => state.get(...asked)),
    find: (...asked) => read((state) => state.find(...asked)),
    aggregate: (...asked) => read((state) => state.aggregate(...asked)),
    holder: (...asked) => read((state) => state.holder(...asked)),
    answer: (...asked) => read((state) => state.answer(...asked)),
    changes: (...asked) => read((state) => state.changes(...asked)),
    head: (...asked) => read((state) => state.head(...asked)),
    jobs: (...asked) => read((state) => state.jobs(...asked)),
    tenants: (...asked) => read((state) => state.tenants(...asked)),
    async *dump(scope) {
      yield* await read(async (state) => state.dump(scope))
    },
    async commit(scope, batch) {
      checkObjects(batch, current().model)
      return await write('commit', scope, batch)
    },
    async claimJobs(scope, claim) {
      const due = await read((state) => state.tenants({ dueAt: claim.now }))
      return due.includes(scope.tenant) ? await write('claimJobs', scope, claim) : []
    },
    async load(scope, pieces) {
      for (const piece of pieces) if (piece.kind === 'record') current().model.object(piece.object)
      await write('load', scope, pieces)
    },
    async close() {
      const { journal } = opened ?? {}
      opened = undefined
      await journal?.close()
    },
  }
}
