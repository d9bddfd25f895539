import type { Finding } from '@kith/core/storage'
import { readCatalog } from './catalog.ts'
import { wantedIndexes, wantedNames } from './schema.ts'
import type { Session } from './session.ts'
import type { PostgresStore } from './store.ts'
import { planned } from './upgrade.ts'

/** What PostgreSQL is set to, what the store lacks, and whether the ends of the logs are where their entries are. */
export async function inspectStore(store: PostgresStore): Promise<readonly Finding[]> {
  const { database } = store
  const looked = await database.connected(async (session) => [
    ...(await durability(session)),
    ...(await schema(store, session)),
  ])
  const logs = await database.read('all tenants', (session) => session.all('SELECT tenant FROM kith_tenant'))
  const damaged: Finding[] = []
  for (const [tenant] of logs as readonly [string][])
    damaged.push(...(await database.read({ tenant }, (session) => log(session, tenant))))
  return [...looked, ...damaged]
}

const finding = (level: Finding['level'], code: string, message: string): Finding => ({ level, code, message })

/** A setting that promises less than "on disk when it is answered". */
const SETTINGS: Readonly<Record<string, { readonly unsafe: readonly string[]; readonly then: string }>> = {
  fsync: { unsafe: ['off'], then: 'a crash of the machine can destroy the whole database' },
  full_page_writes: { unsafe: ['off'], then: 'a power cut can leave pages half written' },
  synchronous_commit: { unsafe: ['off'], then: 'a crash can lose what was acknowledged in the last moments' },
}

async function durability(session: Session): Promise<Finding[]> {
  const found: Finding[] = []
  for (const [name, { unsafe, then }] of Object.entries(SETTINGS)) {
    const value = (await session.one(`SHOW ${name}`))?.[0] as string
    if (unsafe.includes(value))
      found.push(finding('problem', 'DURABILITY', `PostgreSQL runs with ${name} = ${value}: ${then}. Set it to on.`))
  }
  const checksums = (await session.one('SHOW data_checksums'))?.[0]
  if (checksums === 'off')
    found.push(
      finding(
        'advice',
        'DURABILITY',
        'Pages have no checksums, so a failing disk is not noticed. Run pg_checksums --enable.',
      ),
    )
  return found
}

async function schema(store: PostgresStore, session: Session): Promise<Finding[]> {
  const catalog = await readCatalog(session, wantedNames(store.layouts))
  const lacking = [...wantedIndexes(store.layouts)].filter(([name]) => catalog.indexes.get(name) !== true)
  const indexes = lacking.map(([name, statement]) =>
    finding(
      'problem',
      'MISSING_INDEX',
      `The index ${name} is missing, so some lists read whole tables. Run: ${statement}`,
    ),
  )
  const steps = (await planned(store, session)).flatMap((upgrade) => upgrade.steps).length - lacking.length
  if (steps <= 0) return indexes
  const message =
    'The tables are not those of this version and model. Open the store with this program to upgrade them.'
  return [...indexes, finding('advice', 'UPGRADE_NEEDED', message)]
}

async function log(session: Session, tenant: string): Promise<Finding[]> {
  const text = `SELECT coalesce((SELECT seq FROM kith_head WHERE tenant = ?), 0), coalesce(max(seq), 0), count(*) FROM kith_log WHERE tenant = ?`
  const [head, last, count] = (await session.one(text, [tenant, tenant])) as readonly [number, number, number]
  if (head === last && last === count) return []
  const message = `The log of ${tenant} ends at ${head}, but its last entry is ${last} of ${count}: entries are missing. Restore a backup.`
  return [finding('problem', 'DAMAGED', message)]
}
