import type { Json } from './rule-editor-types.ts'

/** Domain events that have a name of their own in the picker. */
export const TRIGGER_EVENTS: readonly string[] = [
  'lead.captured',
  'lead.returned',
  'lead.converted',
  'deal.moved',
  'deal.won',
  'deal.lost',
  'activity.planned',
  'activity.logged',
  'activity.completed',
  'conversation.opened',
  'conversation.closed',
  'consent.given',
  'consent.withdrawn',
  'ticket.opened',
  'ticket.closed',
]

/** Triggers as they are offered: an event by its type, or a kind of trigger. */
export const TRIGGER_GROUPS: readonly (readonly [group: string, keys: readonly string[]])[] = [
  ['often', ['lead.captured', 'form-submitted', 'stage-entered', 'stage-left', 'message-received', 'ticket.opened']],
  ['records', ['record-created', 'record-updated', 'field-changed']],
  ['time', ['date-reached', 'schedule']],
  ['people', ['segment-entered', 'segment-left', 'manual']],
  ['events', TRIGGER_EVENTS.filter((event) => !['lead.captured', 'ticket.opened'].includes(event))],
]

/** Steps as they are offered. */
export const STEP_GROUPS: readonly (readonly [group: string, kinds: readonly string[]])[] = [
  ['wait', ['wait']],
  ['tell', ['notify-user', 'create-activity', 'open-conversation']],
  ['change', ['assign-owner', 'set-fields', 'add-tag', 'remove-tag', 'move-deal', 'convert-lead', 'link-records']],
  ['beyond', ['request-review', 'call-webhook', 'run-function']],
]

/** Objects that an action is for; absent: any. */
export const ONLY: Readonly<Record<string, string>> = { 'move-deal': 'deal', 'convert-lead': 'lead' }

/** The key of a trigger in the picker. */
export const triggerKey = (on: unknown): string =>
  typeof on === 'string' ? on : String((on as Json | undefined)?.['when'] ?? '')

/** The object whose records a rule looks at, as the engine tells it. */
export function objectOfRule(on: unknown): string {
  if (typeof on === 'string') return on.slice(0, Math.max(on.indexOf('.'), 0))
  const { when, object } = (on ?? {}) as { when?: string; object?: string }
  if (when === 'stage-entered' || when === 'stage-left') return 'deal'
  if (when === 'form-submitted') return 'lead'
  return when === 'message-received' ? 'conversation' : (object ?? '')
}

/** A trigger of this key, about the same object as before where that can be. */
export function newTrigger(key: string, object: string): unknown {
  if (key.includes('.')) return key
  const about = object || 'lead'
  if (['stage-entered', 'stage-left'].includes(key)) return { when: key, stage: '' }
  if (['form-submitted', 'message-received'].includes(key)) return { when: key }
  if (key === 'date-reached') return { when: key, object: about, field: '' }
  if (key === 'schedule') return { when: key, object: about, cron: '0 8 * * mon-fri' }
  if (key === 'field-changed') return { when: key, object: about, field: '' }
  if (key.startsWith('segment-')) return { when: key, object: about, segment: '' }
  return { when: key, object: about }
}

const STEPS: Readonly<Record<string, Json>> = {
  wait: { wait: { workingDays: 1 } },
  'notify-user': { to: ['owner'], text: '' },
  'create-activity': { kind: 'task', due: { workingDays: 1 } },
  'open-conversation': { channel: 'internal' },
  'assign-owner': { strategy: 'round-robin', team: '' },
  'set-fields': { set: {} },
  'add-tag': { tag: '' },
  'remove-tag': { tag: '' },
  'move-deal': { stage: '' },
  'link-records': { to: { field: '' } },
  'request-review': { question: '' },
  'call-webhook': { url: '' },
  'run-function': { name: '' },
}

/** A step of this kind, to be filled in. */
export const newStep = (kind: string): Json => (kind === 'wait' ? { ...STEPS['wait'] } : { do: kind, ...STEPS[kind] })
