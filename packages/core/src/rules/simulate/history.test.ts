import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activity, Contact, Deal, Lead, Ticket } from '../../domain/index.ts'
import {
  captureLead,
  closeTicket,
  completeTask,
  convertLead,
  createDeal,
  giveConsent,
  logActivity,
  moveDeal,
  openTicket,
} from '../../domain/index.ts'
import type { DomainEvent, OperationContext, Plan } from '../../domain/types.ts'
import { parseChange } from '../../engine/change.ts'
import { createCrm } from '../../engine/create-crm.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { memoryStorage } from '../../storage/memory.ts'
import { aContact, aForm, aPipeline } from '../../testing/builders.ts'
import { fakeClock } from '../../testing/fake-clock.ts'
import { seededRandom } from '../../testing/seeded-random.ts'
import { deriveEvents } from './derive-events.ts'
import { recorder, start } from './history.fixture.ts'
import { replay } from './history.ts'

/** Added to without being read, so not in the log. */
const ADDED = ['openDeals', 'lifetimeBase', 'rotation', 'uses']
const plain = (records: readonly StoredRecord[]) =>
  Object.fromEntries(
    records.map((record) => [
      record.id,
      Object.fromEntries(Object.entries(record).filter(([field]) => !ADDED.includes(field))),
    ]),
  )

describe('replay', () => {
  it('leads from nothing to what is stored, whatever people did', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 9 }), { maxLength: 25 }), fc.nat(), async (steps, seed) => {
        const storage = memoryStorage()
        const clock = fakeClock()
        const crm = await createCrm({ storage, clock, random: seededRandom(seed), jobsEveryMs: 0 })
        await crm.openTenant({
          id: 'main',
          name: 'Main',
          zone: 'Europe/Oslo',
          users: [{ id: 'ida', name: 'Ida', roles: ['admin'] }],
        })
        await work(crm, clock, steps)
        const log = await storage.changes({ tenant: 'main' }, { after: 0, limit: 10_000 })
        const state = replay(log.map(parseChange))
        for (const [object, records] of Object.entries(state)) {
          const stored = await storage.get(
            { tenant: 'main' },
            object,
            records.map(({ id }) => id),
          )
          expect(plain(records)).toEqual(plain(stored as StoredRecord[]))
        }
        const head = Math.floor(log.length / 2)
        const resumed = replay(log.slice(head).map(parseChange), replay(log.slice(0, head).map(parseChange)))
        expect(resumed).toEqual(state)
        await crm.close()
      }),
      { numRuns: 12 },
    )
  })

  it('goes on from a checkpoint, forgets what was removed and passes over what was erased', () => {
    const change = {
      at: 'x',
      actor: { kind: 'user', id: 'ida' },
      cause: 'x',
      correlation: 'x',
      object: 'contact',
      id: 'contact-1',
    } as const
    const before = { contact: [aContact()] }
    expect(
      replay([{ ...change, before: { title: null }, after: { title: 'Architect' } }], before)['contact'],
    ).toMatchObject([{ title: 'Architect', version: 2, updatedBy: 'user:ida' }])
    expect(replay([{ ...change, before: {}, after: null }], before)['contact']).toEqual([])
    expect(replay([{ ...change, before: null, after: null, erased: true }], before)['contact']).toEqual([aContact()])
    expect(replay([{ ...change, before: { title: null }, after: { title: 'x' } }])).toEqual({ contact: [] })
  })
})

type Opened = Awaited<ReturnType<typeof createCrm>>

