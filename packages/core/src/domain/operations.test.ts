import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createModel } from '../schema/model.ts'
import { standardObjects } from './index.ts'
import { OPERATIONS } from './operations.ts'

const model = createModel(standardObjects)

describe('OPERATIONS', () => {
  it('have names and paths of their own', () => {
    expect(new Set(OPERATIONS.map((operation) => operation.name)).size).toBe(OPERATIONS.length)
    expect(new Set(OPERATIONS.map((operation) => operation.path)).size).toBe(OPERATIONS.length)
  })

  it('begin their path with the plural of their object', () => {
    for (const { path, object } of OPERATIONS)
      expect(path.split('/')[1]).toBe(object === '*' ? '{plural}' : model.object(object).plural)
  })

  it('refuse members that they do not have, unless they take fields of an object', () => {
    for (const { input, fieldsOf } of OPERATIONS) {
      const issues = input.safeParse({ nope: 1 }).error?.issues ?? []
      expect(issues.some((issue) => issue.code === 'unrecognized_keys')).toBe(fieldsOf === undefined)
    }
  })

  it('can be shown as JSON Schema', () => {
    for (const { input } of OPERATIONS) expect(z.toJSONSchema(input, { io: 'input' })).toMatchObject({ type: 'object' })
  })
})
