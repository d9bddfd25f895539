import { describe, expect, it } from 'vitest'
import type { Batch, Storage } from '../ports/storage.ts'
import { memoryStorage } from '../storage/memory.ts'
import { createCrm } from './create-crm.ts'

/** An administrator, and what the storage is told of each call that has a key. */
async function open() {
  const real = memoryStorage()
  const kept: NonNullable<Batch['idempotency']>[] = []
  const commit: Storage['commit'] = (scope, batch) => {
    if (batch.idempotency?.key.startsWith('user:')) kept.push(batch.idempotency)
    return real.commit(scope, batch)
  }
  const crm = await createCrm({ storage: { ...real, commit }, jobsEveryMs: 0 })
  const users = [{ id: 'ida', name: 'Ida', roles: ['admin'], teamIds: [] }]
  await crm.openTenant({ id: 'main', name: 'Main', users })
  return { kept, ida: crm.as({ tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['admin'] }) }
}

describe('what is kept of a call with a key', () => {
  it('lets nobody guess what was asked for: its fingerprint needs the key, and that is not there', async () => {
    const { kept, ida } = await open()
    for (const idempotencyKey of ['first-secret', 'second-secret'])
      await ida.create('company', { name: 'Kari Nes Catering' }, { idempotencyKey })
    const [first, second] = kept
    expect(first?.fingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(first?.fingerprint).not.toBe(second?.fingerprint)
    expect(JSON.stringify(kept)).not.toMatch(/secret|Kari/)
  })

  it('tells the same call again from another one with its key', async () => {
    const { ida } = await open()
    const create = (name: string) => ida.create('company', { name }, { idempotencyKey: 'once' })
    const made = await create('Nes')
    expect(await create('Nes')).toEqual(made)
    await expect(create('Berg')).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' })
  })
})
