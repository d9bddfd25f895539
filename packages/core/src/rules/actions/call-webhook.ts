import * as z from 'zod'
import type { StoredRecord } from '../../schema/record.ts'
import { type ActionKind, effectKey, type Reviewable, reviewShape, routine } from './action.ts'

/** Tells another program. The adapter signs the call (Standard Webhooks) and refuses addresses inside its own network. */
export interface CallWebhook extends Reviewable {
  readonly do: 'call-webhook'
  /** Absolute, `https`. */
  readonly url: string
  /** Type in the payload. Default `rule.fired`. */
  readonly event?: string
  /** Fields of the record that go along; absent: its id alone. */
  readonly fields?: readonly string[]
}

/** {@link CallWebhook}. The payload is `{ rule, event, object, id, record }`. */
export const callWebhook: ActionKind<CallWebhook> = {
  name: 'call-webhook',
  schema: z.strictObject({
    do: z.literal('call-webhook'),
    url: z
      .string()
      .max(2_048)
      .regex(/^https:\/\/[^\s/@?#]+(?:[/?#]\S*)?$/),
    event: z
      .string()
      .regex(/^[a-z][a-z0-9_.-]{0,63}$/i)
      .exactOptional(),
    fields: z.array(z.string().min(1).max(64)).max(100).exactOptional(),
    ...reviewShape,
  }),
  weight: routine,
  plan({ url, event = 'rule.fired', fields = [] }, step) {
    const { object, record, rule } = step
    const payload = { rule, event: step.event.type, object, id: record.id, record: picked(record, fields) }
    return { commands: [{ operation: 'callWebhook', key: effectKey(step), url, event, payload }] }
  },
  describe: ({ url }, { say, quoted }) => say('callWebhook', { url: quoted(url) }),
}

function picked(record: StoredRecord, fields: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map((field) => [field, Object.hasOwn(record, field) ? record[field] : null]))
}
