import { describe, expect, it } from 'vitest'
import { aLead, NOW } from '../testing/builders.ts'
import { evaluate, resume } from './evaluate.ts'
import { aRule, context, refusedAt, state } from './rules.fixture.ts'
import type { Rule } from './types.ts'
import type { Continuation } from './wait.ts'

const event = { type: 'lead.captured', object: 'lead', id: 'lead-1' }
const remind: Rule['then'] = [
  { do: 'set-fields', set: { score: 1 } },
  { wait: { workingDays: 3 }, if: { status: 'new' } },
  { do: 'notify-user', to: ['owner'], text: 'Not answered yet' },
  { wait: { hours: 2 } },
  { do: 'add-tag', tag: 'late' },
]
const lead = aLead({ ownerId: 'ida' })
const start = (then: Rule['then'], record = lead) =>
  evaluate(aRule({ then }), event, record, state, { ...context, run: 'job-1' })
const go = (continuation: Continuation | undefined, record = lead, now = NOW) =>
  resume(continuation as Continuation, record, state, { ...context, now })

describe('a wait', () => {
  it('ends the commands, and says as data how it goes on', () => {
    const plan = start(remind)
    expect(plan.commands.map(({ operation }) => operation)).toEqual(['update'])
    expect(plan.continuation).toEqual({
      rule: { id: 'r', version: 3 },
      event,
      object: 'lead',
      id: 'lead-1',
      step: 2,
      steps: remind.slice(2),
      if: { status: 'new' },
      dueAt: '2026-03-05T09:00:00.000Z',
      key: 'r@3:2:lead:lead-1:job-1',
      run: 'job-1',
    })
    expect(JSON.parse(JSON.stringify(plan.continuation))).toEqual(plan.continuation)
  })

  it('goes on if its condition still holds, up to the next wait', () => {
    const plan = go(start(remind).continuation)
    expect(plan).toMatchObject({ fires: true, conditions: [{ sentence: 'Status is New', holds: true }] })
    expect(plan.commands).toMatchObject([{ operation: 'notify', key: 'r@3:2:lead:lead-1:job-1:ida' }])
    expect(plan.continuation).toMatchObject({
      step: 4,
      key: 'r@3:4:lead:lead-1:job-1',
      dueAt: '2026-03-02T11:00:00.000Z',
    })
    expect(go(plan.continuation)).toMatchObject({ commands: [{ operation: 'addTag' }], skipped: [] })
    expect(go(plan.continuation).continuation).toBeUndefined()
  })

  it('ends the rule where its condition holds no more, and says why', () => {
    expect(go(start(remind).continuation, { ...lead, status: 'working' })).toEqual({
      rule: { id: 'r', version: 3 },
      fires: false,
      conditions: [
        { condition: { status: 'new' }, sentence: 'Status is New', holds: false, values: { status: 'working' } },
      ],
      commands: [],
      skipped: [],
    })
  })

  it('may wait for a date of the record', () => {
    const then: Rule['then'] = [
      { wait: { field: 'createdAt', after: { days: 2 }, at: '08:00' } },
      { do: 'add-tag', tag: 'old' },
    ]
    expect(start(then).continuation?.dueAt).toBe('2026-03-04T07:00:00.000Z')
    const long = { ...lead, createdAt: '2020-01-01T00:00:00.000Z' }
    expect(start(then, long).continuation?.dueAt).toBe(NOW)
  })

  it('waits on for a date that was moved to later, as often as it is, and goes on when it comes', () => {
    const then: Rule['then'] = [
      { wait: { field: 'lastActivityAt', after: { days: 1 } } },
      { do: 'add-tag', tag: 'old' },
    ]
    const on = (lastActivityAt: string) => ({ ...lead, lastActivityAt })
    const first = start(then, on('2026-03-02T10:00:00.000Z')).continuation
    expect(first?.dueAt).toBe('2026-03-03T10:00:00.000Z')
    const second = go(first, on('2026-03-09T10:00:00.000Z'), first?.dueAt)
    expect(second).toMatchObject({ fires: true, commands: [], continuation: { dueAt: '2026-03-10T10:00:00.000Z' } })
    const third = go(second.continuation, on('2026-04-01T10:00:00.000Z'), second.continuation?.dueAt)
    expect(new Set([first, second.continuation, third.continuation].map((one) => one?.key)).size).toBe(3)
    const moved = go(third.continuation, on('2026-03-20T10:00:00.000Z'), third.continuation?.dueAt)
    expect(moved).toMatchObject({ commands: [{ operation: 'addTag' }] })
    expect(moved.continuation).toBeUndefined()
    expect(go(third.continuation, lead, third.continuation?.dueAt)).toMatchObject({
      commands: [],
      skipped: [{ at: 0, reason: 'no-date' }],
    })
  })

  it('does nothing more where that date is empty', () => {
    const then: Rule['then'] = [{ wait: { field: 'lastActivityAt' } }, { do: 'add-tag', tag: 'old' }]
    expect(start(then)).toMatchObject({ commands: [], skipped: [{ at: 0, reason: 'no-date' }] })
    expect(start(then).continuation).toBeUndefined()
  })

  it.each([
    ['no time at all', [{ wait: {} }, { do: 'add-tag', tag: 'x' }], '/then/0/wait'],
    ['a time of nothing', [{ wait: { hours: 0 } }, { do: 'add-tag', tag: 'x' }], '/then/0/wait'],
    ['nothing after it', [{ do: 'add-tag', tag: 'x' }, { wait: { hours: 1 } }], '/then/1'],
    [
      'a condition that is none',
      [
        { wait: { hours: 1 }, if: { nope: 1 } },
        { do: 'add-tag', tag: 'x' },
      ],
      '/then/0/if/nope',
    ],
    ['a field that is no date', [{ wait: { field: 'source' } }, { do: 'add-tag', tag: 'x' }], '/then/0/wait/field'],
  ])('refuses %s', (_, then, path) => {
    expect(refusedAt(then as unknown as Rule['then'])).toContain(path)
  })
})
