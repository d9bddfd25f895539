import type { SaidRun, SimulationReport } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { describe, expect, it, vi } from 'vitest'
import { type SimulationApi, simulationStore } from './simulation.ts'
import { daysOf, shownRuns, summaryOf } from './simulation-summary.ts'

const NOW = Date.parse('2026-03-11T09:00:00Z')
const EMPTY: SimulationReport = {
  from: '',
  to: '',
  changes: 0,
  runs: [],
  more: false,
  tallies: [],
  stops: [],
  complete: true,
}
const aRun = (over: Partial<SaidRun>): SaidRun => ({
  at: '2026-03-10T12:00:00.000Z',
  ruleId: 'r',
  ruleVersion: 1,
  object: 'lead',
  id: 'l1',
  title: 'Kari Nes',
  said: [],
  deeds: [],
  skipped: [],
  conditions: [],
  chain: [],
  review: false,
  ...over,
})

function opened(
  simulateRules: SimulationApi['simulateRules'],
  instead?: readonly unknown[],
  simulationProgress?: SimulationApi['simulationProgress'],
) {
  const api = {
    me: async () => ({ zone: 'Europe/Oslo' }),
    model: async () => ({ objects: [] }),
    list: vi.fn().mockResolvedValue({ items: [{ id: 'l1', version: 1, createdAt: '2024-09-12T08:00:00.000Z' }] }),
    describeRule: async (rule: { if: object }) => ({ when: '', if: Object.keys(rule.if).join(), then: [], text: '' }),
    simulateRules,
    simulationProgress,
  } as unknown as SimulationApi
  const rules = [{ id: 'r', on: 'lead.captured', if: { source: 'website', status: 'new' } }]
  return simulationStore(api, { rules, instead, locale: 'en', now: () => NOW })
}

describe('simulationStore', () => {
  it('goes back 30 days, or to the first record of what the rule looks at', async () => {
    const simulateRules = vi.fn().mockResolvedValue(EMPTY)
    const store = opened(simulateRules)
    await store.start()
    expect(simulateRules.mock.lastCall?.[0]).toMatchObject({
      from: '2026-02-09T09:00:00.000Z',
      to: '2026-03-11T09:00:00.000Z',
    })
    store.setPeriod('all')
    await store.start()
    expect(simulateRules.mock.lastCall?.[0]).toMatchObject({ from: '2024-09-12T08:00:00.000Z' })
  })

  it('tells what the new rule would have done, the old way before the new one', async () => {
    const differences = [{ object: 'lead', id: 'l1', before: ['new'], after: ['old'] }]
    const simulateRules = vi.fn().mockResolvedValue({ ...EMPTY, differences })
    const store = opened(simulateRules, ['next'])
    await store.start()
    expect(simulateRules.mock.lastCall?.[0]).toMatchObject({ rules: ['next'], instead: [{ id: 'r' }] })
    expect(store.$state.get().report?.differences).toEqual([
      { object: 'lead', id: 'l1', before: ['old'], after: ['new'] },
    ])
  })

  it('waits for its turn while another one runs', async () => {
    vi.useFakeTimers()
    const simulateRules = vi.fn().mockRejectedValueOnce(new KithError('RATE_LIMITED')).mockResolvedValue(EMPTY)
    const store = opened(simulateRules)
    const done = store.start()
    await vi.runAllTimersAsync()
    await done
    expect(store.$state.get().status).toBe('ready')
    vi.useRealTimers()
  })

  it('shows nothing of one that was stopped', async () => {
    let answer: (report: SimulationReport) => void = () => {}
    const store = opened(() => new Promise((go) => (answer = go)))
    const done = store.start()
    await vi.waitUntil(() => store.$state.get().from)
    store.stop()
    answer(EMPTY)
    await done
    expect(store.$state.get()).toMatchObject({ status: 'stopped', report: undefined })
  })

  it('tells how much of it is done, where somebody knows', async () => {
    let answer: (report: SimulationReport) => void = () => {}
    const share = vi.fn().mockResolvedValueOnce({ share: null }).mockResolvedValue({ share: 0.25 })
    const store = opened(() => new Promise((go) => (answer = go)), undefined, share)
    const done = store.start()
    await vi.waitUntil(() => store.$state.get().from)
    const seen: (number | undefined)[] = []
    for (let time = 0; time < 2; time++) {
      await store.look()
      seen.push(store.$state.get().share)
    }
    answer(EMPTY)
    await done
    expect(seen).toEqual([undefined, 0.25])
  })

  it('finds the condition that held least often', async () => {
    const fired = (count: number) => ({
      ...EMPTY,
      tallies: [{ ruleId: 'r', considered: 9, fired: count, commands: 0, reviews: 0 }],
    })
    const simulateRules = vi.fn(async ({ rules: [rule] }) =>
      fired('status' in rule.if && !('source' in rule.if) ? 2 : 7),
    )
    const store = opened(simulateRules as never)
    await store.start()
    await store.findCause()
    expect(store.$state.get().shares).toEqual([
      { sentence: 'status', held: 2 },
      { sentence: 'source', held: 7 },
    ])
  })
})

