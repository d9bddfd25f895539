import { describe, expect, it } from 'vitest'
import { seededRandom } from './seeded-random.ts'

describe('seededRandom', () => {
  it('gives the same for the same seed and other things for another', () => {
    const bytes = (seed: number) => [...seededRandom(seed).bytes(16)]
    expect(bytes(1)).toEqual(bytes(1))
    expect(bytes(1)).not.toEqual(bytes(2))
  })

  it('picks each of some values about equally often', () => {
    const random = seededRandom(7)
    const counts = { a: 0, b: 0, c: 0 }
    for (let round = 0; round < 3_000; round++) counts[random.pick(['a', 'b', 'c'] as const)] += 1
    for (const count of Object.values(counts)) expect(Math.abs(count - 1_000)).toBeLessThan(120)
  })
})
