import { describe, expect, it } from 'vitest'
import { requireSameInBulk } from './bulk.ts'
import { CONTESTANTS } from './contestants.ts'
import { makeLeads } from './facts.ts'
import { makeRules } from './generate.ts'
import { expectedOf, kithMatcher } from './kith.ts'

const leads = makeLeads(40, 7)

describe('the contestants of the rules bench', () => {
  it.each(Object.keys(CONTESTANTS))('agree on every match: %s', async (name) => {
    for (const count of [5, 150]) {
      const rules = makeRules(count, 11)
      const match = await CONTESTANTS[name]?.(rules, leads)
      const found: string[][] = []
      for (const at of leads.keys()) found.push([...((await match?.(at)) ?? [])].sort())
      expect(found).toEqual(expectedOf(kithMatcher(rules), leads).map((ids) => ids.toSorted()))
    }
  })

  it('agree on something: rules hold for some leads and not for others', () => {
    const matches = expectedOf(kithMatcher(makeRules(150, 11)), leads).flat()
    expect(new Set(matches).size).toBeGreaterThan(20)
    expect(matches.length).toBeLessThan((leads.length * 150) / 4)
  })

  it('find the same for one lead and for all at once', () => {
    requireSameInBulk(kithMatcher(makeRules(300, 12)), makeLeads(200, 8))
  })

  it('get the same rules and leads for the same seed', () => {
    expect([makeRules(50, 3), makeLeads(20, 3)]).toEqual([makeRules(50, 3), makeLeads(20, 3)])
  })
})
