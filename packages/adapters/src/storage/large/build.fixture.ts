import { createCrm } from '@kith/core'
import { type Batch, emptyLog, type LogHead, type Piece, type Storage, sealChanges } from '@kith/core/storage'
import { seededRandom } from '@kith/core/testing'
import { sha256 } from '../sql/sha256.ts'
import { COLLEAGUES, writeCompany } from './families.fixture.ts'
import { Ledger } from './ledger.fixture.ts'
import { FIRST, NOW, type Office, TENANT } from './office.fixture.ts'

/** What a build left in a store. */
export interface Built {
  readonly contacts: number
  readonly records: number
  readonly changes: number
}

/** Companies of one commit: some 300 records with 600 changes. */
const COMPANIES = 10
export const TAGS = ['tag-vip', 'tag-newsletter', 'tag-fair', 'tag-cold', 'tag-partner'] as const

interface Build {
  readonly contacts: number
  readonly seed: number
  readonly office: Office
  /** `commit` as the engine writes, `load` as an import does. What is in the store then is the same. */
  readonly by: 'commit' | 'load'
  /** Called now and then with how many contacts are written. */
  readonly told?: (contacts: number) => void
}

/**
 * Fills a store through its port with a company's people and what happened with them over three years; the same seed, the
 * same store. Some five changes for each contact. The storage is opened, and left open.
 */
export async function buildLargeStore(
  storage: Storage,
  { contacts, seed, office, by, told = () => {} }: Build,
): Promise<Built> {
  const random = seededRandom(seed)
  const crm = await createCrm({ storage, jobsEveryMs: 0, clock: { now: () => NOW }, random })
  await crm.openTenant(office.settings)
  await storage.commit({ tenant: TENANT }, { put: TAGS.map(tagPut) })
  const commit = (batch: Batch) => () => storage.commit({ tenant: TENANT }, batch)
  const prepare: Prepare = by === 'load' ? await loader(storage) : commit
  const ledger = new Ledger(office, seed)
  const step = (Date.parse(NOW) - Date.parse(FIRST)) / contacts
  const built = { contacts: 0, records: 0, changes: 0 }
  let written: Promise<unknown> = Promise.resolve()
  while (built.contacts < contacts) {
    for (let company = 0; company < COMPANIES && built.contacts < contacts; company++) {
      const at = new Date(Date.parse(FIRST) + Math.floor(built.contacts * step)).toISOString()
      writeCompany(ledger, built.contacts, at, TAGS, ledger.random.pick(office.users))
      built.contacts += COLLEAGUES
    }
    const batch = ledger.take()
    built.records += batch.put?.length ?? 0
    built.changes += batch.changes?.length ?? 0
    // The next batch is made while this one is written.
    const next = prepare(batch)
    await written
    written = next()
    told(built.contacts)
  }
  await written
  return built
}

/** Makes a batch ready, and gives what writes it. */
type Prepare = (batch: Batch) => () => Promise<unknown>

/** Loads what a batch would commit. */
async function loader(storage: Storage): Promise<Prepare> {
  const [last] = await storage.changes({ tenant: TENANT }, { after: 0, limit: 1, reverse: true })
  let head: LogHead = last ?? emptyLog(TENANT)
  return ({ put = [], claim = [], changes = [] }) => {
    const sealed = sealChanges({ head, changes, sha256 })
    head = sealed.at(-1) ?? head
    const pieces: Piece[] = [
      ...put.map(({ object, record }) => ({ kind: 'record' as const, object, record })),
      ...claim.map((one) => ({ kind: 'claim' as const, claim: one })),
      ...sealed.map((change) => ({ kind: 'change' as const, change })),
    ]
    return () => storage.load({ tenant: TENANT }, pieces)
  }
}

const tagPut = (id: string) => ({
  object: 'tag',
  record: { id, version: 1, createdAt: FIRST, updatedAt: FIRST, name: id.slice(4) },
})
