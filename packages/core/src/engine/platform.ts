import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import { KithError } from '../shared/errors.ts'

/** The few globals that every host of JavaScript has; core knows no other. */
interface Host {
  readonly crypto?: { getRandomValues(array: Uint8Array): Uint8Array }
  readonly AbortController: new () => { readonly signal: AbortSignal; abort(reason?: unknown): void }
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(handle: unknown): void
}

const host = globalThis as unknown as Host

/** The host's clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() }

/** Asking the host costs as much for 10 bytes as for thousands. */
const POOL = 4_096
let pool = new Uint8Array(0)

/** The host's WebCrypto. No byte is given twice. */
export const systemRandom: Random = {
  bytes(length) {
    if (pool.length < length) {
      if (!host.crypto) throw new KithError('DEPENDENCY_MISSING', { package: 'WebCrypto', option: 'random' })
      pool = new Uint8Array(Math.max(POOL, length))
      host.crypto.getRandomValues(pool)
    }
    const bytes = pool.slice(0, length)
    pool.fill(0, 0, length)
    pool = pool.subarray(length)
    return bytes
  },
}

/**
 * Gives others their turn where this has worked for 10 ms without a pause: await it in long loops. A collection of garbage
 * may come on top.
 */
export function createBreather(): () => Promise<void> {
  let since = Date.now()
  return async () => {
    if (Date.now() - since < 10) return
    await new Promise<void>((resolve) => void host.setTimeout(resolve, 0))
    since = Date.now()
  }
}

/** Runs something later; returns how to stop it. A Node process is not kept alive by it. */
export function later(run: () => void, ms: number): () => void {
  const handle = host.setTimeout(run, ms)
  if (typeof handle === 'object' && handle !== null && 'unref' in handle) (handle as { unref(): void }).unref()
  return () => host.clearTimeout(handle)
}

/** Runs something that may never end: after so many seconds it has failed, and its signal tells it. */
export async function withinSeconds(seconds: number, run: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const control = new host.AbortController()
  let stop = () => {}
  const late = new Promise<never>((_, reject) => {
    stop = later(() => {
      const error = new Error(`It did not end within ${seconds} seconds.`)
      control.abort(error)
      reject(error)
    }, seconds * 1_000)
  })
  try {
    await Promise.race([run(control.signal), late])
  } finally {
    stop()
  }
}
