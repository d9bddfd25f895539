import { describe, expect, it } from 'vitest'
import { chained, FULL_BUDGET, loopOf, type RuleChain, requireNoLoop, spend, waited } from './chain.ts'

const link = (id: string) => ({ id, version: 1, event: 'lead.updated' })
const chain = (ids: string): RuleChain => [...ids].map(link)

describe('loopOf', () => {
  it('lets a chain that ends in time pass', () => {
    expect(loopOf(chain('abcabcabca'))).toBeUndefined()
  })

  it('tells the rules that come again and again, in order', () => {
    expect(loopOf(chain('xxabcabcabc'))?.cycle.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(loopOf(chain('aaaaaaaaaaa'))?.cycle.map(({ id }) => id)).toEqual(['a'])
  })

  it('tells the whole chain where nothing repeats', () => {
    expect(loopOf(chain('abcdefghijk'))?.cycle).toHaveLength(11)
  })

  it('is refused by code, with the rules', () => {
    expect(() => requireNoLoop(chain('abababababa'))).toThrow(
      expect.objectContaining({ code: 'RULE_LOOP', details: { depth: 11, rules: ['b', 'a'] } }),
    )
    expect(() => requireNoLoop(chain('ab'))).not.toThrow()
  })

  it('grows by one link for a rule that goes on after waits, however many', () => {
    const plan = { rule: { id: 'b', version: 1 } }
    const once = waited(chain('ab'), plan, 'lead.updated')
    expect(once.map(({ id }) => id).join('')).toBe('abb')
    expect(waited(once, plan, 'lead.updated')).toEqual(once)
    expect(waited(chained(once, plan, 'lead.updated'), plan, 'lead.updated')).toHaveLength(5)
  })

  it('grows by the rule and the event that started it', () => {
    expect(chained(chain('a'), { rule: { id: 'b', version: 1 } }, 'lead.updated')).toEqual(chain('ab'))
  })
})

describe('spend', () => {
  it('counts evaluations and commands, and ends where one is used up', () => {
    const plan = { commands: [{ operation: 'add', object: 'team', id: 't', field: 'rotation', by: 1 }] } as const
    expect(spend(FULL_BUDGET, plan)).toEqual({ evaluations: 999, commands: 199 })
    expect(spend({ evaluations: 0, commands: 5 }, { commands: [] })).toBeUndefined()
    expect(spend({ evaluations: 5, commands: 0 }, plan)).toBeUndefined()
  })
})
