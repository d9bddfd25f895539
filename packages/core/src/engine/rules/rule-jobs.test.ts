import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultPipelines } from '../../domain/defaults.ts'
import type { WebhookMessage } from '../../ports/webhook-sender.ts'
import { defineRule } from '../../rules/define-rule.ts'
import type { Rule } from '../../rules/types.ts'
import { MAIN, openWorld } from '../world.fixture.ts'
import type { HostFunction } from './effect-jobs.ts'

const task = (subject: string) => ({ do: 'create-activity', kind: 'task', subject }) as const
const rule = (id: string, over: Partial<Rule>) =>
  defineRule({ id, label: id, on: 'lead.created', then: [task(id)], ...over })
const open = (rules: readonly Rule[], functions: Readonly<Record<string, HostFunction>> = {}) =>
  openWorld({ config: { rules }, functions })
const subjects = (records: { readonly items: readonly { readonly [field: string]: unknown }[] }) =>
  records.items.map((one) => one['subject']).sort()

afterEach(() => void vi.useRealTimers())

describe('rules in the engine', () => {
  it('hear which fields changed, from what to what', async () => {
    const on = { when: 'field-changed', object: 'lead', field: 'status', from: 'new', to: 'working' } as const
    const { crm, ida } = await open([
      rule('begun', { on }),
      rule('renamed', { on: 'lead.updated', if: { name: { changed: true } } }),
    ])
    const lead = await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    await crm.tick()
    expect(subjects(await ida.list('activity'))).toEqual([])
    const working = await ida.update('lead', lead.id, { status: 'working' }, { ifVersion: lead.version })
    await crm.tick()
    await ida.update('lead', lead.id, { status: 'new' }, { ifVersion: working.version })
    await crm.tick()
    expect(subjects(await ida.list('activity'))).toEqual(['begun'])
  })

  it('fire the same where they are many: also on what one of them did before', async () => {
    const others = Array.from({ length: 30 }, (_, at) => rule(`r${at}`, { if: { score: { gte: 3 * at } } }))
    const raise = rule('raise', { if: { score: { lt: 50 } }, then: [{ do: 'set-fields', set: { score: 60 } }] })
    const recent = rule('recent', { if: { createdAt: { last: { days: 1 } } } })
    const { crm, ida } = await open([...others.slice(0, 15), raise, ...others.slice(15), recent])
    await ida.create('lead', { name: 'Kari', email: 'kari@example.com', score: 10 })
    await crm.tick()
    const fired = [...others.slice(0, 4), ...others.slice(15, 21), recent].map(({ id }) => id).sort()
    expect(subjects(await ida.list('activity', { where: { subject: { in: fired } } }))).toEqual(fired)
    expect((await ida.list('activity')).items).toHaveLength(fired.length)
  })

  it('fire where thousands listen to one event, of which few hold', async () => {
    const many = Array.from({ length: 1_100 }, (_, at) => rule(`r${at}`, { if: { score: at } }))
    const { crm, ida } = await open([...many, rule('last', { if: { score: 5 } })])
    await ida.create('lead', { name: 'Kari', email: 'kari@example.com', score: 5 })
    await crm.tick()
    expect(subjects(await ida.list('activity'))).toEqual(['last', 'r5'])
    expect(await crm.jobs(MAIN, 'dead')).toEqual([])
  })

  it('hear of a deal that is made in a stage', async () => {
    const stage = String(defaultPipelines[0]?.stages[0]?.id)
    const { crm, ida } = await open([rule('enquiry', { on: { when: 'stage-entered', stage } })])
    await ida.create('deal', { name: 'Kitchen', pipelineId: 'sales' })
    await crm.tick()
    expect(subjects(await ida.list('activity'))).toEqual(['enquiry'])
  })

  it('go on after a wait, if it is still so, also in another process', async () => {
    const wait = { wait: { hours: 2 }, if: { status: 'new' } } as const
    const world = await open([rule('later', { then: [task('now'), wait, task('later')] })])
    const [kept, gone, begun] = await Promise.all(
      ['a', 'b', 'c'].map((name) => world.ida.create('lead', { name, email: `${name}@example.com` })),
    )
    await world.crm.tick()
    expect(subjects(await world.ida.list('activity'))).toEqual(['now', 'now', 'now'])
    await world.ida.remove('lead', String(gone?.id), { ifVersion: Number(gone?.version) })
    const { version } = await world.ida.get('lead', String(begun?.id))
    await world.ida.update('lead', String(begun?.id), { status: 'working' }, { ifVersion: version })
    const again = await openWorld({ storage: world.storage, config: { rules: [] } })
    again.clock.advance({ hours: 2 })
    await again.crm.tick()
    await again.crm.tick()
    const later = await again.ida.list('activity', { where: { subject: 'later' } })
    expect(later.items.map(({ leadId }) => leadId)).toEqual([kept?.id])
    expect(JSON.stringify(await again.crm.jobs(MAIN, 'waiting'))).not.toContain('rule.wait')
  })

  it('carry out what people do by the same operations', async () => {
    const then: Rule['then'] = [
      { do: 'set-fields', set: { status: 'working' } },
      { do: 'add-tag', tag: 'Hot' },
      { do: 'add-tag', tag: 'hot' },
      { do: 'assign-owner', strategy: 'fixed', owner: 'ola' },
      { do: 'notify-user', to: [{ user: 'ida' }], text: 'A lead came in' },
    ]
    const { crm, ida } = await open([rule('all', { then })])
    const lead = await crm
      .as({ tenant: MAIN, actor: { kind: 'service', id: 'import' }, roles: [] })
      .create('lead', { name: 'Kari', email: 'kari@example.com' })
    await crm.tick()
    expect(await ida.get('lead', lead.id)).toMatchObject({ status: 'working', ownerId: 'ola' })
    expect((await ida.list('tag')).items).toHaveLength(1)
    expect((await ida.list('link')).items).toHaveLength(1)
    expect((await ida.list('notification', {})).items).toHaveLength(1)
  })

  it('do their work once where the job runs twice', async () => {
    const { crm, ida, storage } = await open([rule('once', {})])
    await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    const [job] = await storage.jobs({ tenant: MAIN }, { state: 'waiting', limit: 10 })
    await crm.tick()
    await storage.commit({ tenant: MAIN }, { jobs: { put: [job as NonNullable<typeof job>] } })
    await crm.tick()
    expect(subjects(await ida.list('activity'))).toEqual(['once'])
  })
})

