import { describe, expect, it } from 'vitest'
import { aConsent, aLead } from '../testing/builders.ts'
import { evaluate, needsOf } from './evaluate.ts'
import { aRule, context } from './rules.fixture.ts'
import type { RuleConsent } from './state.ts'

const event = { type: 'lead.captured', object: 'lead', id: 'lead-1' }
const rule = aRule({ consent: { purpose: 'sales', channel: 'phone' } })
const fires = (...consents: readonly RuleConsent[]) => evaluate(rule, event, aLead(), { consents }, context).fires

describe('a consent that a rule needs', () => {
  it('holds for its channel, and for any channel', () => {
    expect(fires(aConsent({ channel: 'phone' }) as RuleConsent)).toBe(true)
    expect(fires(aConsent() as RuleConsent)).toBe(true)
    expect(fires(aConsent({ channel: 'email' }) as RuleConsent)).toBe(false)
  })

  it('does not hold when it was withdrawn, is for something else, or was never given', () => {
    expect(fires(aConsent({ state: 'withdrawn' }) as RuleConsent)).toBe(false)
    expect(fires(aConsent({ purpose: 'service' }) as RuleConsent)).toBe(false)
    expect(fires()).toBe(false)
  })

  it('stands among the reasons', () => {
    expect(evaluate(rule, event, aLead(), {}, context).conditions).toEqual([
      {
        condition: { consent: { purpose: 'sales', channel: 'phone' } },
        sentence: 'The person has agreed to “sales” by “phone”',
        holds: false,
        values: { consent: null },
      },
    ])
  })

  it('is read before', () => {
    expect(needsOf([rule]).consents).toBe(true)
    expect(needsOf([aRule()]).consents).toBe(false)
  })
})
