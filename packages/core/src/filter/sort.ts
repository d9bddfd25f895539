import type { Keyset } from '../ports/storage.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { readSlot, slotReader, slotRef, valueTypeOf } from '../schema/slots.ts'
import type { SlotValue } from '../schema/types.ts'
import { KithError } from '../shared/errors.ts'
import { compareText } from '../shared/fold.ts'
import { compareSlotValues } from './compile.ts'
import type { SortKey } from './types.ts'

/** What a list is sorted by when nothing is said: the newest first. */
export const DEFAULT_SORT = '-createdAt'

/**
 * Reads a sort: a field id, `-` before it for descending. Parts go by a dot: `address.city`, `amount.amountMinor`;
 * money alone sorts by its base amount, so that currencies can be compared.
 *
 * @param allow Whether a field may be asked for; one that may not answers exactly as one that does not exist.
 * @throws KithError `INVALID_SORT` with `object`, `field` and `reason`
 * @throws KithError `UNKNOWN_OBJECT`
 * @example
 * checkSort(model, 'contact', 'name') // { ref: { field: 'name', slot: 'fold', kind: 'text', type: 'personName' }, direction: 'asc' }
 */
export function checkSort(
  model: Model,
  object: string,
  sort: string = DEFAULT_SORT,
  allow?: (object: string, field: string) => boolean,
): SortKey {
  if (typeof sort !== 'string')
    throw new KithError('INVALID_SORT', {
      object,
      field: String(sort),
      reason: 'give one field as text, as -createdAt',
    })
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  const [field = '', part, ...more] = (direction === 'desc' ? sort.slice(1) : sort).slice(0, 200).split('.')
  const fields = model.fields(object)
  const definition = Object.hasOwn(fields, field) ? fields[field] : undefined
  const no = (reason: string) => new KithError('INVALID_SORT', { object, field, reason })
  if (!definition || more.length > 0 || allow?.(object, field) === false) throw no('there is no field of this name')
  if (part !== undefined && !valueTypeOf(definition).slots.some((slot) => slot.name === part))
    throw no(`it has no part of the name "${part}"`)
  // A page's cursor holds the value it ends at, and twenty thousand characters do not fit into an address.
  const ref = definition.type === 'longText' ? undefined : slotRef(model, object, field, part)
  if (!ref) throw no('a field of this type has no order')
  return { ref, direction }
}

/**
 * The order of a list: by the slot, nothing there last both ways, then by id in the same direction.
 *
 * @example
 * records.sort(compareBySort(checkSort(model, 'deal', '-amount')))
 */
export function compareBySort(sort: SortKey): (left: StoredRecord, right: StoredRecord) => number {
  const order = compareKeys(sort)
  const read = slotReader(sort.ref)
  return (left, right) => order(read(left), left.id, read(right), right.id)
}

/** Where a record stands in a list: what the next page starts after. */
export function keysetOf(record: StoredRecord, sort: SortKey): Keyset {
  const value = readSlot(record, sort.ref)
  return value === undefined ? { id: record.id } : { value, id: record.id }
}

/** Whether a record comes after a place in a list. */
export function isAfter(record: StoredRecord, keyset: Keyset, sort: SortKey): boolean {
  return compareKeys(sort)(readSlot(record, sort.ref), record.id, keyset.value, keyset.id) > 0
}

type Value = SlotValue | undefined

function compareKeys(sort: SortKey): (left: Value, leftId: string, right: Value, rightId: string) => number {
  const sign = sort.direction === 'asc' ? 1 : -1
  return (left, leftId, right, rightId) => {
    if (left === undefined || right === undefined) {
      if (left !== right) return left === undefined ? 1 : -1
      return sign * compareText(leftId, rightId)
    }
    return sign * (compareSlotValues(left, right) || compareText(leftId, rightId))
  }
}
