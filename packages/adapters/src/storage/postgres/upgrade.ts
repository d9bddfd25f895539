import { customSlotsOf } from '../sql/index-rows.ts'
import { CUSTOM_SLOTS, decodeRow, TENANT } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import { readCatalog, readNotes } from './catalog.ts'
import { see } from './database.ts'
import { codeOf } from './errors.ts'
import { insertIndexRows, lockCustomIndexes } from './index-table.ts'
import type { ObjectLayout } from './layout.ts'
import { hasTotals, isNoted, SECURITY, type Upgrade, upgradesFor, wantedNames } from './schema.ts'
import type { Session } from './session.ts'
import { gatherStatistics } from './statistics.ts'
import type { PostgresStore } from './store.ts'
import { META_TABLE } from './tables.ts'
import type { Work } from './work.ts'
import { columnsOf, parseSlots, rowsOfPut } from './write.ts'

const PAGE = 500

/**
 * Brings a database to this version and the model of the store. One transaction for all that is new and one for each
 * object that changes, so that it can be stopped anywhere and run again; processes that do it at once do it one after the
 * other.
 */
export async function upgradeStore(store: PostgresStore): Promise<void> {
  await makeFit(store)
  if (store.indexes === 'now') return
  const notes = await store.database.connected(readNotes)
  store.leaveTotals((object) => hasTotals(notes, object))
}

async function makeFit(store: PostgresStore): Promise<void> {
  const { database } = store
  const plan = await database.connected(async (session) => {
    const notes = await readNotes(session)
    // Where it was once on, nothing is seen without saying whose rows are asked for.
    database.rowSecurity ||= notes.get(SECURITY) === 'on'
    return isNoted(notes, store.layouts, (object) => store.totals(object), database.rowSecurity)
      ? []
      : planned(store, session)
  })
  if (plan.length === 0) return
  await database.connected(makeMeta)
  for (let left = plan.length; left > 0; left--) {
    const done = await database.transaction('all tenants', async (session) => {
      await session.run('LOCK TABLE kith_meta IN SHARE ROW EXCLUSIVE MODE')
      const upgrades = await planned(store, session)
      const fresh = upgrades.filter((upgrade) => upgrade.isNew)
      for (const next of fresh.length > 0 ? fresh : upgrades.slice(0, 1)) await run(store, session, next)
      return upgrades.length === 0
    })
    if (done) break
  }
  if (plan.some((upgrade) => !upgrade.isNew)) await gatherStatistics(store)
}

export async function planned(store: PostgresStore, session: Session): Promise<Upgrade[]> {
  const catalog = await readCatalog(session, wantedNames(store.layouts))
  return upgradesFor(
    catalog,
    store.layouts,
    (object) => store.totals(object),
    store.database.rowSecurity,
    store.indexes,
  )
}

/** Two processes that make a table at once: one of them is told so, and it is there. */
async function makeMeta(session: Session): Promise<void> {
  try {
    await session.run(META_TABLE)
  } catch (error) {
    if (!['23505', '42P07', '42710'].includes(codeOf(error))) throw error
  }
}

async function run(store: PostgresStore, session: Session, { steps, rewrite, refill, notes }: Upgrade): Promise<void> {
  const statements = steps.map((step) => step.statement).filter((text) => !text.startsWith('--'))
  // Without values several statements go in one message.
  if (statements.length > 0) await session.run(statements.join(';\n'))
  if (rewrite) await forEachTenant(store, session, (work) => rewriteTenant(work, rewrite))
  if (refill) await forEachTenant(store, session, ({ tenant }) => session.run(refill.fillSql, [tenant, tenant]))
  const text = 'INSERT INTO kith_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
  for (const note of notes) await session.run(text, note)
}

async function forEachTenant(
  store: PostgresStore,
  session: Session,
  run: (work: Work) => Promise<unknown>,
): Promise<void> {
  if (store.database.rowSecurity) await see(session, 'all tenants')
  const tenants = await session.all('SELECT tenant FROM kith_tenant ORDER BY tenant')
  for (const [tenant] of tenants as readonly [string][]) {
    if (store.database.rowSecurity) await see(session, { tenant })
    await run({ session, store, tenant })
  }
}

/** Writes every record of an object again, so that columns, index rows and search words are those of the present rules. */
async function rewriteTenant(work: Work, layout: ObjectLayout): Promise<void> {
  const { session, tenant } = work
  await lockCustomIndexes(work, [])
  await session.run('DELETE FROM field_value WHERE tenant = ? AND object = ?', [tenant, layout.object])
  const text = `SELECT t.${quote(CUSTOM_SLOTS)}, ${layout.valuesSql} FROM ${layout.table} t WHERE t.${TENANT} = ? AND t."id" > ? ORDER BY t."id" LIMIT ${PAGE}`
  for (let last = ''; ; ) {
    const rows = await session.all(text, [tenant, last])
    const puts = rows.map(([slots, ...values]) => ({
      object: layout.object,
      record: decodeRow(layout, values),
      custom: customSlotsOf(parseSlots(slots)),
    }))
    if (puts.length > 0) {
      await session.hot(layout.putManySql, [tenant, ...columnsOf(work, layout, puts)])
      await insertIndexRows(
        work,
        layout.object,
        puts.flatMap((put) => rowsOfPut(work, layout, put)),
      )
      last = puts.at(-1)?.record.id ?? last
    }
    if (rows.length < PAGE) return
  }
}
