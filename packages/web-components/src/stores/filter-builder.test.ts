import type { ListQuery, ModelDescription, StoredRecord, TotalsQuery, UncheckedFilter } from '@kith/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FilterBuilderStore, filterBuilderStore } from './filter-builder.ts'
import type { ConditionGroup, ConditionNode, FilterBuilderApi } from './filter-builder-types.ts'

const object = (name: string, fields: ModelDescription['objects'][number]['fields']) => ({
  name,
  plural: `${name}s`,
  label: name,
  pluralLabel: `${name}s`,
  title: 'name',
  can: ['read'] as const,
  fields: { id: { type: 'relation', to: name } as const, name: { type: 'text' } as const, ...fields },
})

const model: ModelDescription = {
  objects: [
    object('deal', {
      stageId: { type: 'text' },
      pipelineId: { type: 'relation', to: 'pipeline' },
      status: { type: 'select', options: [{ id: 'open' }, { id: 'won' }] },
      amount: { type: 'money' },
      closeOn: { type: 'date' },
      done: { type: 'boolean' },
      companyId: { type: 'relation', to: 'company' },
      emails: { type: 'email', many: true },
      tags: { type: 'links', to: 'company' },
    }),
    object('company', { industry: { type: 'text' } }),
    object('pipeline', {}),
  ],
}

let builder: FilterBuilderStore
let counts: ((count: number) => void)[]
let asked: (UncheckedFilter | undefined)[]
const told = vi.fn()

function fake(): FilterBuilderApi {
  const records: Readonly<Record<string, readonly unknown[]>> = {
    pipeline: [{ id: 'p', stages: [{ id: 'offer', label: 'Offer' }] }],
    company: [{ id: 'c1', name: 'Bergstrøm' }],
  }
  return {
    me: async () => ({ actor: { kind: 'user', id: 'ida' }, baseCurrency: 'NOK', zone: 'Europe/Oslo' }) as never,
    model: async () => model,
    list: async (name: string, _query?: ListQuery) => ({ items: (records[name] ?? []) as StoredRecord[] }),
    totals: (_: string, query: TotalsQuery = {}) => {
      asked.push(query.where)
      return new Promise((answer) => {
        counts.push((count) => answer([{ keys: [], count, sums: [] }]))
      })
    },
  }
}

const state = () => builder.$state.get()
const root = () => state().root
const first = (group: ConditionGroup = root()) => group.of[0] as Extract<ConditionNode, { kind: 'row' }>
const settle = () => vi.advanceTimersByTimeAsync(400)

async function open(filter: unknown = {}): Promise<void> {
  builder = filterBuilderStore(fake(), { object: 'deals', changed: (value, valid) => told(value, valid) })
  builder.load(filter)
  await builder.open()
}

beforeEach(() => {
  vi.useFakeTimers()
  counts = []
  asked = []
  told.mockReset()
})
afterEach(() => {
  builder.close()
  vi.useRealTimers()
})

