import type { GeoBox, GeoCircle, GeoPoint, GeoShape } from './types.ts'

/** Mean radius of the earth in kilometres, (2a + b) / 3 of WGS 84 (IUGG; Moritz, Geodetic Reference System 1980). Pinned. */
const RADIUS_KM = 6371.0088
const RADIANS = Math.PI / 180
/** Degrees by which a box is wider than its shape (about a metre), so that rounding cuts nothing off. */
const MARGIN = 1e-5

/**
 * Makes the test of an `inside` condition. Stores that run it themselves use this, so that all give one answer.
 *
 * @example
 * const isNear = insideTest({ latitude: 59.91, longitude: 10.75, withinKm: 5 })
 * isNear(59.92, 10.76) // true
 */
export function insideTest(shape: GeoShape): (latitude: number, longitude: number) => boolean {
  return 'withinKm' in shape ? circleTest(shape) : cornersTest(unwrapped(shape))
}

/** By the haversine of the angle: R. W. Sinnott, Virtues of the Haversine, Sky & Telescope 68 (1984). */
function circleTest({ latitude, longitude, withinKm }: GeoCircle): (latitude: number, longitude: number) => boolean {
  const angle = withinKm / RADIUS_KM
  if (angle >= Math.PI) return () => true
  const most = haversine(angle)
  const cosine = Math.cos(latitude * RADIANS)
  return (lat, lng) => {
    const across = cosine * Math.cos(lat * RADIANS) * haversine((lng - longitude) * RADIANS)
    return haversine((lat - latitude) * RADIANS) + across <= most
  }
}

function haversine(angle: number): number {
  const half = Math.sin(angle / 2)
  return half * half
}

/** Even-odd rule: whether a line eastwards from the place crosses an odd number of sides. */
function cornersTest(corners: readonly GeoPoint[]): (latitude: number, longitude: number) => boolean {
  const { west, east } = bounds(corners)
  return (latitude, longitude) => {
    for (let turn = Math.ceil((west - longitude) / 360); turn <= (east - longitude) / 360; turn++) {
      if (crossings(corners, latitude, longitude + turn * 360) % 2 === 1) return true
    }
    return false
  }
}

function crossings(corners: readonly GeoPoint[], latitude: number, longitude: number): number {
  let count = 0
  let last = corners.at(-1) as GeoPoint
  for (const corner of corners) {
    if (corner.latitude > latitude !== last.latitude > latitude) {
      const slope = (last.longitude - corner.longitude) / (last.latitude - corner.latitude)
      if (longitude < slope * (latitude - corner.latitude) + corner.longitude) count++
    }
    last = corner
  }
  return count
}

/** The corners on a map that goes on past the antimeridian: each lies on the shorter way from the one before. */
function unwrapped(corners: readonly GeoPoint[]): GeoPoint[] {
  const points: GeoPoint[] = []
  for (const corner of corners) points.push(nearest(corner, points.at(-1) ?? corner))
  return points
}

function nearest({ latitude, longitude }: GeoPoint, to: GeoPoint): GeoPoint {
  return { latitude, longitude: longitude + 360 * Math.round((to.longitude - longitude) / 360) }
}

/** Whether the sides go once around a pole, so that they have no inside on a map. */
export function isAroundPole(corners: readonly GeoPoint[]): boolean {
  const points = unwrapped(corners)
  const [first, last] = [points[0], points.at(-1)]
  return first !== undefined && last !== undefined && nearest(first, last).longitude !== first.longitude
}

/** A box that holds the whole shape. `west` and `east` may lie past the antimeridian; 360 degrees apart are all around. */
export function boxAround(shape: GeoShape): GeoBox {
  const box = 'withinKm' in shape ? circleBounds(shape) : bounds(unwrapped(shape))
  return {
    north: box.north + MARGIN,
    south: box.south - MARGIN,
    east: box.east + MARGIN,
    west: box.west - MARGIN,
  }
}

function bounds(corners: readonly GeoPoint[]): GeoBox {
  const latitudes = corners.map((corner) => corner.latitude)
  const longitudes = corners.map((corner) => corner.longitude)
  return {
    north: Math.max(...latitudes),
    south: Math.min(...latitudes),
    east: Math.max(...longitudes),
    west: Math.min(...longitudes),
  }
}

/** The meridians that touch a circle, not those through its centre's parallel: it is widest nearer to the pole. */
function circleBounds({ latitude, longitude, withinKm }: GeoCircle): GeoBox {
  const angle = withinKm / RADIUS_KM
  const [north, south] = [latitude + angle / RADIANS, latitude - angle / RADIANS]
  const holdsPole = north + MARGIN >= 90 || south - MARGIN <= -90
  const wide = holdsPole ? 180 : Math.asin(Math.min(1, Math.sin(angle) / Math.cos(latitude * RADIANS))) / RADIANS
  return { north, south, east: longitude + wide, west: longitude - wide }
}
