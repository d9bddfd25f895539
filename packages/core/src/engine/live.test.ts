import { describe, expect, it } from 'vitest'
import type { LiveEvent } from '../ports/crm-api.ts'
import { createModel } from '../schema/model.ts'
import { memoryStorage } from '../storage/memory.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { createCrm } from './create-crm.ts'
import { createLiveHub } from './live.ts'

const TENANT = 'main'

async function open() {
  const storage = memoryStorage()
  const crm = await createCrm({ storage, clock: fakeClock(), random: seededRandom(5), jobsEveryMs: 0 })
  const as = (id: string, role: string) => crm.as({ tenant: TENANT, actor: { kind: 'user', id }, roles: [role] })
  await crm.openTenant({
    id: TENANT,
    name: 'Main',
    users: [
      { id: 'ola', name: 'Ola' },
      { id: 'ida', name: 'Ida' },
    ],
  })
  return {
    crm,
    storage,
    admin: as('ida', 'admin'),
    agent: as('ola', 'agent'),
    head: await storage.head({ tenant: TENANT }),
  }
}

/** The first events of a stream, which is ended then. */
async function take(stream: AsyncIterable<LiveEvent>, count: number): Promise<readonly LiveEvent[]> {
  const events: LiveEvent[] = []
  for await (const event of stream) if (events.push(event) === count) break
  return events
}

describe('changes', () => {
  it('gives every change once and in order to a reader that resumes', async () => {
    const { admin, head } = await open()
    const first = take(admin.changes({ after: head }), 2)
    const made = await admin.create('company', { name: 'A' })
    await admin.update('company', made.id, { name: 'B' }, { ifVersion: 1 })
    const last = (await first).at(-1)?.seq ?? 0
    await admin.update('company', made.id, { name: 'C' }, { ifVersion: 2 })
    const rest = await take(admin.changes({ after: last }), 1)
    expect([...(await first), ...rest].map((event) => event.seq)).toEqual([head + 1, head + 2, head + 3])
  })

  it('tells a reader without a place first that it stands, and then everything', async () => {
    const { admin, agent, head } = await open()
    const stream = agent.changes()[Symbol.asyncIterator]()
    expect((await stream.next()).value).toMatchObject({ type: 'reset', seq: head })
    await agent.create('company', { name: 'A' })
    expect((await stream.next()).value).toMatchObject({ type: 'created', seq: head + 1 })
    const [first] = await take(admin.changes({ after: head }), 1)
    expect(first?.type).toBe('created')
  })

  it('tells a reader who stood too far back to read everything anew', async () => {
    const { admin } = await open()
    const [event] = await take(admin.changes({ after: 999_999 }), 1)
    expect(event?.type).toBe('reset')
  })

  it('says that a record left when somebody may not see it any more', async () => {
    const { admin, agent, head } = await open()
    const own = await agent.create('company', { name: 'Of Ola' })
    await admin.assign('company', own.id, { ownerId: 'ida' })
    const events = await take(agent.changes({ after: head }), 1)
    const after = await take(agent.changes({ after: head + 1 }), 1)
    expect([events[0]?.type, after[0]?.type]).toEqual(['left', 'left'])
    expect(after[0]?.record).toBeUndefined()
  })

  it('never tells of a record that the reader may not see', async () => {
    const { admin, agent, head } = await open()
    await admin.create('company', { name: 'Of Ida' })
    await agent.create('company', { name: 'Of Ola' })
    const [event] = await take(agent.changes({ after: head }), 1)
    expect(event?.record).toMatchObject({ name: 'Of Ola' })
  })

  it('ends when its signal aborts, and leaves no listener', async () => {
    const storage = memoryStorage()
    await storage.open(createModel([]))
    const hub = createLiveHub(storage)
    const stop = new AbortController()
    const reading = (async () => {
      for await (const _ of hub.follow(TENANT, 0, stop.signal)) throw new Error('nothing was written')
    })()
    await Promise.resolve()
    stop.abort()
    await reading
    expect(hub.waiting).toBe(0)
  })
})
