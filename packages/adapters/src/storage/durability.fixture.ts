import { expect } from 'vitest'
import { killAll, NO_DAMAGE } from './sqlite/testing/damage.ts'
import type { WriterMode } from './sqlite/testing/writer.ts'

const LONG = Boolean(process.env['KITH_SOAK'])

/** How often each test of durability interrupts a storage: a few times with the others, often in `pnpm soak durability`. */
export const TIMES = LONG ? { powerCuts: 50, kills: 200, restarts: 30 } : { powerCuts: 2, kills: 5, restarts: 2 }

/** What the tests of durability, one for each way to be interrupted, report together. */
export const DURABILITY = {
  what: 'Power cuts of a disk (ext4 in an image) and kills (SIGKILL) of a process, both while it writes to SQLite; half of the cuts while it erases, and kills of two processes that erase in one file; restarts of PostgreSQL (immediate and fast in turn, fsync = on) under eight writers that send again what was refused. What is there afterwards is compared with what was acknowledged.',
  n: TIMES.powerCuts + 3 * TIMES.kills + TIMES.restarts,
} as const

/** How long a test of so many kills may take, on a busy machine too. */
export const killsMs = (kills: number, writers = 1): number => 60_000 + kills * writers * 10_000

/**
 * Kills writers to SQLite one after the other, or several at once: nothing that they acknowledged may be lost, nothing left by
 * halves.
 *
 * @returns figures for a report
 */
export async function surviveKills(
  file: string,
  kills: number,
  mode: WriterMode,
  writers?: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const { acknowledged, found } = await killAll(file, kills, mode, writers)
  expect(acknowledged).toBeGreaterThan(kills)
  expect(found).toEqual(NO_DAMAGE)
  return { acknowledged, ...found }
}
