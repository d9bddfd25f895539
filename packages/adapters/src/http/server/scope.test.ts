import { describe, expect, it } from 'vitest'
import { fillPath, ROUTES, type Route } from '../protocol/index.ts'
import { BASE } from '../testing/fake-crm.ts'
import { type Ids, LOOK, openWorld, ROLES, SECRET, TENANTS, UNKNOWN_ID, type World } from '../testing/world.ts'

/**
 * What somebody may see of the records of `main-admin`:
 * - `all`: an answer about them; - `hidden`: exactly what an unknown id answers; - `without`: an answer without them;
 * - `forbidden`: 403, whatever the id.
 */
type Sight = 'all' | 'hidden' | 'without' | 'forbidden'

interface Row {
  /** Fills `{plural}`, `{name}` and `{id}`; the id is that of a record of `main`. */
  readonly params?: (ids: Ids) => Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: (ids: Ids) => unknown
  readonly version?: 'as it is'
  readonly manager?: Sight
  readonly agent: Sight
  /** For users of the other tenant. Default: `hidden` for paths with an id, `without` for others. */
  readonly foreign?: Sight
  /** For the agent of the other tenant, where roles come first. */
  readonly foreignAgent?: Sight
}

const on = (plural: string, key: keyof Ids) => (ids: Ids) => ({ plural, id: ids[key] })
const RULE = {
  label: 'Own',
  on: 'deal.created',
  then: [{ do: 'create-activity', kind: 'task', subject: 'Own' }],
}
const id = (key: keyof Ids) => (ids: Ids) => ({ id: ids[key] })

/** One row for each private route. A route without a row fails. */
const ROWS: Readonly<Record<string, Row>> = {
  me: { agent: 'without' },
  model: { agent: 'without' },
  search: { query: `?q=${SECRET}`, agent: 'without' },
  changes: { query: '?after=0', agent: 'without' },
  totals: { params: () => ({ plural: 'deals' }), query: '?groupBy=name', agent: 'without' },
  list: { params: () => ({ plural: 'deals' }), agent: 'without' },
  create: {
    params: () => ({ plural: 'contacts' }),
    body: () => ({ name: 'New', emails: [{ value: 'new@example.com' }] }),
    agent: 'without',
  },
  get: { params: on('deals', 'deal'), agent: 'hidden' },
  update: { params: on('deals', 'deal'), body: () => ({ name: 'x' }), version: 'as it is', agent: 'hidden' },
  remove: { params: on('deals', 'deal'), version: 'as it is', agent: 'forbidden', foreignAgent: 'forbidden' },
  restore: { params: on('deals', 'removed'), agent: 'forbidden', foreignAgent: 'forbidden' },
  timeline: { params: on('deals', 'deal'), agent: 'hidden' },
  log: { query: '?limit=200', agent: 'without' },
  history: { params: on('deals', 'deal'), agent: 'hidden' },
  assign: { params: on('deals', 'deal'), body: () => ({ ownerId: null }), version: 'as it is', agent: 'hidden' },
  addField: {
    params: () => ({ name: 'contact' }),
    body: () => ({ id: 'shoeSize', type: 'text', label: 'Shoe size' }),
    manager: 'forbidden',
    agent: 'forbidden',
    foreignAgent: 'forbidden',
  },
  upload: { query: '?name=a.txt', body: () => 'Hello', agent: 'without' },
  download: { params: id('file'), agent: 'all' },
  convertLead: { params: id('lead'), body: () => ({}), agent: 'hidden' },
  acceptSubmission: { params: id('submission'), agent: 'hidden' },
  rejectSubmission: { params: id('submission'), agent: 'hidden' },
  moveDeal: { params: id('deal'), body: () => ({ stageId: 'meeting' }), version: 'as it is', agent: 'hidden' },
  logActivity: { body: () => ({ kind: 'note', subject: 'Own' }), agent: 'without' },
  completeTask: { params: id('task'), body: () => ({}), agent: 'hidden' },
  openConversation: { body: (ids) => ({ contactId: ids.contact }), agent: 'hidden', foreign: 'hidden' },
  sendMessage: { params: id('conversation'), body: () => ({ text: 'Hi' }), agent: 'hidden' },
  closeConversation: { params: id('conversation'), agent: 'hidden' },
  giveConsent: {
    body: (ids) => ({ contactId: ids.contact, purpose: 'news', text: 'Yes', method: 'phone' }),
    agent: 'hidden',
    foreign: 'hidden',
  },
  withdrawConsent: { params: id('consent'), body: () => ({}), agent: 'hidden' },
  openTicket: { body: () => ({ subject: 'Own' }), agent: 'without' },
  closeTicket: { params: id('ticket'), body: () => ({}), agent: 'hidden' },
  rules: { manager: 'forbidden', agent: 'forbidden', foreignAgent: 'forbidden' },
  ruleLabels: { agent: 'without' },
  describeRule: { body: () => ({ rule: LOOK }), agent: 'without' },
  saveRule: {
    params: () => ({ id: 'own' }),
    body: () => RULE,
    manager: 'forbidden',
    agent: 'forbidden',
    foreign: 'without',
    foreignAgent: 'forbidden',
  },
  startRule: { params: () => ({ id: LOOK.id }), body: (ids) => ({ object: 'deal', id: ids.deal }), agent: 'hidden' },
  simulateRules: {
    body: () => ({ rules: [RULE], from: '2026-03-02T08:00:00Z', to: '2026-03-02T10:00:00Z' }),
    manager: 'forbidden',
    agent: 'forbidden',
    foreignAgent: 'forbidden',
  },
  simulationProgress: { manager: 'forbidden', agent: 'forbidden', foreignAgent: 'forbidden' },
  why: { params: on('deals', 'deal'), agent: 'hidden' },
  approveReview: { params: id('review'), body: () => ({ lookedSeconds: 9 }), agent: 'hidden' },
  changeReview: {
    params: id('review'),
    body: ({ proposed }) => ({
      lookedSeconds: 9,
      reason: 'Better',
      commands: [{ operation: 'update', object: 'deal', id: proposed, set: { name: `Named ${SECRET}` } }],
    }),
    agent: 'hidden',
  },
  refuseReview: { params: id('review'), body: () => ({ lookedSeconds: 9, reason: 'No' }), agent: 'hidden' },
  contestReview: { params: id('review'), body: () => ({ reason: 'No' }), agent: 'hidden' },
  reviewFigures: { agent: 'without' },
  jobs: { query: '?state=dead', manager: 'forbidden', agent: 'forbidden', foreignAgent: 'forbidden' },
  retryJob: { params: id('job'), manager: 'forbidden', agent: 'forbidden', foreignAgent: 'forbidden' },
  undo: { body: (ids) => ({ changes: [Number(ids.change)] }), agent: 'hidden', foreign: 'hidden' },
}

