import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aLead, NOW } from '../testing/builders.ts'
import { context, model } from './rules.fixture.ts'
import { defineScore, type Score, score } from './score.ts'

const definition: Score = {
  id: 'lead-score',
  label: 'Lead score',
  object: 'lead',
  field: 'score',
  points: [
    { id: 'website', label: 'From the website', if: { source: 'website' }, points: 20 },
    { id: 'free', label: 'Private address', if: { email: { contains: 'gmail' } }, points: -15 },
    { id: 'active', label: 'Active', if: {}, points: 40, decay: { field: 'lastActivityAt', halfLifeDays: 14 } },
  ],
}
const daysAgo = (days: number) => new Date(Date.parse(NOW) - days * 86_400_000).toISOString()
const of = (lead: object, over: Partial<Score> = {}) =>
  score({ ...definition, ...over }, { ...aLead(), ...lead }, context)

describe('score', () => {
  it('adds up the points whose conditions hold', () => {
    expect(of({}).total).toBe(20)
    expect(of({ email: 'kari@gmail.com' }).total).toBe(5)
  })

  it('halves points after each half-life', () => {
    expect([0, 14, 28].map((days) => of({ lastActivityAt: daysAgo(days) }).parts[2]?.points)).toEqual([40, 20, 10])
  })

  it('gives nothing for a date that is empty, and all of a date to come', () => {
    expect(of({}).parts[2]?.points).toBe(0)
    expect(of({ lastActivityAt: daysAgo(-30) }).parts[2]?.points).toBe(40)
  })

  it('stays within its bounds', () => {
    expect(of({ lastActivityAt: NOW }, { max: 50 }).total).toBe(50)
    expect(of({ source: 'fair', email: 'kari@gmail.com' }, { min: 0 }).total).toBe(0)
  })

  it('explains each kind of points in words', () => {
    expect(of({ lastActivityAt: daysAgo(14) }).parts.map(({ sentence }) => sentence)).toEqual([
      'From the website: 20, because Source is “website”',
      'Private address: 0, because E-mail contains “gmail”',
      'Active: 20 of 40, because all records; halves every 14 days since Last activity',
    ])
    expect(of({}).parts[2]?.sentence).toBe('Active: 0 of 40, because Last activity is empty')
  })

  it('says when it may be another one: on the first day that rounds otherwise', () => {
    const { total, nextAt } = of({ lastActivityAt: NOW })
    const later = score(definition, { ...aLead(), lastActivityAt: NOW }, { ...context, now: nextAt as string })
    expect(nextAt).toBe('2026-03-03T09:00:00.000Z')
    expect(later.total).toBeLessThan(total)
    expect(of({}).nextAt).toBeUndefined()
  })

  it('looks again at midnight where a condition looks at the date', () => {
    const points = [{ id: 'new', label: 'New', if: { createdAt: { last: { days: 7 } } }, points: 5 }]
    expect(of({}, { points }).nextAt).toBe('2026-03-02T23:00:00.000Z')
  })

  it('never grows while time passes and all points are good', () => {
    const points = definition.points.filter(({ points: given }) => given > 0)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 400 }), (age, more) => {
        const lead = { lastActivityAt: daysAgo(age) }
        const older = { lastActivityAt: daysAgo(age + more) }
        expect(of(older, { points }).total).toBeLessThanOrEqual(of(lead, { points }).total)
      }),
      { numRuns: 50 },
    )
  })
})

describe('defineScore', () => {
  it.each([
    ['no points', { points: [] }, '/points'],
    [
      'a half-life of nothing',
      { points: [{ ...definition.points[2], decay: { field: 'x', halfLifeDays: 0 } }] },
      '/points/0/decay/halfLifeDays',
    ],
    ['bounds the wrong way round', { min: 5, max: 1 }, '/min'],
    ['a field that is no number', { field: 'source' }, '/field'],
    [
      'a decay by what is no date',
      { points: [{ ...definition.points[2], decay: { field: 'source', halfLifeDays: 1 } }] },
      '/points/0/decay/field',
    ],
  ])('refuses %s', (_, over, path) => {
    expect(() => defineScore({ ...definition, ...(over as Partial<Score>) }, model)).toThrow(
      expect.objectContaining({
        code: 'INVALID_DEFINITION',
        details: expect.objectContaining({ path: `/scores/lead-score${path}` }),
      }),
    )
  })

  it('gives it its first version and freezes it', () => {
    expect(defineScore(definition, model)).toEqual({ version: 1, ...definition })
    expect(Object.isFrozen(defineScore(definition).points)).toBe(true)
  })
})
