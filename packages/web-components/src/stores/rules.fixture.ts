import type { Rule } from '@kith/core'
import { rules as demoRules } from '../../../../examples/demo/rules.ts'

const task = { do: 'create-activity', kind: 'task' } as const

/** Those of the demo, and one for each trigger and each action with all that they can say. */
export const ALL_RULES: readonly Rule[] = [
  ...demoRules,
  { id: 'created', label: 'X', on: { when: 'record-created', object: 'contact' }, then: [task], active: false },
  {
    id: 'updated',
    label: 'X',
    on: { when: 'record-updated', object: 'ticket' },
    if: { kind: 'complaint' },
    then: [task],
  },
  {
    id: 'changed',
    label: 'X',
    on: { when: 'field-changed', object: 'lead', field: 'score', from: 1, to: null },
    then: [task],
  },
  { id: 'entered', label: 'X', on: { when: 'stage-entered', stage: 'offer', pipeline: 'sales' }, then: [task] },
  { id: 'left', label: 'X', on: { when: 'stage-left', stage: 'offer' }, then: [task] },
  { id: 'form', label: 'X', on: { when: 'form-submitted', form: 'contact' }, then: [task] },
  { id: 'message', label: 'X', on: { when: 'message-received', channel: 'email' }, then: [task] },
  { id: 'in', label: 'X', on: { when: 'segment-entered', object: 'contact', segment: 's1' }, then: [task] },
  { id: 'out', label: 'X', on: { when: 'segment-left', object: 'contact', segment: 's1' }, then: [task] },
  {
    id: 'date',
    label: 'X',
    on: { when: 'date-reached', object: 'deal', field: 'closeOn', before: { workingDays: 2 }, at: '08:00' },
    then: [{ wait: { field: 'closeOn', after: { days: 1, hours: 2 }, at: '09:00' }, if: {} }, task],
  },
  {
    id: 'times',
    label: 'X',
    on: { when: 'schedule', object: 'deal', cron: '*/5 8-17 1,15 * *', zone: 'Europe/Oslo' },
    then: [task],
  },
  { id: 'hand', label: 'X', on: { when: 'manual', object: 'deal' }, then: [task] },
  { id: 'own-event', label: 'X', on: 'deal.assigned', consent: { purpose: 'sales', channel: 'phone' }, then: [task] },
  {
    id: 'lead-actions',
    label: { en: 'X', nb: 'Y', pl: 'Z' },
    on: 'lead.captured',
    if: { or: [{ source: 'website' }, { score: { changed: true } }] },
    then: [
      { do: 'add-tag', tag: 'a', review: 'required' },
      { do: 'remove-tag', tag: 'b' },
      { do: 'assign-owner', strategy: 'fixed', owner: 'ida', reassign: true },
      { do: 'assign-owner', strategy: 'least-loaded', team: 't' },
      { do: 'assign-owner', strategy: 'territory' },
      { do: 'assign-owner', strategy: 'manager', of: 'contact' },
      { do: 'call-webhook', url: 'https://example.com/a', event: 'lead.hot', fields: ['name', 'score'] },
      { do: 'convert-lead', deal: false, pipeline: 'sales', review: { by: 'manager' } },
      { do: 'create-activity', kind: 'call', subject: { en: 'S' }, body: { en: 'B' }, due: { days: 1, hours: 4 } },
      { do: 'link-records', to: { object: 'company', id: 'c1' }, role: 'partner' },
      { do: 'link-records', to: { field: 'contactId' } },
      { wait: { workingHours: 4 }, if: { status: 'new' } },
      { do: 'notify-user', to: ['owner', 'manager', { user: 'ola' }, { team: 't' }], text: { en: 'T', nb: 'T' } },
      { do: 'open-conversation', channel: 'email', subject: 'S' },
      { do: 'request-review', question: { en: 'Q' }, review: { by: 'manager' } },
      { do: 'run-function', name: 'score.again', input: { deep: [1, { two: null }] } },
      { do: 'set-fields', set: { status: 'working', score: 3, companyName: null } },
    ],
  },
  { id: 'deal-actions', label: 'X', on: 'deal.moved', then: [{ do: 'move-deal', stage: 'lost', lostReason: 'Price' }] },
]
