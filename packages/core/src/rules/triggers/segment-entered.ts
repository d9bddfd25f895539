import * as z from 'zod'
import type { TriggerKind } from './trigger.ts'

/** A record came to meet the condition of a segment, or was put on its list. */
export interface SegmentEntered {
  readonly when: 'segment-entered'
  /** The object that the segment is of. */
  readonly object: string
  /** Id of the segment. */
  readonly segment: string
}

/** {@link SegmentEntered}. */
export const segmentEntered: TriggerKind<SegmentEntered> = {
  name: 'segment-entered',
  schema: z.strictObject({
    when: z.literal('segment-entered'),
    object: z.string().min(1).max(64),
    segment: z.string().min(1).max(64),
  }),
  object: ({ object }) => object,
  events: () => ['segment.entered'],
  startedBy: ({ segment }, { data }) => data?.['segmentId'] === segment,
  keeps: 'segment',
  describe: ({ object, segment }, { say, a, name }) =>
    say('segmentEntered', { object: a(object), segment: name('segment', segment) }),
}