/**
 * Leaks that the engine still has: these calls use a record by its id without asking whether the caller may see it.
 * Each is run and has to fail, so that a name leaves this list with its mending and none joins it unseen.
 */
const KNOWN_LEAKS: ReadonlySet<string> = new Set()

/** Registers a test, turned round where the leak is known. */
const scopeTest = (name: string, run: () => Promise<void>) => (KNOWN_LEAKS.has(name) ? it.fails : it)(name, run)

const PRIVATE = ROUTES.filter(({ auth }) => auth === 'user')
const UNKNOWN: Ids = {
  lead: UNKNOWN_ID,
  contact: UNKNOWN_ID,
  deal: UNKNOWN_ID,
  removed: UNKNOWN_ID,
  task: UNKNOWN_ID,
  conversation: UNKNOWN_ID,
  consent: UNKNOWN_ID,
  ticket: UNKNOWN_ID,
  file: UNKNOWN_ID,
  submission: UNKNOWN_ID,
  review: UNKNOWN_ID,
  proposed: UNKNOWN_ID,
  job: UNKNOWN_ID,
  change: '999999',
}

function sightOf(row: Row, tenant: string, role: string, hasId: boolean): Sight {
  if (tenant === 'main') return role === 'admin' ? 'all' : role === 'agent' ? row.agent : (row.manager ?? 'all')
  if (role === 'agent' && row.foreignAgent) return row.foreignAgent
  if (role === 'manager' && row.manager === 'forbidden') return 'forbidden'
  return row.foreign ?? (hasId ? 'hidden' : 'without')
}

