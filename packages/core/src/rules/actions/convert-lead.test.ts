import { expect, it } from 'vitest'
import { aLead } from '../../testing/builders.ts'
import { refusedAt, sayIt, tryAction } from '../rules.fixture.ts'

it('converts a lead that is not converted yet', () => {
  const command = { operation: 'convertLead', object: 'lead', id: 'lead-1', input: { deal: false } }
  expect(tryAction({ do: 'convert-lead', deal: false }).commands).toEqual([command])
  const converted = aLead({ status: 'converted' })
  expect(tryAction({ do: 'convert-lead' }, { record: converted }).skipped).toEqual([{ at: 0, reason: 'no-change' }])
})

it('names a pipeline', () => {
  expect(tryAction({ do: 'convert-lead', pipeline: 'rental' }).commands[0]).toMatchObject({
    input: { pipelineId: 'rental' },
  })
})

it('is said, and is for leads only', () => {
  expect(sayIt({ do: 'convert-lead' })).toBe('make a contact and a deal of the lead')
  expect(refusedAt([{ do: 'convert-lead' }], 'deal.won')).toBe('/rules/r/then/0/do')
})
