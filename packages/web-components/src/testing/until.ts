import { vi } from 'vitest'

/** Waits for something to be true; long enough for a busy machine, at once where it is so already. */
export const until = <T>(look: () => T) => vi.waitUntil(look, { timeout: 10_000 })
