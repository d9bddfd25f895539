import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globEscape, globToMatcher } from '../../shared/glob.ts'
import { createGramIndex, type GramIndex } from './grams.ts'

/** Few letters, so that texts meet; one of two units, one past ASCII, and what means something in a glob. */
const LETTERS = ['a', 'b', 'b', 'c', 'æ', '😀', '*', '?', '\\', ' ']

const textOf = (maxLength: number) =>
  fc.array(fc.constantFrom(...LETTERS), { maxLength }).map((letters) => letters.join(''))

const globs = fc.oneof(
  fc
    .tuple(textOf(7), fc.constantFrom('?*', '*', '?', ''), textOf(4))
    .map(([one, star, other]) => globEscape(one) + star + globEscape(other)),
  fc
    .tuple(fc.constantFrom('*', ''), textOf(7), fc.constantFrom('*', ''))
    .map(([before, text, after]) => before + globEscape(text) + after),
)

/** The globs that are in, by pattern; the others are to be asked. */
function indexOf(patterns: readonly string[]) {
  const index = createGramIndex<string>()
  const filed = [...new Set(patterns)].filter((pattern) => index.add(pattern, pattern, globToMatcher(pattern)))
  return { index, filed }
}

function foundIn(index: GramIndex<string>, text: string): string[] {
  const found: string[] = []
  index.scan(text, (pattern) => found.push(pattern))
  for (const [pattern, times] of Map.groupBy(found, (one) => one)) expect(times.length, pattern).toBeLessThan(5)
  return [...new Set(found)].sort()
}

const expected = (patterns: readonly string[], text: string) =>
  patterns.filter((pattern) => globToMatcher(pattern)(text)).sort()

describe('an index of globs by three characters', () => {
  it('finds each glob that matches a text, four times at most, and no other, also after some are taken out', () => {
    fc.assert(
      fc.property(fc.array(globs, { maxLength: 40 }), fc.array(textOf(14), { maxLength: 20 }), (patterns, texts) => {
        const { index, filed } = indexOf(patterns)
        for (const text of texts) expect(foundIn(index, text)).toEqual(expected(filed, text))
        const rest = filed.filter((_, at) => at % 2 === 0)
        for (const pattern of filed) if (!rest.includes(pattern)) index.remove(pattern)
        for (const text of texts) expect(foundIn(index, text)).toEqual(expected(rest, text))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    [
      'texts that overlap',
      ['*nan*', '*anan*', '*banana*', '*nana'],
      'banana',
      ['*anan*', '*banana*', '*nan*', '*nana'],
    ],
    ['a text that is longer', ['banana*', '*banana', '*banana*'], 'banan', []],
    ['a text that stands in the middle only', ['nan*', '*nan', '*nan*'], 'banana', ['*nan*']],
    [
      'the whole text',
      ['banana', 'banana*', '*banana', '*banana*'],
      'banana',
      ['*banana', '*banana*', 'banana', 'banana*'],
    ],
    ['a start that comes again', ['aba*'], 'abababa', ['aba*']],
    [
      'a start that comes again where a longer one is looked for',
      ['aba*', 'baa*', 'aab*', 'abaabax*'],
      'abaabax',
      ['aba*', 'abaabax*'],
    ],
    ['an end that came before', ['*aba'], 'abacaba', ['*aba']],
    ['an end of which only the last three characters are there', ['*xaba'], 'aba', []],
    ['nothing', ['aba*', '*aba', '*aba*'], '', []],
  ])('answers for %s', (_, patterns, text, found) => {
    expect(foundIn(indexOf(patterns).index, text)).toEqual(found)
  })

  it('leaves globs without three characters in a row to be asked', () => {
    expect(indexOf(['', '*', '**', '*ab*', 'ab*', '*ab', 'a?b*c', 'abc*']).filed).toEqual(['abc*'])
  })
})
