import type { FilterCase } from './filter-case.ts'

const at = (...places: readonly (readonly [latitude: number, longitude: number])[]) =>
  Object.fromEntries(places.map(([latitude, longitude], index) => [`${index + 1}`, { home: { latitude, longitude } }]))
const OSLO = { latitude: 59.9139, longitude: 10.7522 }
const corner = (latitude: number, longitude: number) => ({ latitude, longitude })

/** Degrees of WGS 84, kilometres on a sphere of the mean radius. */
export const PLACE_CASES: readonly FilterCase[] = [
  {
    name: 'near is a circle, not a box',
    records: at([59.9139, 10.7522], [59.9499, 10.7522], [59.9447, 10.8139], [59.9589, 10.7522]),
    where: { home: { near: { ...OSLO, withinKm: 4.5 } } },
    finds: ['1', '2'],
  },
  {
    name: 'an address without a place is not near, and its not is true',
    records: {
      ...at([59.9139, 10.7522]),
      street: { home: { street: 'Storgata 1' } },
      half: { home: { latitude: 59.9 } },
      none: {},
    },
    where: { not: { home: { near: { ...OSLO, withinKm: 20_000 } } } },
    finds: ['half', 'none', 'street'],
  },
  {
    name: 'near the antimeridian, from both sides of it',
    records: at([-17, 179.9], [-17, -179.9], [-17, 180], [-17, -180], [-17, 178]),
    where: { home: { near: { latitude: -17, longitude: -179.95, withinKm: 30 } } },
    finds: ['1', '2', '3', '4'],
  },
  {
    name: 'near a pole, whatever the longitude',
    records: at([89.9, 0], [89.9, 180], [90, -77], [89, 0], [-90, 0]),
    where: { home: { near: { latitude: 89.95, longitude: 12, withinKm: 20 } } },
    finds: ['1', '2', '3'],
  },
  {
    name: 'nothing is farther away than half around the earth',
    records: at([-59.9139, -169.2478], [90, 0]),
    where: { home: { near: { ...OSLO, withinKm: 20_100 } } },
    finds: ['1', '2'],
  },
  {
    name: 'no kilometre is the place itself',
    records: at([59.9139, 10.7522], [59.9139, 10.7523]),
    where: { home: { near: { ...OSLO, withinKm: 0 } } },
    finds: ['1'],
  },
  {
    name: 'a box has its sides in it',
    records: at([60, 11], [59, 10], [60.0001, 10.5], [59.5, 9.9999]),
    where: { home: { inArea: { north: 60, south: 59, east: 11, west: 10 } } },
    finds: ['1', '2'],
  },
  {
    name: 'a box over the antimeridian',
    records: at([0, 170.1], [0, 180], [0, -180], [0, -170.1], [0, -170], [0, 0]),
    where: { home: { inArea: { north: 1, south: -1, east: -170.1, west: 170.1 } } },
    finds: ['1', '2', '3', '4'],
  },
  {
    name: 'a box up to the antimeridian has it in it, however it is written',
    records: at([0, 180], [0, -180], [0, 179], [0, -179]),
    where: { home: { inArea: { north: 1, south: -1, east: 180, west: 178 } } },
    finds: ['1', '2', '3'],
  },
  {
    name: 'inside of an area with a bay',
    records: at([1, 1], [1, 3], [3, 2], [0.5, 2], [5, 5]),
    where: { home: { inArea: [corner(0, 0), corner(4, 0), corner(0.9, 2), corner(4, 4), corner(0, 4)] } },
    finds: ['1', '2', '4'],
  },
  {
    name: 'inside of an area over the antimeridian',
    records: at([0, 179], [0, -179], [0, 180], [0, 170], [0, -170], [0, 0]),
    where: { home: { inArea: [corner(-5, 175), corner(5, 175), corner(5, -175), corner(-5, -175)] } },
    finds: ['1', '2', '3'],
  },
  {
    name: 'one entry of a list is near, and an entry that has no place is not',
    records: {
      a: { homes: [{ value: { city: 'Oslo' } }, { value: OSLO, kind: 'work' }] },
      b: { homes: [{ value: { latitude: 0, longitude: 0 }, kind: 'work' }] },
      c: { homes: [{ value: OSLO, kind: 'home' }] },
    },
    where: { homes: { some: { value: { near: { ...OSLO, withinKm: 1 } }, kind: 'work' } } },
    finds: ['a'],
  },
  {
    name: 'run-time fields are places as well',
    records: { a: { x_home: OSLO }, b: { x_home: { latitude: 0, longitude: 0 } }, c: {} },
    where: { x_home: { near: { ...OSLO, withinKm: 1 } } },
    finds: ['a'],
  },
]