describe('a rule that goes wrong', () => {
  const broken = rule('broken', { then: [{ do: 'assign-owner', strategy: 'fixed', owner: 'nobody' }] })

  it('by throwing is tried again by itself, and costs no lead and no other rule', async () => {
    const { crm, clock, ida } = await open([broken, rule('other', {})])
    const service = crm.as({ tenant: MAIN, actor: { kind: 'service', id: 'import' }, roles: [] })
    await service.create('lead', { name: 'Kari', email: 'kari@example.com' })
    await crm.tick()
    await service.create('lead', { name: 'Ola', email: 'ola@example.com' })
    for (let hour = 0; hour < 12; hour++) {
      await crm.tick()
      clock.advance({ hours: 1 })
    }
    expect((await ida.list('lead')).items).toHaveLength(2)
    expect(subjects(await ida.list('activity'))).toEqual(['other', 'other'])
    const dead = await crm.jobs(MAIN, 'dead')
    expect(dead.map(({ kind, attempts, payload }) => [kind, attempts, (payload as { ruleId: string }).ruleId])).toEqual(
      [
        ['rule', 8, 'broken'],
        ['rule', 8, 'broken'],
      ],
    )
  })

  it('by starting itself is stopped with the loop written down, once', async () => {
    const flip = (id: string, from: string, to: string) =>
      rule(id, {
        on: { when: 'field-changed', object: 'lead', field: 'status', to: from },
        then: [{ do: 'set-fields', set: { status: to } }],
      })
    const { crm, ida } = await open([flip('ping', 'new', 'working'), flip('pong', 'working', 'new'), rule('other', {})])
    await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    await crm.tick()
    const dead = await crm.jobs(MAIN, 'dead')
    expect(dead).toHaveLength(1)
    expect(dead[0]?.lastError).toMatch(/started each other 11 times.*(ping,pong|pong,ping)/)
    expect(subjects(await ida.list('activity'))).toEqual(['other'])
    expect((await ida.list('lead')).items).toHaveLength(1)
  })

  it('by setting off more and more uses its budget up, not the machine', async () => {
    const more = Array.from({ length: 8 }, (_, at) =>
      rule(`more-${at}`, { on: 'activity.created', then: [task(`more-${at}`)] }),
    )
    const { crm, ida } = await open([rule('first', {}), ...more])
    await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    await crm.tick()
    const made = await ida.totals('activity')
    expect(made[0]?.count).toBeLessThanOrEqual(200)
    const dead = await crm.jobs(MAIN, 'dead')
    expect(dead.some(({ lastError }) => lastError?.includes('more than rules may do'))).toBe(true)
    await crm.tick()
    expect((await ida.totals('activity'))[0]?.count).toBe(made[0]?.count)
  })

  it('by never ending holds nothing up, and is given up in time', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const called: string[] = []
    const never: HostFunction = {
      weight: 'routine',
      run: ({ key }) => {
        called.push(key)
        return new Promise(() => {})
      },
    }
    const hang = rule('hang', { then: [{ do: 'run-function', name: 'never' }] as never })
    const { crm, ida } = await open([hang, rule('other', {})], { never })
    await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    const ticking = crm.tick()
    await vi.waitFor(() => expect(called).toHaveLength(1))
    await ida.create('lead', { name: 'Ola', email: 'ola@example.com' })
    expect((await ida.list('lead')).items).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(10_000)
    await ticking
    await vi.waitFor(async () => expect(subjects(await ida.list('activity'))).toContain('other'))
    const [waiting] = (await crm.jobs(MAIN, 'waiting')).filter(({ kind }) => kind === 'function')
    expect(waiting).toMatchObject({ attempts: 1, lastError: expect.stringContaining('10 seconds') })
  })
})

