import { ACCOUNTS, scopeOf } from '../accounts.ts'
import type { Life } from './company-life.ts'
import { CITIES, STREETS } from './names.ts'

/** The homes that the company sells. */
export async function addProperties({ crm, chance, tenant }: Pick<Life, 'crm' | 'chance' | 'tenant'>): Promise<void> {
  const account = Object.values(ACCOUNTS).find((one) => one.tenant === tenant)
  if (!account) return
  const api = crm.as(scopeOf(account))
  for (let count = 0; count < 24; count++) {
    const [, city] = chance.pick(CITIES)
    const bedrooms = chance.between(1, 6)
    await api.create('property', {
      name: `${chance.pick(STREETS)} ${chance.between(1, 60)}`,
      city,
      kind: chance.pick(['house', 'flat', 'flat']),
      bedrooms,
      areaSqm: 34 + bedrooms * chance.between(18, 34),
      askingPrice: { amountMinor: chance.between(25, 140) * 10_000_000, currency: 'NOK' },
      status: chance.in(0.6) ? 'for-sale' : 'sold',
    })
  }
}
