import type { Scope, TenantSettings } from '@kith/core'

/** The company that a large store is of. */
export const TENANT = 'large'
/** Now, for everything that is asked of it. */
export const NOW = '2026-06-01T09:00:00.000Z'
/** When its first record was made. */
export const FIRST = '2023-06-01T09:00:00.000Z'

/** Who works there: sellers in teams of ten, one for 5,000 contacts, and not more than one question for totals may group by. */
export interface Office {
  readonly users: readonly string[]
  readonly teamOf: (user: string) => string
  readonly settings: TenantSettings
}

const TEAM = 10
/** With 6 stages and 4 currencies 960 groups: the engine gives 1,000. */
const MOST = 40

export function officeFor(contacts: number): Office {
  const count = Math.max(TEAM, Math.min(MOST, Math.ceil(contacts / 5_000)))
  const users = Array.from({ length: count }, (_, at) => `seller-${at}`)
  const teamOf = (user: string) => `team-${Math.floor(users.indexOf(user) / TEAM)}`
  const teams = [...new Set(users.map(teamOf))].map((id) => ({ id, name: id }))
  const people = users.map((id) => ({ id, name: id, roles: ['agent'], teamIds: [teamOf(id)] }))
  const settings = {
    id: TENANT,
    name: 'A large company',
    zone: 'Europe/Oslo',
    baseCurrency: 'EUR',
    teams,
    users: people,
  }
  return { users, teamOf, settings }
}

/** Sees everything. */
export const ADMIN: Scope = { tenant: TENANT, actor: { kind: 'user', id: 'chief' }, roles: ['admin'] }

/** Sees what is of the seller and of the seller's team. */
export function sellerScope(office: Office, user: string): Scope {
  return { tenant: TENANT, actor: { kind: 'user', id: user }, roles: ['agent'], teams: [office.teamOf(user)] }
}
