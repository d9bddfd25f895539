import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'

/** The few globals that every host of JavaScript has; core knows no other. */
interface Host {
  readonly crypto?: { getRandomValues(array: Uint8Array): Uint8Array }
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(handle: unknown): void
}

const host = globalThis as unknown as Host

/** The host's clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() }

/** The host's WebCrypto. */
export const systemRandom: Random = {
  bytes(length) {
    const bytes = new Uint8Array(length)
    host.crypto?.getRandomValues(bytes)
    return bytes
  },
}

/** Runs something later; returns how to stop it. A Node process is not kept alive by it. */
export function later(run: () => void, ms: number): () => void {
  const handle = host.setTimeout(run, ms)
  if (typeof handle === 'object' && handle !== null && 'unref' in handle) (handle as { unref(): void }).unref()
  return () => host.clearTimeout(handle)
}
