import { describe, expect, it } from 'vitest'
import { defineObject } from './define-object.ts'
import { links, money, multiSelect, number, select, text } from './fields.ts'
import { createModel } from './model.ts'
import { keptTotals } from './totals.ts'
import type { TotalsDefinition } from './types.ts'

const fields = {
  name: text(),
  kind: select({ options: ['a'] }),
  tags: multiSelect({ options: ['a'] }),
  ratio: number(),
  amount: money(),
}
const thing = (totals: TotalsDefinition) =>
  defineObject({ name: 'thing', label: 'Thing', title: 'name', fields, totals })
const refusal = (path: string) =>
  expect.objectContaining({ code: 'INVALID_DEFINITION', details: expect.objectContaining({ path }) })

describe('totals of an object', () => {
  it('are kept by the slots that fields are grouped by, or by those that are named', () => {
    const model = createModel([thing({ by: ['name', 'kind', 'amount.currency'], sum: ['amount.baseMinor'] })])
    expect(keptTotals(model, 'thing')).toEqual({
      keys: [
        { field: 'name', slot: 'fold', kind: 'text', type: 'text' },
        { field: 'kind', slot: 'value', kind: 'text', type: 'select' },
        { field: 'amount', slot: 'currency', kind: 'text', type: 'money' },
      ],
      sums: [{ field: 'amount', slot: 'baseMinor', kind: 'integer', type: 'money' }],
    })
  })

  it('are kept of no object that does not ask for them', () => {
    const plain = defineObject({
      name: 'plain',
      label: 'Plain',
      title: 'name',
      fields: { name: text(), a: links({ to: 'plain' }) },
    })
    expect(keptTotals(createModel([plain]), 'plain')).toBeUndefined()
  })

  it.each<[string, TotalsDefinition]>([
    ['by/0', { by: ['nothing'] }],
    ['by/0', { by: ['tags'] }],
    ['by/1', { by: ['kind', 'amount.colour'] }],
    ['by/0', { by: ['id'] }],
    ['by/1', { by: ['amount', 'amount.baseMinor'] }],
    ['by', { by: [] }],
    ['by', { by: ['name', 'kind', 'ratio', 'amount', 'ownerId', 'teamId', 'createdBy', 'updatedBy', 'version'] }],
    ['sum/0', { by: ['kind'], sum: ['ratio'] }],
    ['sum/0', { by: ['kind'], sum: ['amount.currency'] }],
  ])('are refused at %s for %j', (path, totals) => {
    expect(() => thing(totals)).toThrow(refusal(`/thing/totals/${path}`))
  })
})
