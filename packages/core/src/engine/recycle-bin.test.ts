import { describe, expect, it } from 'vitest'
import type { FileStore } from '../ports/file-store.ts'
import { file } from '../schema/fields.ts'
import { openWorld } from './world.fixture.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })

describe('the recycle bin', () => {
  it('keeps what was deleted again for its whole time', async () => {
    const { crm, clock, ida } = await openWorld()
    const made = await ida.create('company', { name: 'A' })
    await ida.remove('company', made.id, { ifVersion: 1 })
    clock.advance({ days: 10 })
    await ida.restore('company', made.id, { ifVersion: 2 })
    clock.advance({ days: 10 })
    await ida.remove('company', made.id, { ifVersion: 3 })
    clock.advance({ days: 11 })
    await crm.tick()
    expect(await ida.get('company', made.id)).toHaveProperty('deletedAt')
    clock.advance({ days: 20 })
    await crm.tick()
    await expect(ida.get('company', made.id)).rejects.toThrow(code('NOT_FOUND'))
  })

  it('takes a deletion of what is deleted as no change', async () => {
    const { clock, ida } = await openWorld()
    const made = await ida.create('company', { name: 'A' })
    const first = await ida.remove('company', made.id, { ifVersion: 1 })
    clock.advance({ days: 10 })
    expect(await ida.remove('company', made.id, { ifVersion: 2 })).toEqual(first)
  })

  it('holds records that nothing but taking back changes', async () => {
    const { ida } = await openWorld()
    const lead = await ida.create('lead', { name: 'Kari' })
    const deal = await ida.create('deal', { name: 'Kitchen' })
    await ida.remove('lead', lead.id, { ifVersion: 1 })
    await ida.remove('deal', deal.id, { ifVersion: 1 })
    const calls = [
      () => ida.convertLead(lead.id),
      () => ida.moveDeal(deal.id, { stageId: 'meeting' }, { ifVersion: 2 }),
      () => ida.update('deal', deal.id, { name: 'Bath' }, { ifVersion: 2 }),
      () => ida.assign('deal', deal.id, { ownerId: 'ola' }, { ifVersion: 2 }),
    ]
    for (const call of calls) await expect(call()).rejects.toThrow(code('NOT_FOUND'))
    expect(await ida.restore('deal', deal.id, { ifVersion: 2 })).not.toHaveProperty('deletedAt')
  })

  it('takes the bytes of files with it that nobody names any more', async () => {
    const { files, stored } = countedFiles()
    const { crm, clock, ida } = await openWorld({ files, config: { fields: { contact: { photo: file() } } } })
    const photo = await ida.upload({ name: 'a.png', body: new Blob(['a']) })
    const other = await ida.upload({ name: 'b.png', body: new Blob(['b']) })
    const { id } = await ida.create('contact', { name: 'Kari', photo: photo.id })
    await ida.update('contact', id, { photo: other.id }, { ifVersion: 1 })
    clock.advance({ days: 2 })
    await crm.tick()
    expect([...stored]).toEqual([other['storageKey']])
    await ida.remove('contact', id, { ifVersion: 2 })
    clock.advance({ days: 31 })
    await crm.tick()
    clock.advance({ days: 2 })
    await crm.tick()
    expect(stored.size).toBe(0)
  })
})

function countedFiles(): { readonly files: FileStore; readonly stored: Set<string> } {
  const stored = new Set<string>()
  const files: FileStore = {
    put: async (_, key) => {
      stored.add(key)
      return { sizeBytes: 1 }
    },
    get: async () => undefined,
    remove: async (_, key) => void stored.delete(key),
    olderThan: async () => [],
  }
  return { files, stored }
}
