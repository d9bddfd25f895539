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
  return moved.reduce((kept, field) => withNumber(kept, field, stored(field)), put)
}

/** A put with another value of a number field, in the record and in the slots of run-time fields. */
export function withNumber(put: RecordPut, field: string, value: unknown): RecordPut {
  const record = { ...put.record, [field]: value } as unknown as StoredRecord
  if (!isCustomIdentifier(field)) return { ...put, record }
  const { custom: known = [], ...rest } = put
  const others = known.filter((one) => one.field !== field)
  const custom = value === undefined ? others : [...others, slotOf(field, value, put)]
  return { ...rest, record, ...(custom.length > 0 ? { custom } : {}) }
}

function slotOf(field: string, value: unknown, { custom }: RecordPut): CustomSlot {
  const indexed = custom?.find((one) => one.field === field)?.indexed ?? false
  return { field, slot: 'value', value: value as number, indexed }
}
