import type { Principal } from '@kith/adapters/http/server'
import type { Scope } from '@kith/core'

/** Somebody who can sign in to the demo. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly tenant: string
  readonly roles: readonly string[]
  readonly teams: readonly string[]
  /** Id of whoever is told where rules tell the manager. */
  readonly manager?: string
  /** What the sign-in page says of the account. */
  readonly about: string
}

export const TENANT = 'nordlys'
export const OTHER_TENANT = 'havna'

/** The demo's users. `token` stands for a session of a host's own: see `authenticate`. */
export const ACCOUNTS: Readonly<Record<string, Account>> = {
  'demo-admin': {
    id: 'ingrid',
    name: 'Ingrid Hauge',
    email: 'ingrid@nordlys.example',
    tenant: TENANT,
    roles: ['admin'],
    teams: [],
    about: 'Administrator: sees and changes everything, adds fields.',
  },
  'demo-manager': {
    id: 'merve',
    name: 'Merve Çelik',
    email: 'merve@nordlys.example',
    tenant: TENANT,
    roles: ['manager'],
    teams: ['inside-sales', 'on-call'],
    manager: 'ingrid',
    about: 'Sales manager: sees all leads and deals of the company.',
  },
  'demo-agent': {
    id: 'anders',
    name: 'Anders Kvamme',
    email: 'anders@nordlys.example',
    tenant: TENANT,
    roles: ['agent'],
    teams: ['inside-sales', 'on-call'],
    manager: 'merve',
    about: 'Agent: sees what is his own and his team’s.',
  },
  'demo-other-tenant': {
    id: 'jan',
    name: 'Jan de Vries',
    email: 'jan@havna.example',
    tenant: OTHER_TENANT,
    roles: ['admin'],
    teams: ['inside-sales'],
    about: 'Administrator of another company: sees nothing of the first one.',
  },
}

/** The account as the HTTP handler knows it. */
export function principalOf({ id, tenant, roles, teams }: Account): Principal {
  return { id, tenant, roles, teams }
}

/** The account as the engine knows it. */
export function scopeOf(account: Account): Scope {
  return { tenant: account.tenant, actor: { kind: 'user', id: account.id }, roles: account.roles, teams: account.teams }
}
