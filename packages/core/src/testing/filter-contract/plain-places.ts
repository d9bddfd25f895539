import type { Address, GeoArea, GeoCircle, GeoPoint } from '../../index.ts'

/** Distances by vectors, areas by the angles under which their sides are seen: other ways than the real ones. */
export function placeHolds({ latitude, longitude }: Address, operator: string, operand: unknown): boolean {
  if (latitude === undefined || longitude === undefined) return false
  const place = { latitude, longitude }
  if (operator === 'near') return kilometres(place, operand as GeoCircle) <= (operand as GeoCircle).withinKm
  const area = operand as GeoArea
  if (!('north' in area)) return isSurrounded(place, area)
  const { north, south, east, west } = area
  const turned = [longitude, ...(Math.abs(longitude) === 180 ? [-longitude] : [])]
  const between = turned.some((at) => (west <= east ? at >= west && at <= east : at >= west || at <= east))
  return latitude >= south && latitude <= north && between
}

function kilometres(left: GeoPoint, right: GeoPoint): number {
  const [a, b] = [vectorOf(left), vectorOf(right)]
  const chord = Math.hypot(...a.map((part, index) => part - (b[index] as number)))
  return 2 * 6371.0088 * Math.asin(Math.min(1, chord / 2))
}

function vectorOf({ latitude, longitude }: GeoPoint): number[] {
  const [lat, lng] = [(latitude / 180) * Math.PI, (longitude / 180) * Math.PI]
  return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)]
}

/** The sides are seen under angles that add up to an odd number of turns, on this map or the next. */
function isSurrounded(place: GeoPoint, area: readonly GeoPoint[]): boolean {
  const [first = place] = area
  const corners = area.map(({ latitude, longitude }) => ({ latitude, longitude: nearTo(longitude, first.longitude) }))
  return [-360, 0, 360].some((turn) => {
    const angles = corners.map(({ latitude, longitude }) =>
      Math.atan2(latitude - place.latitude, longitude - place.longitude - turn),
    )
    const steps = angles.map((angle, index) => angleBetween(angle, angles[(index + 1) % angles.length] as number))
    return Math.abs(Math.round(steps.reduce((sum, step) => sum + step, 0) / (2 * Math.PI))) % 2 === 1
  })
}

function nearTo(longitude: number, other: number): number {
  return longitude - other > 180 ? longitude - 360 : other - longitude > 180 ? longitude + 360 : longitude
}

function angleBetween(from: number, to: number): number {
  const step = to - from
  return step > Math.PI ? step - 2 * Math.PI : step < -Math.PI ? step + 2 * Math.PI : step
}
