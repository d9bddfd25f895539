import { createModel, describeRule, parseRule, type Rule, type RuleDescription, standardObjects } from '@kith/core'
import { KithError } from '@kith/core/shared'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ruleEditorStore } from './rule-editor.ts'
import type { RuleEditorApi } from './rule-editor-types.ts'
import { isRule, ruleId, withValue } from './rule-json.ts'
import { isHeavy, keptOf, keptOfTrigger, missingOf, stepParts, triggerParts } from './rule-parts.ts'
import { newStep, newTrigger, objectOfRule, STEP_GROUPS, TRIGGER_GROUPS } from './rule-triggers.ts'
import { ALL_RULES } from './rules.fixture.ts'

const model = createModel(standardObjects)
const objects = standardObjects.map((object) => ({ ...object, can: ['read'] as const }))
const told = (rule: Rule, recordVersion = 1): RuleDescription => ({
  rule,
  origin: 'stored',
  active: true,
  recordVersion,
  said: describeRule(rule, model, 'en'),
  runs: { count: 0 },
})

function api(rules: RuleDescription[], over: Partial<RuleEditorApi> = {}): RuleEditorApi {
  return {
    me: async () => ({ canConfigure: true, baseCurrency: 'EUR' }),
    model: async () => ({ objects }),
    list: async () => ({ items: [] }),
    rules: async () => rules,
    describeRule: async (rule: unknown) => describeRule(parseRule(rule, undefined), model, 'en'),
    saveRule: async (id: string, rule: Rule) => told({ ...rule, id }, 2),
    ...over,
  } as unknown as RuleEditorApi
}

async function edited(rule: Rule, over: Partial<RuleEditorApi> = {}) {
  const store = ruleEditorStore(api([told(rule)], over), { id: rule.id, locale: 'en' })
  await store.open()
  return store
}

describe('ruleEditorStore', () => {
  it.each(ALL_RULES.map((rule) => [rule.id, rule] as const))('gives %s back as it came', async (_, rule) => {
    const store = await edited(rule)
    const { active: _a, ...draft } = store.draft()
    const { active: _b, ...given } = rule
    expect(draft).toEqual(given)
    expect(missingOf(rule as never)).toEqual([])
    const label = store.$state.get().rule['label']
    store.set(['label'], 'Another name')
    store.set(['label'], label)
    expect(store.$state.get().unsaved).toBe(false)
    expect({ ...store.draft(), active: undefined }).toEqual({ ...rule, active: undefined })
  })

  it.each(ALL_RULES.map((rule) => [rule.id, rule] as const))(
    'loses nothing of %s when a step is added and taken away',
    async (_, rule) => {
      const store = await edited(rule)
      const key = store.addStep('wait')
      store.moveStep(key, 0)
      store.removeStep(key)
      expect(store.$state.get().unsaved).toBe(false)
    },
  )

  it('shows or keeps each part of each rule', () => {
    for (const { on, then } of ALL_RULES) {
      if (typeof on !== 'string') {
        const shown = new Set(triggerParts(on).map(({ path }) => path[0]))
        for (const key of Object.keys(on))
          expect(
            key === 'when' ||
              shown.has(key) ||
              ['field', 'before', 'after', 'at'].includes(key) ||
              keptOfTrigger(on).includes(key),
            key,
          ).toBe(true)
      }
      for (const step of then as unknown as readonly Readonly<Record<string, unknown>>[]) {
        const shown = new Set(['do', 'wait', 'review', ...stepParts(step).map(({ path }) => path[0])])
        for (const key of Object.keys(step)) expect(shown.has(key) || keptOf(step).includes(key), key).toBe(true)
      }
    }
  })

  it('gives a new rule an id from its name that no other has', async () => {
    expect(ruleId('Første samtale: nå!', [])).toBe('f-rste-samtale-na')
    expect(ruleId('First call', ['first-call', 'first-call-2'])).toBe('first-call-3')
    expect(ruleId('规则', [])).toBe('rule')
  })

  it('stores with the version that it has read, and keeps what was written where somebody was quicker', async () => {
    const saveRule = vi.fn().mockRejectedValue(new KithError('VERSION_CONFLICT'))
    const store = await edited(ALL_RULES[0] as Rule, { saveRule })
    store.set(['label'], 'Mine')
    expect(await store.save()).toBe(false)
    expect(saveRule.mock.calls[0]?.[2]).toEqual({ ifVersion: 1 })
    expect(store.$state.get().conflict?.rule.id).toBe(ALL_RULES[0]?.id)
    expect(store.$state.get().rule['label']).toBe('Mine')
    store.takeTheirs()
    expect(store.$state.get()).toMatchObject({ unsaved: false, rule: { label: ALL_RULES[0]?.label } })
  })

  it('does not store a rule with an unfinished condition', async () => {
    const saveRule = vi.fn()
    const store = await edited(ALL_RULES[0] as Rule, { saveRule })
    store.unfinished('', true)
    expect(await store.save()).toBe(false)
    expect(saveRule).not.toHaveBeenCalled()
    expect(store.$state.get().missing).toEqual(['/if'])
  })

  it('tells where the server would not take it, without the id of the rule', async () => {
    vi.useFakeTimers()
    const describeRule = vi
      .fn()
      .mockRejectedValue(new KithError('INVALID_DEFINITION', { path: '/rules/x/then/0/tag', reason: 'no' }))
    const store = await edited(ALL_RULES[0] as Rule, { describeRule })
    store.set(['label'], 'X')
    await vi.runAllTimersAsync()
    expect(store.$state.get().problem).toEqual({ path: '/then/0/tag', reason: 'no' })
    vi.useRealTimers()
  })

  it('is not for those who may not configure', async () => {
    const store = ruleEditorStore(api([], { me: async () => ({ canConfigure: false }) as never }), { locale: 'en' })
    await store.open()
    expect(store.$state.get()).toMatchObject({ status: 'failed', code: 'FORBIDDEN' })
  })
})

