import type { CrmApi } from '@kith/core'
import type { Chance } from './chance.ts'
import type { Land } from './lands.ts'

/** A home that is for sale. */
export interface Home {
  readonly id: string
  readonly name: string
  /** Asking price in whole units of the land's currency. */
  readonly price: number
  /** On the front page of the site: stays for sale. */
  readonly stays: boolean
}

/** The homes that a company has for sale: where one is sold, another comes. */
export interface Homes {
  readonly forSale: readonly Home[]
  /** An address that nobody has used. */
  address(): string
  list(known?: { readonly name: string; readonly sellerId: string }): Promise<Home>
  /** Marks a home as sold and puts another in its place. */
  sold(home: Home): Promise<void>
  /** Sets days of open house for some of those for sale. */
  open(count: number, days: readonly string[]): Promise<void>
}

export interface HomesOptions {
  readonly api: CrmApi
  readonly chance: Chance
  readonly land: Land
  /** How many are for sale at a time. */
  readonly count: number
  /** Homes on the front page of the site. */
  readonly front: readonly (readonly [name: string, city: string, bedrooms: number, areaSqm: number, price: number])[]
}

/** Puts the first homes up for sale. */
export async function createHomes({ api, chance, land, count, front }: HomesOptions): Promise<Homes> {
  const forSale: Home[] = []
  const used = new Set<string>()
  const address = (): string => {
    const name = `${chance.pick(land.streets)} ${chance.between(1, 68)}`
    if (used.has(name)) return address()
    used.add(name)
    return name
  }

  const add = async (values: Readonly<Record<string, unknown>>, price: number, stays = false): Promise<Home> => {
    const { id } = await api.create('property', {
      status: 'for-sale',
      askingPrice: { amountMinor: price * 100, currency: land.currency },
      builtOn: `${chance.between(1908, 2021)}-0${chance.between(1, 9)}-01`,
      ...values,
    })
    const home = { id, name: String(values['name']), price, stays }
    forSale.push(home)
    return home
  }

  const list: Homes['list'] = (known) => {
    const [, city] = chance.pick(land.cities)
    const bedrooms = chance.between(1, 5)
    const areaSqm = 26 + bedrooms * chance.between(21, 31)
    const [low, high] = land.pricePerSqm
    const price = Math.round((areaSqm * chance.between(low, high)) / 10_000) * 10_000
    const kind = bedrooms > 3 ? 'house' : chance.pick(['house', 'flat', 'flat'])
    return add({ name: address(), city, kind, bedrooms, areaSqm, ...known }, price)
  }

  for (const [name, city, bedrooms, areaSqm, price] of front)
    await add({ name, city, bedrooms, areaSqm, kind: bedrooms > 3 ? 'house' : 'flat' }, price, true)
  while (forSale.length < count) await list()

  return {
    forSale,
    address,
    list,
    async sold(home) {
      const { version } = await api.get('property', home.id)
      await api.update('property', home.id, { status: 'sold' }, { ifVersion: version })
      forSale.splice(forSale.indexOf(home), 1)
      if (forSale.length < count) await list()
    },
    async open(most, days) {
      for (const [at, { id }] of forSale.slice(0, most).entries()) {
        const { version } = await api.get('property', id)
        await api.update(
          'property',
          id,
          { openOn: days[at % days.length] },
          { ifVersion: version, correlation: 'open-houses' },
        )
      }
    },
  }
}
