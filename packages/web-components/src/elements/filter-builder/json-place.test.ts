import { describe, expect, it } from 'vitest'
import { placeInJson } from './json-place.ts'

const text = `{ "a": [1, { "b/c": "x, }" }],\n "d": {"e": null}, "a~": true }`
const at = (pointer: string) => text.slice(...placeInJson(text, pointer))

describe('placeInJson', () => {
  it.each([
    ['/a/0', '1'],
    ['/a/1', '{ "b/c": "x, }" }'],
    ['/a/1/b~1c', '"b/c": "x, }"'],
    ['/d/e', '"e": null'],
    ['/a~0', '"a~": true'],
    ['', text],
  ])('finds %s', (pointer, found) => {
    expect(at(pointer)).toBe(found)
  })

  it('means the whole where there is no such place', () => {
    expect(at('/nowhere/1')).toBe(text)
  })
})
