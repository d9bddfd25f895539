import * as z from 'zod'
import { countryOf } from '../../domain/inputs.ts'
import { sameValue } from '../../domain/plan.ts'
import { createRecordParser } from '../../schema/record-parser.ts'
import { type ActionKind, type Reviewable, reviewShape } from './action.ts'

/** Writes fixed values into the record; null empties a field. */
export interface SetFields extends Reviewable {
  readonly do: 'set-fields'
  readonly set: Readonly<Record<string, unknown>>
}

/** Values that turn somebody away: to write one is to decide about a person. Apps mark theirs with `review: 'required'`. */
const DECISIONS: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  lead: { status: ['dismissed'] },
  contact: { lifecycle: ['former'] },
  deal: { status: ['won', 'lost'] },
}

/** Whether to write some values is to decide about a person. */
export function isDecision(object: string, set: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(DECISIONS[object] ?? {}).some(([field, values]) => values.includes(set[field]))
}

/** {@link SetFields}. Values are read as people's input is; only what differs is written. Heavy where it dismisses a lead or calls a contact a former customer. */
export const setFields: ActionKind<SetFields> = {
  name: 'set-fields',
  schema: z.strictObject({
    do: z.literal('set-fields'),
    set: z.record(z.string(), z.unknown()),
    ...reviewShape,
  }),
  weight: ({ set }, { object }) => (isDecision(object, set) ? 'heavy' : 'routine'),
  plan({ set }, { object, record, context }) {
    const read = createRecordParser(context.model, object, countryOf(context)).parseUpdate(set, { before: record })
    const changed = Object.entries(read).filter(([field, value]) => !sameValue(record[field], value))
    if (changed.length === 0) return { skipped: 'no-change' }
    const values = Object.fromEntries(changed)
    return { commands: [{ operation: 'update', object, id: record.id, set: values }], set: values }
  },
  describe({ set }, { say, object, field, value, list }) {
    const parts = Object.entries(set).map(([id, to]) =>
      say(to === null ? 'emptyField' : 'setField', { field: field(object, id), value: value(object, id, to) }),
    )
    return list(parts)
  },
}
