import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { defaultPipelines, standardObjects } from '../index.ts'
import { checkPipeline, definePipeline } from './define-pipeline.ts'
import { firstStage } from './pipeline.operations.ts'
import type { Stage } from './pipeline.schema.ts'

const model = createModel(standardObjects)
const open: Stage = { id: 'open', label: 'Open', kind: 'open' }
const won: Stage = { id: 'won', label: 'Won', kind: 'won' }
const refused = expect.objectContaining({ code: 'INVALID_DEFINITION' })

describe('definePipeline', () => {
  it.each([
    ['a stage twice', [open, open]],
    ['no open stage', [won]],
    ['no stage', []],
    ['an id with a space', [{ ...open, id: 'in progress' }]],
    ['a probability over 100', [{ ...open, probability: 101 }]],
    ['a rot time of 0 days', [{ ...open, rotAfterDays: 0 }]],
  ] as const)('refuses %s', (_, stages) => {
    expect(() => definePipeline({ id: 'p', name: 'P', stages })).toThrow(refused)
  })

  it('says where an exit condition does not fit deals', () => {
    const pipeline = definePipeline({
      id: 'p',
      name: 'P',
      stages: [open, { ...open, id: 'b', exit: [{}, { nope: 1 }] }],
    })
    expect(() => checkPipeline(pipeline, model)).toThrow(refused)
    expect(() => checkPipeline(pipeline, model)).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ path: expect.stringMatching(/^\/pipelines\/p\/stages\/1\/exit\/1/) }),
      }),
    )
  })

  it('fits the default pipelines to the standard objects', () => {
    for (const pipeline of defaultPipelines) expect(() => checkPipeline(pipeline, model)).not.toThrow()
  })
})

describe('firstStage', () => {
  it('is the first open one', () => {
    expect(firstStage({ id: 'p', stages: [won, open, { ...open, id: 'next' }] }).id).toBe('open')
  })

  it('refuses a pipeline without one', () => {
    expect(() => firstStage({ id: 'p', stages: [won] })).toThrow(refused)
  })
})
