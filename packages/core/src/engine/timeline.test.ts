import { expect, it } from 'vitest'
import { openWorld } from './world.fixture.ts'

it('gives every change once, in pages of any size, however many roll-ups moved in between', async () => {
  const { clock, ida } = await openWorld()
  const { id } = await ida.create('contact', { name: 'Kari' })
  for (let index = 0; index < 12; index++) {
    clock.advance({ minutes: 1 })
    await ida.logActivity({ kind: 'call', contactId: id, subject: `Call ${index}` })
  }
  const { version } = await ida.get('contact', id)
  await ida.update('contact', id, { title: 'Baker' }, { ifVersion: version })
  for (const limit of [1, 2, 5, 50]) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await ida.timeline('contact', id, { limit, ...(cursor ? { cursor } : {}) })
      seen.push(...page.items.map((entry) => `${entry.kind} ${entry.id}`))
      cursor = page.nextCursor
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.filter((entry) => entry.startsWith('activity'))).toHaveLength(12)
    expect(seen.filter((entry) => entry.startsWith('change'))).toHaveLength(2)
  }
})

it('answers an update that changes nothing with the version that is stored', async () => {
  const { ida } = await openWorld()
  const made = await ida.create('company', { name: 'A' })
  const same = await ida.update('company', made.id, { name: 'A' }, { ifVersion: 1 })
  expect(same).toEqual(await ida.get('company', made.id))
})
