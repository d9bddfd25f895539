import type * as FastCheck from 'fast-check'

export type Fc = typeof FastCheck
export type Arbitrary<Value> = FastCheck.Arbitrary<Value>

/** Letters that differ in case, marks, composition, width and plane; wildcards and quotes of back ends; white space. */
const UNITS = [
  'a', 'b', 'A', 'B', 'z', '1', ' ', '\t', "'", '"', '%', '_', '*', '?', '\\', '[', '-', ';', '\u00a0', '’', '–',
  'é', 'e\u0301', 'É', 'å', 'Å', '\u212b', 'ø', 'Ø', 'ł', 'Ł', 'ı', 'İ', 'I', 'i', 'ß', 'ẞ', 'ss', 'ﬁ', 'æ', 'Đ', 'ð', 'þ',
  'ą', 'ż', 'ş', 'ğ', 'Σ', 'ς', 'σ', 'Ω', 'я', 'Й', 'が', 'か\u3099', '가', 'ｱ', '｡', '\ue000', '\uffee', '😀', '👩🏽‍🚀', '𝒜', '𐐀', '𐐨', '\u00ad',
] // biome-ignore format: a list

export const DATES = [
  '2024-02-29',
  '2023-02-28',
  '1987-03-01',
  '1990-12-24',
  '1990-01-06',
  '2026-03-28',
  '2026-03-29',
  '2026-03-30',
  '2026-10-25',
  '2025-12-31',
  '2026-01-01',
  '2026-04-01',
  '0001-01-01',
  '9999-12-31',
]

export const INSTANTS = [
  '2024-02-29T12:00:00.000Z',
  '2024-02-28T23:30:00.000Z',
  '2023-02-28T23:30:00.000Z',
  '2023-03-01T00:30:00.000Z',
  '1990-12-31T23:30:00.000Z',
  '1991-01-01T00:30:00.000Z',
  '2026-03-22T22:59:59.999Z',
  '2026-03-22T23:00:00.000Z',
  '2026-03-28T22:59:59.999Z',
  '2026-03-28T23:00:00.000Z',
  '2026-03-29T00:59:59.999Z',
  '2026-03-29T01:00:00.000Z',
  '2026-03-29T02:00:00.000Z',
  '2026-03-29T21:59:59.999Z',
  '2026-03-29T22:00:00.000Z',
  '2026-10-25T00:30:00.000Z',
  '2026-10-25T01:30:00.000Z',
  '2026-12-31T23:00:00.000Z',
  '0001-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
]

const NUMBERS = [0, 1, -1, 2, 3.5, -0.5, 0.1, 0.30000000000000004, 1e-9, 1e21, -1e21, 2 ** 53 - 1, Number.MAX_VALUE]
const LATITUDES = [0, 59.9, -33.9, 60.1, 90, -90, 89.9, -89.99]
const LONGITUDES = [0, 10.75, 11, -0.1, 180, -180, 179.5, -179.9, 100]
const AMOUNTS = [0, 1, -1, 100, 2_000_000_000_000, 2 ** 53 - 1, -(2 ** 53 - 1)]

export const PLACE_IDS = ['p1', 'P1', 'p2', 'p10', 'pz']
export const SAMPLE_IDS = ['s1', 'S1', 's2', 's10', 's-a', 's.a', 's_a', 's:a', 'A', 'a', 'B', 'b', 'Z', 'z', '0', '9']