describe('what is offered', () => {
  it('is a trigger of which all that is not missing is taken by the engine', () => {
    for (const key of TRIGGER_GROUPS.flatMap(([, keys]) => keys)) {
      const on = newTrigger(key, 'deal')
      const rule = { id: 'r', label: 'R', on, then: [newStep('wait'), { do: 'create-activity', kind: 'task' }] }
      expect(objectOfRule(on), key).not.toBe('')
      if (missingOf(rule).length === 0) expect(() => parseRule(rule, model), key).not.toThrow()
    }
  })

  it('is a step of which all that is not missing is taken by the engine', () => {
    for (const kind of STEP_GROUPS.flatMap(([, kinds]) => kinds)) {
      const then = [newStep(kind), { do: 'create-activity', kind: 'task' }]
      const rule = { id: 'r', label: 'R', on: kind === 'convert-lead' ? 'lead.captured' : 'deal.moved', then }
      if (missingOf(rule).length === 0) expect(() => parseRule(rule, model), kind).not.toThrow()
    }
  })

  it('is heavy where the engine says so', () => {
    const choices = {
      users: [],
      teams: [],
      tags: [],
      forms: [],
      segments: [],
      pipelines: [],
      stages: [
        { id: 'new', label: 'New', kind: 'open' },
        { id: 'won', label: 'Won', kind: 'won' },
      ],
    }
    expect(isHeavy({ do: 'move-deal', stage: 'won' }, 'deal', choices)).toBe(true)
    expect(isHeavy({ do: 'move-deal', stage: 'new' }, 'deal', choices)).toBe(false)
    expect(isHeavy({ do: 'set-fields', set: { status: 'dismissed' } }, 'lead', choices)).toBe(true)
    expect(isHeavy({ do: 'set-fields', set: { status: 'dismissed' } }, 'deal', choices)).toBe(false)
  })
})

describe('isRule', () => {
  it('takes all rules, and nothing that controls could not show', () => {
    for (const rule of ALL_RULES) expect(isRule(JSON.parse(JSON.stringify(rule))), rule.id).toBe(true)
    const then = [[null], 'x', [3], [{ wait: 5 }], [{ do: 'notify-user', to: [null] }], [{ do: 'set-fields', set: 3 }]]
    for (const steps of [...then, [{ do: 'link-records', to: 'x' }], [{ do: 'call-webhook', fields: 'x' }]])
      expect(isRule({ label: 'X', on: 'deal.moved', then: steps }), JSON.stringify(steps)).toBe(false)
    for (const other of [null, [], 3, {}, { then: [], on: 3 }, { then: [], if: [] }]) expect(isRule(other)).toBe(false)
  })

  it('lets only through what all parts can be told of', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...ALL_RULES), fc.nat(), (value, rule, at) => {
        const keys = Object.keys(rule.then[at % rule.then.length] as object)
        const path = ['then', at % rule.then.length, keys[at % keys.length] as string]
        const changed = JSON.parse(JSON.stringify(withValue(rule, path, value)))
        if (!isRule(changed)) return
        missingOf(changed)
        for (const step of changed['then'] as readonly Readonly<Record<string, unknown>>[]) {
          stepParts(step)
          keptOf(step)
        }
      }),
    )
  })

  it('knows no parts by names that every object has', () => {
    expect(stepParts({ do: 'toString' })).toEqual([])
    expect(keptOf({ do: 'constructor', to: 'x' })).toEqual(['do', 'to'])
    expect(triggerParts({ when: 'valueOf' })).toEqual([])
  })
})

describe('withValue', () => {
  it('changes one place and leaves all else, also the order', () => {
    const rule = { a: [{ b: 1, c: 2 }, 3], d: { e: null } }
    expect(JSON.stringify(withValue(rule, ['a', 0, 'b'], 9))).toBe('{"a":[{"b":9,"c":2},3],"d":{"e":null}}')
    expect(withValue(rule, ['d', 'e'], undefined)).toEqual({ a: rule.a, d: {} })
    expect(withValue(rule, ['d', 'f', 'g'], 1)).toEqual({ a: rule.a, d: { e: null, f: { g: 1 } } })
  })
})
