import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** Something done or to be done with somebody: a call, a meeting, a note, a task. */
export const activity = defineObject({
  name: 'activity',
  plural: 'activities',
  label: { en: 'Activity', nb: 'Aktivitet' },
  pluralLabel: { en: 'Activities', nb: 'Aktiviteter' },
  title: 'subject',
  list: ['subject', 'kind', 'status', 'dueAt', 'contactId', 'ownerId'],
  indexes: [['ownerId', 'status', 'dueAt']],
  fields: {
    kind: f.select({
      label: { en: 'Kind', nb: 'Type' },
      required: true,
      indexed: true,
      options: [
        { id: 'call', label: { en: 'Call', nb: 'Samtale' } },
        { id: 'email', label: { en: 'E-mail', nb: 'E-post' } },
        { id: 'meeting', label: { en: 'Meeting', nb: 'Møte' } },
        { id: 'visit', label: { en: 'Visit', nb: 'Besøk' } },
        { id: 'note', label: { en: 'Note', nb: 'Notat' } },
        { id: 'task', label: { en: 'Task', nb: 'Oppgave' } },
        { id: 'chat', label: { en: 'Chat', nb: 'Chat' } },
        { id: 'letter', label: { en: 'Letter', nb: 'Brev' } },
        { id: 'social', label: { en: 'Social post', nb: 'Innlegg' } },
      ],
    }),
    subject: f.text({ label: { en: 'Subject', nb: 'Emne' }, personal: true }),
    body: f.longText({ label: { en: 'Text', nb: 'Tekst' }, personal: true }),
    direction: f.select({
      label: { en: 'Direction', nb: 'Retning' },
      options: [
        { id: 'in', label: { en: 'In', nb: 'Inn' } },
        { id: 'out', label: { en: 'Out', nb: 'Ut' } },
      ],
    }),
    outcome: f.text({ label: { en: 'Outcome', nb: 'Resultat' }, personal: true }),
    status: f.select({
      label: { en: 'Status', nb: 'Status' },
      indexed: true,
      readOnly: true,
      options: [
        { id: 'open', label: { en: 'To do', nb: 'Å gjøre' } },
        { id: 'done', label: { en: 'Done', nb: 'Gjort' } },
        { id: 'cancelled', label: { en: 'Cancelled', nb: 'Avlyst' } },
      ],
    }),
    dueAt: f.dateTime({ label: { en: 'Due', nb: 'Frist' }, indexed: true }),
    doneAt: f.dateTime({ label: { en: 'Done at', nb: 'Gjort' }, indexed: true }),
    durationMinutes: f.number({ label: { en: 'Minutes', nb: 'Minutter' }, min: 0 }),
    recordingId: f.file({ label: { en: 'Recording', nb: 'Opptak' }, personal: true }),
    contactId: f.relation({ to: 'contact', label: { en: 'Contact', nb: 'Kontakt' }, inheritsAccess: true }),
    companyId: f.relation({ to: 'company', label: { en: 'Company', nb: 'Firma' } }),
    leadId: f.relation({ to: 'lead', label: { en: 'Lead', nb: 'Henvendelse' }, inheritsAccess: true }),
    dealId: f.relation({ to: 'deal', label: { en: 'Deal', nb: 'Salg' }, inheritsAccess: true }),
    ticketId: f.relation({ to: 'ticket', label: { en: 'Ticket', nb: 'Sak' }, inheritsAccess: true }),
    /** Name and version of the rule that made it. */
    ruleId: f.text({ label: { en: 'Made by rule', nb: 'Laget av regel' }, readOnly: true, searchable: false }),
  },
})

/** A record of {@link activity}. */
export type Activity = RecordOf<typeof activity>
