import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { sha256 } from '../../shared/sha256.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aConsent, aContact, aContext, NOW } from '../../testing/builders.ts'
import { standardObjects } from '../index.ts'
import { giveConsent, withdrawConsent } from './consent.operations.ts'

const context = aContext.bind(undefined, { model: createModel(standardObjects) })
const code = (expected: string) => expect.objectContaining({ code: expected })
const contact = aContact({ locale: 'nb' })
const said = { contactId: contact.id, purpose: 'sales', channel: 'phone', text: 'Dere kan ringe meg.', method: 'phone' }

describe('giveConsent', () => {
  it('writes a line with the exact text, its hash and the time', () => {
    const plan = giveConsent({ contact }, said, context())
    expect(afterPlan(plan, 'consent')).toEqual([
      {
        ...said,
        id: 'id-1',
        email: 'kari@example.com',
        locale: 'nb',
        textHash: sha256(said.text),
        givenAt: NOW,
        state: 'given',
      },
    ])
    expect(plan.events).toEqual([
      {
        type: 'consent.given',
        object: 'consent',
        id: 'id-1',
        data: { contactId: contact.id, purpose: 'sales', channel: 'phone' },
      },
    ])
  })

  it('writes another line each time', () => {
    expect(giveConsent({ contact }, said, context()).writes.every((write) => write.kind === 'create')).toBe(true)
  })

  it.each(['purpose', 'text', 'method'])('refuses a consent without %s', (field) => {
    expect(() => giveConsent({ contact }, { ...said, [field]: '' }, context())).toThrow(code('INVALID_INPUT'))
  })
})

describe('withdrawConsent', () => {
  it('counts from now and says why', () => {
    const consent = aConsent({ contactId: contact.id })
    const plan = withdrawConsent({ consent }, { reason: 'Asked by phone' }, context())
    expect(afterPlan(plan, 'consent')).toEqual([
      { ...consent, state: 'withdrawn', withdrawnAt: NOW, withdrawnReason: 'Asked by phone' },
    ])
    expect(plan.events.map((event) => event.type)).toEqual(['consent.withdrawn'])
  })

  it('refuses what was withdrawn before', () => {
    const consent = aConsent({ state: 'withdrawn', withdrawnAt: NOW })
    expect(() => withdrawConsent({ consent }, {}, context())).toThrow(code('CONSENT_ALREADY_WITHDRAWN'))
  })
})
