import type { Crm, CrmApi, StoredRecord } from '@kith/core'
import type { FakeClock } from '@kith/core/testing'
import { ACCOUNTS, scopeOf } from '../accounts.ts'
import type { Chance } from './chance.ts'
import { ANSWERS, CITIES, COMPANIES, FAMILY, GIVEN, QUESTIONS, STREETS } from './names.ts'

/** What the story of a company needs. */
export interface Life {
  readonly crm: Crm
  readonly clock: FakeClock
  readonly chance: Chance
  readonly tenant: string
  /** Tokens of the accounts who sell. */
  readonly sellers: readonly string[]
  /** First day of the story and the day after its last, `YYYY-MM-DD`. */
  readonly from: string
  readonly to: string
  /** New leads on a working day, on average. */
  readonly leadsPerDay: number
  readonly day: (date: string) => void
}

const DAY_MS = 86_400_000

/** Lives through every working day: leads come in by the website, are called, converted, moved, won or lost. */
export async function liveThrough(life: Life): Promise<void> {
  const end = Date.parse(`${life.to}T00:00:00.000Z`)
  for (let at = Date.parse(`${life.from}T00:00:00.000Z`); at < end; at += DAY_MS) {
    const weekday = new Date(at).getUTCDay()
    if (weekday === 0 || weekday === 6) continue
    await liveDay(life, new Date(at).toISOString().slice(0, 10), end - at)
  }
}

async function liveDay(life: Life, date: string, msLeft: number): Promise<void> {
  const { chance, clock } = life
  life.day(date)
  const minute = (from: number) =>
    clock.set(new Date(Date.parse(`${date}T06:00:00.000Z`) + from * 60_000).toISOString())
  let minutes = chance.between(0, 40)
  const busy = async (work: () => Promise<unknown>) => {
    minutes += chance.between(3, 25)
    minute(minutes)
    await work()
    await life.crm.tick()
  }
  const fresh = Math.floor(life.leadsPerDay + chance.next())
  for (let count = 0; count < fresh; count++) await busy(() => newLead(life))
  if (chance.in(0.25)) await busy(() => chat(life, msLeft > 3 * DAY_MS || chance.in(0.4)))
  for (const token of life.sellers) {
    await busy(() => workOnLeads(life, token))
    await busy(() => workOnDeals(life, token))
  }
  if (chance.in(0.12)) await busy(() => ticket(life))
}

