import { type DateReached, dateReached } from './date-reached.ts'
import { type FieldChanged, fieldChanged } from './field-changed.ts'
import { type FormSubmitted, formSubmitted } from './form-submitted.ts'
import { type Manual, manual } from './manual.ts'
import { type MessageReceived, messageReceived } from './message-received.ts'
import { type RecordCreated, recordCreated } from './record-created.ts'
import { type RecordUpdated, recordUpdated } from './record-updated.ts'
import { type Schedule, schedule } from './schedule.ts'
import { type SegmentEntered, segmentEntered } from './segment-entered.ts'
import { type SegmentLeft, segmentLeft } from './segment-left.ts'
import { type StageEntered, stageEntered } from './stage-entered.ts'
import { type StageLeft, stageLeft } from './stage-left.ts'
import type { TriggerKind } from './trigger.ts'

/** What starts a rule. Each has one file here. */
export type Trigger =
  | DateReached
  | FieldChanged
  | FormSubmitted
  | Manual
  | MessageReceived
  | RecordCreated
  | RecordUpdated
  | Schedule
  | SegmentEntered
  | SegmentLeft
  | StageEntered
  | StageLeft

/** All kinds of triggers by the name in `when`. */
export const TRIGGERS: { readonly [Name in Trigger['when']]: TriggerKind<Extract<Trigger, { when: Name }>> } = {
  'date-reached': dateReached,
  'field-changed': fieldChanged,
  'form-submitted': formSubmitted,
  manual,
  'message-received': messageReceived,
  'record-created': recordCreated,
  'record-updated': recordUpdated,
  schedule,
  'segment-entered': segmentEntered,
  'segment-left': segmentLeft,
  'stage-entered': stageEntered,
  'stage-left': stageLeft,
}

/** The kind of a trigger. */
export function triggerKind<Of extends Trigger>(trigger: Of): TriggerKind<Of> {
  return TRIGGERS[trigger.when] as unknown as TriggerKind<Of>
}

/** Whether there is a kind of trigger of this name. */
export function isTriggerName(name: unknown): name is Trigger['when'] {
  return typeof name === 'string' && Object.hasOwn(TRIGGERS, name)
}
