import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeReturnUrl } from './return-url.ts'

const HOME = 'https://shop.example'
const LIST = ['https://shop.example', 'https://www.other.example/']

describe('safeReturnUrl', () => {
  it.each([
    ['/thanks.html?a=1#top', 'https://shop.example/thanks.html?a=1#top'],
    ['/', 'https://shop.example/'],
    ['https://www.other.example/done', 'https://www.other.example/done'],
  ])('takes %s', (next, url) => {
    expect(safeReturnUrl(next, HOME, LIST)).toBe(url)
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/.//evil.example',
    '/..//evil.example',
    'https:evil.example',
    'https:/evil.example',
    'https:///evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '%2f%2fevil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    'https://shop.example.evil',
    'https://shop.example@evil.example/',
    'https://user@shop.example/',
    'http://shop.example/',
    'https://shop.example:444/',
    'thanks.html',
    '?next',
    '',
    '\u202e/x',
  ])('refuses %j', (next) => {
    expect(safeReturnUrl(next, HOME, LIST)).toBeUndefined()
  })

  it('gives nothing but addresses of listed origins, whatever it is given', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '//',
      'evil.example',
      'https:',
      '@',
      '.',
      '..',
      '%2f',
      '\t',
      'shop.example',
      ':',
      '?',
      '#',
      'a',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const url = safeReturnUrl(parts.join(''), HOME, LIST)
        if (url === undefined) return
        expect([HOME, 'https://www.other.example']).toContain(new URL(url, 'https://elsewhere.example').origin)
        expect(new URL(url).pathname.startsWith('//')).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })
})
