import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** A record's place in a segment: since when it is in it, and until when it was. */
export const segmentMember = defineObject({
  name: 'segmentMember',
  plural: 'segment-members',
  label: { en: 'Member of a segment', nb: 'Medlem av et segment' },
  pluralLabel: { en: 'Members of segments', nb: 'Medlemmer av segmenter' },
  title: 'recordId',
  operationsOnly: true,
  fields: {
    segmentId: f.relation({ to: 'segment', label: { en: 'Segment', nb: 'Segment' }, required: true }),
    recordId: f.text({ label: { en: 'Record', nb: 'Oppføring' }, required: true, indexed: true, searchable: false }),
    enteredAt: f.dateTime({ label: { en: 'Since', nb: 'Siden' }, required: true, indexed: true }),
    /** Absent: it is in it. */
    leftAt: f.dateTime({ label: { en: 'Until', nb: 'Til' }, indexed: true }),
  },
})

/** A record of {@link segmentMember}. */
export type SegmentMember = RecordOf<typeof segmentMember>
