import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareText, fold, isStorableText, words } from './fold.ts'

const text = fc.string({ unit: 'binary' })

describe('fold', () => {
  it.each([
    ['Ærø ØST Åse', 'aero ost ase'],
    ['Łódź ĐĐ ðÞ Straße STRASSE ẞ', 'lodz dd dth strasse strasse ss'],
    ['œuvre ŒUVRE ĳ ŋ ħ ŧ ĸ', 'oeuvre oeuvre ij n h t q'],
    ['İSTANBUL ISPARTA ısparta i', 'istanbul isparta isparta i'],
    ['ΟΔΟΣ οδός οδοσ', 'οδοσ οδοσ οδοσ'],
    ['Ёлка ЇЖАК', 'елка іжак'],
    ['שָׁלוֹם مُحَمَّد', 'שלום محمد'],
    ['ﬁn Ⅷ ①', 'fin viii 1'],
    ['O’Brien OʼBrien O‘Brien', "o'brien o'brien o'brien"],
    ['Anne–Marie Anne‑Marie', 'anne-marie anne-marie'],
    ['so\u00adft zero\u200bwidth', 'soft zerowidth'],
  ])('takes %s as %s', (written, folded) => {
    expect(fold(written)).toBe(folded)
  })

  it('keeps vowel signs of Indic scripts and voicing marks of kana, which make other words', () => {
    expect(fold('राम')).not.toBe(fold('रमा'))
    expect(fold('が')).not.toBe(fold('か'))
  })

  it('makes one space of every run of blanks and keeps those at the ends', () => {
    expect(fold(' a\u00a0\t\n b\u3000 ')).toBe(' a b ')
  })

  it('gives the same for composed and decomposed text', () => {
    fc.assert(fc.property(text, (value) => fold(value.normalize('NFC')) === fold(value.normalize('NFD'))))
  })

  it('takes Latin text alone as it takes it among other scripts', () => {
    const units = fc.oneof(fc.integer({ min: 0x20, max: 0x17f }), fc.constantFrom(9, 10, 13, 32, 0xa0, 0xb4, 0xad))
    const latin = fc.array(units, { maxLength: 12 }).map((codes) => String.fromCharCode(...codes))
    fc.assert(
      fc.property(latin, (value) => fold(`${value}中`) === `${fold(value)}中`),
      { numRuns: 1000 },
    )
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(text, (value) => fold(fold(value)) === fold(value)),
      { numRuns: 500 },
    )
  })

  it('changes nothing the second time for any single character, nor between others', () => {
    const broken: string[] = []
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const folded = fold(`a${String.fromCodePoint(code)}b`)
      if (fold(folded) !== folded) broken.push(code.toString(16))
    }
    expect(broken).toEqual([])
  })

  it('does not see the case of a text', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aÅøÆßıIİłžéΣςя') })
    fc.assert(fc.property(letters, (value) => fold(value.toUpperCase()) === fold(value)))
  })
})

describe('isStorableText', () => {
  it('refuses NUL and halves of a character pair', () => {
    expect(isStorableText('a\0')).toBe(false)
    expect(isStorableText('\ud83d')).toBe(false)
    expect(isStorableText('\ude00\ud83d')).toBe(false)
    expect(isStorableText('😀 é')).toBe(true)
  })
})

describe('compareText', () => {
  it('orders by UTF-8 bytes, also past U+FFFF', () => {
    const byBytes = (left: string, right: string) => Math.sign(Buffer.compare(Buffer.from(left), Buffer.from(right)))
    const tricky = fc.string({
      unit: fc.constantFrom('a', 'b', 'é', '｡', '\ue000', '\ud7ff', '😀', '\u{10ffff}', '\uffff'),
    })
    fc.assert(
      fc.property(tricky, tricky, (a, b) => Math.sign(compareText(a, b)) === byBytes(a, b)),
      { numRuns: 500 },
    )
    expect(compareText('｡', '😀')).toBeLessThan(0)
  })
})

describe('words', () => {
  it('splits at everything that is no letter, digit or mark of one', () => {
    expect(words("Kåre O'Brien, kare@example.com +47 223")).toEqual([
      'kare',
      'o',
      'brien',
      'kare',
      'example',
      'com',
      '47',
      '223',
    ])
    expect(words('हिन्दी')).toEqual([fold('हिन्दी')])
    expect(words(' … ')).toEqual([])
  })

  it('gives the runs of letters, digits and marks of the folded text, for any text', () => {
    const ascii = fc.string({ unit: 'grapheme-ascii' })
    fc.assert(
      fc.property(fc.oneof(ascii, text), (any) => {
        expect(words(any)).toEqual(fold(any).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [])
      }),
    )
  })
})
