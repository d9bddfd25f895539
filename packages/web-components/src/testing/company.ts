import type { Crm, CrmApi, createCrm, StoredRecord } from '@kith/core'
import type { memoryStorage } from '@kith/core/storage/memory'

/** What {@link company} is made of; given by who uses it, because what ships never imports the engine. */
export interface Engine {
  readonly createCrm: typeof createCrm
  readonly memoryStorage: typeof memoryStorage
}

/** A small company on the real engine: an administrator, a manager, and some records. */
export interface Company {
  readonly crm: Crm
  /** Ida, administrator. */
  readonly admin: CrmApi
  /** Ola, manager. */
  readonly manager: CrmApi
  readonly contact: StoredRecord
  readonly lead: StoredRecord
  readonly deal: StoredRecord
}

const PEOPLE = ['Åse Ødegård', 'Łukasz Zieliński', 'Siti Nurhaliza', 'Noor de Vries'] as const

/**
 * Opens it.
 *
 * @example
 * const { admin, contact } = await company({ createCrm, memoryStorage })
 * page.client = admin
 */
export async function company({ createCrm, memoryStorage }: Engine): Promise<Company> {
  const crm = await createCrm({ storage: memoryStorage(), jobsEveryMs: 0 })
  await crm.openTenant({
    id: 'main',
    name: 'Nordlys Homes',
    zone: 'Europe/Oslo',
    baseCurrency: 'NOK',
    teams: [{ id: 'inside-sales', name: 'Sales' }],
    users: [
      { id: 'ida', name: 'Ida Hansen', roles: ['admin'], teamIds: ['inside-sales'] },
      { id: 'ola', name: 'Ola Nordmann', roles: ['manager'], teamIds: ['inside-sales'] },
    ],
  })
  const as = (id: string, role: string) => crm.as({ tenant: 'main', actor: { kind: 'user', id }, roles: [role] })
  const admin = as('ida', 'admin')
  const firm = await admin.create('company', { name: 'Bergstrøm AS', industry: 'retail' })
  for (const name of PEOPLE) await admin.create('contact', { name, companyId: firm.id, lifecycle: 'prospect' })
  await crm.visitors({ tenant: 'main' }).submit(
    'contact',
    {
      values: { name: 'Kari Nes', email: 'kari@example.com', message: 'May we see it on Thursday?' },
      consents: [{ purpose: 'sales' }],
      source: { page: '/homes', utm_campaign: 'spring' },
    },
    { idempotencyKey: 'first-submission' },
  )
  await crm.tick()
  const [lead] = (await admin.list('lead')).items as [StoredRecord]
  const email = [{ value: 'emre@example.com', kind: 'work', primary: true }]
  const contact = await admin.create('contact', { name: 'Emre Yıldız', emails: email, companyId: firm.id })
  const amount = { amountMinor: 55_000_000, currency: 'NOK' }
  const deal = await admin.create('deal', { name: 'Kystgata 8', contactId: contact.id, amount })
  await admin.logActivity({ kind: 'call', body: 'Wants to see it twice.', contactId: contact.id })
  await admin.logActivity({
    kind: 'task',
    subject: 'Send the papers',
    contactId: contact.id,
    dueAt: '2026-01-02T09:00:00.000Z',
  })
  return { crm, admin, manager: as('ola', 'manager'), contact, lead, deal }
}
