// What the projects of Vitest that run in Node have in common.
import { join } from 'node:path'

const long = Boolean(process.env.KITH_SOAK)
const soak = long ? [] : ['**/*.soak.test.ts']

export const ssr = { resolve: { conditions: ['kith-source', 'module', 'node', 'development|production'] } }
export const exclude = ['**/node_modules/**', '**/dist/**', '**/*.browser.test.ts', ...soak]
/** So many, of milliseconds; a day in a soak. */
export const minutes = (count: number): number => (long ? 24 * 60 : count) * 60_000

/** Has each process of a run, and those that tests start, take from disk what one of them has compiled. */
export function keepCompiled(): void {
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../node_modules/.cache/kith/compiled')
}
