import * as z from 'zod'
import { sameValue } from '../../domain/plan.ts'
import { type TriggerKind, valuesOf } from './trigger.ts'

/** A field of a record got another value, also when the record was made. */
export interface FieldChanged {
  readonly when: 'field-changed'
  readonly object: string
  readonly field: string
  /** Only from this value; null: from nothing. Absent: from any. */
  readonly from?: unknown
  /** Only to this value; null: to nothing. Absent: to any. */
  readonly to?: unknown
}

/** {@link FieldChanged}. */
export const fieldChanged: TriggerKind<FieldChanged> = {
  name: 'field-changed',
  schema: z.strictObject({
    when: z.literal('field-changed'),
    object: z.string().min(1).max(64),
    field: z.string().min(1).max(64),
    from: z.unknown().optional(),
    to: z.unknown().optional(),
  }),
  object: ({ object }) => object,
  events: ({ object }) => [`${object}.updated`, `${object}.created`],
  startedBy(trigger, event) {
    const [before, after] = [valuesOf(event, 'before'), valuesOf(event, 'after')]
    if (!Object.hasOwn(after, trigger.field)) return false
    const [from, to] = [before[trigger.field], after[trigger.field]]
    if (sameValue(from, to)) return false
    return (
      (trigger.from === undefined || sameValue(from, trigger.from)) &&
      (trigger.to === undefined || sameValue(to, trigger.to))
    )
  },
  describe({ object, field, from, to }, { say, a, quoted, field: label, value }) {
    const words = { object: a(object), field: quoted(label(object, field)) }
    const [before, after] = [value(object, field, from), value(object, field, to)]
    if (from === undefined && to === undefined) return say('fieldChanged', words)
    if (from === undefined) return say('fieldChangedTo', { ...words, to: after })
    if (to === undefined) return say('fieldChangedFrom', { ...words, from: before })
    return say('fieldChangedFromTo', { ...words, from: before, to: after })
  },
}