describe('summaryOf', () => {
  it('counts records once, deeds each time, and puts the same deeds together whoever they are about', () => {
    const goes = (who: string) => ({ said: `a lead goes to ${who}`, alike: 'a lead gets an owner', who })
    const plan = { said: 'a task is planned', alike: 'a task is planned' }
    const runs = [
      aRun({ said: ['Kari Nes goes to Ida', 'a task is planned for 3 Mar'], deeds: [goes('Ida'), plan] }),
      aRun({ said: ['Kari Nes goes to Ida'], deeds: [goes('Ida')] }),
      aRun({ id: 'l2', said: ['Per goes to Ola', 'a task is planned for 4 Mar'], deeds: [goes('Ola'), plan] }),
      aRun({ id: 'l3', waitsUntil: '2026-03-12T09:00:00.000Z' }),
    ]
    const summary = summaryOf({ ...EMPTY, runs })
    expect(summary).toMatchObject({ records: 2, object: 'lead', deeds: 5, waits: 1, others: 0 })
    const people = [
      ['Ida', 2],
      ['Ola', 1],
    ]
    expect(summary.groups).toEqual([
      { said: 'a lead gets an owner', count: 3, people },
      { said: 'a task is planned', count: 2, people: [] },
    ])
    const [first] = summaryOf({ ...EMPTY, runs: runs.slice(0, 2) }).groups
    expect(first).toEqual({ said: 'a lead goes to Ida', count: 2, people: [] })
    expect(shownRuns(runs)).toHaveLength(3)
  })

  it('counts steps that did nothing by their reason', () => {
    const [owned, away] = [
      'step 1 does nothing, because somebody has it',
      'step 1 does nothing, because nobody is there',
    ]
    const runs = [aRun({ skipped: [owned] }), aRun({ skipped: [away] }), aRun({ skipped: [away] })]
    expect(summaryOf({ ...EMPTY, runs }).skips).toEqual([
      { said: away, count: 2, people: [] },
      { said: owned, count: 1, people: [] },
    ])
  })

  it('adds up to the whole where there are more kinds of deeds than lines', () => {
    const deeds = Array.from({ length: 9 }, (_, at) => ({ said: `deed ${at}`, alike: `deed ${at}` }))
    const { groups, others, deeds: all } = summaryOf({ ...EMPTY, runs: [aRun({ said: ['…'], deeds })] })
    expect([groups.length, others, all]).toEqual([6, 3, 9])
  })

  it('has the newest day first', () => {
    const runs = [aRun({ at: '2026-03-01T12:00:00.000Z' }), aRun({}), aRun({ at: '2026-03-10T13:00:00.000Z' })]
    expect(daysOf(runs, 2, 'UTC').map(({ day, runs: all }) => [day, all.length])).toEqual([['2026-03-10', 2]])
  })

  it('counts days in the zone of the tenant', () => {
    const late = [aRun({ at: '2026-03-10T23:30:00.000Z' })]
    const dayIn = (zone: string) => daysOf(late, 9, zone)[0]?.day
    expect([dayIn('UTC'), dayIn('Europe/Oslo')]).toEqual(['2026-03-10', '2026-03-11'])
  })
})
