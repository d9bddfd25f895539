import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { defineRule } from '../../rules/define-rule.ts'
import { openWorld } from '../world.fixture.ts'

const LEADS = process.env['KITH_SOAK'] ? Number(process.env['KITH_SOAK_N'] ?? 20_000) : 800
const UPDATED = 4
/** The event loop never stalls for longer by what is asked of it; a collection of garbage may come on top. */
const BOUND_MS = 50

const call = defineRule({
  id: 'call',
  label: 'Call',
  on: { when: 'record-created', object: 'lead' },
  if: { score: { gte: 50 } },
  then: [
    { do: 'create-activity', kind: 'task', subject: 'Call' },
    { wait: { days: 2 }, if: { status: 'new' } },
    { do: 'add-tag', tag: 'late' },
  ],
})
const daily = defineRule({
  id: 'daily',
  label: 'Daily',
  on: { when: 'schedule', object: 'lead', cron: '0 9 * * *' },
  if: { score: { lt: 5 }, createdAt: { last: { days: 2 } } },
  then: [{ do: 'add-tag', tag: 'cold' }],
})
const rules = [call, daily]
const span = { from: '2026-03-01T00:00:00Z', to: '2026-03-20T00:00:00Z' }

/** A log of leads that came over some days and were worked on. */
async function open() {
  const world = await openWorld({ config: { rules: [] } })
  const { ida, clock } = world
  for (let at = 0; at < LEADS; at++) {
    if (at % Math.ceil(LEADS / 8) === 0) clock.advance({ days: 1 })
    clock.set(new Date(Date.parse(clock.now()) + 1_000).toISOString())
    const email = `l${at}@example.com`
    const { id, version } = await ida.create('lead', { name: `Lead ${at}`, email, score: (at * 37) % 100 })
    if (at % UPDATED === 0) await ida.update('lead', id, { message: `Note ${at}` }, { ifVersion: version })
  }
  return world
}

interface Turn {
  readonly startTime: number
  readonly duration: number
}

/**
 * The times between two turns of the event loop on a machine that does nothing else: that of the clock, or what this
 * process worked, whichever is less. The one counts other processes, the other what helpers do beside.
 */
async function turnsOf(work: Promise<unknown>): Promise<readonly Turn[]> {
  let done = false
  const turns: Turn[] = []
  const end = () => {
    done = true
  }
  work.then(end, end)
  while (!done) {
    const [cpu, startTime] = [process.cpuUsage(), performance.now()]
    await new Promise((resolve) => setImmediate(resolve))
    const { user, system } = process.cpuUsage(cpu)
    turns.push({ startTime, duration: Math.min((user + system) / 1_000, performance.now() - startTime) })
  }
  return turns
}

/** Writes down when garbage is collected. */
function watchGarbage() {
  const collections: Turn[] = []
  const observer = new PerformanceObserver((list) => void collections.push(...list.getEntries()))
  observer.observe({ entryTypes: ['gc'] })
  return {
    /** How long a turn took without it. */
    without: ({ startTime, duration }: Turn) =>
      collections
        .filter((one) => one.startTime >= startTime && one.startTime < startTime + duration)
        .reduce((left, one) => left - one.duration, duration),
    end: () => observer.disconnect(),
  }
}

it('a simulation lets others have their turn all the time, tells how far it is, and stops when it is told', {
  timeout: 60_000 + LEADS * 50,
}, async ({ task }) => {
  const { ida, crm } = await open()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const started = process.cpuUsage()
  const garbage = watchGarbage()
  delay.enable()
  const shares = new Set<number>()
  const running = ida.simulateRules({ rules, instead: [{ ...call, if: { score: { gte: 60 } } }], ...span })
  const watching = (async () => {
    for (;;) {
      const { share } = await ida.simulationProgress()
      if (share === null) return
      shares.add(share)
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  const turns = await turnsOf(running)
  delay.disable()
  await new Promise((resolve) => setTimeout(resolve))
  garbage.end()
  const longest = Math.max(...turns.filter(({ duration }) => duration > 5).map(garbage.without))
  await watching
  const { user, system } = process.cpuUsage(started)
  const { changes, complete, tallies } = await running
  expect(complete).toBe(true)
  expect(tallies.map(({ fired }) => fired > 0)).toEqual([true, true])
  expect(longest).toBeLessThan(BOUND_MS)
  expect([...shares]).toEqual([...shares].sort((left, right) => left - right))
  expect(shares.size).toBeGreaterThan(2)

  const stop = new AbortController()
  const stopped = ida.simulateRules({ rules, ...span }, { signal: stop.signal })
  await new Promise((resolve) => setImmediate(resolve))
  stop.abort(new Error('enough'))
  await expect(stopped).rejects.toThrow('enough')
  expect(await ida.simulationProgress()).toEqual({ share: null })
  await crm.close()
  task.meta.report = {
    name: 'simulate-turns',
    what: 'A simulation of two sets of rules over a log in one process: the longest turn of the event loop, in ms, without and with the collection of garbage.',
    n: LEADS,
    figures: {
      changes,
      totalMs: Math.round((user + system) / 1_000),
      longestTurnMs: Math.round(longest),
      withGarbageMs: Math.round(turns.reduce((most, { duration }) => Math.max(most, duration), 0)),
      delayP99Ms: Math.round(delay.percentile(99) / 1e6),
    },
  }
})
