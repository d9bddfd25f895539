import type { StoredRecord } from '../../schema/record.ts'

/** Work in steps, each short; they yield how much of the history was looked at, 0 to 1. */
export type Steps<Result = void> = Generator<number, Result>

/** So many records are read at a step. */
const RECORDS_A_STEP = 200

/** Visits all records of some tables. */
export function* inSteps(
  tables: Iterable<{ readonly object: string; readonly records: Iterable<StoredRecord> }>,
  visit: (object: string, record: StoredRecord) => void,
  share = 0,
): Steps {
  let visited = 0
  for (const { object, records } of tables)
    for (const record of records) {
      visit(object, record)
      if (++visited % RECORDS_A_STEP === 0) yield share
    }
}
