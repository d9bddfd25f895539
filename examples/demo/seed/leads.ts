import type { CrmApi, StoredRecord } from '@kith/core'
import type { Home } from './homes.ts'
import { accountOf, apiOf, dueAt, fill, instantOf, type Life, passMinutes, person, since, slugOf } from './life.ts'
import { JOBS } from './names.ts'
import { DISMISSED, FIRST_CALLS, OWNERS, STEPS, WISHES } from './words.ts'

const CAMPAIGNS = [
  ['google', 'homes-molde'],
  ['facebook', 'open-house'],
  ['finn', 'listing'],
  ['newsletter', 'monthly'],
  [],
  [],
  [],
] as const

/** Somebody fills in the form on the site: about a home that is for sale, or one of their own. */
export async function newLead(life: Life): Promise<void> {
  const { crm, chance, tenant, land, homes, wishes, known } = life
  const again = chance.in(0.05) ? chance.pick(known.length ? known : [person(life)]) : undefined
  const { name, email, phone } = again ?? person(life)
  const home = chance.in(0.88) ? chance.pick(homes.forSale) : undefined
  if (home) wishes.set(email, home)
  else wishes.delete(email)
  const address = home?.name ?? homes.address()
  const [source, campaign] = chance.pick(CAMPAIGNS)
  await crm.visitors({ tenant }).submit(
    'contact',
    {
      values: {
        name,
        email,
        ...(chance.in(0.75) ? { phone } : {}),
        message: fill(chance.pick(home ? WISHES : OWNERS), { home: address }),
      },
      consents: chance.in(0.6) ? [{ purpose: 'sales' }] : [],
      source: {
        page: `${land.site}${home ? `/homes/${slugOf(address)}` : '/sell'}`,
        ...(source ? { utm_source: source, utm_campaign: campaign } : {}),
      },
    },
    { idempotencyKey: `seed-${chance.between(0, 2 ** 31)}-${email}` },
  )
}

/** A seller calls the new leads: those of earlier days always, today's when there is time. */
export async function callLeads(life: Life, token: string, today: string, all: boolean): Promise<void> {
  const api = apiOf(life, token)
  const { items } = await api.list('lead', {
    where: { ownerId: accountOf(token).id, status: 'new' },
    sort: 'createdAt',
    limit: 20,
  })
  const morning = instantOf(today, 0)
  const called = items.filter((lead) => all || String(lead['createdAt']) < morning || life.chance.in(0.6))
  if (called.length === 0) return
  const where = {
    kind: 'task',
    status: 'open',
    ownerId: accountOf(token).id,
    leadId: { in: called.map(({ id }) => id) },
  }
  const { items: tasks } = await api.list('activity', { where, sort: '-dueAt', limit: 60 })
  for (const lead of called)
    await callLead(
      life,
      api,
      lead,
      tasks.find(({ leadId }) => leadId === lead.id),
    )
}

/** One call: nobody there, no interest, or the beginning of a deal. */
export async function callLead(life: Life, api: CrmApi, lead: StoredRecord, task?: StoredRecord): Promise<void> {
  const { chance, clock, tries } = life
  await passMinutes(life, chance.between(2, 9))
  const tried = tries.get(lead.id) ?? 0
  const reached = chance.in(0.78)
  if (task) await api.completeTask(task.id, { outcome: reached ? 'Reached' : 'No answer' })
  if (!reached && tried < 2) {
    tries.set(lead.id, tried + 1)
    if (lead['status'] === 'new')
      await api.update('lead', lead.id, { status: 'working' }, since(await api.get('lead', lead.id)))
    await api.logActivity({ kind: 'task', subject: 'Call again', dueAt: dueAt(life, 1, 2), leadId: lead.id })
  } else if (!reached || chance.in(0.2)) {
    const body = reached ? chance.pick(DISMISSED) : 'Three calls, no answer.'
    await api.logActivity({ kind: 'note', subject: 'Why it ends here', body, leadId: lead.id, doneAt: clock.now() })
    await api.update('lead', lead.id, { status: 'dismissed' }, since(await api.get('lead', lead.id)))
  } else await convert(life, api, lead)
}

