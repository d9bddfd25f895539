import { describe, expect, it } from 'vitest'
import type { StoredRecord } from '../../schema/record.ts'
import { aConsent, aContact, aLead } from '../../testing/builders.ts'
import { aRule } from '../rules.fixture.ts'
import type { Sim } from './sim.ts'
import { stateFor } from './state-for.ts'
import { createWorld, type World } from './world.ts'

const PERSONS = 500
const rule = aRule({ consent: { purpose: 'sales' } })

/** A world with a consent of each of many leads, and how often all consents were gone through. */
function persons() {
  let walks = 0
  const consents = Array.from({ length: PERSONS }, (_, at) => aConsent({ id: `c${at}`, leadId: `l${at}` }))
  const world = createWorld({ consent: consents })
  const all: World['all'] = (object) => {
    if (object === 'consent') walks++
    return world.all(object)
  }
  const sim = { world: { ...world, all }, input: {}, pipelines: () => ({}) } as unknown as Sim
  const idsOf = (object: string, record: Parameters<typeof stateFor>[3]) =>
    (stateFor(sim, rule, object, record).consents as unknown as readonly StoredRecord[]).map(({ id }) => id).sort()
  return { world, idsOf, walks: () => walks }
}

describe('the consents of a person in a simulation', () => {
  it('are found without going through those of all others', () => {
    const { idsOf, walks } = persons()
    for (let at = 0; at < PERSONS; at++) expect(idsOf('lead', aLead({ id: `l${at}` }))).toEqual([`c${at}`])
    expect(idsOf('contact', aContact({ id: 'k' }))).toEqual([])
    expect(walks()).toBe(0)
  })

  it('are those of the lead and of the contact that it became, each once', () => {
    const { world, idsOf } = persons()
    world.put('consent', aConsent({ id: 'c1', leadId: 'l1', contactId: 'k1' }))
    world.put('consent', aConsent({ id: 'own', contactId: 'k1' }))
    expect(idsOf('lead', aLead({ id: 'l1', contactId: 'k1' }))).toEqual(['c1', 'own'])
    expect(idsOf('contact', aContact({ id: 'k1' }))).toEqual(['c1', 'own'])
  })

  it('go with the record: one that is given over or removed is no longer there', () => {
    const { world, idsOf } = persons()
    world.put('consent', aConsent({ id: 'c1', leadId: 'l2' }))
    world.remove('consent', 'c2')
    expect(idsOf('lead', aLead({ id: 'l1' }))).toEqual([])
    expect(idsOf('lead', aLead({ id: 'l2' }))).toEqual(['c1'])
  })
})
