import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex, decodeBase64Url, encodeBase64Url, equalSecrets, utf8Bytes, utf8Length, utf8Text } from './bytes.ts'

describe('utf8Bytes', () => {
  it('agrees with TextEncoder, also on halves of a character pair', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\ud83d', '\ude00', '\0') })
    fc.assert(fc.property(text, (value) => bytesToHex(utf8Bytes(value)) === Buffer.from(value).toString('hex')))
    fc.assert(fc.property(text, (value) => utf8Length(value) === Buffer.byteLength(value)))
  })

  it('is undone by utf8Text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => utf8Text(utf8Bytes(value)) === value))
    expect(utf8Text(Uint8Array.of(0xff))).toBeUndefined()
  })
})

describe('base64url', () => {
  it('agrees with Node and is undone', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = encodeBase64Url(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64url'))
        expect(decodeBase64Url(text)).toEqual(bytes)
      }),
    )
  })

  it.each(['a', 'ab=', 'a+b/', 'aGk_a', 'ab\n', 'aB'])('refuses %j', (text) => {
    expect(decodeBase64Url(text)).toBeUndefined()
  })
})

describe('equalSecrets', () => {
  it('is true only for the same text', () => {
    expect(equalSecrets('abc', 'abc')).toBe(true)
    expect(equalSecrets('abc', 'abd')).toBe(false)
    expect(equalSecrets('abc', 'abcd')).toBe(false)
  })
})
