import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** Something that somebody wants solved. */
export const ticket = defineObject({
  name: 'ticket',
  label: { en: 'Ticket', nb: 'Sak' },
  pluralLabel: { en: 'Tickets', nb: 'Saker' },
  title: 'subject',
  list: ['number', 'subject', 'kind', 'status', 'priority', 'contactId', 'ownerId', 'dueAt'],
  fields: {
    number: f.number({ label: { en: 'Number', nb: 'Nummer' }, integer: true, indexed: true, readOnly: true }),
    kind: f.select({
      label: { en: 'Kind', nb: 'Type' },
      default: 'case',
      indexed: true,
      options: [
        { id: 'case', label: { en: 'Case', nb: 'Sak' } },
        { id: 'complaint', label: { en: 'Complaint', nb: 'Klage' } },
        { id: 'suggestion', label: { en: 'Suggestion', nb: 'Forslag' } },
        { id: 'wish', label: { en: 'Wish', nb: 'Ønske' } },
      ],
    }),
    subject: f.text({ label: { en: 'Subject', nb: 'Emne' }, required: true, personal: { purpose: 'service' } }),
    description: f.longText({ label: { en: 'Description', nb: 'Beskrivelse' }, personal: { purpose: 'service' } }),
    status: f.select({
      label: { en: 'Status', nb: 'Status' },
      default: 'open',
      indexed: true,
      readOnly: true,
      options: [
        { id: 'open', label: { en: 'Open', nb: 'Åpen' } },
        { id: 'closed', label: { en: 'Closed', nb: 'Lukket' } },
      ],
    }),
    priority: f.select({
      label: { en: 'Priority', nb: 'Prioritet' },
      default: 'normal',
      indexed: true,
      options: [
        { id: 'low', label: { en: 'Low', nb: 'Lav' } },
        { id: 'normal', label: { en: 'Normal', nb: 'Normal' } },
        { id: 'high', label: { en: 'High', nb: 'Høy' } },
        { id: 'urgent', label: { en: 'Urgent', nb: 'Haster' } },
      ],
    }),
    contactId: f.relation({ to: 'contact', label: { en: 'Contact', nb: 'Kontakt' } }),
    companyId: f.relation({ to: 'company', label: { en: 'Company', nb: 'Firma' } }),
    dueAt: f.dateTime({ label: { en: 'Due', nb: 'Frist' }, indexed: true }),
    closedAt: f.dateTime({ label: { en: 'Closed at', nb: 'Lukket' }, indexed: true, readOnly: true }),
    resolution: f.longText({ label: { en: 'Resolution', nb: 'Løsning' }, personal: { purpose: 'service' } }),
    tags: f.links({ to: 'tag', role: 'tag', label: { en: 'Tags', nb: 'Merkelapper' } }),
  },
})

/** A record of {@link ticket}. */
export type Ticket = RecordOf<typeof ticket>
