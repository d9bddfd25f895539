import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldGlob, globEscape, globParts, globToMatcher } from './glob.ts'

const matches = (pattern: string, text: string) => globToMatcher(pattern)(text)

describe('globToMatcher', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['*b*', 'abc', true],
    ['a*c', 'ac', true],
    ['ab*bc', 'abc', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a?c', 'abc', true],
    ['?', '', false],
    ['?', '😀', true],
    ['a?', 'a😀', true],
    ['*??', 'a', false],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['\\\\', '\\', true],
    ['a\\', 'a\\', true],
    ['a.c', 'abc', false],
    ['*an*an*', 'banana', true],
  ] as const)('%j on %j is %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
  })

  it('agrees with a RegExp made of the same parts', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '\\', '😀', '.') })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '\\', '😀', '.') })
    const toRegExp = (glob: string) => {
      const literal = (part: string) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      const source = globParts(glob).map((part) => (part === '*' ? '.*' : part === '?' ? '.' : literal(part.text)))
      return new RegExp(`^${source.join('')}$`, 'su')
    }
    fc.assert(
      fc.property(pattern, text, (p, t) => matches(p, t) === toRegExp(p).test(t)),
      { numRuns: 2000 },
    )
  })

  it('ends soon on a pattern that makes backtracking matchers run for ever', () => {
    const test = globToMatcher(`${'a*'.repeat(30)}b`)
    expect(test('a'.repeat(5000))).toBe(false)
  })

  it('finds any text again by its escaped form', () => {
    fc.assert(fc.property(fc.string(), (text) => matches(globEscape(text), text)))
    expect(matches(globEscape('a*'), 'ab')).toBe(false)
  })
})

describe('foldGlob', () => {
  it('folds the texts and keeps the wildcards', () => {
    expect(foldGlob('*ÅSE\\*?Ø')).toBe('*ase\\*?o')
  })

  it('makes no wildcard of a character that folds to one', () => {
    expect(foldGlob('＊')).toBe('\\*')
  })
})
