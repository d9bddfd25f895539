import type { Contestant } from './contestant.ts'
import { openBetterSqlite3, openNodeSqlite } from './driver.ts'
import { byHand, byHandWithLog, readyRows } from './hand.ts'
import { adapterAlone, wholeEngine } from './kith.ts'
import { rawRows } from './peers/raw.ts'

/** Opens a contestant on a file that others use too, one at a time. */
export type Open = (file: string, rows: number) => Promise<Contestant>

export const HAND = 'by hand'
export const READY = 'by hand, rows ready'
export const HAND_WITH_LOG = 'by hand with log'
export const RAW = 'raw better-sqlite3'

/** See `fillStore`. */
const BARE_SEARCH = 'bare_search'

const later =
  (load: () => Promise<Open>): Open =>
  async (file, rows) =>
    (await load())(file, rows)

/** Everybody who keeps contacts in SQLite, by name. */
export const CONTESTANTS: Readonly<Record<string, Open>> = {
  [HAND]: async (file) => byHand(openNodeSqlite(file), BARE_SEARCH),
  [READY]: async (file) => readyRows(openNodeSqlite(file)),
  kith: adapterAlone,
  [HAND_WITH_LOG]: async (file) => byHandWithLog(openNodeSqlite(file), BARE_SEARCH),
  'kith engine': wholeEngine,
  [RAW]: async (file) => rawRows(openBetterSqlite3(file)),
  'drizzle prepared': later(async () => (await import('./peers/drizzle.ts')).drizzlePrepared),
  drizzle: later(async () => (await import('./peers/drizzle.ts')).drizzlePlain),
  kysely: later(async () => (await import('./peers/kysely.ts')).openKysely),
  prisma: later(async () => (await import('./peers/prisma.ts')).openPrisma),
  typeorm: later(async () => (await import('./peers/typeorm.ts')).openTypeOrm),
  'mikro-orm': later(async () => (await import('./peers/mikro-orm.ts')).openMikroOrm),
}

/** Whom each is measured against: the program by hand over the same driver, which makes and writes the same rows. */
export const BASES: Readonly<Record<string, string>> = {
  [READY]: HAND,
  kith: HAND,
  'kith engine': HAND_WITH_LOG,
  'drizzle prepared': RAW,
  drizzle: RAW,
  kysely: RAW,
  prisma: RAW,
  typeorm: RAW,
  'mikro-orm': RAW,
}
