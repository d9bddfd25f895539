import {
  type Crm,
  type CrmApi,
  createCrm,
  defaultConfig,
  defineCrm,
  defineRule,
  type FileStore,
  type Random,
  type Storage,
} from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import { createHandler, type Handler, type HandlerOptions, type Principal } from '../server/index.ts'

/** Stands in every text of the records that only some may see. */
export const SECRET = 'Zebrasecret'

/** An id of no record. */
export const UNKNOWN_ID = '019cb9c2-5a80-7c31-9f0b-6a1f4be0d2c7'

export const ROLES = ['admin', 'manager', 'agent'] as const
export const TENANTS = ['main', 'other'] as const

/** Ids of records of the tenant `main`, all owned by `main-admin`. */
export interface Ids {
  readonly lead: string
  readonly contact: string
  readonly deal: string
  readonly task: string
  readonly conversation: string
  readonly consent: string
  readonly ticket: string
  readonly file: string
  /** In quarantine. */
  readonly submission: string
  readonly removed: string
  /** A proposal about the deal. */
  readonly review: string
  /** The deal that the review is about. */
  readonly proposed: string
  /** A job that gave up. */
  readonly job: string
  /** Number of the change that made the deal. */
  readonly change: string
}

/** A real CRM with two tenants, three roles in each, and one record of each kind, behind a real handler. */
export interface World {
  readonly crm: Crm
  readonly handle: Handler
  readonly ids: Ids
  readonly admin: CrmApi
  /** Length of the change logs of both tenants: any write moves it. */
  heads(): Promise<readonly number[]>
}

const principal = (token: string): Principal | undefined => {
  const [tenant, role] = token.replace('Bearer ', '').split('-')
  return tenant && role ? { tenant, id: `${tenant}-${role}`, roles: [role], teams: [] } : undefined
}

/** Bytes that are never the same and always the same in each run. */
function countingRandom(): Random {
  let count = 0
  return { bytes: (length) => Uint8Array.from({ length }, () => (count++ * 2_654_435_761) >>> 24) }
}

/** Files in memory. */
export function memoryFiles(): FileStore {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    async put(tenant, key, body) {
      const bytes = new Uint8Array(await new Response(body as ReadableStream).arrayBuffer())
      files.set(`${tenant}/${key}`, bytes)
      return { sizeBytes: bytes.byteLength }
    },
    get: async (tenant, key) => {
      const bytes = files.get(`${tenant}/${key}`)
      return bytes && new Blob([bytes]).stream()
    },
    remove: async (tenant, key) => void files.delete(`${tenant}/${key}`),
    olderThan: async () => [],
  }
}

export async function openWorld(options: Partial<HandlerOptions> = {}): Promise<World> {
  const storage = memoryStorage()
  const clock = { now: () => '2026-03-02T09:00:00.000Z' }
  const files = memoryFiles()
  const crm = await createCrm({ storage, clock, random: countingRandom(), files, jobsEveryMs: 0, config })
  for (const tenant of TENANTS) {
    const users = ROLES.map((role) => ({ id: `${tenant}-${role}`, name: role, roles: [role] }))
    await crm.openTenant({ id: tenant, name: tenant, zone: 'Europe/Oslo', users })
  }
  const admin = crm.as({ tenant: 'main', actor: { kind: 'user', id: 'main-admin' }, roles: ['admin'] })
  const handle = createHandler(crm, {
    authenticate: (request) => principal(request.headers.get('Authorization') ?? ''),
    sites: [{ key: 'site_main', tenant: 'main', origins: [] }],
    clock,
    files,
    ...options,
  })
  const submission = await suspect(crm)
  const seeded = await seed(crm, admin)
  const job = await deadJob(storage, seeded.deal)
  return {
    crm,
    handle,
    admin,
    ids: { submission, ...seeded, job },
    heads: () => Promise.all(TENANTS.map((tenant) => storage.head({ tenant }))),
  }
}

/** A rule that people start, of both tenants. */
export const LOOK = defineRule({
  id: 'look',
  label: 'Look at it',
  on: { when: 'manual', object: 'deal' },
  then: [{ do: 'create-activity', kind: 'task', subject: 'Look' }],
})
const config = defineCrm({ rules: [...defaultConfig.rules, LOOK] })

/** About a deal that is nobody's: whom a review serves does not decide. */
async function proposal(crm: Crm): Promise<Pick<Ids, 'review' | 'proposed'>> {
  const service = crm.as({ tenant: 'main', actor: { kind: 'service', id: 'seed' }, roles: [] })
  const { id: deal } = await service.create('deal', { name: `Deal ${SECRET} 1` })
  const commands = [{ operation: 'update', object: 'deal', id: deal, set: { name: `Deal ${SECRET} 2` } }]
  const about = { object: 'deal', recordId: deal, dealId: deal, ruleId: LOOK.id, ruleVersion: 1 }
  const review = await service.create('review', { title: `Name it ${SECRET}`, status: 'proposed', commands, ...about })
  return { review: review.id, proposed: deal }
}

async function deadJob(storage: Storage, deal: string): Promise<string> {
  const dueAt = '2026-03-02T09:00:00.000Z'
  const payload = { object: 'deal', id: deal }
  const job = { id: 'job-1', kind: 'access', key: 'job-1', dueAt, attempts: 8, payload, lastError: SECRET }
  await storage.commit({ tenant: 'main' }, { jobs: { put: [{ ...job, state: 'dead' }] } })
  return job.id
}

async function suspect(crm: Crm): Promise<string> {
  const values = { name: `Robot ${SECRET}`, email: 'robot@example.com' }
  const input = { values, website_url: 'https://spam.example' }
  return (await crm.visitors({ tenant: 'main' }).submit('contact', input, { idempotencyKey: 'robot-1' })).id
}

async function seed(crm: Crm, admin: CrmApi): Promise<Omit<Ids, 'submission' | 'job'>> {
  const own = { ownerId: 'main-admin' }
  const make = async (object: string, values: Record<string, unknown>) => {
    const { id } = await admin.create(object, values)
    await admin.assign(object, id, own)
    return id
  }
  const email = 'zebrasecret@example.com'
  const contact = await make('contact', { name: `Kari ${SECRET}`, emails: [{ value: email }] })
  const lead = await make('lead', { name: `Lead ${SECRET}`, email: `lead-${email}` })
  const deal = await make('deal', { name: `Deal ${SECRET}`, contactId: contact })
  const removed = await make('deal', { name: `Removed ${SECRET}` })
  await admin.remove('deal', removed, { ifVersion: (await admin.get('deal', removed)).version })
  const task = await admin.logActivity({ kind: 'task', subject: `Task ${SECRET}`, ...own })
  const conversation = await admin.openConversation({ contactId: contact, subject: SECRET })
  await admin.assign('conversation', conversation.id, own)
  await admin.sendMessage(conversation.id, { text: `Message ${SECRET}` })
  const text = `I agree ${SECRET}`
  const consent = await admin.giveConsent({ contactId: contact, purpose: 'sales', text, method: 'phone' })
  const ticket = await admin.openTicket({ subject: `Ticket ${SECRET}`, ...own })
  const proposed = await proposal(crm)
  const file = await admin.upload({ name: 'note.txt', mediaType: 'text/plain', body: new Blob(['Hello']) })
  const { items } = await admin.history('deal', deal)
  const ids = { ...proposed, lead, contact, deal, removed, task: task.id, conversation: conversation.id }
  return { ...ids, consent: consent.id, ticket: ticket.id, file: file.id, change: String(items.at(-1)?.seq) }
}
