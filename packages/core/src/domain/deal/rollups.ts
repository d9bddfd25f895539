import type { Plan } from '../types.ts'
import type { Deal } from './deal.schema.ts'

/** One addition to a stored roll-up. */
export type Add = NonNullable<Plan['adds']>[number]

/** What of a deal its contact and company count. */
export type CountedDeal = Pick<Deal, 'contactId' | 'companyId' | 'status' | 'deletedAt' | 'amount'>

/**
 * How the roll-ups `openDeals` and `lifetimeBase` of contact and company move when a deal changes. The engine asks for every
 * write of a deal, also one that is no operation (update, recycle bin, undo).
 *
 * @param before The deal as it was; undefined for a new one
 * @param after The deal as it will be; undefined for one that is gone
 * @example
 * dealRollups(undefined, { contactId: 'k1', status: 'open' }) // [{ object: 'contact', id: 'k1', field: 'openDeals', by: 1 }]
 */
export function dealRollups(before: CountedDeal | undefined, after: CountedDeal | undefined): readonly Add[] {
  const sums = new Map<string, Add>()
  for (const [deal, sign] of [
    [before, -1],
    [after, 1],
  ] as const)
    for (const add of deal ? countOf(deal) : []) {
      const key = `${add.object}:${add.id}:${add.field}`
      sums.set(key, { ...add, by: (sums.get(key)?.by ?? 0) + sign * add.by })
    }
  return [...sums.values()].filter((add) => add.by !== 0)
}

function countOf(deal: CountedDeal): readonly Add[] {
  if (deal.deletedAt !== undefined) return []
  const status = deal.status ?? 'open'
  const parents = [
    ['contact', deal.contactId],
    ['company', deal.companyId],
  ] as const
  return parents.flatMap(([object, id]) => {
    if (id === undefined) return []
    if (status === 'open') return [{ object, id, field: 'openDeals', by: 1 }]
    return status === 'won' && deal.amount?.baseMinor
      ? [{ object, id, field: 'lifetimeBase', by: deal.amount.baseMinor }]
      : []
  })
}
