import { describe, expect, it } from 'vitest'
import { standardObjects } from './index.ts'

describe('standardObjects', () => {
  it('have names, plurals and labels of their own in English and Norwegian', () => {
    const all = standardObjects
    expect(new Set(all.map((o) => o.name)).size).toBe(all.length)
    expect(new Set(all.map((o) => o.plural)).size).toBe(all.length)
    for (const object of all) {
      expect(object.label).toMatchObject({ en: expect.any(String), nb: expect.any(String) })
      for (const field of Object.values(object.fields))
        expect(field.label).toMatchObject({ en: expect.any(String), nb: expect.any(String) })
    }
  })
})
