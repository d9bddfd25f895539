import { seededRandom } from '@kith/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type DemoApi, demoApi, type Wire } from './testing/demo-api.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

const SEED = 20_260_302
const RACES = process.env['KITH_SOAK'] ? Number(process.env['KITH_SOAK_N'] ?? 1_000) : 60
const STAGES = ['enquiry', 'viewing', 'offer', 'contract'] as const

let demo: DemoProcess
let admin: DemoApi
let agent: DemoApi
let writers: readonly DemoApi[]
beforeAll(async () => {
  demo = await startDemo()
  admin = demoApi(demo.origin)
  agent = demoApi(demo.origin, 'demo-agent')
  writers = [admin, demoApi(demo.origin, 'demo-manager'), agent]
})
afterAll(() => demo?.dispose())

/** One thing that a writer wants of a deal that they have seen. */
interface Wish {
  readonly field: 'name' | 'stageId'
  readonly value: string
  /** What the field held when the writer looked. */
  readonly seen: unknown
  /** Names the write in the log. */
  readonly correlation: string
}

interface Outcome extends Wish {
  readonly answer: Answer<Wire & { readonly code?: string; readonly current?: Wire }>
}

interface Entry {
  readonly correlation: string
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

async function aDeal(): Promise<Wire> {
  const deal = await admin.create('deals', {
    name: 'Fjordveien 14',
    amount: { amountMinor: 545_000_000, currency: 'NOK' },
  })
  const { body } = await admin.call(`/deals/${deal.id}/assign`, { json: { ownerId: 'anders' } })
  return body
}

async function write(who: DemoApi, deal: Wire, wish: Wish): Promise<Outcome> {
  const headers = { 'If-Match': `"${deal.version}"`, 'Kith-Correlation': wish.correlation }
  const json = { [wish.field]: wish.value }
  const answer =
    wish.field === 'name'
      ? await who.call(`/deals/${deal.id}`, { method: 'PATCH', json, headers })
      : await who.call(`/deals/${deal.id}/move`, { json, headers })
  return { ...wish, answer }
}

async function logOf(id: string): Promise<readonly Entry[]> {
  const found: Entry[] = []
  for (let cursor = ''; ; ) {
    const query = new URLSearchParams({ limit: '200', ...(cursor && { cursor }) })
    const { body } = await admin.call<{ items: Entry[]; nextCursor?: string }>(`/deals/${id}/history?${query}`)
    found.push(...body.items)
    if (!body.nextCursor) return found
    cursor = body.nextCursor
  }
}

/** Compares what writers were told with what the log says. */
function judge(outcomes: readonly Outcome[], log: readonly Entry[]) {
  const entriesOf = ({ correlation }: Wish) => log.filter((entry) => entry.correlation === correlation)
  const won = outcomes.filter(({ answer }) => answer.status === 200)
  const told = outcomes.filter(({ answer }) => answer.status === 412)
  return {
    writes: outcomes.length,
    won: won.length,
    told: told.length,
    otherAnswers: outcomes.length - won.length - told.length,
    /** A writer was told "done" and replaced what they had never seen. */
    silentOverwrites: won.filter((one) => entriesOf(one).some(({ before }) => before?.[one.field] !== one.seen)).length,
    /** Answered as done, and not in the log exactly once with the value that was sent. */
    notInTheLogOnce: won.filter((one) => {
      const entries = entriesOf(one)
      return entries.length !== 1 || entries[0]?.after?.[one.field] !== one.value
    }).length,
    /** Refused, and yet in the log. */
    refusedAndDone: told.filter((one) => entriesOf(one).length > 0).length,
  }
}

describe('several people who write the same deal at once', () => {
  it(`lose nothing silently over ${RACES} races: one writes, the others are told what is there now`, async ({
    task,
  }) => {
    const chance = seededRandom(SEED)
    const { id } = await aDeal()
    const outcomes: Outcome[] = []
    const startedAt = performance.now()
    for (let race = 0; race < RACES; race++) {
      const { body: deal } = await admin.call(`/deals/${id}`)
      const moves = STAGES.filter((stage) => stage !== deal['stageId'])
      const wishes = writers.map((_, at): Wish => {
        const correlation = `race-${race}-${at}`
        return chance.next() < 1 / 2
          ? { field: 'name', value: `Race ${race} by ${at}`, seen: deal['name'], correlation }
          : { field: 'stageId', value: moves[at] as string, seen: deal['stageId'], correlation }
      })
      const made = await Promise.all(wishes.map((wish, at) => write(writers[at] as DemoApi, deal, wish)))
      outcomes.push(...made)
      const winners = made.filter(({ answer }) => answer.status === 200)
      expect(winners).toHaveLength(1)
      const now = winners[0]?.answer.body as Wire
      expect(now.version).toBe(deal.version + 1)
      for (const { answer } of made.filter((one) => one !== winners[0]))
        expect([answer.status, answer.body.code, answer.body.current]).toEqual([412, 'VERSION_CONFLICT', now])
    }
    const seconds = (performance.now() - startedAt) / 1_000
    const figures = judge(outcomes, await logOf(id))
    expect(figures).toEqual({
      writes: RACES * writers.length,
      won: RACES,
      told: RACES * (writers.length - 1),
      otherAnswers: 0,
      silentOverwrites: 0,
      notInTheLogOnce: 0,
      refusedAndDone: 0,
    })
    task.meta.report = {
      name: 'races',
      what: 'Races of three people on one deal over HTTP, each with the version that they saw, by field and by move.',
      n: RACES,
      seed: SEED,
      figures: { ...figures, writesPerSecond: Math.round((RACES * writers.length) / seconds) },
    }
  })

  it('would be noticed if the second wrote over what they never saw', async () => {
    const deal = await aDeal()
    const wish = (value: string): Wish => ({ field: 'name', value, seen: deal['name'], correlation: `blind-${value}` })
    const first = await write(admin, deal, wish('First'))
    const { body: unread } = await agent.call(`/deals/${deal.id}`)
    const blind = await write(agent, unread, wish('Second'))
    expect(judge([first, blind], await logOf(deal.id))).toMatchObject({ won: 2, silentOverwrites: 1 })
  })

  it('have to say which version they saw', async () => {
    const deal = await aDeal()
    const patch = (headers: Record<string, string>) =>
      agent.call<Wire & { code?: string }>(`/deals/${deal.id}`, { method: 'PATCH', json: { name: 'x' }, headers })
    for (const headers of [{}, { 'If-Match': '*' }])
      expect(await patch(headers as Record<string, string>)).toMatchObject({ status: 428 })
    for (const tag of ['W/"1"', '"1", "2"', '1', '"0"'])
      expect(await patch({ 'If-Match': tag })).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } })
    expect((await admin.call(`/deals/${deal.id}`)).body).toEqual(deal)
  })
})
