import type { FullCrmApi, Role } from '../ports/crm-api.ts'
import type { FileStore } from '../ports/file-store.ts'
import type { Storage } from '../ports/storage.ts'
import { memoryStorage } from '../storage/memory.ts'
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { type CrmConfig, defineCrm } from './config.ts'
import { type Crm, type CrmOptions, createCrm } from './create-crm.ts'

export const MAIN = 'main'

/** Sees and changes everything, but neither amounts nor telephone numbers. */
export const assistant: Role = {
  id: 'assistant',
  label: 'Assistant',
  permissions: [
    { object: '*', actions: ['read', 'create', 'update', 'delete'], mask: ['amount', 'phones', 'priority', 'outcome'] },
  ],
}

/** A CRM with an administrator (`ida`), two agents of no team (`ola`, `per`) and one who is kept from some fields (`eva`). */
export interface World {
  readonly crm: Crm
  readonly clock: FakeClock
  readonly storage: Storage
  readonly ida: FullCrmApi
  readonly ola: FullCrmApi
  readonly per: FullCrmApi
  readonly eva: FullCrmApi
}

export async function openWorld(
  more: { readonly config?: Partial<CrmConfig> } & Pick<CrmOptions, 'functions' | 'webhooks'> & {
      readonly files?: FileStore
      readonly storage?: Storage
    } = {},
): Promise<World> {
  const clock = fakeClock('2026-03-02T09:00:00.000Z')
  const storage = more.storage ?? memoryStorage()
  const config = defineCrm({ rules: [], ...more.config })
  const roles = [...config.roles, assistant]
  const { config: _, storage: __, ...others } = more
  const options = { storage, clock, random: seededRandom(7), jobsEveryMs: 0, config: { ...config, roles } }
  const crm = await createCrm({ ...options, ...others })
  const users = ['ida', 'ola', 'per', 'eva'].map((id) => ({ id, name: id }))
  await crm.openTenant({ id: MAIN, name: 'Main', zone: 'Europe/Oslo', baseCurrency: 'EUR', users })
  const as = (id: string, role: string) => crm.as({ tenant: MAIN, actor: { kind: 'user', id }, roles: [role] })
  const people = {
    ida: as('ida', 'admin'),
    ola: as('ola', 'agent'),
    per: as('per', 'agent'),
    eva: as('eva', 'assistant'),
  }
  return { crm, clock, storage, ...people }
}