async function work(crm: Opened, clock: ReturnType<typeof fakeClock>, steps: readonly number[]): Promise<void> {
  const api = crm.as({ tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
  const site = crm.visitors({ tenant: 'main' })
  let contact = await api.create('contact', { name: 'Kari Nes' })
  let deal = await api.create('deal', {
    name: 'Kitchen',
    contactId: contact.id,
    amount: { amountMinor: 100, currency: 'EUR' },
  })
  for (const [at, step] of steps.entries()) {
    clock.advance({ minutes: 7 })
    if (step === 0)
      await site.submit(
        'contact',
        { values: { name: 'Per', email: `p${at}@example.com` } },
        { idempotencyKey: `long-key-${at}` },
      )
    if (step === 1)
      contact = await api.update(
        'contact',
        contact.id,
        { title: `T${at}`, birthOn: at % 2 ? '1990-01-01' : null },
        { ifVersion: contact.version },
      )
    if (step === 2) deal = await api.moveDeal(deal.id, { stageId: at % 2 ? 'meeting' : 'enquiry' })
    if (step === 3) await api.logActivity({ kind: 'call', contactId: contact.id })
    if (step === 4) contact = await api.remove('contact', contact.id)
    if (step === 4) contact = await api.restore('contact', contact.id)
    if (step === 5) await api.openTicket({ subject: `S${at}`, contactId: contact.id })
    if (step === 6) await api.assign('deal', deal.id, { ownerId: at % 2 ? 'ida' : null })
    if (step === 7) await site.startConversation({ text: 'Hello' }, { idempotencyKey: `long-key-${at}` })
    if (step === 8) await crm.tick()
    if (step === 9) await convertFirst(api)
    contact = await api.get('contact', contact.id)
  }
}

async function convertFirst(api: ReturnType<Opened['as']>): Promise<void> {
  const [lead] = (await api.list('lead', { where: { status: 'new' } })).items
  if (lead) await api.convertLead(lead.id)
}

describe('deriveEvents', () => {
  const book = recorder()
  const visitor = { kind: 'visitor', id: 'v' } as const
  const same = (cause: string, plan: (context: OperationContext) => Plan, actor?: typeof visitor) => {
    let told: readonly DomainEvent[] = []
    const seen = book.record(
      cause,
      (context) => {
        const made = plan(context)
        told = made.events
        return made
      },
      actor as never,
    )
    const derived = deriveEvents(seen).filter(({ type }) => !/\.(created|updated)$/.test(type))
    const byType = (events: readonly DomainEvent[]) =>
      events.map((one) => JSON.parse(JSON.stringify(one))).sort((a, b) => (a.type < b.type ? -1 : 1))
    expect(byType(derived)).toEqual(byType(told))
    return (object: string) => book.get(object, String(seen.find(({ change }) => change.object === object)?.change.id))
  }

  it('tells the same of a commit as the operations did', () => {
    const form = { form: aForm(), verdict: { suspect: false } }
    const submission = { values: { name: 'Kari Nes', email: 'kari@example.com' }, consents: [{ purpose: 'sales' }] }
    const lead = same('captureLead', (c) => captureLead(form, { submission, key: 'k1' }, c), visitor)('lead')
    same('captureLead', (c) => captureLead({ ...form, holder: lead as Lead }, { submission, key: 'k2' }, c), visitor)
    const quarantined = { ...form, verdict: { suspect: true, reason: 'honeypot' } } as never
    same('captureLead', (c) => captureLead(quarantined, { submission, key: 'k3' }, c), visitor)
    const pipeline = aPipeline()
    const made = same('convertLead', (c) =>
      convertLead({ lead: book.get('lead', lead.id), pipeline, consents: [] }, {}, c),
    )
    const contact = made('contact') as Contact
    same('giveConsent', (c) =>
      giveConsent({ contact }, { contactId: contact.id, purpose: 'sales', text: 'Yes', method: 'phone' }, c),
    )
    const deal = same('createDeal', (c) => createDeal({ pipeline }, { name: 'Kitchen' }, c))('deal') as Deal
    same('moveDeal', (c) => moveDeal({ deal, pipeline }, { stageId: 'offer' }, c))
    same('moveDeal', (c) =>
      moveDeal({ deal: book.get('deal', deal.id), pipeline }, { stageId: 'lost', lostReason: 'Price' }, c),
    )
    const task = same('logActivity', (c) => logActivity({}, { kind: 'task', subject: 'Call' }, c))(
      'activity',
    ) as Activity
    same('completeTask', (c) => completeTask({ task, openActivities: [] }, { outcome: 'reached' }, c))
    const ticket = same('openTicket', (c) => openTicket({}, { subject: 'Door', kind: 'complaint' }, c))(
      'ticket',
    ) as Ticket
    same('closeTicket', (c) => closeTicket({ ticket }, {}, c))
  })

  it('says what changed in a record, as it was and as it is', () => {
    const seen = recorder({ ...start, contact: [aContact()] }).record('update', () => ({
      writes: [{ kind: 'update', object: 'contact', before: aContact(), set: { title: 'Architect' } }],
      events: [],
    }))
    expect(deriveEvents(seen)).toEqual([
      {
        type: 'contact.updated',
        object: 'contact',
        id: 'contact-1',
        data: { before: { title: null }, after: { title: 'Architect' } },
      },
    ])
  })
})
