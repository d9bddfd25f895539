import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  openSync,
  read,
  readSync,
  statSync,
  writeSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { isMainThread } from 'node:worker_threads'
import { KithError } from '@kith/core/shared'

const readLater = promisify(read)
const isWindows = process.platform === 'win32'

interface Held {
  readonly descriptor: number
  /** Where closing takes nothing away: on Windows, and on a disk that takes no writes. */
  readonly mayClose: boolean
  holders: number
}

/**
 * Open files by device and number. On POSIX closing any descriptor of a file takes away every lock that this process has on it,
 * also those of SQLite (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_),
 * of this store, of another, and of the app's own connections: then another program may throw the write-ahead log away that
 * is still written to. So there is one descriptor of a file, and it is never closed while the file has a name.
 */
const open = new Map<string, Held>()

/** The bytes of a database file, beside SQLite. */
export class HeldFile {
  readonly #path: string
  readonly #key: string
  #held: Held | undefined
  #borrowed = false

  /** Opens nothing yet. @param path Of a file that is there. */
  constructor(path: string) {
    this.#path = path
    this.#key = keyOf(statSync(path, { bigint: true }))
  }

  /** In other threads Node closes what they have opened when they end, and with that the locks go. */
  get isPossible(): boolean {
    return isMainThread || this.#borrowed
  }

  /** Takes what the main thread has opened, which keeps it open for longer than this thread needs it. */
  borrow(descriptor: number): void {
    this.#held = { descriptor, mayClose: false, holders: 1 }
    this.#borrowed = true
  }

  /** Whether the path still names this file: not one that was put in its place. */
  isInPlace(): boolean {
    const found = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
    return found !== undefined && keyOf(found) === this.#key
  }

  /** @returns how many bytes were there to be read */
  read(into: Uint8Array, position: number): number {
    return readSync(this.descriptor, into, 0, into.length, position)
  }

  /** The same, outside of the event loop. */
  async readLater(into: Uint8Array, position: number): Promise<number> {
    const { bytesRead } = await readLater(this.descriptor, into, 0, into.length, position)
    return bytesRead
  }

  write(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.descriptor, bytes, done, bytes.length - done, position + done)
  }

  /** After the last connection of this store is closed. */
  release(): void {
    const held = this.#held
    this.#held = undefined
    if (held) held.holders--
    for (const [key, one] of open) if (one.holders === 0 && (one.mayClose || isGone(one.descriptor))) close(key, one)
  }

  /** Opened when it is first asked for. */
  get descriptor(): number {
    this.#held ??= this.#hold()
    return this.#held.descriptor
  }

  #hold(): Held {
    const held = open.get(this.#key) ?? this.#open()
    held.holders++
    return held
  }

  #open(): Held {
    const replaced = () => new KithError('STORAGE_UNAVAILABLE', { reason: 'another file was put in its place' })
    if (!this.isInPlace()) throw replaced()
    const held = openAny(this.#path)
    const key = keyOf(fstatSync(held.descriptor, { bigint: true }))
    open.set(key, held)
    if (key !== this.#key) throw replaced()
    return held
  }
}

function openAny(path: string): Held {
  try {
    return { descriptor: openSync(path, constants.O_RDWR), mayClose: isWindows, holders: 0 }
  } catch (error) {
    const mayClose = isWindows || (error as NodeJS.ErrnoException).code === 'EROFS'
    return { descriptor: openSync(path, constants.O_RDONLY), mayClose, holders: 0 }
  }
}

function close(key: string, { descriptor }: Held): void {
  open.delete(key)
  closeSync(descriptor)
}

/** A file without a name is opened by nobody any more. */
function isGone(descriptor: number): boolean {
  return fstatSync(descriptor).nlink === 0
}

function keyOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`
}
