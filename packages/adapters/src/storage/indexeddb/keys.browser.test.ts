import { compareText } from '@kith/core/shared'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { after, beginningWith, NOTHING, textKey, valueKey, within } from './keys.ts'

/** Texts with what sorts differently in UTF-16 and in UTF-8 as often as anything else. */
const texts = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc.constantFrom('\u{1f600}', '\uffff', '\ue000', '\ud7ff', 'a'),
  ),
})

describe('keys', () => {
  it('come in the order of UTF-8, as all other stores sort', () => {
    const sign = (left: string, right: string) => Math.sign(compareText(left, right))
    fc.assert(
      fc.property(texts, texts, (left, right) => indexedDB.cmp(textKey(left), textKey(right)) === sign(left, right)),
    )
  })

  it('keep texts apart', () => {
    fc.assert(fc.property(texts, texts, (left, right) => (textKey(left) === textKey(right)) === (left === right)))
  })

  it('put numbers in their order, false before true, and nothing last', () => {
    const rising = [
      -1e300,
      -1,
      valueKey(false),
      valueKey(true),
      1e300,
      valueKey(''),
      valueKey('\u{10ffff}\u{10ffff}'),
      NOTHING,
    ]
    expect([...rising].reverse().sort(indexedDB.cmp.bind(indexedDB))).toEqual(rising)
  })

  it('end a range before, at or behind its ends as they are asked to', () => {
    const found = (bounds: Parameters<typeof within>[1]) =>
      [1, 2, 3, NOTHING].filter((value) => within(['t', 's'], bounds)?.includes(['t', 's', value, 'id']))
    expect(found({})).toEqual([1, 2, 3])
    expect(found({ lower: 2 })).toEqual([2, 3])
    expect(found({ lower: 2, above: true })).toEqual([3])
    expect(found({ upper: 2 })).toEqual([1])
    expect(found({ upper: 2, through: true })).toEqual([1, 2])
    expect(found({ lower: 3, upper: 2 })).toEqual([])
  })

  it('go on behind a key in both directions, and nowhere from the end', () => {
    const range = beginningWith(['t'])
    expect(after(range, ['t', 2], 'asc')?.includes(['t', 2])).toBe(false)
    expect(after(range, ['t', 2], 'asc')?.includes(['t', 3])).toBe(true)
    expect(after(range, ['t', 2], 'desc')?.includes(['t', 1])).toBe(true)
    expect(after(range, ['s'], 'asc')).toBe(range)
    expect(after(range, ['u'], 'asc')).toBeUndefined()
    expect(after(range, ['s'], 'desc')).toBeUndefined()
  })
})
