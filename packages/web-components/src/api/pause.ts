/** Waits, but no longer than until the connection is back or `signal` aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const go = () => {
      clearTimeout(timer)
      removeEventListener('online', go)
      signal?.removeEventListener('abort', go)
      done()
    }
    const timer = setTimeout(go, ms)
    addEventListener('online', go)
    signal?.addEventListener('abort', go)
  })
}

/** Half to a whole of a time that doubles with each failure, so that many who wait do not come back at once. */
export const backOff = (failures: number, firstMs: number, longestMs: number): number =>
  Math.min(firstMs * 2 ** failures, longestMs) * (0.5 + Math.random() / 2)
