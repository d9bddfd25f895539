import { createCrm } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { COLLEAGUES, writeCompany } from './families.fixture.ts'
import { Ledger } from './ledger.fixture.ts'
import { FIRST, NOW, officeFor, TENANT } from './office.fixture.ts'

/** What a build left in a store. */
export interface Built {
  readonly contacts: number
  readonly records: number
  readonly changes: number
}

/** Companies of one commit: some 300 records with 600 changes. */
const COMPANIES = 10
export const TAGS = ['tag-vip', 'tag-newsletter', 'tag-fair', 'tag-cold', 'tag-partner'] as const

/**
 * Fills a store through its port with a company's people and what happened with them over three years; the same seed, the
 * same store. Some five changes for each contact. The storage is opened, and left open.
 *
 * @param told Called now and then with how many contacts are written.
 */
export async function buildLargeStore(
  storage: Storage,
  { contacts, seed, told = () => {} }: { contacts: number; seed: number; told?: (contacts: number) => void },
): Promise<Built> {
  const office = officeFor(contacts)
  const crm = await createCrm({ storage, jobsEveryMs: 0, clock: { now: () => NOW } })
  await crm.openTenant(office.settings)
  await storage.commit({ tenant: TENANT }, { put: TAGS.map(tagPut) })
  const ledger = new Ledger(office, seed)
  const step = (Date.parse(NOW) - Date.parse(FIRST)) / contacts
  const built = { contacts: 0, records: 0, changes: 0 }
  while (built.contacts < contacts) {
    for (let company = 0; company < COMPANIES && built.contacts < contacts; company++) {
      const at = new Date(Date.parse(FIRST) + Math.floor(built.contacts * step)).toISOString()
      writeCompany(ledger, built.contacts, at, TAGS, ledger.random.pick(office.users))
      built.contacts += COLLEAGUES
    }
    const batch = ledger.take()
    built.records += batch.put?.length ?? 0
    built.changes += batch.changes?.length ?? 0
    await storage.commit({ tenant: TENANT }, batch)
    told(built.contacts)
  }
  return built
}

const tagPut = (id: string) => ({
  object: 'tag',
  record: { id, version: 1, createdAt: FIRST, updatedAt: FIRST, name: id.slice(4) },
})
