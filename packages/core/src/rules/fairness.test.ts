import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FairnessCase, fairnessReport, wilson } from './fairness.ts'

const cases = (group: string, yes: number, no: number): readonly FairnessCase[] => [
  ...Array<FairnessCase>(yes).fill({ group, accepted: true }),
  ...Array<FairnessCase>(no).fill({ group, accepted: false }),
]

describe('wilson', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published interval of %i in %i (Newcombe 1998, table I, method 3)', (count, of, low, high) => {
    expect(wilson(count, of).low).toBeCloseTo(low, 4)
    expect(wilson(count, of).high).toBeCloseTo(high, 4)
  })

  it('knows nothing of no cases', () => {
    expect(wilson(0, 0)).toEqual({ count: 0, of: 0, rate: 0, low: 0, high: 1 })
  })

  it('always holds the rate, within 0 and 1, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, share) => {
        const count = Math.round(of * share)
        const { low, high, rate } = wilson(count, of)
        expect(low >= 0 && low <= rate && rate <= high && high <= 1).toBe(true)
        expect(wilson(of - count, of).low).toBeCloseTo(1 - high, 10)
      }),
    )
  })
})

describe('fairnessReport', () => {
  it('flags groups whose intervals do not overlap', () => {
    const report = fairnessReport([...cases('a', 80, 20), ...cases('b', 40, 60), ...cases('c', 6, 4)])
    expect(report.flagged).toBe(true)
    expect(report.measures[0]?.groups.map(({ group, rate }) => [group, rate])).toEqual([
      ['a', 0.8],
      ['b', 0.4],
      ['c', 0.6],
    ])
    expect(report.measures[0]?.apart).toEqual([{ higher: 'a', lower: 'b' }])
  })

  it('flags nothing where a difference may be chance', () => {
    expect(fairnessReport([...cases('a', 8, 2), ...cases('b', 6, 4)]).flagged).toBe(false)
  })

  it('counts scores from a threshold, and each route', () => {
    const all: readonly FairnessCase[] = [
      { group: 'a', score: 70, route: 'ida' },
      { group: 'a', score: 30, route: 'ola' },
      { group: 'b', score: 50 },
    ]
    expect(fairnessReport(all, { scoreFrom: 50 }).measures).toMatchObject([
      {
        measure: 'score',
        groups: [
          { group: 'a', count: 1, of: 2 },
          { group: 'b', count: 1, of: 1 },
        ],
      },
      { measure: 'route:ida', groups: [{ group: 'a', count: 1, of: 2 }] },
      { measure: 'route:ola', groups: [{ group: 'a', count: 1, of: 2 }] },
    ])
  })
})
