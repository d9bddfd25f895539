import type { RuleDescription } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { describe, expect, it, vi } from 'vitest'
import { foundRules, type RuleListApi, ruleListStore } from './rule-list.ts'

const aRule = (over: Partial<RuleDescription> = {}): RuleDescription => ({
  rule: { id: 'call', label: { en: 'First call', nb: 'Første samtale' }, on: 'lead.captured', then: [] },
  origin: 'stored',
  active: true,
  recordVersion: 4,
  said: { when: 'When a new lead comes in', then: ['plan a call'], text: 'When a new lead comes in: plan a call.' },
  runs: { count: 3 },
  ...over,
})

async function opened(rules: readonly RuleDescription[], saveRule: RuleListApi['saveRule']) {
  const api = {
    me: async () => ({ canConfigure: true }),
    rules: async () => rules,
    saveRule,
    changes: async function* () {},
  } as unknown as RuleListApi
  const store = ruleListStore(api, 'nb')
  await store.open()
  return store
}

describe('ruleListStore', () => {
  it('switches a rule with its version, at once, and takes it back', async () => {
    const saveRule = vi.fn(async (_: string, rule: unknown) => aRule({ active: (rule as { active: boolean }).active }))
    const store = await opened([aRule()], saveRule as never)
    const done = store.toggle('call')
    expect(store.$state.get().rules[0]?.active).toBe(false)
    await done
    expect(saveRule).toHaveBeenCalledWith('call', expect.objectContaining({ active: false, id: 'call' }), {
      ifVersion: 4,
    })
    expect(store.$state.get().notice).toEqual({ kind: 'off', id: 'call', name: 'Første samtale' })
    await store.undo()
    expect(store.$state.get().rules[0]?.active).toBe(true)
  })

  it('sends only the switch of a rule from code, without a version where it was never switched', async () => {
    const saveRule = vi.fn().mockResolvedValue(aRule({ origin: 'code', active: false }))
    const { recordVersion: _, ...code } = aRule({ origin: 'code' })
    const store = await opened([code], saveRule)
    await store.toggle('call')
    expect(saveRule).toHaveBeenCalledWith('call', { active: false }, {})
  })

  it('tries again where somebody else changed the rule meanwhile, and gives up where it cannot', async () => {
    const saveRule = vi
      .fn()
      .mockRejectedValueOnce(new KithError('VERSION_CONFLICT'))
      .mockRejectedValue(new KithError('NETWORK'))
    const store = await opened([aRule()], saveRule)
    await store.toggle('call')
    expect(saveRule).toHaveBeenCalledTimes(2)
    expect(store.$state.get()).toMatchObject({ notice: { kind: 'failed', code: 'NETWORK' }, rules: [{ active: true }] })
  })

  it('finds by name and sentence', async () => {
    const store = await opened([aRule()], vi.fn())
    for (const [search, count] of [
      ['første', 1],
      ['call LEAD', 1],
      ['deal', 0],
    ] as const) {
      store.search(search)
      expect(foundRules(store.$state.get(), 'nb')).toHaveLength(count)
    }
  })
})
