import type { TenantSettings } from '@kith/core'
import { ACCOUNTS, OTHER_TENANT, TENANT } from './accounts.ts'

const RATES = { on: '2025-01-02', perUnit: { NOK: 1, EUR: 11.6 } }

/** The two companies of the demo, with the people who work there. */
export const TENANTS: readonly TenantSettings[] = [
  {
    id: TENANT,
    name: 'Nordlys Homes',
    zone: 'Europe/Oslo',
    locale: 'en',
    baseCurrency: 'NOK',
    rates: RATES,
    ...peopleOf(TENANT),
  },
  {
    id: OTHER_TENANT,
    name: 'Havna Makelaars',
    zone: 'Europe/Amsterdam',
    locale: 'en',
    baseCurrency: 'EUR',
    ...peopleOf(OTHER_TENANT),
  },
]

function peopleOf(tenant: string): Pick<TenantSettings, 'users' | 'teams'> {
  const users = Object.values(ACCOUNTS)
    .filter((account) => account.tenant === tenant)
    .map(({ id, name, email, roles, teams, manager }) => ({
      id,
      name,
      email,
      roles,
      teamIds: teams,
      ...(manager ? { managerId: manager } : {}),
    }))
  return {
    users,
    teams: [
      { id: 'inside-sales', name: 'Sales' },
      { id: 'on-call', name: 'On call' },
    ],
  }
}
