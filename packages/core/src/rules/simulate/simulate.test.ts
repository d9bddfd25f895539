import { describe, expect, it } from 'vitest'
import { captureLead, followUpNewLead } from '../../domain/index.ts'
import { create, update } from '../../domain/plan.ts'
import { aContact, aDeal, aForm, aLead } from '../../testing/builders.ts'
import { aRule, model } from '../rules.fixture.ts'
import type { Rule } from '../types.ts'
import { recorder, simulated, start } from './history.fixture.ts'
import { simulateInSteps } from './simulate.ts'

const capture = (email: string) => (context: Parameters<Parameters<ReturnType<typeof recorder>['record']>[1]>[0]) =>
  captureLead(
    { form: aForm(), verdict: { suspect: false } },
    { submission: { values: { name: 'Kari Nordmann', email } }, key: `key-${email}` },
    context,
  )
const visitor = { kind: 'visitor', id: 'v' } as const
const leads = (...emails: readonly string[]) => {
  const book = recorder()
  for (const [at, email] of emails.entries())
    book.at(`2026-03-0${2 + at}T09:00:00.000Z`).record('captureLead', capture(email), visitor)
  return book
}
const leadIds = (book: ReturnType<typeof recorder>) =>
  book.changes.filter(({ object, before }) => object === 'lead' && before === null).map(({ id }) => id)

