import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64Url, utf8Bytes } from '../shared/bytes.ts'
import { contractModel as model } from '../testing/filter-contract/model.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { checkSort } from './sort.ts'

const LIST = { object: 'deal', sort: '-createdAt', where: { score: { gt: 1 }, name: 'x' } }
const refused = expect.objectContaining({ code: 'INVALID_CURSOR' })

describe('a cursor', () => {
  it('gives back the place it was made of', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    )
    fc.assert(
      fc.property(
        fc.record(
          { id: fc.string({ minLength: 1 }).filter((id) => !id.includes('\0')), value },
          { requiredKeys: ['id'] },
        ),
        (keyset) => {
          expect(decodeCursor(encodeCursor(keyset, LIST), LIST)).toEqual(JSON.parse(JSON.stringify(keyset)))
        },
      ),
    )
  })

  it('goes into an address as it is', () => {
    expect(encodeCursor({ id: 'ø/?&', value: '😀' }, LIST)).toMatch(/^[\w-]+$/)
  })

  it('does not mind the order of members in the filter', () => {
    const cursor = encodeCursor({ id: 'a' }, LIST)
    expect(
      decodeCursor(cursor, { where: { name: 'x', score: { gt: 1 } }, sort: '-createdAt', object: 'deal' }),
    ).toEqual({ id: 'a' })
  })

  it.each([
    ['object', { ...LIST, object: 'lead' }],
    ['sort', { ...LIST, sort: 'createdAt' }],
    ['filter', { ...LIST, where: {} }],
  ])('of another %s is refused', (_, other) => {
    expect(() => decodeCursor(encodeCursor({ id: 'a' }, other), LIST)).toThrow(refused)
  })

  it.each([
    '',
    '!',
    'AAAA',
    encodeBase64Url(utf8Bytes('null')),
    encodeBase64Url(utf8Bytes('["x","a",1,2]')),
    'A'.repeat(200_000),
  ])('that is broken is refused (%#)', (cursor) => {
    expect(() => decodeCursor(cursor, LIST)).toThrow(refused)
  })

  it('with a value that the sort cannot hold is refused', () => {
    const name = checkSort(model, 'sample', 'name')
    const stars = checkSort(model, 'sample', 'stars')
    expect(() => decodeCursor(encodeCursor({ id: 'a', value: 1 }, LIST), LIST, name)).toThrow(refused)
    expect(() => decodeCursor(encodeCursor({ id: 'a', value: 1.5 }, LIST), LIST, stars)).toThrow(refused)
    expect(() => decodeCursor(encodeCursor({ id: 'a', value: 'x\0' }, LIST), LIST, name)).toThrow(refused)
    expect(decodeCursor(encodeCursor({ id: 'a', value: 2 }, LIST), LIST, stars)).toEqual({ id: 'a', value: 2 })
  })
})
