import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIdSource, idTime, isId, isUuid } from './id.ts'

const NOW = '2026-03-01T09:00:00.000Z'
const zeros = (length: number) => new Uint8Array(length)
const ones = (length: number) => new Uint8Array(length).fill(255)

describe('createIdSource', () => {
  it('makes the example of RFC 9562 from its parts', () => {
    const bytes = () => Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f)
    const id = createIdSource(() => '2022-02-22T19:22:22.000Z', bytes)()
    expect(id).toBe('017f22e2-79b0-74c3-98c4-dc0c0c07398f')
  })

  it('makes ids that carry their instant', () => {
    const id = createIdSource(() => NOW, ones)()
    expect(isUuid(id)).toBe(true)
    expect(idTime(id)).toBe(NOW)
  })

  it('grows within a millisecond, past the end of its counter, and when the clock is set back', () => {
    const times = [NOW, '2026-03-01T08:00:00.000Z', '2026-03-01T09:00:01.000Z']
    let calls = 0
    const next = createIdSource(() => times[Math.min(2, Math.floor(calls++ / 5000))] as string, ones)
    const ids = Array.from({ length: 15_000 }, next)
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('gives the same ids for the same instants and bytes', () => {
    const three = (bytes: typeof zeros) => {
      const next = createIdSource(() => NOW, bytes)
      return [next(), next(), next()]
    }
    expect(three(zeros)).toEqual(three(zeros))
    expect(three(zeros)).not.toEqual(three(ones))
  })

  it('makes valid ids of any instant and bytes', () => {
    const instant = fc
      .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString())
    fc.assert(
      fc.property(instant, fc.uint8Array({ minLength: 10, maxLength: 10 }), (now, bytes) => {
        const id = createIdSource(
          () => now,
          () => bytes,
        )()
        return isUuid(id) && isId(id) && idTime(id) === now
      }),
    )
  })
})

describe('isId', () => {
  it.each(['contact', '1', 'a.b:c_d-e', 'A'.repeat(64)])('takes %s', (id) => expect(isId(id)).toBe(true))
  it.each(['', '-a', 'a b', 'a/b', 'å', 'A'.repeat(65), 'a\n'])('refuses %j', (id) => expect(isId(id)).toBe(false))
})

describe('idTime', () => {
  it('knows nothing of other ids', () => {
    expect(idTime('contact')).toBeUndefined()
    expect(idTime('2ed6657d-e927-4f5b-9a5b-1c1e7b0a1c11')).toBeUndefined()
  })
})
