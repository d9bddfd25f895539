import { createRequire } from 'node:module'
import type { BetterSqlite3 } from '../index.ts'

/** The library. @throws what it throws where it has no binary for this machine */
export function betterSqlite3(): BetterSqlite3 {
  const library = createRequire(import.meta.url)('better-sqlite3') as BetterSqlite3
  library(':memory:', {}).close()
  return library
}

/** Why better-sqlite3 cannot be used here; undefined where it can. */
export function whyNoBetterSqlite3(): string | undefined {
  try {
    betterSqlite3()
    return undefined
  } catch (error) {
    return `better-sqlite3 does not run here (${String((error as Error).message).split('\n')[0]})`
  }
}