async function ask(world: World, route: Route, ids: Ids, who: string): Promise<Response> {
  const row = ROWS[route.name] as Row
  const body = row.body?.(ids)
  const target = row.params?.(ids) ?? {}
  const headers = new Headers({ Authorization: `Bearer ${who}` })
  if (body !== undefined) headers.set('Content-Type', typeof body === 'string' ? 'text/plain' : 'application/json')
  if (row.version) headers.set('If-Match', `"${(await world.admin.get('deal', world.ids.deal)).version}"`)
  return world.handle(
    new Request(`${BASE}${fillPath(route.path, target)}${row.query ?? ''}`, {
      method: route.method,
      headers,
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )
}

/** All of an answer that ends, or what a stream sends within a moment. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) return response.text()
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  let text = ''
  for (;;) {
    const quiet = new Promise<undefined>((resolve) => setTimeout(resolve, 20, undefined))
    const read = await Promise.race([reader.read(), quiet])
    if (!read || read.done) break
    text += new TextDecoder().decode(read.value)
  }
  await reader.cancel()
  return text
}

const answerOf = async (response: Response) => {
  const headers = [...response.headers].filter(([name]) => name !== 'kith-request')
  const text = (await textOf(response)).replace(/"requestId":"[^"]+"/, '')
  return { status: response.status, headers, text }
}

describe('every private route', () => {
  it('has a row in the scope table', () => {
    expect(PRIVATE.map(({ name }) => name).filter((name) => !(name in ROWS))).toEqual([])
    expect(Object.keys(ROWS).filter((name) => !PRIVATE.some((route) => route.name === name))).toEqual([])
  })

  const cases = PRIVATE.flatMap((route) =>
    TENANTS.flatMap((tenant) => ROLES.map((role) => [route.name, tenant, role, route] as const)),
  )
  for (const [name, tenant, role, route] of cases) {
    scopeTest(`${name} for ${tenant}-${role}`, async () => {
      const world = await openWorld()
      const sight = sightOf(ROWS[name] as Row, tenant, role, route.path.includes('{id}'))
      const before = await world.heads()
      const { status, headers, text } = await answerOf(await ask(world, route, world.ids, `${tenant}-${role}`))
      if (sight === 'all') expect(status, text).toBeLessThan(300)
      if (sight === 'without') expect(status, text).toBeLessThan(300)
      if (sight === 'forbidden') expect(status, text).toBe(403)
      if (sight === 'hidden') {
        const unknown = await answerOf(await ask(world, route, UNKNOWN, `${tenant}-${role}`))
        expect(status, text).toBeGreaterThanOrEqual(400)
        expect({ status, headers, text }).toEqual(unknown)
      }
      if (sight !== 'all') expect(text.toLowerCase()).not.toContain(SECRET.toLowerCase())
      if (status >= 400) expect(await world.heads()).toEqual(before)
      await world.crm.close()
    })
  }

  it.each(PRIVATE.map((route) => [route.name, route] as const))('%s is closed to strangers', async (_, route) => {
    const world = await openWorld()
    const before = await world.heads()
    const response = await ask(world, route, world.ids, '')
    expect([response.status, await world.heads()]).toEqual([401, before])
    await world.crm.close()
  })
})

/** New records that point at something: with whose id, and at what. */
const REFERENCES: Readonly<Record<string, (ids: Ids, own: { readonly lead: string }) => readonly [string, unknown]>> = {
  'a deal of a contact': ({ contact }) => ['/deals', { name: 'Mine', contactId: contact }],
  'an activity about a deal': ({ deal }) => ['/activities', { kind: 'note', subject: 'Mine', dealId: deal }],
  'a ticket of a contact': ({ contact }) => ['/tickets', { subject: 'Mine', contactId: contact }],
  'a lead that became a contact': ({ contact }, { lead }) => [`/leads/${lead}/convert`, { contactId: contact }],
}

describe('a new record that points at what its maker may not see is refused as if it were not there', () => {
  const cases = Object.keys(REFERENCES).flatMap((name) => [
    [name, 'main-agent'] as const,
    [name, 'other-admin'] as const,
  ])
  for (const [name, who] of cases) {
    scopeTest(`${name}: ${who}`, async () => {
      const world = await openWorld()
      const [tenant = '', role = ''] = who.split('-')
      const api = world.crm.as({ tenant, actor: { kind: 'user', id: who }, roles: [role] })
      const lead = await api.create('lead', { name: 'Own', email: 'own@example.com' })
      const before = await world.heads()
      const post = async (ids: Ids) => {
        const [path, body] = REFERENCES[name]?.(ids, { lead: lead.id }) ?? ['', {}]
        const headers = { Authorization: `Bearer ${who}`, 'Content-Type': 'application/json' }
        return answerOf(
          await world.handle(new Request(`${BASE}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })),
        )
      }
      const hidden = await post(world.ids)
      expect(hidden.status, hidden.text).toBeGreaterThanOrEqual(400)
      expect(hidden).toEqual(await post(UNKNOWN))
      expect(await world.heads()).toEqual(before)
      await world.crm.close()
    })
  }
})