describe('simulate', () => {
  it('lists what would have happened, when, to whom, in words', () => {
    const book = leads('kari@example.com')
    const { runs, rules, complete } = simulated([followUpNewLead], book.changes)
    expect(runs).toMatchObject([
      {
        at: '2026-03-02T09:00:00.000Z',
        rule: { id: 'follow-up-new-lead', version: 1 },
        event: 'lead.captured',
        object: 'lead',
        id: leadIds(book)[0],
        title: 'Kari Nordmann',
        said: [
          'Kari Nordmann goes to Ida Berg',
          expect.stringMatching(/^the activity “First call” is planned for Mar 3, 2026, 10:00/),
        ],
        chain: [],
        refused: [],
      },
    ])
    expect(rules['follow-up-new-lead']).toEqual({ considered: 1, fired: 1, commands: 3, reviews: 0 })
    expect(complete).toBe(true)
  })

  it('gives leads out in turn, as it goes on', () => {
    const { end } = simulated([followUpNewLead], leads('a@example.com', 'b@example.com', 'c@example.com').changes)
    expect(end['lead']?.map((lead) => lead['ownerId'])).toEqual(['ida', 'ola', 'ida'])
    expect(end['activity']).toHaveLength(3)
  })

  it('gives leads to whoever has the least to do, as it goes on', () => {
    const assign = aRule({ then: [{ do: 'assign-owner', strategy: 'least-loaded', team: 'inside-sales' }] })
    const busy = { ...start, lead: [aLead({ id: 'old', ownerId: 'ida', status: 'working' })] }
    const { changes } = leads('a@example.com', 'b@example.com', 'c@example.com')
    const { end } = simulated([assign], changes, { start: busy })
    const mine = end['lead']?.filter(({ id }) => id !== 'old')
    expect(mine?.map((lead) => lead['ownerId'])).toEqual(['ola', 'ida', 'ola'])
  })

  it('leaves out what the log says that these rules did, and keeps what others did', () => {
    const book = leads('a@example.com')
    const [id] = leadIds(book)
    const lead = book.get('lead', String(id))
    book.record('rule', () => ({ writes: [update('lead', lead, { ownerId: 'eva' })], events: [] }), {
      kind: 'rule',
      id: 'follow-up-new-lead',
    })
    expect(simulated([followUpNewLead], book.changes).end['lead']?.[0]?.['ownerId']).toBe('ida')
    expect(simulated([aRule({ id: 'other' })], book.changes).end['lead']?.[0]?.['ownerId']).toBe('eva')
  })

  it('starts at an instant, with the state of that time', () => {
    const book = leads('a@example.com', 'b@example.com')
    const { runs, end } = simulated([followUpNewLead], book.changes, { from: '2026-03-03T00:00:00.000Z' })
    expect(runs.map(({ id }) => id)).toEqual([leadIds(book)[1]])
    expect(end['lead']).toHaveLength(2)
  })

  it('runs rules that start each other, and says which led to which', () => {
    const second = aRule({ id: 'second', on: 'lead.assigned', then: [{ do: 'add-tag', tag: 'given' }] })
    const { runs, end } = simulated([followUpNewLead, second], leads('a@example.com').changes)
    expect(runs.map(({ rule, chain }) => [rule.id, chain.map(({ id }) => id)])).toEqual([
      ['follow-up-new-lead', []],
      ['second', ['follow-up-new-lead']],
    ])
    expect(end['tag']).toMatchObject([{ name: 'given' }])
  })

  it('stops a loop with the rules in order, and goes on with what comes after', () => {
    const flip = (id: string, from: number, to: number): Rule =>
      aRule({
        id,
        on: { when: 'field-changed', object: 'lead', field: 'score', to: from },
        then: [{ do: 'set-fields', set: { score: to } }],
      })
    const begin = aRule({ id: 'begin', then: [{ do: 'set-fields', set: { score: 1 } }] })
    const { stops, runs } = simulated(
      [begin, flip('up', 1, 2), flip('down', 2, 1)],
      leads('a@example.com', 'b@example.com').changes,
    )
    expect(stops).toMatchObject([{ reason: 'loop' }, { reason: 'loop' }])
    expect(stops[0]?.loop?.cycle.map(({ id }) => id).sort()).toEqual(['down', 'up'])
    expect(runs.filter(({ rule }) => rule.id === 'begin')).toHaveLength(2)
  })

  it('stops a loop that goes through waits', () => {
    const again = aRule({
      id: 'again',
      on: { when: 'field-changed', object: 'lead', field: 'score' },
      if: { status: 'new' },
      then: [
        { wait: { minutes: 1 } },
        { do: 'set-fields', set: { score: 1 } },
        { do: 'set-fields', set: { score: 2 } },
      ],
    })
    const begin = aRule({ id: 'begin', then: [{ do: 'set-fields', set: { score: 7 } }] })
    const book = leads('a@example.com')
    const { runs, stops } = simulated([begin, again], book.changes, { to: '2027-01-01T00:00:00.000Z' })
    expect(stops[0]).toMatchObject({ reason: 'loop', loop: { cycle: [{ id: 'again' }] } })
    expect(runs.length).toBeLessThan(100)
  })

  it('goes on after waits if the condition still holds then', () => {
    const wait = aRule({
      then: [
        { wait: { workingDays: 1 }, if: { status: 'new' } },
        { do: 'notify-user', to: [{ user: 'eva' }], text: 'Late' },
      ],
    })
    const book = leads('a@example.com', 'b@example.com')
    const [first] = leadIds(book)
    const lead = book.get('lead', String(first))
    book.at('2026-03-03T08:00:00.000Z')
    const answered = { writes: [update('lead', lead, { status: 'working' })], events: [] }
    book.record('update', () => answered)
    const sorted = [...book.changes].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    const { runs } = simulated([wait], sorted, { to: '2026-03-10T00:00:00.000Z' })
    const told = runs.filter(({ commands }) => commands.length > 0)
    expect(told.map(({ id, at, said }) => [id, at, said])).toEqual([
      [leadIds(book)[1], '2026-03-04T09:00:00.000Z', ['Eva Lie is told: “Late”']],
    ])
  })

  it('reaches dates, moved ones when they come', () => {
    const rule = aRule({
      on: { when: 'date-reached', object: 'deal', field: 'closeOn', after: { days: 1 } },
      then: [{ do: 'add-tag', tag: 'x' }],
    })
    const book = recorder()
    book.record('createDeal', () => ({ writes: [create('deal', aDeal({ closeOn: '2026-03-05' }))], events: [] }))
    book.at('2026-03-04T09:00:00.000Z')
    book.record('update', () => ({
      writes: [update('deal', book.get('deal', 'deal-1'), { closeOn: '2026-03-20' })],
      events: [],
    }))
    const { runs } = simulated([rule], book.changes, { to: '2026-04-30T00:00:00.000Z' })
    expect(runs.map(({ at }) => at)).toEqual(['2026-03-21T08:00:00.000Z'])
  })

  it('comes round with birthdays and schedules', () => {
    const contacts = { ...start, contact: [aContact({ birthOn: '1990-06-01' })] }
    const birthday = aRule({
      id: 'birthday',
      on: { when: 'date-reached', object: 'contact', field: 'birthOn', yearly: true },
      then: [{ do: 'add-tag', tag: 'x' }],
    })
    const monthly = aRule({
      id: 'monthly',
      on: { when: 'schedule', object: 'contact', cron: '0 9 1 * *' },
      then: [{ do: 'add-tag', tag: 'y' }],
    })
    const { rules } = simulated([birthday, monthly], [], {
      start: contacts,
      from: '2025-01-01T00:00:00.000Z',
      to: '2027-01-01T00:00:00.000Z',
    })
    expect([rules['birthday']?.fired, rules['monthly']?.fired]).toEqual([2, 24])
  })

  it('sees records come into segments and leave them', () => {
    const stamps = { version: 1, createdAt: '', createdBy: '', updatedAt: '', updatedBy: '' }
    const segments = {
      ...start,
      lead: [aLead()],
      segment: [{ id: 'hot', ...stamps, name: 'Hot', object: 'lead', where: { score: { gte: 50 } } }],
    }
    const on = (when: 'segment-entered' | 'segment-left') => ({ when, object: 'lead', segment: 'hot' }) as const
    const enter = aRule({ id: 'enter', on: on('segment-entered'), then: [{ do: 'add-tag', tag: 'hot' }] })
    const leave = aRule({ id: 'leave', on: on('segment-left'), then: [{ do: 'remove-tag', tag: 'hot' }] })
    const book = recorder(segments)
    for (const score of [60, 70, 10])
      book.record('update', () => ({ writes: [update('lead', book.get('lead', 'lead-1'), { score })], events: [] }))
    const { runs, end } = simulated([enter, leave], book.changes, { start: segments })
    expect(runs.map(({ rule }) => rule.id)).toEqual(['enter', 'leave'])
    expect(end['link']).toMatchObject([{ role: 'tag', deletedAt: expect.any(String) }])
  })

  it('sees time alone bring records into segments and take them out, within a day', () => {
    const stamps = { version: 1, createdAt: '', createdBy: '', updatedAt: '', updatedBy: '' }
    const old = { createdAt: { lt: { ago: { days: 10 } }, gte: { ago: { days: 20 } } } }
    const segments = {
      ...start,
      lead: [aLead({ createdAt: '2026-03-02T09:00:00.000Z' })],
      segment: [
        { id: 'old', ...stamps, name: 'Old', object: 'lead', where: old },
        { id: 'named', ...stamps, name: 'Named', object: 'lead', where: { email: 'nobody@example.com' } },
      ],
    }
    const on = (when: 'segment-entered' | 'segment-left') => ({ when, object: 'lead', segment: 'old' }) as const
    const enter = aRule({ id: 'enter', on: on('segment-entered'), then: [{ do: 'add-tag', tag: 'old' }] })
    const leave = aRule({ id: 'leave', on: on('segment-left'), then: [{ do: 'remove-tag', tag: 'old' }] })
    const { runs } = simulated([enter, leave], [], {
      start: segments,
      from: '2026-03-02T12:00:00.000Z',
      to: '2026-05-01T00:00:00.000Z',
    })
    expect(runs.map(({ at, rule }) => [rule.id, at.slice(0, 10)])).toEqual([
      ['enter', '2026-03-12'],
      ['leave', '2026-03-22'],
    ])
  })

  it('tells what an operation refuses, and does the rest', () => {
    const rule = aRule({
      on: 'deal.created',
      then: [
        { do: 'assign-owner', strategy: 'fixed', owner: 'nobody' },
        { do: 'add-tag', tag: 'x' },
      ],
    })
    const book = recorder()
    book.record('createDeal', () => ({ writes: [create('deal', aDeal())], events: [] }))
    const { runs, end } = simulated([rule], book.changes)
    expect(runs[0]?.refused).toEqual([{ at: 0, code: 'INVALID_INPUT', reason: 'this cannot be used: Owner' }])
    expect(runs[0]?.said).toEqual([
      expect.stringMatching(/ goes to “nobody”: not done, because this cannot be used: Owner$/),
      expect.stringContaining('“x”'),
    ])
    expect(end['tag']).toHaveLength(1)
  })

  it('lets a rule that cannot be evaluated stop no other', () => {
    const broken = aRule({ id: 'broken', if: { gone: 1 } })
    const { stops, rules } = simulated([broken, followUpNewLead], leads('a@example.com').changes)
    expect(stops).toMatchObject([{ reason: 'error', rule: { id: 'broken' } }])
    expect(rules['follow-up-new-lead']?.fired).toBe(1)
  })

  it('ends at its budget, and says so', () => {
    const rule = aRule({
      on: { when: 'schedule', object: 'user', cron: '* * * * *' },
      then: [{ do: 'add-tag', tag: 'x' }],
    })
    const { complete, runs } = simulated([rule], leads('a@example.com').changes, {
      to: '2028-01-01T00:00:00.000Z',
      maxEvaluations: 50,
    })
    expect(complete).toBe(false)
    expect(runs.length).toBeLessThanOrEqual(50)
  })

  it('fires the same rules where they are many: also on what one of them did before', () => {
    const others = Array.from({ length: 30 }, (_, at) =>
      aRule({ id: `r${at}`, on: 'lead.captured', if: { score: { gte: 3 * at } }, then: [{ do: 'add-tag', tag: 't' }] }),
    )
    const raise = aRule({
      id: 'raise',
      on: 'lead.captured',
      if: { or: [{ score: { lt: 50 } }, { score: { empty: true } }] },
      then: [{ do: 'set-fields', set: { score: 60 } }],
    })
    const rules = [...others.slice(0, 15), raise, ...others.slice(15)]
    const { runs } = simulated(rules, leads('a@example.com').changes)
    expect(runs.map(({ rule }) => rule.id)).toEqual(['raise', ...others.slice(15, 21).map(({ id }) => id)])
  })

  it('can be taken in steps', () => {
    const input = {
      model,
      rules: [followUpNewLead],
      start,
      changes: leads('a@example.com', 'b@example.com').changes,
      zone: 'UTC',
      locale: 'en',
      baseCurrency: 'NOK',
    }
    const shares = [...simulateInSteps(input)]
    expect(shares).toEqual(shares.toSorted((left, right) => left - right))
    expect([shares[0], new Set(shares), shares.at(-1)]).toEqual([0, new Set([0, 0.5, 1]), 1])
  })

  it('makes a step of each wait that is over, also where nothing hears of what it leads to', () => {
    const wait = aRule({ then: [{ wait: { days: 20 } }, { do: 'notify-user', to: [{ user: 'eva' }], text: 'Late' }] })
    const { changes } = leads('a@example.com', 'b@example.com', 'c@example.com', 'd@example.com')
    const input = { model, rules: [wait], start, changes, zone: 'UTC', locale: 'en', baseCurrency: 'NOK' }
    const steps = (to: string) => [...simulateInSteps({ ...input, to })].length
    expect(steps('2026-04-01T00:00:00.000Z') - steps('2026-03-10T00:00:00.000Z')).toBe(4)
  })

  it('changes nothing that it was given', () => {
    const changes = leads('a@example.com').changes
    const before = JSON.stringify([start, changes])
    simulated([followUpNewLead], changes)
    expect(JSON.stringify([start, changes])).toBe(before)
  })
})
