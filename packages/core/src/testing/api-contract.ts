import type { FullCrmApi, PublicApi, Scope, TenantSettings } from '../index.ts'
import { configurationCases } from './api-contract/configuration.ts'
import { flowCases } from './api-contract/flow.ts'
import type { ApiCase } from './api-contract/kit.ts'
import { listCases } from './api-contract/lists.ts'
import { liveCases } from './api-contract/live.ts'
import { logCases } from './api-contract/log.ts'
import { recordCases } from './api-contract/records.ts'
import { quarantineCases, ruleCases } from './api-contract/rules.ts'
import { visitorCases } from './api-contract/visitors.ts'

/** Runs one named case; `test` of Vitest, Jest, Mocha, `node:test`. */
export type ApiContractTest = (name: string, run: () => Promise<void>) => unknown

/** A CRM whose APIs are put to the test: in process, or behind a transport. */
export interface ApiUnderTest {
  as(scope: Scope): FullCrmApi
  /** The API of a page of the tenant `main`. */
  visitors(): PublicApi
  /** Does the jobs that are due: what rules ask for. */
  tick(): Promise<unknown>
  close(): Promise<void>
}

const people = (tenant: string) => [
  { id: `${tenant}-admin`, name: 'Ada', roles: ['admin'] },
  { id: `${tenant}-agent`, name: 'Ola', roles: ['agent'] },
]

/** The tenants that a CRM under test has to hold, with the configuration of a plain sales CRM. */
export const API_CONTRACT_TENANTS: readonly TenantSettings[] = ['main', 'other'].map((id) => ({
  id,
  name: id,
  zone: 'Europe/Oslo',
  users: people(id),
}))

const THEMES: Readonly<Record<string, readonly ApiCase[]>> = {
  records: recordCases,
  lists: listCases,
  flow: flowCases,
  visitors: visitorCases,
  log: logCases,
  configuration: configurationCases,
  live: liveCases,
  rules: ruleCases,
  quarantine: quarantineCases,
}

/**
 * Proves that an implementation of `CrmApi` and `PublicApi` answers as the engine does: one named test for each promise,
 * each on a CRM of its own. The engine passes it in process and a client over its transport, so that nobody can tell
 * which of them they hold.
 *
 * @param open Makes an empty CRM that holds {@link API_CONTRACT_TENANTS} and the default configuration, with a file store.
 * @example
 * describe('my transport', () => apiContract(test, openOverMyTransport))
 */
export function apiContract(test: ApiContractTest, open: () => Promise<ApiUnderTest>): void {
  for (const [theme, cases] of Object.entries(THEMES)) {
    for (const { name, run } of cases) test(`${theme}: ${name}`, () => withApi(open, run))
  }
}

async function withApi(open: () => Promise<ApiUnderTest>, run: ApiCase['run']): Promise<void> {
  const crm = await open()
  try {
    const scope = (tenant: string, name: string, role = name) =>
      crm.as({ tenant, actor: { kind: 'user', id: `${tenant}-${name}` }, roles: [role], teams: [] })
    await run({
      admin: scope('main', 'admin'),
      deputy: scope('main', 'agent', 'admin'),
      agent: scope('main', 'agent'),
      stranger: scope('other', 'admin'),
      visitors: crm.visitors(),
      tick: () => crm.tick(),
    })
  } finally {
    await crm.close()
  }
}
