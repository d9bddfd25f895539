import * as z from 'zod'
import type { TriggerKind } from './trigger.ts'

/** A record meets the condition of a segment no more, or was taken off its list. */
export interface SegmentLeft {
  readonly when: 'segment-left'
  /** The object that the segment is of. */
  readonly object: string
  /** Id of the segment. */
  readonly segment: string
}

/** {@link SegmentLeft}. */
export const segmentLeft: TriggerKind<SegmentLeft> = {
  name: 'segment-left',
  schema: z.strictObject({
    when: z.literal('segment-left'),
    object: z.string().min(1).max(64),
    segment: z.string().min(1).max(64),
  }),
  object: ({ object }) => object,
  events: () => ['segment.left'],
  startedBy: ({ segment }, { data }) => data?.['segmentId'] === segment,
  keeps: 'segment',
  describe: ({ object, segment }, { say, a, name }) =>
    say('segmentLeft', { object: a(object), segment: name('segment', segment) }),
}