/** Values as they are stored and as a Filter gives them, from small pools so that they meet. */
export function valuesOf(fc: Fc) {
  const text = fc.array(fc.constantFrom(...UNITS), { minLength: 1, maxLength: 4 }).map((units) => units.join(''))
  const oneOf = (...values: readonly string[]) => fc.constantFrom(...values)
  const money = fc.record(
    {
      amountMinor: fc.constantFrom(...AMOUNTS),
      currency: oneOf('EUR', 'NOK', 'JPY'),
      baseMinor: fc.constantFrom(...AMOUNTS),
    },
    { requiredKeys: ['amountMinor', 'currency'] },
  )
  const some = { requiredKeys: [] }
  const address = fc
    .record(
      {
        street: text,
        city: text,
        postalCode: text,
        country: oneOf('NO', 'SE'),
        latitude: fc.constantFrom(...LATITUDES),
        longitude: fc.constantFrom(...LONGITUDES),
      },
      some,
    )
    .filter((value) => Object.keys(value).length > 0)
  return {
    text,
    phone: oneOf('+4722334455', '+4722334456', '+15550001111'),
    number: fc.constantFrom(...NUMBERS),
    rating: fc.integer({ min: 1, max: 5 }),
    money,
    date: oneOf(...DATES),
    dateTime: oneOf(...INSTANTS),
    boolean: fc.boolean(),
    colour: oneOf('red', 'green', 'blue'),
    stage: oneOf('new', 'offer', 'won'),
    placeId: oneOf(...PLACE_IDS, 'nowhere'),
    userId: oneOf('u1', 'U1', 'u2'),
    kind: oneOf('work', 'Work', 'home'),
    address,
    person: text.map((full) => ({ full })),
    credential: fc.record(
      { number: text, authority: text, validUntilOn: oneOf(...DATES) },
      { requiredKeys: ['number'] },
    ),
  }
}

/** Every record may lack any field; lists are never empty, since nothing is stored as absent. */
export function recordsOf(fc: Fc) {
  const v = valuesOf(fc)
  const list = <Value>(value: Arbitrary<Value>) => fc.array(value, { minLength: 1, maxLength: 4 })
  const items = <Value>(value: Arbitrary<Value>) =>
    list(fc.record({ value, kind: v.kind, primary: fc.boolean() }, { requiredKeys: ['value'] }))
  const unique = (value: Arbitrary<string>) => fc.uniqueArray(value, { minLength: 1, maxLength: 3 })
  const some = { requiredKeys: [] }
  const sample = fc.record(
    {
      ...{ name: v.text, note: v.text, words: list(v.text), email: v.text, emails: items(v.text), site: v.text },
      ...{ phone: v.phone, phones: items(v.phone), score: v.number, scores: list(v.number), stars: v.rating },
      ...{ amount: v.money, dueOn: v.date, seenAt: v.dateTime, lastAt: v.dateTime, openCount: v.number },
      ...{ done: v.boolean, stage: v.stage, labels: unique(v.colour), person: v.person, licence: v.credential },
      ...{
        placeId: v.placeId,
        placeIds: unique(v.placeId),
        photo: v.placeId,
        home: v.address,
        homes: items(v.address),
      },
      ...{
        extra: fc.constantFrom(0, false, 'x', { a: 1 }),
        ownerId: v.userId,
        teamId: v.userId,
        mergedInto: v.placeId,
      },
      ...{
        access: unique(fc.constantFrom('u:u1', 'u:U1', 't:t1', 't:T1')),
        deletedAt: v.dateTime,
        createdAt: v.dateTime,
      },
      ...{
        x_text: v.text,
        x_words: list(v.text),
        x_score: v.number,
        x_amount: v.money,
        x_on: v.date,
        x_at: v.dateTime,
      },
      ...{
        x_done: v.boolean,
        x_emails: items(v.text),
        x_labels: unique(v.colour),
        x_home: v.address,
        x_placeId: v.placeId,
      },
    },
    some,
  )
  const place = fc.record(
    { name: v.text, size: v.number, partOfId: v.placeId, tags: unique(v.colour), deletedAt: v.dateTime },
    some,
  )
  const end = fc.oneof(
    fc.record({ object: fc.constant('sample'), id: fc.constantFrom(...SAMPLE_IDS) }),
    fc.record({ object: fc.constant('place'), id: v.placeId }),
  )
  const link = fc.record(
    { from: end, to: end, role: fc.constantFrom('friend', 'owner'), deletedAt: v.dateTime },
    { requiredKeys: ['from', 'to'] },
  )
  return { sample, place, link }
}
