import { ASIAN, DUTCH, DUTCH_COMPANIES, NORWEGIAN, NORWEGIAN_COMPANIES, type People, POLISH, TURKISH } from './names.ts'

/** What a story takes from where it happens: people, streets, prices. */
export interface Land {
  readonly people: readonly People[]
  readonly streets: readonly string[]
  readonly cities: readonly (readonly [postalCode: string, city: string])[]
  readonly companies: readonly (readonly string[])[]
  readonly country: string
  /** Prefix, and the range of what follows. */
  readonly phone: readonly [prefix: string, low: number, high: number]
  readonly currency: string
  /** What a square metre costs, in whole units of the currency. */
  readonly pricePerSqm: readonly [low: number, high: number]
  /** The company's site. */
  readonly site: string
}

export const NORWAY: Land = {
  people: [NORWEGIAN, NORWEGIAN, NORWEGIAN, NORWEGIAN, TURKISH, POLISH, ASIAN, DUTCH],
  streets: [
    'Kystgata',
    'Torggata',
    'Skogly',
    'Elvebredden',
    'Parkveien',
    'Sommerly',
    'Lofthusveien',
    'Havnegata',
    'Nedre Strandgate',
    'Kirkebakken',
    'Myrvegen',
    'Granåsen',
    'Furulund',
    'Bekkefaret',
    'Utsikten',
    'Moldegårdsvegen',
    'Fannestrandvegen',
    'Tollåsenga',
    'Kvamsvegen',
  ],
  cities: [
    ['6413', 'Molde'],
    ['6413', 'Molde'],
    ['6002', 'Ålesund'],
    ['6509', 'Kristiansund'],
    ['6440', 'Elnesvågen'],
    ['6530', 'Averøy'],
  ],
  companies: NORWEGIAN_COMPANIES,
  country: 'NO',
  phone: ['+47', 40_000_000, 49_999_999],
  currency: 'NOK',
  pricePerSqm: [38_000, 62_000],
  site: 'https://nordlys.example',
}

export const NETHERLANDS: Land = {
  people: [DUTCH, DUTCH, DUTCH, POLISH, TURKISH],
  streets: [
    'Havenstraat',
    'Prinsengracht',
    'Duinweg',
    'Lindelaan',
    'Molenpad',
    'Zeestraat',
    'Kerkstraat',
    'Westerdijk',
  ],
  cities: [
    ['1011', 'Amsterdam'],
    ['2011', 'Haarlem'],
    ['1971', 'IJmuiden'],
  ],
  companies: DUTCH_COMPANIES,
  country: 'NL',
  phone: ['+316', 10_000_000, 59_999_999],
  currency: 'EUR',
  pricePerSqm: [4_600, 8_200],
  site: 'https://havna.example',
}
