import { describe, expect, it } from 'vitest'
import { issue } from './issues.ts'

describe('issue', () => {
  it('fills the sentence of its code', () => {
    expect(issue('/name', 'too-long', { maximum: 200 })).toEqual({
      path: '/name',
      code: 'too-long',
      message: 'At most 200 characters.',
      params: { maximum: 200 },
    })
    expect(issue('', 'required')).not.toHaveProperty('params')
  })
})
