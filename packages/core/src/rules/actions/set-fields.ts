import * as z from 'zod'
import { sameValue } from '../../domain/plan.ts'
import type { ActionKind } from './action.ts'

/** Writes fixed values into the record; null empties a field. */
export interface SetFields {
  readonly do: 'set-fields'
  readonly set: Readonly<Record<string, unknown>>
}

/** {@link SetFields}. Only what differs is written. */
export const setFields: ActionKind<SetFields> = {
  name: 'set-fields',
  schema: z.strictObject({
    do: z.literal('set-fields'),
    set: z.record(z.string(), z.unknown()),
  }),
  plan({ set }, { object, record }) {
    const changed = Object.entries(set).filter(([field, value]) => !sameValue(record[field], value))
    if (changed.length === 0) return { skipped: 'no-change' }
    const values = Object.fromEntries(changed)
    return { commands: [{ operation: 'update', object, id: record.id, set: values }], set: values }
  },
}
