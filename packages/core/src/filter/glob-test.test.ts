import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globToMatcher } from '../shared/glob.ts'
import { globTest } from './glob-test.ts'

describe('globTest', () => {
  it('answers as the matcher of shared does', () => {
    const unit = fc.constantFrom('a', 'b', '*', '*', '\\', '?', '😀', 'é')
    const text = fc.array(unit, { maxLength: 8 }).map((units) => units.join(''))
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        expect(globTest(pattern)(value)).toBe(globToMatcher(pattern)(value))
      }),
      { numRuns: 5000 },
    )
  })

  it('searches a long text for a long part at once', () => {
    const matches = globTest(`*${'a'.repeat(999)}b*`)
    const start = performance.now()
    expect(matches('a'.repeat(20_000))).toBe(false)
    expect(performance.now() - start).toBeLessThan(50)
  })
})
