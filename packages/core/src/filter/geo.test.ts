import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contractModel as model } from '../testing/filter-contract/model.ts'
import { checkFilter } from './check.ts'
import { compileCondition } from './compile.ts'
import { insideTest, isAroundPole } from './geo.ts'
import type { GeoPoint, GeoShape } from './types.ts'

const CONTEXT = { now: '2026-03-15T09:00:00.000Z', zone: 'UTC' }
const degrees = (most: number) =>
  fc.oneof(fc.double({ min: -most, max: most, noNaN: true }), fc.constantFrom(-most, most, 0, most - 1e-7, 1e-7 - most))
const point: fc.Arbitrary<GeoPoint> = fc.record({ latitude: degrees(90), longitude: degrees(180) })
const circle = fc.record({
  latitude: degrees(90),
  longitude: degrees(180),
  withinKm: fc.oneof(fc.double({ min: 0, max: 20_100, noNaN: true }), fc.constantFrom(0, 1e-6, 1, 10_007.5, 20_015.1)),
})
const holds = (filter: object, { latitude, longitude }: GeoPoint) =>
  compileCondition(checkFilter(model, 'sample', { home: filter }, CONTEXT))({
    id: 's1',
    version: 1,
    home: { latitude, longitude },
  })
const inside = (shape: GeoShape, { latitude, longitude }: GeoPoint) => insideTest(shape)(latitude, longitude)

describe('near', () => {
  it('loses nothing to the box around it', () => {
    fc.assert(
      fc.property(circle, point, (near, place) => {
        expect(holds({ near }, place)).toBe(inside(near, place))
      }),
      { numRuns: 3000 },
    )
  })

  it('loses nothing at the very edge: places are put there by bearing', () => {
    const edge = fc.tuple(circle, fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }))
    fc.assert(
      fc.property(edge, ([near, bearing]) => {
        const place = onEdge(near, bearing)
        expect(holds({ near }, place)).toBe(inside(near, place))
      }),
      { numRuns: 3000 },
    )
  })

  it('is as far from here as it is from there', () => {
    fc.assert(
      fc.property(point, point, fc.double({ min: 0, max: 20_100, noNaN: true }), (a, b, withinKm) => {
        const there = inside({ ...a, withinKm: withinKm + 1e-6 }, b)
        if (inside({ ...b, withinKm }, a)) expect(there).toBe(true)
      }),
    )
  })

  it.each([
    ['Oslo', 'Bergen', [59.9139, 10.7522], [60.3913, 5.3221], 305],
    ['Suva', 'Apia', [-18.1248, 178.4501], [-13.8506, -171.7513], 1150],
    ['the poles', 'each other', [90, 0], [-90, 77], 20_015],
  ] as const)('knows how far %s and %s are', (_, __, [lat, lng], [latitude, longitude], km) => {
    const place = { latitude, longitude }
    expect(inside({ latitude: lat, longitude: lng, withinKm: km + 5 }, place)).toBe(true)
    expect(inside({ latitude: lat, longitude: lng, withinKm: km - 5 }, place)).toBe(false)
  })
})

describe('inArea', () => {
  const middle = fc.tuple(degrees(85), degrees(180))
  const area = fc
    .tuple(middle, fc.array(fc.tuple(degrees(80), degrees(85)), { minLength: 3, maxLength: 8 }))
    .map(([[latitude, longitude], offsets]) =>
      offsets.map(([up, aside]) => ({
        latitude: Math.max(-90, Math.min(90, latitude + up)),
        longitude: ((longitude + aside + 540) % 360) - 180,
      })),
    )
    .filter((corners) => !isAroundPole(corners))

  it('loses nothing to the box around it', () => {
    fc.assert(
      fc.property(area, point, (corners, place) => {
        expect(holds({ inArea: corners }, place)).toBe(inside(corners, place))
      }),
      { numRuns: 3000 },
    )
  })

  it('does not care where it begins and which way it goes', () => {
    fc.assert(
      fc.property(area, point, (corners, place) => {
        const [first, ...rest] = corners
        const turned = [...rest, first as GeoPoint]
        fc.pre(!nearASide(corners, place))
        expect(inside(turned, place)).toBe(inside(corners, place))
        expect(inside([...corners].reverse(), place)).toBe(inside(corners, place))
      }),
    )
  })

  it('refuses an area around a pole, which has no inside on a map', () => {
    const around = [0, 120, -120].map((longitude) => ({ latitude: 80, longitude }))
    expect(isAroundPole(around)).toBe(true)
    expect(() => holds({ inArea: around }, { latitude: 0, longitude: 0 })).toThrow(
      expect.objectContaining({ code: 'INVALID_FILTER' }),
    )
  })
})

/** Where rounding may decide. */
function nearASide(corners: readonly GeoPoint[], { latitude, longitude }: GeoPoint): boolean {
  const close = (value: number) => Math.abs(value) < 1e-6
  return corners.some((corner, index) => {
    const next = corners[(index + 1) % corners.length] as GeoPoint
    const lng = (value: number) => value + 360 * Math.round((longitude - value) / 360)
    const across =
      (lng(next.longitude) - lng(corner.longitude)) * (latitude - corner.latitude) -
      (longitude - lng(corner.longitude)) * (next.latitude - corner.latitude)
    return close(across) || close(corner.latitude - latitude) || close(next.latitude - latitude)
  })
}

function onEdge({ latitude, longitude, withinKm }: GeoPoint & { withinKm: number }, bearing: number): GeoPoint {
  const [lat, angle] = [(latitude / 180) * Math.PI, Math.min(withinKm / 6371.0088, Math.PI)]
  const north = Math.asin(
    Math.max(-1, Math.min(1, Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing))),
  )
  const east = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(lat),
    Math.cos(angle) - Math.sin(lat) * Math.sin(north),
  )
  return { latitude: (north / Math.PI) * 180, longitude: ((longitude + (east / Math.PI) * 180 + 540) % 360) - 180 }
}
