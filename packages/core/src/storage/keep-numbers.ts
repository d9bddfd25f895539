import type { CustomSlot, RecordPut } from '../ports/storage.ts'
import { isCustomIdentifier } from '../schema/check-definition.ts'
import type { StoredRecord } from '../schema/record.ts'

/**
 * A put with the numbers that it keeps as they are in the store now; for stores.
 *
 * @param stored Reads a field of the record that is stored
 */
export function keepNumbers(put: RecordPut, stored: (field: string) => unknown): RecordPut {
  const moved = (put.keep ?? []).filter((field) => stored(field) !== put.record[field])
  if (moved.length === 0) return put
  const record: Record<string, unknown> = { ...put.record }
  for (const field of moved) record[field] = stored(field)
  const others = (put.custom ?? []).filter((one) => !moved.includes(one.field))
  const custom = [...others, ...moved.filter(isCustomIdentifier).map((field) => slotOf(field, stored(field), put))]
  return { ...put, record: record as unknown as StoredRecord, ...(custom.length > 0 ? { custom } : {}) }
}

function slotOf(field: string, value: unknown, { custom }: RecordPut): CustomSlot {
  const indexed = custom?.find((one) => one.field === field)?.indexed ?? false
  return { field, slot: 'value', value: value as number, indexed }
}
