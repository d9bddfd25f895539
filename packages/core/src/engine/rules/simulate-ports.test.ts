import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import type { Storage } from '../../ports/storage.ts'
import type { Command } from '../../rules/commands.ts'
import type { RuleStep } from '../../rules/types.ts'
import { memoryStorage } from '../../storage/memory.ts'
import type { HostFunction } from './effect-jobs.ts'

const RUNS = process.env['KITH_SOAK'] ? Number(process.env['KITH_SOAK_N'] ?? 10_000) : 25

const STEPS: readonly RuleStep[] = [
  { do: 'set-fields', set: { score: 90 } },
  { do: 'set-fields', set: { status: 'dismissed' } },
  { do: 'add-tag', tag: 'x' },
  { do: 'create-activity', kind: 'task', due: { workingDays: 1 } },
  { do: 'notify-user', to: ['owner', { user: 'ida' }], text: 'x' },
  { do: 'call-webhook', url: 'https://hooks.example/a' },
  { do: 'run-function', name: 'tell' },
  { do: 'assign-owner', strategy: 'fixed', owner: 'ola', reassign: true },
  { do: 'convert-lead', review: 'required' },
  { wait: { hours: 5 } },
]
const LAST: RuleStep = { do: 'add-tag', tag: 'last' }
const rules = fc.array(
  fc.record({
    on: fc.constantFrom<unknown>(
      'lead.created',
      'lead.updated',
      { when: 'field-changed', object: 'lead', field: 'score' },
      { when: 'schedule', object: 'lead', cron: '0 9 * * mon' },
      { when: 'date-reached', object: 'lead', field: 'createdAt', after: { days: 1 } },
    ),
    if: fc.constantFrom<unknown>({}, { score: { gte: 50 } }, { status: 'new' }),
    then: fc.array(fc.constantFrom(...STEPS), { maxLength: 5 }).map((steps) => [...steps, LAST]),
    label: fc.constant('R'),
  }),
  { minLength: 1, maxLength: 6 },
)

/** A CRM of which everything that leaves it, and every write, is written down. */
async function recorded() {
  const calls: string[] = []
  const { openWorld } = await import('../world.fixture.ts')
  const base = memoryStorage()
  const writing = new Set<PropertyKey>(['commit', 'claimJobs', 'open'])
  const storage = new Proxy(base, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => {
        if (writing.has(name)) calls.push(`storage.${String(name)}`)
        return Reflect.apply(member, target, args) as unknown
      }
    },
  }) as Storage
  const tell: HostFunction = { weight: 'routine', run: () => void calls.push('function') }
  const webhooks = { send: async () => void calls.push('webhook') }
  const world = await openWorld({ storage, webhooks, functions: { tell }, config: { rules: [] } })
  for (const score of [10, 60]) {
    const lead = await world.ida.create('lead', { name: `L${score}`, email: `l${score}@example.com`, score })
    world.clock.advance({ days: 3 })
    await world.ida.update('lead', lead.id, { score: score + 1 }, { ifVersion: lead.version })
  }
  const span = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-20T00:00:00.000Z' }
  return {
    calls,
    world,
    webhooks,
    tell,
    simulate: (set: readonly unknown[]) => world.ida.simulateRules({ rules: set, ...span }),
  }
}

const withIds = (set: readonly object[]) => set.map((rule, at) => ({ id: `r${at}`, ...rule }))

afterEach(() => {
  vi.doUnmock('../../rules/plan-command.ts')
  vi.resetModules()
})

it('no rules call a port in a simulation', async ({ task }) => {
  const { calls, simulate } = await recorded()
  calls.splice(0)
  let fired = 0
  await fc.assert(
    fc.asyncProperty(rules, async (set) => {
      const { tallies } = await simulate(withIds(set))
      fired += tallies.reduce((sum, one) => sum + one.fired, 0)
      expect(calls).toEqual([])
    }),
    { numRuns: RUNS },
  )
  expect(fired).toBeGreaterThan(RUNS)
  task.meta.report = {
    name: 'simulate',
    what: 'Random rule sets simulated over a history, with every port recorded: calls that left the simulation.',
    n: RUNS,
    figures: { fired, portCalls: calls.length },
  }
})

it('a simulation that did call one would be seen', async () => {
  const leaks: ((command: Command) => void)[] = []
  vi.resetModules()
  vi.doMock('../../rules/plan-command.ts', async (original) => {
    const actual = (await original()) as typeof import('../../rules/plan-command.ts')
    const planCommand: typeof actual.planCommand = (command, ...rest) => {
      for (const leak of leaks) leak(command)
      return actual.planCommand(command, ...rest)
    }
    return { ...actual, planCommand }
  })
  const { calls, simulate, webhooks, tell } = await recorded()
  calls.splice(0)
  leaks.push(({ operation }) => {
    if (operation === 'callWebhook') void webhooks.send()
    if (operation === 'runFunction') void tell.run({} as never)
  })
  const then = [
    { do: 'call-webhook', url: 'https://hooks.example/a' },
    { do: 'run-function', name: 'tell' },
  ]
  await simulate([{ id: 'mutant', label: 'Mutant', on: 'lead.created', then }])
  expect(calls.sort()).toEqual(['function', 'function', 'webhook', 'webhook'])
})
