import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { defineRule } from '../../rules/define-rule.ts'
import { openWorld } from '../world.fixture.ts'

const LEADS = process.env['KITH_SOAK'] ? Number(process.env['KITH_SOAK_N'] ?? 20_000) : 800
const UPDATED = 4
/** What is promised is 50 ms on a machine that does nothing else; a collection of garbage may fall into it. */
const BOUND_MS = 100

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
    const email = `l${at}@example.com`
    const { id, version } = await ida.create('lead', { name: `Lead ${at}`, email, score: (at * 37) % 100 })
    if (at % UPDATED === 0) await ida.update('lead', id, { message: `Note ${at}` }, { ifVersion: version })
  }
  return world
}

/** The most processor time that passes between two turns of the event loop: other processes do not count. */
async function longestTurn(work: Promise<unknown>): Promise<number> {
  let done = false
  let longest = 0
  const end = () => {
    done = true
  }
  work.then(end, end)
  for (let before = process.cpuUsage(); !done; before = process.cpuUsage()) {
    await new Promise((resolve) => setImmediate(resolve))
    const { user, system } = process.cpuUsage(before)
    longest = Math.max(longest, (user + system) / 1_000)
  }
  return longest
}

it('a simulation lets others have their turn all the time, tells how far it is, and stops when it is told', {
  timeout: 60_000 + LEADS * 50,
}, async ({ task }) => {
  const { ida, crm } = await open()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const started = process.cpuUsage()
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
  const longest = await longestTurn(running)
  delay.disable()
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
    what: 'A simulation of two sets of rules over a log in one process: processor time of the longest turn of the event loop, in ms.',
    n: LEADS,
    figures: {
      changes,
      totalMs: Math.round((user + system) / 1_000),
      longestTurnMs: Math.round(longest),
      delayP99Ms: Math.round(delay.percentile(99) / 1e6),
    },
  }
})