describe('webhooks', () => {
  it('are sent after the commit, tried again with the same id, once for each event', async () => {
    const sent: WebhookMessage[] = []
    let fails = 1
    const webhooks = {
      async send(message: WebhookMessage) {
        sent.push(message)
        if (fails-- > 0) throw new Error('down')
      },
    }
    const hook = rule('hook', { then: [{ do: 'call-webhook', url: 'https://hooks.example/a', fields: ['name'] }] })
    const { crm, clock, ida } = await openWorld({ config: { rules: [hook] }, webhooks })
    for (const name of ['a', 'b']) await ida.create('lead', { name, email: `${name}@example.com` })
    for (let turn = 0; turn < 3; turn++) {
      await crm.tick()
      clock.advance({ hours: 1 })
    }
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2)
    expect(sent[0]).toMatchObject({ url: 'https://hooks.example/a', event: 'rule.fired' })
  })
})

describe('functions of the host', () => {
  it('are called by their rule after the commit, with a key that stays the same', async () => {
    const keys: string[] = []
    let fails = 1
    const tell: HostFunction = {
      weight: 'routine',
      async run({ key, about, api }) {
        keys.push(key)
        if (fails-- > 0) throw new Error('down')
        await api.logActivity({ kind: 'note', subject: 'told', leadId: about.id })
      },
    }
    const { crm, clock, ida } = await open([rule('tell', { then: [{ do: 'run-function', name: 'tell' }] as never })], {
      tell,
    })
    await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    await crm.tick()
    clock.advance({ hours: 1 })
    await crm.tick()
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    expect(subjects(await ida.list('activity'))).toEqual(['told'])
  })

  it('decide about nobody unless a person approved it', async () => {
    const failed: unknown[] = []
    const run: HostFunction['run'] = async ({ api, about }) => {
      const { version } = await api.get('lead', about.id)
      const decided = api.update('lead', about.id, { status: 'dismissed' }, { ifVersion: version })
      await decided.catch((error) => void failed.push(error.code))
    }
    const call = (name: string) => rule(name, { then: [{ do: 'run-function', name }] as never })
    const { crm, ida } = await open([call('light'), call('heavy')], {
      light: { weight: 'routine', run },
      heavy: { weight: 'heavy', run },
    })
    const ola = crm.as({ tenant: MAIN, actor: { kind: 'user', id: 'ola' }, roles: ['manager'] })
    const { id } = await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    await crm.tick()
    expect(failed).toEqual(['REVIEW_NEEDED'])
    const [review] = (await ola.list('review')).items
    expect(await ida.get('lead', id)).toMatchObject({ status: 'new' })
    await ola.approveReview(String(review?.id), { lookedSeconds: 9 })
    await crm.tick()
    expect(await ida.get('lead', id)).toMatchObject({ status: 'dismissed' })
  })
})
