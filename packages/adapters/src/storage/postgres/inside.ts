import { type Condition, type GeoCircle, type GeoPoint, insideTest } from '@kith/core/filter'
import type { Test } from '../sql/dialect.ts'
import { concat, join, type Sql, sql, wrap } from '../sql/sql.ts'
import { numberArray } from './values.ts'

type Inside = Extract<Condition, { op: 'inside' }>

/** Mean radius of the earth as core has it. */
const RADIUS_KM = 6371.0088
/** Sines of two libraries differ in the last digits: what is nearer to the edge than this is left to core. */
const MARGIN = 1e-9
/** Smaller than any distance of two places; PostgreSQL refuses products that are too small for a number. */
const TINY = 1e-100

/** Places for which {@link isInside} must be told what core says. Undefined: for none. */
export function unsureInside(latitude: Sql, longitude: Sql, { shape }: Inside): Sql | undefined {
  if (!('withinKm' in shape) || allAround(shape)) return undefined
  const { sure, maybe } = circle(latitude, longitude, shape)
  return join([maybe, wrap('NOT ', sure)], 'and')
}

export function coreInside({ shape }: Inside): (values: readonly unknown[]) => boolean {
  const test = insideTest(shape)
  return ([latitude, longitude]) => test(latitude as number, longitude as number)
}

/** @param resolved Places at the edge that are inside. */
export function isInside(
  latitude: Sql,
  longitude: Sql,
  { shape }: Inside,
  resolved: readonly (readonly (string | number)[])[],
): Test {
  const there = concat([latitude, sql(' IS NOT NULL AND '), longitude, sql(' IS NOT NULL')])
  if (!('withinKm' in shape)) return join([there, inCorners(latitude, longitude, unwrapped(shape))], 'and')
  if (allAround(shape)) return { ...wrap('', there), total: true }
  const { sure } = circle(latitude, longitude, shape)
  if (resolved.length === 0) return sure
  const [latitudes, longitudes] = [0, 1].map((at) => numberArray(resolved.map((place) => place[at] as number)))
  const edge = concat([
    sql('('),
    latitude,
    sql(', '),
    longitude,
    sql(') IN (SELECT * FROM unnest(?::double precision[], ?::double precision[]))', latitudes ?? '', longitudes ?? ''),
  ])
  return join([sure, edge], 'or')
}

const allAround = ({ withinKm }: GeoCircle) => withinKm / RADIUS_KM >= Math.PI

/** By the haversine of the angle, as core does. */
function circle(latitude: Sql, longitude: Sql, { latitude: lat, longitude: lng, withinKm }: GeoCircle) {
  const most = Math.sin(withinKm / RADIUS_KM / 2) ** 2
  const across = Math.cos((lat * Math.PI) / 180)
  const measure = concat([
    haversine(latitude, lat),
    sql(' + ?::double precision * cos(radians(', across),
    whole(latitude),
    sql(')) * '),
    haversine(longitude, lng),
  ])
  const within = (limit: number) => wrap('', concat([measure, sql(' <= ?::double precision', limit)]))
  return { sure: within(most * (1 - MARGIN)), maybe: within(most * (1 + MARGIN) + TINY) }
}

function haversine(slot: Sql, from: number): Sql {
  const half = concat([
    sql('abs(sin(radians('),
    whole(concat([slot, sql(' - ?::double precision', from)])),
    sql(') / 2))'),
  ])
  return concat([sql('power(greatest('), half, sql(`, ${TINY}), 2)`)])
}

/** A number, or 0 where it is next to nothing. */
function whole(number: Sql): Sql {
  return concat([sql('CASE WHEN abs('), number, sql(`) < ${TINY} THEN 0 ELSE `), number, sql(' END')])
}

/** Even-odd rule, in the same steps as core, which are the same numbers everywhere. */
function inCorners(latitude: Sql, longitude: Sql, corners: readonly GeoPoint[]): Sql {
  const longitudes = corners.map((corner) => corner.longitude)
  const sides = corners.map((corner, at) => [corner, corners.at(at - 1) as GeoPoint] as const)
  const slope = ([corner, last]: readonly [GeoPoint, GeoPoint]) => {
    const rise = last.latitude - corner.latitude
    return rise === 0 ? 0 : (last.longitude - corner.longitude) / rise
  }
  const turn = (edge: number) =>
    concat([whole(concat([sql('(?::double precision - ', edge), longitude, sql(')')])), sql(' / 360')])
  const crossed = concat([
    sql(
      '(SELECT count(*) FROM unnest(?::double precision[], ?::double precision[], ?::double precision[], ?::double precision[]) s(lat, lng, last, slope) WHERE (s.lat > ',
      numberArray(corners.map((corner) => corner.latitude)),
      numberArray(longitudes),
      numberArray(sides.map(([, last]) => last.latitude)),
      numberArray(sides.map(slope)),
    ),
    latitude,
    sql(') <> (s.last > '),
    latitude,
    sql(') AND '),
    longitude,
    sql(' + g.turn * 360::double precision < s.slope * '),
    wrap('', whole(concat([sql('('), latitude, sql(' - s.lat)')]))),
    sql(' + s.lng)'),
  ])
  return concat([
    sql('EXISTS (SELECT 1 FROM generate_series(-3, 3) g(turn) WHERE g.turn >= ceil('),
    turn(Math.min(...longitudes)),
    sql(') AND g.turn <= '),
    turn(Math.max(...longitudes)),
    sql(' AND '),
    crossed,
    sql(' % 2 = 1)'),
  ])
}

/** The corners on a map that goes on past the antimeridian: each lies on the shorter way from the one before. */
function unwrapped(corners: readonly GeoPoint[]): GeoPoint[] {
  const points: GeoPoint[] = []
  for (const { latitude, longitude } of corners) {
    const before = points.at(-1)?.longitude ?? longitude
    points.push({ latitude, longitude: longitude + 360 * Math.round((before - longitude) / 360) })
  }
  return points
}