function person(chance: Chance) {
  const name = `${chance.pick(GIVEN)} ${chance.pick(FAMILY)}`
  const local = name
    .normalize('NFKD')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .replace(/[ıİ]/g, 'i')
    .replace(/[^a-zA-Z ]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.')
  return {
    name,
    email: `${local}${chance.between(1, 999)}@example.com`,
    phone: `+47${chance.between(40_000_000, 49_999_999)}`,
  }
}

async function newLead({ crm, chance, tenant }: Life): Promise<void> {
  const { name, email, phone } = person(chance)
  const campaign = chance.pick(['spring-homes', 'search-brand', 'newsletter', undefined, undefined])
  const source: Record<string, string> = {
    page: 'https://nordlys.example/',
    ...(campaign ? { utm_source: 'ads', utm_campaign: campaign } : {}),
  }
  await crm.visitors({ tenant }).submit(
    'contact',
    {
      values: { name, email, ...(chance.in(0.7) ? { phone } : {}), message: chance.pick(QUESTIONS) },
      consents: chance.in(0.6) ? [{ purpose: 'sales' }] : [],
      source,
    },
    { idempotencyKey: `seed-${chance.between(0, 2 ** 31)}-${email}` },
  )
}

const apiOf = (life: Life, token: string): CrmApi => life.crm.as(scopeOf(ACCOUNTS[token] as (typeof ACCOUNTS)[string]))

async function workOnLeads(life: Life, token: string): Promise<void> {
  const { chance } = life
  const api = apiOf(life, token)
  const me = (ACCOUNTS[token] as { id: string }).id
  const { items } = await api.list('lead', {
    where: { ownerId: me, status: { in: ['new', 'working'] } },
    sort: 'createdAt',
    limit: 6,
  })
  for (const lead of items) {
    if (chance.in(0.35)) continue
    await doTasks(life, api, { leadId: lead.id })
    if (chance.in(0.3)) {
      await api.update(
        'lead',
        lead.id,
        { status: 'dismissed' },
        { ifVersion: (await api.get('lead', lead.id)).version },
      )
      continue
    }
    const amount = { amountMinor: chance.between(60, 900) * 100_000, currency: chance.in(0.9) ? 'NOK' : 'EUR' }
    const { contact, deal } = await api.convertLead(lead.id, {
      dealName: `${chance.pick(STREETS)} ${chance.between(1, 60)}`,
      amount,
    })
    await furnish(life, api, contact)
    if (deal) await plan(life, api, deal)
  }
}

async function doTasks({ chance }: Life, api: CrmApi, where: Readonly<Record<string, string>>): Promise<void> {
  const { items } = await api.list('activity', { where: { ...where, kind: 'task', status: 'open' }, limit: 3 })
  for (const task of items)
    await api.completeTask(task.id, {
      outcome: chance.pick(['Reached, wants a viewing', 'Left a message', 'Reached, will think it over']),
    })
}

/** What a seller learns of a person on the phone. */
async function furnish({ chance, clock }: Life, api: CrmApi, contact: StoredRecord): Promise<void> {
  const [postalCode, city] = chance.pick(CITIES)
  await api.logActivity({
    kind: 'call',
    direction: 'out',
    subject: chance.pick(['First call', 'Talked about the area', 'Asked about financing']),
    body: chance.pick(ANSWERS),
    contactId: contact.id,
    durationMinutes: chance.between(2, 24),
    doneAt: clock.now(),
  })
  const { version } = await api.get('contact', contact.id)
  const address = { street: `${chance.pick(STREETS)} ${chance.between(1, 80)}`, postalCode, city, country: 'NO' }
  const companyId = chance.in(0.25) ? await company(api, chance) : undefined
  const budget = { amountMinor: chance.between(20, 120) * 10_000_000, currency: 'NOK' }
  await api.update(
    'contact',
    contact.id,
    { addresses: [{ value: address, kind: 'home', primary: true }], budget, ...(companyId ? { companyId } : {}) },
    { ifVersion: version },
  )
}

async function company(api: CrmApi, chance: Chance): Promise<string> {
  const name = chance.pick(COMPANIES)
  const { items } = await api.list('company', { where: { name }, limit: 1 })
  if (items[0]) return items[0].id
  const made = await api.create('company', {
    name,
    roles: ['customer'],
    industry: chance.pick(['building', 'health', 'retail', 'services', 'energy']),
  })
  return made.id
}

/** A next step for a deal; some are forgotten, and then are late. */
async function plan({ chance, clock }: Life, api: CrmApi, deal: StoredRecord): Promise<void> {
  if (chance.in(0.2)) return
  const dueAt = new Date(Date.parse(clock.now()) + chance.between(1, 9) * DAY_MS).toISOString()
  const subject = chance.pick([
    'Send the papers',
    'Agree on a viewing',
    'Call about the offer',
    'Ask the bank for the letter',
    'Book the photographer',
  ])
  await api.logActivity({
    kind: 'task',
    subject,
    dueAt,
    dealId: deal.id,
    ...(deal['contactId'] ? { contactId: deal['contactId'] } : {}),
  })
}

const NEXT: Readonly<Record<string, string>> = {
  enquiry: 'viewing',
  viewing: 'offer',
  offer: 'contract',
  contract: 'won',
}
const REASONS = ['Bought elsewhere', 'Price too high', 'No financing', 'Stays where they live', 'No answer any more']

async function workOnDeals(life: Life, token: string): Promise<void> {
  const { chance, clock } = life
  const api = apiOf(life, token)
  const me = (ACCOUNTS[token] as { id: string }).id
  const restless = new Date(Date.parse(clock.now()) - 5 * DAY_MS).toISOString()
  const { items } = await api.list('deal', {
    where: { ownerId: me, status: 'open', stageEnteredAt: { lt: restless } },
    sort: 'stageEnteredAt',
    limit: 12,
  })
  for (const deal of items) {
    if (chance.in(0.9)) continue
    const stageId = chance.in(0.17) ? 'lost' : (NEXT[String(deal['stageId'])] as string)
    await doTasks(life, api, { dealId: deal.id })
    const moved = await api.moveDeal(
      deal.id,
      { stageId, ...(stageId === 'lost' ? { lostReason: chance.pick(REASONS) } : {}) },
      { ifVersion: (await api.get('deal', deal.id)).version },
    )
    if (moved['status'] === 'open') await plan(life, api, moved)
  }
}

async function chat(life: Life, answered: boolean): Promise<void> {
  const { crm, chance, clock, tenant } = life
  const visitors = crm.visitors({ tenant })
  const key = () => `seed-${chance.between(0, 2 ** 31)}-${chance.between(0, 2 ** 31)}`
  const { token } = await visitors.startConversation(
    { text: chance.pick(QUESTIONS), page: 'https://nordlys.example/', locale: 'en' },
    { idempotencyKey: key() },
  )
  if (!answered) return
  const seller = apiOf(life, chance.pick(life.sellers))
  const { items } = await seller.list('conversation', { sort: '-createdAt', limit: 1 })
  const conversation = items[0]
  if (!conversation) return
  for (let turn = chance.between(1, 3); turn > 0; turn--) {
    clock.advance({ minutes: chance.between(1, 6) })
    await seller.sendMessage(conversation.id, { text: chance.pick(ANSWERS) })
    clock.advance({ minutes: chance.between(1, 4) })
    if (turn > 1) await visitors.sendVisitorMessage(token, { text: chance.pick(QUESTIONS) }, { idempotencyKey: key() })
  }
  if (chance.in(0.8)) await seller.closeConversation(conversation.id)
}

async function ticket(life: Life): Promise<void> {
  const { chance } = life
  const api = apiOf(life, chance.pick(life.sellers))
  const { items } = await api.list('contact', { where: { lifecycle: 'customer' }, limit: 20 })
  if (items.length === 0) return
  const subject = chance.pick([
    'The key does not fit',
    'Water under the bath',
    'Wish: a list of local builders',
    'Papers for the tax office',
    'Neighbours and the fence',
  ])
  const opened = await api.openTicket({
    subject,
    kind: chance.pick(['case', 'complaint', 'wish']),
    contactId: chance.pick(items).id,
  })
  if (chance.in(0.7))
    await api.closeTicket(opened.id, {
      resolution: chance.pick(['Sent the papers', 'A craftsman came by', 'Explained on the phone']),
    })
}
