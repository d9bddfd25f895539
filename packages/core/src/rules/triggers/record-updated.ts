import * as z from 'zod'
import type { TriggerKind } from './trigger.ts'

/** A record of an object was changed, in whichever field. */
export interface RecordUpdated {
  readonly when: 'record-updated'
  readonly object: string
}

/** {@link RecordUpdated}. */
export const recordUpdated: TriggerKind<RecordUpdated> = {
  name: 'record-updated',
  schema: z.strictObject({ when: z.literal('record-updated'), object: z.string().min(1).max(64) }),
  object: ({ object }) => object,
  events: ({ object }) => [`${object}.updated`],
  startedBy: () => true,
  describe: ({ object }, { say, a }) => say('recordUpdated', { object: a(object) }),
}
