import * as z from 'zod'
import type { TriggerKind } from './trigger.ts'

/** A record of an object was made. */
export interface RecordCreated {
  readonly when: 'record-created'
  readonly object: string
}

/** {@link RecordCreated}. */
export const recordCreated: TriggerKind<RecordCreated> = {
  name: 'record-created',
  schema: z.strictObject({ when: z.literal('record-created'), object: z.string().min(1).max(64) }),
  object: ({ object }) => object,
  events: ({ object }) => [`${object}.created`],
  startedBy: () => true,
  describe: ({ object }, { say, a }) => say('recordCreated', { object: a(object) }),
}
