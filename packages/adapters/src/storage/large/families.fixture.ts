import type { StoredRecord } from '@kith/core/storage'
import type { Ledger } from './ledger.fixture.ts'
import { companyName, emailOf, industryOf, personName } from './names.fixture.ts'
import { NOW } from './office.fixture.ts'

export const STAGES = ['enquiry', 'meeting', 'offer', 'contract', 'won', 'lost'] as const
const PROBABILITY = { enquiry: 10, meeting: 30, offer: 60, contract: 85, won: 100, lost: 0 } as const
export const CURRENCIES = ['EUR', 'NOK', 'TRY', 'PLN'] as const
const SOURCES = ['website', 'referral', 'fair', 'advertisement'] as const
const DAY = 86_400_000
/** Contacts of one company. */
export const COLLEAGUES = 10

/** Later than an instant by up to so many days, but not later than now. */
function later(ledger: Ledger, at: string, days: number): string {
  const ms = Date.parse(at) + Math.floor(ledger.random.next() * days * DAY)
  return new Date(Math.min(ms, Date.parse(NOW))).toISOString()
}

/** A company with its people, and all that happened with them. */
export function writeCompany(
  ledger: Ledger,
  first: number,
  at: string,
  tags: readonly string[],
  ownerId: string,
): void {
  const { random } = ledger
  ledger.at = at
  const company = ledger.create('company', {
    name: companyName(random),
    industry: industryOf(random),
    roles: [random.pick(['customer', 'prospect', 'partner'])],
    ownerId,
  })
  for (let person = 0; person < COLLEAGUES; person++) {
    ledger.at = at
    const contact = writeContact(ledger, first + person, company, ownerId)
    if (random.next() < 0.25) writeTag(ledger, contact, random.pick(tags))
    if (random.next() < 0.25) writeDeal(ledger, contact, company, ownerId)
    writeActivities(ledger, contact, company, ownerId)
    if (random.next() < 0.9) continue
    ledger.at = later(ledger, ledger.at, 60)
    ledger.update(contact.id, { title: random.pick(['Buyer', 'Head of IT', 'Nurse', 'Owner', 'Teacher']) })
  }
}

function writeContact(ledger: Ledger, number: number, company: StoredRecord, ownerId: string): StoredRecord {
  const { random } = ledger
  const name = personName(random)
  const email = emailOf(name, number)
  const phone = `+47${40_000_000 + (number % 50_000_000)}`
  const source = random.pick(SOURCES)
  const lead =
    random.next() < 0.1 ? ledger.create('lead', { name, email, phone, status: 'new', source, ownerId }) : null
  const contact = ledger.create('contact', {
    name,
    emails: [{ value: email, primary: true }],
    phones: [{ value: phone, primary: true }],
    companyId: company.id,
    lifecycle: random.pick(['prospect', 'customer', 'former']),
    source,
    ownerId,
  })
  if (lead)
    ledger.update(lead.id, { status: 'converted', convertedAt: ledger.at, contactId: contact.id }, 'convertLead')
  return contact
}

function writeTag(ledger: Ledger, contact: StoredRecord, tag: string): void {
  ledger.create('link', { fromObject: 'contact', fromId: contact.id, toObject: 'tag', toId: tag, role: 'tag' })
}

function writeDeal(ledger: Ledger, contact: StoredRecord, company: StoredRecord, ownerId: string): void {
  const { random } = ledger
  const currency = random.pick(CURRENCIES)
  const amountMinor = 10_000 + random.below(5_000_000)
  const visit = { stageId: STAGES[0] as string, enteredAt: ledger.at }
  const deal = ledger.create('deal', {
    name: `${company['name']} ${contact.id.slice(-4)}`,
    amount: { amountMinor, currency, ...(currency === 'EUR' ? { baseMinor: amountMinor } : {}) },
    ...placed(ledger, STAGES[0], [visit]),
    closeOn: later(ledger, ledger.at, 90).slice(0, 10),
    source: contact['source'],
    contactId: contact.id,
    companyId: company.id,
    ownerId,
  })
  const colleague = { fromObject: 'deal', fromId: deal.id, toObject: 'contact', toId: contact.id, role: 'decides' }
  if (random.next() < 0.5) ledger.create('link', colleague)
  let history = [visit]
  let stage: (typeof STAGES)[number] = STAGES[0]
  for (let left = random.below(5), to = 1; left > 0; left--, to++) {
    ledger.at = later(ledger, ledger.at, 30)
    stage = to === STAGES.length - 2 && random.next() < 0.4 ? 'lost' : (STAGES[to] ?? 'lost')
    const left = history.map((stay) => ({ leftAt: ledger.at, ...stay }))
    history = [...left, { stageId: stage, enteredAt: ledger.at }]
    ledger.update(deal.id, placed(ledger, stage, history), 'moveDeal')
  }
  for (const parent of [contact, company])
    if (stage !== 'won' && stage !== 'lost') ledger.add(parent.id, 'openDeals', 1)
    else if (stage === 'won' && currency === 'EUR') ledger.add(parent.id, 'lifetimeBase', amountMinor)
}

function placed(ledger: Ledger, stageId: (typeof STAGES)[number], stageHistory: readonly object[]) {
  const status = stageId === 'won' || stageId === 'lost' ? stageId : 'open'
  return {
    pipelineId: 'sales',
    stageId,
    stageEnteredAt: ledger.at,
    stageHistory,
    status,
    probability: PROBABILITY[stageId],
    ...(status === 'open' ? {} : { closedAt: ledger.at }),
    ...(status === 'lost' ? { lostReason: 'Too expensive' } : {}),
  }
}

/** One on average: a call or a task, done or open. */
function writeActivities(ledger: Ledger, contact: StoredRecord, company: StoredRecord, ownerId: string): void {
  const { random } = ledger
  const about = { contactId: contact.id, companyId: company.id, ownerId }
  const access = contact['access'] as readonly string[]
  for (let left = random.below(3); left > 0; left--) {
    ledger.at = later(ledger, ledger.at, 20)
    if (random.next() < 0.6) {
      const kind = random.pick(['call', 'email', 'meeting', 'note'])
      ledger.create('activity', { kind, subject: `About ${kind}`, status: 'done', doneAt: ledger.at, ...about }, access)
      ledger.update(contact.id, { lastActivityAt: ledger.at }, 'logActivity')
      continue
    }
    const dueAt = new Date(Date.parse(ledger.at) + random.below(30) * DAY).toISOString()
    const task = ledger.create(
      'activity',
      { kind: 'task', subject: 'Call back', status: 'open', dueAt, ...about },
      access,
    )
    ledger.update(contact.id, { nextActivityAt: dueAt }, 'logActivity')
    if (random.next() < 0.2) continue
    ledger.at = later(ledger, ledger.at, 10)
    ledger.update(task.id, { status: 'done', doneAt: ledger.at }, 'completeTask')
    ledger.update(contact.id, { nextActivityAt: undefined, lastActivityAt: ledger.at }, 'completeTask')
  }
}
