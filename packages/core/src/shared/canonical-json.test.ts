import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, jsonPointer } from './canonical-json.ts'

const refusal = (value: unknown) => {
  try {
    return canonicalJson(value)
  } catch (error) {
    return (error as { details: { issues: { path: string; code: string }[] } }).details.issues.map(
      ({ path, code }) => `${path} ${code}`,
    )
  }
}

describe('canonicalJson', () => {
  it('writes the example of RFC 8785 as it is printed there', () => {
    const value = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    )
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts few members and many alike', () => {
    for (const count of [2, 16, 17, 40]) {
      const keys = Array.from({ length: count }, (_, at) => `k${(at * 7) % count}`)
      const sorted = keys.toSorted().map((key) => `"${key}":1`)
      expect(canonicalJson(Object.fromEntries(keys.map((key) => [key, 1])))).toBe(`{${[...new Set(sorted)].join(',')}}`)
    }
  })

  it('sorts members by UTF-16 units, as RFC 8785 does', () => {
    const value = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 }
    expect(Object.keys(JSON.parse(canonicalJson(value)))).toHaveLength(7)
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
  })

  it('is read back as the same value, whatever the order of members', () => {
    const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__'))
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(JSON.stringify(JSON.parse(text))).toHaveLength(JSON.stringify(value).length)
      }),
    )
    expect(canonicalJson({ b: 1, a: { d: 2, c: 3 } })).toBe(canonicalJson({ a: { c: 3, d: 2 }, b: 1 }))
  })

  it('leaves out members that are undefined', () => {
    expect(canonicalJson({ a: undefined, b: -0 })).toBe('{"b":0}')
  })

  it.each([
    [undefined, ' not-json'],
    [Number.NaN, ' not-json'],
    [{ a: [1, Number.POSITIVE_INFINITY] }, '/a/1 not-json'],
    [[undefined], '/0 not-json'],
    [new Array(1), '/0 not-json'],
    [{ a: 1n }, '/a not-json'],
    [{ a: () => 1 }, '/a not-json'],
    [{ at: new Date(0) }, '/at not-json'],
    [new Map(), ' not-json'],
    ['\ud800', ' not-json'],
    [{ '\udc00': 1 }, ' not-json'],
    [{ a: { 'b/c~d': 'x\0' } }, '/a/b~1c~0d not-json'],
  ])('refuses what is not plain JSON: %#', (value, reason) => {
    expect(refusal(value)).toEqual([reason])
  })

  it('refuses what goes round in a circle', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(() => canonicalJson(circle)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})

describe('jsonPointer', () => {
  it('escapes as RFC 6901 does', () => {
    expect(jsonPointer([])).toBe('')
    expect(jsonPointer(['a/b', 0, '~'])).toBe('/a~1b/0/~0')
  })
})
