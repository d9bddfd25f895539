import type { Condition, SlotRef } from '../filter/types.ts'
import type { AggregateQuery } from '../ports/storage.ts'
import type { KeptTotals } from '../schema/totals.ts'

const THERE = 'deletedAt'

/**
 * Whether kept totals can answer a query, and with which condition: it asks for records that are not in the recycle bin,
 * and looks at nothing but keys and access keys. Undefined: it must be counted.
 *
 * @example
 * fromTotals(kept, { where: { op: 'and', of: [inSales, { op: 'empty', field: 'deletedAt' }] }, groupBy: [STAGE], measures })
 * // inSales
 */
export function fromTotals(kept: KeptTotals, query: AggregateQuery): Condition | undefined {
  const parts = query.where.op === 'and' ? query.where.of : [query.where]
  const rest = parts.filter((part) => !(part.op === 'empty' && part.field === THERE && !part.custom))
  if (rest.length === parts.length) return undefined
  const summed = query.measures.flatMap((measure) => (measure.fn === 'count' ? [] : [measure]))
  if (summed.some(({ fn, ref }) => fn !== 'sum' || !isOneOf(kept.sums, ref))) return undefined
  if (!query.groupBy.every((ref) => isOneOf(kept.keys, ref))) return undefined
  if (!rest.every((part) => looksAtKeys(part, kept.keys))) return undefined
  return rest.length === 1 ? rest[0] : { op: 'and', of: rest }
}

function isOneOf(refs: readonly SlotRef[], { field, slot, custom }: SlotRef): boolean {
  return !custom && refs.some((one) => one.field === field && one.slot === slot)
}

function looksAtKeys(condition: Condition, keys: readonly SlotRef[]): boolean {
  switch (condition.op) {
    case 'true':
    case 'false':
      return true
    case 'and':
    case 'or':
      return condition.of.every((part) => looksAtKeys(part, keys))
    case 'not':
      return looksAtKeys(condition.of, keys)
    case 'compare':
    case 'in':
    case 'glob':
    case 'monthDay':
      return isOneOf(keys, condition.ref)
    // A slot made from the value does not tell whether there is one: only the value itself does.
    case 'empty':
      return !condition.custom && (condition.field === 'access' || isOneOf(keys, valueSlot(condition.field)))
    case 'someItem':
      return !condition.custom && condition.field === 'access'
    default:
      return false
  }
}

const valueSlot = (field: string): SlotRef => ({ field, slot: 'value', kind: 'text', type: 'text' })
