import type { Crm, CrmApi, createCrm } from '@kith/core'
import type { memoryStorage } from '@kith/core/storage/memory'

/** The engine itself, given by who uses it: what ships never imports it. */
export interface RealEngine {
  readonly createCrm: typeof createCrm
  readonly memoryStorage: typeof memoryStorage
}

/** The real engine on the memory storage, with two people who sell. */
export interface RealCrm {
  readonly crm: Crm
  readonly ida: CrmApi
  readonly ola: CrmApi
}

const DEALS = [
  ['Fjordveien 14', 'Bergstrøm AS', 1_850_000],
  ['Office lease, 240 m²', 'Polmet Sp. z o.o.', 4_200_000],
  ['Villa Solbakken', 'Stichting Duin', 6_400_000],
] as const

/**
 * Opens it with three deals in the first stage and one visitor who waits for an answer.
 *
 * @example
 * const { ida } = await realCrm({ createCrm, memoryStorage })
 * board.client = ida
 */
export async function realCrm({ createCrm, memoryStorage }: RealEngine): Promise<RealCrm> {
  const crm = await createCrm({ storage: memoryStorage() })
  const users = [
    { id: 'ida', name: 'Ida Hansen', roles: ['manager'] },
    { id: 'ola', name: 'Ola Nordmann', roles: ['manager'] },
  ]
  await crm.openTenant({ id: 'main', name: 'Nordlys Homes', zone: 'Europe/Oslo', users })
  const as = (id: string) => crm.as({ tenant: 'main', actor: { kind: 'user', id }, roles: ['manager'] })
  const ida = as('ida')
  for (const [name, company, amountMinor] of DEALS) {
    const { id } = await ida.create('company', { name: company })
    await ida.create('deal', { name, companyId: id, ownerId: 'ida', amount: { amountMinor, currency: 'EUR' } })
  }
  const site = crm.visitors({ tenant: 'main' })
  await site.startConversation(
    { text: 'Is it still free?', page: '/fjordveien-14' },
    { idempotencyKey: 'first-message' },
  )
  return { crm, ida, ola: as('ola') }
}
