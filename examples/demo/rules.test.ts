import {
  type Change,
  checkPipeline,
  checkRule,
  createModel,
  describeRule,
  parseRule,
  simulate,
  standardObjects,
} from '@kith/core'
import { describe, expect, it } from 'vitest'
import { config } from './config.ts'
import { largeDealsNeedApproval, ruleFields, rules } from './rules.ts'

const { approved } = ruleFields['deal'] ?? {}
const fields = { ...config.fields, deal: { ...config.fields['deal'], ...(approved ? { approved } : {}) } }
const model = createModel([...standardObjects, ...config.objects], fields)
const id = (name: string) => rules.find((rule) => rule.id === name) as (typeof rules)[number]

describe('the rules of the demo', () => {
  it('fit its model, and are the same from JSON', () => {
    expect(rules).toHaveLength(10)
    for (const rule of rules) {
      checkRule(rule, model)
      expect(parseRule(JSON.parse(JSON.stringify(rule)), model)).toEqual(rule)
    }
  })

  it('have a condition that holds large deals back', () => {
    const contract = { id: 'contract', label: 'Contract', kind: 'open', exit: [largeDealsNeedApproval] } as const
    expect(() => checkPipeline({ id: 'sales', name: 'Sales', stages: [contract] }, model)).not.toThrow()
  })

  it('are read in English and Norwegian', () => {
    expect(describeRule(id('unanswered-website-lead'), model, 'en').text).toBe(
      'When a new lead comes in, if Source is “website”: wait 1 working day, then go on only if Status is New and ' +
        'Last activity is empty; tell the owner: “This lead waits for a call since yesterday.”; tell the owner’s manager: ' +
        '“A lead was not called within a working day.”',
    )
    for (const rule of rules)
      expect(describeRule(rule, model, 'nb').text).toMatch(/^(Når|\d+ døgn etter|Hver|Hvert) .+: .+\.»?$/)
  })

  it('remind the owner and tell the manager of a website lead that nobody called', () => {
    const stamps = { version: 1, createdBy: 'user:eva', updatedAt: '2026-03-02T09:00:00.000Z', updatedBy: 'user:eva' }
    const user = (userId: string, managerId?: string) => ({
      id: userId,
      ...stamps,
      createdAt: stamps.updatedAt,
      name: userId,
      teamIds: ['inside-sales'],
      ...(managerId ? { managerId } : {}),
    })
    const after = {
      createdAt: stamps.updatedAt,
      createdBy: 'visitor:v',
      status: 'new',
      source: 'website',
      submissionId: 's',
    }
    const captured: Change = {
      seq: 1,
      at: stamps.updatedAt,
      actor: { kind: 'visitor', id: 'v' },
      cause: 'captureLead',
      correlation: 'c',
      object: 'lead',
      id: 'lead-1',
      before: null,
      after,
    }
    const start = { user: [user('ida', 'eva')], team: [{ ...user('inside-sales'), name: 'Sales' }] }
    const settings = { zone: 'Europe/Oslo', locale: 'en', baseCurrency: 'NOK', to: '2026-03-10T00:00:00.000Z' }
    const { runs } = simulate({ model, rules, start, changes: [captured], ...settings })
    const told = runs.flatMap((run) =>
      run.commands.flatMap((one) => (one.operation === 'notify' ? [[run.at, one.userId]] : [])),
    )
    expect(told).toEqual([
      ['2026-03-03T09:00:00.000Z', 'ida'],
      ['2026-03-03T09:00:00.000Z', 'eva'],
    ])
  })
})
