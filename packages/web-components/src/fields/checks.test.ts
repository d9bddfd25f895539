import type { PublicFormField } from '@kith/core'
import { describe, expect, it } from 'vitest'
import { checkField } from './checks.ts'

const check = (type: PublicFormField['type'], value: unknown, more: Partial<PublicFormField> = {}) =>
  checkField({ id: 'x', type, label: 'X', ...more }, value)?.code

describe('checkField', () => {
  it.each([
    ['zoe', 'email-at'],
    ['zoe@example', 'email-dot'],
    ['zoe @example.com', 'email'],
    ['@example.com', 'email'],
    ['a@b@c.d', 'email'],
    ['zoe@example.com', undefined],
    ['zoë+x@bücher.example', undefined],
  ])('finds in the address %s: %s', (value, code) => {
    expect(check('email', value)).toBe(code)
  })

  it.each([
    ['+47 22 33 44 55', undefined],
    ['(022) 33-44.55', undefined],
    ['1234', 'phone'],
    ['call me', 'phone'],
  ])('finds in the number %s: %s', (value, code) => {
    expect(check('phone', value)).toBe(code)
  })

  it('asks for what is required and for nothing else', () => {
    expect(check('text', undefined, { required: true })).toBe('required')
    expect(check('select', undefined, { required: true })).toBe('required')
    expect(check('email', undefined)).toBeUndefined()
  })

  it('keeps to the limits of the field', () => {
    expect(check('number', 0, { min: 1 })).toBe('too-small')
    expect(check('number', 9, { max: 8 })).toBe('too-large')
    expect(check('text', 'abcd', { maxLength: 3 })).toBe('too-long')
    expect(check('number', 'twelve')).toBe('number')
  })
})