describe('filterBuilderStore', () => {
  it('says nothing to others when it loads', async () => {
    await open({ status: 'open' })
    expect(state()).toMatchObject({ status: 'ready', value: { status: 'open' }, valid: true })
    expect(told).not.toHaveBeenCalled()
  })

  it('is not finished until a new condition has its value, and leaves it out until then', async () => {
    await open()
    const id = builder.addRow(root().id, ['name'])
    expect(state()).toMatchObject({ value: {}, valid: false })
    expect(state().problems.get(id)).toBe('incomplete')
    builder.setValue(id, 'fjord')
    expect(state()).toMatchObject({ value: { name: { contains: 'fjord' } }, valid: true })
    expect(told).toHaveBeenLastCalledWith({ name: { contains: 'fjord' } }, true)
  })

  it('starts each kind of field with the comparison that is likeliest', async () => {
    await open()
    for (const id of ['name', 'status', 'amount', 'closeOn', 'done', 'tags']) builder.addRow(root().id, [id])
    expect(root().of.map((node) => node.kind === 'row' && node.operator)).toEqual([
      'contains',
      'eq',
      'gte',
      'within',
      'eq',
      'some',
    ])
  })

  it('offers the operators that core takes for a field, and no other', async () => {
    await open()
    const operators = (...path: string[]) => state().model?.subject({ object: 'deal' }, path)?.operators
    expect(operators('done')).toEqual(['eq', 'ne', 'empty', 'filled'])
    expect(operators('tags')).toEqual(['some', 'none', 'every'])
    expect(operators('companyId')).toContain('related')
    expect(operators('companyId', 'industry')).toContain('startsWith')
    expect(operators('unheardOf')).toBeUndefined()
  })

  it('offers the stages of pipelines by name', async () => {
    await open({ stageId: 'offer' })
    expect(state().model?.subject({ object: 'deal' }, ['stageId'])).toMatchObject({ kind: 'option' })
    expect(root().of).toMatchObject([{ kind: 'row', value: 'offer' }])
  })

  it('keeps a value as far as the next operator takes it', async () => {
    await open({ status: 'open' })
    builder.setOperator(first().id, 'in')
    expect(state().value).toEqual({ status: { in: ['open'] } })
    builder.setOperator(first().id, 'empty')
    expect(state().value).toEqual({ status: { empty: true } })
  })

  it('forgets the value when another kind of field is chosen', async () => {
    await open({ name: { contains: 'a' } })
    builder.setPath(first().id, ['companyId', 'industry'])
    expect(state().value).toEqual({ companyId: { industry: { contains: 'a' } } })
    builder.setPath(first().id, ['amount'])
    expect(state()).toMatchObject({ value: {}, valid: false })
  })

  it('joins two conditions on one field without losing one', async () => {
    await open({ name: 'a' })
    const id = builder.addRow(root().id, ['name'])
    builder.setValue(id, 'b')
    expect(state().value).toEqual({ and: [{ name: 'a' }, { name: { contains: 'b' } }] })
  })

  it('says when an entry of a list is asked the same twice', async () => {
    await open({ emails: { some: { contains: 'a' } } })
    const inner = first().inner as ConditionGroup
    const id = builder.addRow(inner.id, [])
    builder.setValue(id, 'b')
    expect(state().problems.get(id)).toBe('twice')
    expect(state().value).toEqual({ emails: { some: { contains: 'a' } } })
  })

  it('takes a removal back, to the place where it stood', async () => {
    await open({ name: 'a', status: 'open', done: true })
    const [, second] = root().of
    builder.remove(second?.id ?? '')
    expect(state().value).toEqual({ name: 'a', done: true })
    expect(builder.undo()).toBe(second?.id)
    expect(Object.keys(state().value)).toEqual(['name', 'status', 'done'])
    expect(builder.undo()).toBeUndefined()
  })

  it('forgets what was removed when it is written again, or was stored without it', async () => {
    await open({ name: 'a', done: true })
    builder.remove(root().of[1]?.id ?? '')
    builder.setValue(first().id, 'b')
    expect(state().removed).toBeDefined()
    const again = builder.addRow(root().id, ['done'])
    expect(state().removed).toBeUndefined()
    builder.remove(again)
    builder.forget()
    expect(builder.undo()).toBeUndefined()
  })

  it('forgets what was removed when another filter is loaded', async () => {
    await open({ name: 'a', or: [{ status: 'open' }, { done: true }] })
    const inner = root().of[1] as ConditionGroup
    builder.remove(inner.of[0]?.id ?? '')
    const { removed } = state()
    builder.load({ name: 'b' })
    expect(removed?.group).toBe(inner.id)
    expect(builder.undo()).toBeUndefined()
    expect(state().value).toEqual({ name: 'b' })
  })

  it('moves a condition by steps: into a group, through it and out again', async () => {
    await open({ name: 'a', or: [{ status: 'open' }, { done: true }] })
    const { id } = first()
    const shape = () => state().value
    builder.step(id, 1)
    expect(shape()).toEqual({ or: [{ name: 'a' }, { status: 'open' }, { done: true }] })
    builder.step(id, 1)
    builder.step(id, 1)
    expect(shape()).toEqual({ or: [{ status: 'open' }, { done: true }, { name: 'a' }] })
    expect(builder.step(id, 1)).toBe(true)
    expect(shape()).toEqual({ or: [{ status: 'open' }, { done: true }], name: 'a' })
    expect(builder.step(id, 1)).toBe(false)
  })

  it('moves nothing among conditions on other records', async () => {
    await open({ name: 'a', tags: { some: { name: 'x', industry: 'y' } } })
    const inner = (root().of[1] as Extract<ConditionNode, { kind: 'row' }>).inner as ConditionGroup
    expect(builder.move(first().id, inner.id, 0)).toBe(false)
    expect(builder.step(first().id, 1)).toBe(true)
    expect(Object.keys(state().value)).toEqual(['tags', 'name'])
  })

  it('duplicates a condition behind itself', async () => {
    await open({ or: [{ name: 'a' }] })
    builder.duplicate(first().id)
    expect(state().value).toEqual({ or: [{ name: 'a' }, { name: 'a' }] })
  })

  it('wraps a condition in a group', async () => {
    await open({ name: 'a' })
    builder.wrap(first().id)
    expect(state().value).toEqual({ or: [{ name: 'a' }] })
  })

  it('counts a little after the last change, and takes no answer that came too late', async () => {
    await open({ name: 'a' })
    await settle()
    builder.setValue(first().id, 'ab')
    await settle()
    expect(asked).toEqual([undefined, { name: 'a' }, { name: 'ab' }])
    for (const [at, answer] of counts.entries()) answer([470, 7, 12][at] ?? 0)
    await settle()
    expect(state().preview).toMatchObject({ status: 'ready', count: 12, total: 470 })
  })

  it('asks for all records once, however often the filter changes', async () => {
    await open()
    await settle()
    const id = builder.addRow(root().id, ['name'])
    for (const text of ['a', 'ab', 'abc']) builder.setValue(id, text)
    await settle()
    expect(asked).toEqual([undefined, { name: { contains: 'abc' } }])
  })

  it('counts nothing while the server would refuse the filter', async () => {
    await open({ unheardOf: 1 })
    await settle()
    expect(asked).toEqual([])
    expect(state()).toMatchObject({ valid: false, problem: { path: '/unheardOf' }, preview: { status: 'off' } })
  })

  it('knows what records are called that a filter names', async () => {
    await open({ companyId: { in: ['c1'] } })
    await settle()
    expect(state().titles.get('c1')).toBe('Bergstrøm')
  })

  it('keeps its rows when it is given what it says already', async () => {
    await open({ name: 'a' })
    const before = root()
    builder.load({ name: 'a' })
    expect(root()).toBe(before)
  })

  it('tells the code when there is no such object', async () => {
    builder = filterBuilderStore(fake(), { object: 'unheardOf' })
    await builder.open()
    expect(state()).toMatchObject({ status: 'failed', code: 'FORBIDDEN' })
  })
})
