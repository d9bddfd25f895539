const LONG = Boolean(process.env['KITH_SOAK'])

/** How often each test of durability interrupts a storage: a few times with the others, often in `pnpm soak durability`. */
export const TIMES = LONG ? { powerCuts: 50, kills: 200, restarts: 30 } : { powerCuts: 2, kills: 5, restarts: 2 }

/** What the tests of durability, one for each way to be interrupted, report together. */
export const DURABILITY = {
  what: 'Power cuts of a disk (ext4 in an image) and kills (SIGKILL) of a process, both while it writes to SQLite; half of the cuts while it erases, and kills of two processes that erase in one file; restarts of PostgreSQL (immediate and fast in turn, fsync = on) under eight writers that send again what was refused. What is there afterwards is compared with what was acknowledged.',
  n: TIMES.powerCuts + 3 * TIMES.kills + TIMES.restarts,
} as const
