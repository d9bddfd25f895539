import { boxAround, isAroundPole } from './geo.ts'
import { FILTER_LIMITS } from './limits.ts'
import { allOf, anyOf } from './logic.ts'
import type { Read } from './lower.ts'
import { child, isPlain, refuse, requireList } from './refuse.ts'
import type { Condition, GeoArea, GeoBox, GeoCircle, GeoPoint, GeoShape, SlotRef } from './types.ts'

/** Half the way around the earth is less. */
const MOST_KM = 20_100

/** @throws KithError `INVALID_FILTER` when a value is no circle on the earth */
export function requireCircle(value: unknown, path: string): asserts value is GeoCircle {
  const { withinKm } = requireNumbers(value, path, ['latitude', 'longitude', 'withinKm'])
  if (withinKm < 0 || withinKm > MOST_KM)
    refuse(child(path, 'withinKm'), `kilometres from 0 to ${MOST_KM} are needed here`)
}

/** @throws KithError `INVALID_FILTER` when a value is neither a box nor the corners of an area */
export function requireArea(value: unknown, path: string): asserts value is GeoArea {
  if (!Array.isArray(value)) {
    const { north, south } = requireNumbers(value, path, ['north', 'south', 'east', 'west'])
    if (south > north) refuse(path, 'the south of an area lies south of its north')
    return
  }
  const corners = requireList(value, path, FILTER_LIMITS.corners)
  if (corners.length < 3) refuse(path, 'an area has at least three corners')
  for (const [index, corner] of corners.entries()) requireNumbers(corner, child(path, index), ['latitude', 'longitude'])
  if (isAroundPole(corners as readonly GeoPoint[])) refuse(path, 'an area around a pole needs a box, or `near`')
}

const DEGREES: Readonly<Record<string, number>> = {
  latitude: 90,
  north: 90,
  south: 90,
  longitude: 180,
  east: 180,
  west: 180,
}

function requireNumbers<Name extends string>(
  value: unknown,
  path: string,
  names: readonly Name[],
): Record<Name, number> {
  if (!isPlain(value)) refuse(path, `an object of ${names.join(', ')} is needed here`)
  const stranger = Object.keys(value).find((name) => !(names as readonly string[]).includes(name))
  if (stranger !== undefined) refuse(child(path, stranger), `only ${names.join(', ')} are needed here`)
  for (const name of names) {
    const most = DEGREES[name] ?? Number.MAX_VALUE
    const number = Object.hasOwn(value, name) ? value[name] : undefined
    if (typeof number !== 'number' || !(Math.abs(number) <= most))
      refuse(
        child(path, name),
        DEGREES[name] === undefined ? 'a number is needed here' : `degrees from -${most} to ${most} are needed here`,
      )
  }
  return value as Record<Name, number>
}

/** At most so far away: a box that stores can look up, and the exact distance inside of it. */
export function nearPlace(read: Read, { latitude, longitude, withinKm }: GeoCircle): Condition {
  return insideOf(read, { latitude: latitude + 0, longitude: longitude + 0, withinKm })
}

/** A box is compared as it is; of corners their box, and the sides inside of it. */
export function inArea(read: Read, area: GeoArea): Condition {
  if (!isCorners(area)) {
    const { west, east } = area
    return inBox(
      read,
      area,
      west > east
        ? [
            [west, 180],
            [-180, east],
          ]
        : turns(west, east),
    )
  }
  return insideOf(
    read,
    area.map(({ latitude, longitude }) => ({ latitude: latitude + 0, longitude: longitude + 0 })),
  )
}

const isCorners = (area: GeoArea): area is readonly GeoPoint[] => Array.isArray(area)

function insideOf(read: Read, shape: GeoShape): Condition {
  const [latitude, longitude] = refs(read)
  const box = boxAround(shape)
  return allOf([inBox(read, box, turns(box.west, box.east)), { op: 'inside', latitude, longitude, shape }])
}

function refs({ ref }: Read): readonly [SlotRef, SlotRef] {
  return [
    { ...ref, slot: 'latitude', kind: 'real' },
    { ...ref, slot: 'longitude', kind: 'real' },
  ]
}

type Range = readonly [from: number, to: number]

function inBox(read: Read, { north, south }: GeoBox, around: readonly Range[]): Condition {
  const [latitude, longitude] = refs(read)
  const longitudes = around.map(([from, to]) => between(longitude, from, to))
  return allOf([between(latitude, Math.max(south, -90), Math.min(north, 90)), anyOf(longitudes)])
}

function between(ref: SlotRef, from: number, to: number): Condition {
  return allOf([
    { op: 'compare', ref, cmp: 'gte', value: from + 0 },
    { op: 'compare', ref, cmp: 'lte', value: to + 0 },
  ])
}

/** The longitudes from west to east as they are stored: -180 to 180, which both are the antimeridian. */
function turns(west: number, east: number): readonly Range[] {
  if (east - west >= 360) return [[-180, 180]]
  return [-360, 0, 360].flatMap((turn) => {
    const [from, to] = [Math.max(west + turn, -180), Math.min(east + turn, 180)]
    return from <= to ? [[from, to] as const] : []
  })
}
