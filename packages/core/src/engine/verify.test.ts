import { describe, expect, it } from 'vitest'
import type { SealedChange, Storage } from '../ports/storage.ts'
import { memoryStorage } from '../storage/memory.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { createCrm } from './create-crm.ts'
import { verifyLog } from './verify.ts'

const TENANT = 'main'

async function storageWithLog(): Promise<Storage> {
  const storage = memoryStorage()
  const crm = await createCrm({ storage, clock: fakeClock(), random: seededRandom(3), jobsEveryMs: 0 })
  const api = crm.as({ tenant: TENANT, actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
  for (const name of ['A', 'B', 'C']) await api.create('company', { name })
  return storage
}

/** The same storage with one entry changed as it is read. */
function tampered(storage: Storage, seq: number, change: (entry: SealedChange) => SealedChange): Storage {
  return {
    ...storage,
    changes: async (scope, query) =>
      (await storage.changes(scope, query)).map((entry) => (entry.seq === seq ? change(entry) : entry)),
  }
}

function flip(text: string, at: number): string {
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)
}

describe('verifyLog', () => {
  it('finds nothing wrong with an untouched log', async () => {
    expect(await verifyLog(await storageWithLog(), TENANT)).toEqual({ ok: true, checked: 3, erased: 0, faults: [] })
  })

  it('finds a flipped byte at every place of an entry', async () => {
    const storage = await storageWithLog()
    const [, entry] = await storage.changes({ tenant: TENANT }, { after: 0, limit: 3 })
    if (!entry?.payload || !entry.salt) throw new Error('the log has no second entry')
    for (const field of ['payload', 'salt', 'digest', 'chain', 'object', 'id'] as const)
      for (let at = 0; at < String(entry[field]).length; at++) {
        const broken = tampered(storage, 2, (found) => ({ ...found, [field]: flip(String(found[field]), at) }))
        expect((await verifyLog(broken, TENANT)).ok, `${field} at ${at}`).toBe(false)
      }
  })

  it('finds a missing entry', async () => {
    const storage = await storageWithLog()
    const gap: Storage = {
      ...storage,
      changes: async (scope, query) => (await storage.changes(scope, query)).filter((entry) => entry.seq !== 2),
    }
    expect((await verifyLog(gap, TENANT)).faults[0]).toEqual({ seq: 3, reason: 'gap' })
  })

  it('still passes after a person was erased, and counts the erased entries', async () => {
    const storage = await storageWithLog()
    const crm = await createCrm({ storage, clock: fakeClock(), random: seededRandom(4), jobsEveryMs: 0 })
    const api = crm.as({ tenant: TENANT, actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
    const contact = await api.create('contact', { name: 'Kari Nes' })
    await storage.commit({ tenant: TENANT }, { eraseSubjects: [`contact:${contact.id}`] })
    expect(await verifyLog(storage, TENANT)).toMatchObject({ ok: true, erased: 1 })
  })
})
