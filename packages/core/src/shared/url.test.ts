import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeUrl, safeUrl } from './url.ts'

describe('safeUrl', () => {
  it.each([
    ['https://example.com', 'https://example.com'],
    ['HTTPS://Example.COM:8080/A?b=C#d', 'https://example.com:8080/A?b=C#d'],
    ['http://localhost/', 'http://localhost/'],
    ['http://[2001:db8::1]/', 'http://[2001:db8::1]/'],
    ['https://bjørk.no/å', 'https://bjørk.no/å'],
    ['mailto:kari@example.com?subject=Hi', 'mailto:kari@example.com?subject=Hi'],
    ['tel:+47-22-33', 'tel:+47-22-33'],
  ])('takes %s', (text, expected) => expect(safeUrl(text)).toBe(expected))

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\tjavascript:alert(1)',
    ' https://example.com',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://example.com',
    '//example.com',
    '/path',
    'example.com',
    'https:example.com',
    'https:///x',
    'https:\\\\example.com',
    'https://',
    'https://bank.example@evil.example',
    'https://exa mple.com',
    'https://example.com/"onclick=',
    'https://example.com/<script>',
    'https://example.com/\u202egpj',
    'https://example.com/\0',
    'https://-example.com',
    'https://example.com:x',
    'mailto:nobody',
    'mailto:a@b.no%0d%0aBcc:c@d.no',
    'tel:javascript',
    `https://example.com/${'a'.repeat(2048)}`,
  ])('refuses %j', (text) => expect(safeUrl(text)).toBeUndefined())

  it('gives nothing that a browser takes for another scheme, and keeps what it gave', () => {
    const pieces = fc.constantFrom(
      'http',
      'https',
      ':',
      '//',
      '/',
      '\\',
      'a',
      '.',
      '@',
      'no',
      ' ',
      '\t',
      'javascript',
      'mailto',
      'é',
      '?',
      '#',
      '%',
      '"',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const safe = safeUrl(parts.join(''))
        if (safe === undefined) return
        expect(['http:', 'https:', 'mailto:', 'tel:']).toContain(new URL(safe).protocol)
        expect(new URL(safe).username).toBe('')
        expect(safeUrl(safe)).toBe(safe)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('normalizeUrl', () => {
  it('puts https before a bare host and leaves schemes alone', () => {
    expect(normalizeUrl(' www.Example.com/about ')).toBe('https://www.example.com/about')
    expect(normalizeUrl('example.com:8080')).toBe('https://example.com:8080')
    expect(normalizeUrl('http://example.com')).toBe('http://example.com')
    expect(normalizeUrl('hello')).toBeUndefined()
    expect(normalizeUrl('javascript:alert(1)')).toBeUndefined()
  })
})
