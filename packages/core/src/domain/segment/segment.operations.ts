import { create, event, update } from '../plan.ts'
import type { SegmentMember } from '../segment-member/segment-member.schema.ts'
import type { OperationContext, Plan } from '../types.ts'
import type { Segment } from './segment.schema.ts'

/** Claim space that keeps a record from being a member of a segment twice. */
export const SEGMENT_MEMBER = 'segment.member'

/** What {@link sweepSegment} reads. */
export interface SweepSegmentState {
  readonly segment: Segment
  /** Places in the segment of the records that are looked at, also those that ended. */
  readonly members: readonly SegmentMember[]
}

/** What {@link sweepSegment} takes. */
export interface SweepSegmentInput {
  /** Ids of the records that are looked at: all, or a page of them. */
  readonly looked: readonly string[]
  /** Those of them that belong in it now. */
  readonly matching: readonly string[]
}

/**
 * Brings the membership of a segment up to date for some records. Sweeping twice changes nothing the second time.
 *
 * @example
 * sweepSegment({ segment, members: [] }, { looked: ['contact-1'], matching: ['contact-1'] }, context)
 * // writes: segmentMember; events: segment.entered of the contact, with { segmentId }
 */
export function sweepSegment(
  { segment, members }: SweepSegmentState,
  { looked, matching }: SweepSegmentInput,
  context: OperationContext,
): Plan {
  const places = new Map(members.map((member) => [member.recordId, member]))
  const wanted = new Set(matching)
  const plans = looked.map((recordId) => {
    const place = places.get(recordId)
    const isIn = place !== undefined && place.leftAt === undefined
    if (wanted.has(recordId) === isIn) return undefined
    return isIn ? leave(segment, place, context) : enter(segment, recordId, place, context)
  })
  const changed = plans.filter((plan) => plan !== undefined)
  const claims = changed.flatMap((plan) => plan.claims ?? [])
  return {
    writes: changed.flatMap((plan) => plan.writes),
    events: changed.flatMap((plan) => plan.events),
    ...(claims.length > 0 ? { claims } : {}),
  }
}

function enter(segment: Segment, recordId: string, place: SegmentMember | undefined, context: OperationContext): Plan {
  const events = [event('segment.entered', segment.object, recordId, { segmentId: segment.id })]
  if (place) return { writes: [update('segmentMember', place, { enteredAt: context.now, leftAt: undefined })], events }
  const id = context.newId()
  return {
    writes: [create('segmentMember', { id, segmentId: segment.id, recordId, enteredAt: context.now })],
    events,
    claims: [{ space: SEGMENT_MEMBER, key: `${segment.id}:${recordId}`, object: 'segmentMember', id }],
  }
}

function leave(segment: Segment, place: SegmentMember, context: OperationContext): Plan {
  return {
    writes: [update('segmentMember', place, { leftAt: context.now })],
    events: [event('segment.left', segment.object, place.recordId, { segmentId: segment.id })],
  }
}