async function convert(life: Life, api: CrmApi, lead: StoredRecord): Promise<void> {
  const { chance, homes, known, wishes } = life
  const email = String(lead['email'])
  const wished = wishes.get(email)
  const home = wished && (homes.forSale.includes(wished) ? wished : chance.pick(homes.forSale))
  const name = home?.name ?? addressIn(lead) ?? homes.address()
  const { contact, deal } = await api.convertLead(lead.id, { dealName: name, amount: commission(life, home) })
  const { full } = lead['name'] as { full: string }
  known.push({ name: full, email, phone: String(lead['phone'] ?? ''), contactId: contact.id })
  await furnish(life, api, contact)
  if (!deal) return
  if (home) await api.update('deal', deal.id, { propertyId: home.id }, since(deal))
  await planStep(life, api, deal)
}

const addressIn = (lead: StoredRecord) => /\p{Lu}\S+(?: \p{L}+)? \d+/u.exec(String(lead['message']))?.[0]

/** What the company earns when the home is sold: a share of its price. Some pay in euros. */
function commission({ chance, land }: Life, home: Home | undefined) {
  const price = home?.price ?? chance.between(240, 700) * (land.currency === 'NOK' ? 10_000 : 1_000)
  const earned = price * (0.013 + chance.next() * 0.009)
  const inEuro = land.currency === 'EUR' || chance.in(0.06)
  const major = inEuro && land.currency !== 'EUR' ? earned / 11.6 : earned
  const step = inEuro ? 50 : 500
  return { amountMinor: Math.round(major / step) * step * 100, currency: inEuro ? 'EUR' : 'NOK' }
}

/** The next step of a deal; one in twenty-five is forgotten. */
export async function planStep(life: Life, api: CrmApi, deal: StoredRecord): Promise<void> {
  const { chance, planned } = life
  planned.delete(deal.id)
  if (chance.in(0.04)) return
  const stage = String(deal['stageId'])
  const [low, high] = SPACING[stage] ?? [2, 6]
  const task = await api.logActivity({
    kind: 'task',
    subject: chance.pick(STEPS[stage]?.tasks ?? ['Call back']),
    dueAt: dueAt(life, low, high),
    dealId: deal.id,
  })
  planned.set(deal.id, task.id)
}

/** Working days until the next step, by stage. */
const SPACING: Readonly<Record<string, readonly [low: number, high: number]>> = {
  enquiry: [3, 7],
  viewing: [4, 10],
  offer: [4, 9],
  contract: [8, 16],
}

/** What a seller learns of a person on the phone. */
async function furnish(life: Life, api: CrmApi, contact: StoredRecord): Promise<void> {
  const { chance, clock, land } = life
  await api.logActivity({
    kind: 'call',
    direction: 'out',
    subject: 'First call',
    body: chance.pick(FIRST_CALLS),
    contactId: contact.id,
    durationMinutes: chance.between(4, 24),
    doneAt: clock.now(),
  })
  const [postalCode, city] = chance.pick(land.cities)
  const street = `${chance.pick(land.streets)} ${chance.between(1, 80)}`
  const address = { street, postalCode, city, country: land.country }
  const budget = { amountMinor: chance.between(25, 95) * 10_000_000, currency: 'NOK' }
  const companyId = chance.in(0.22) ? await company(life, api) : undefined
  await api.update(
    'contact',
    contact.id,
    {
      ...(chance.in(0.7) ? { addresses: [{ value: address, kind: 'home', primary: true }] } : {}),
      ...(chance.in(0.6) && land.currency === 'NOK' ? { budget } : {}),
      ...(companyId ? { companyId, title: chance.pick(JOBS) } : {}),
    },
    since(await api.get('contact', contact.id)),
  )
}

async function company({ chance, land }: Life, api: CrmApi): Promise<string> {
  const [name = '', domain, industry, phone] = chance.pick(land.companies)
  const { items } = await api.list('company', { where: { name }, limit: 1 })
  if (items[0]) return items[0].id
  const phones = [{ value: phone, kind: 'work', primary: true }]
  const made = await api.create('company', { name, domain, industry, phones, roles: ['prospect'] })
  return made.id
}
