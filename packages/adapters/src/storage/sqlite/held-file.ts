import { closeSync, constants, openSync, readSync, statSync, writeSync } from 'node:fs'

interface Held {
  holders: number
  descriptor: number | undefined
}

/**
 * Files by device and number. Closing any descriptor of a file takes away every lock that this process has on it, also
 * SQLite's (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_), so one
 * is opened for all stores of a file, and closed with the last of them.
 */
const held = new Map<string, Held>()

/** The bytes of a database file, beside SQLite. Hold it before, and release it after, a connection to the same file. */
export class HeldFile {
  readonly #path: string
  readonly #key: string
  readonly #held: Held

  constructor(path: string) {
    const { dev, ino } = statSync(path)
    this.#path = path
    this.#key = `${dev}:${ino}`
    this.#held = held.get(this.#key) ?? { holders: 0, descriptor: undefined }
    this.#held.holders++
    held.set(this.#key, this.#held)
  }

  /** @returns how many bytes were there to be read */
  read(into: Uint8Array, position: number): number {
    return readSync(this.#descriptor(), into, 0, into.length, position)
  }

  write(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#descriptor(), bytes, done, bytes.length - done, position + done)
  }

  release(): void {
    if (--this.#held.holders > 0) return
    held.delete(this.#key)
    if (this.#held.descriptor !== undefined) closeSync(this.#held.descriptor)
  }

  #descriptor(): number {
    this.#held.descriptor ??= openSync(this.#path, constants.O_RDWR)
    return this.#held.descriptor
  }
}
