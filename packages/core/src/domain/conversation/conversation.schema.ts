import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** A talk in messages, with a visitor, a contact, or among colleagues. Its owner is who answers. */
export const conversation = defineObject({
  name: 'conversation',
  label: { en: 'Conversation', nb: 'Samtale' },
  pluralLabel: { en: 'Conversations', nb: 'Samtaler' },
  title: 'subject',
  list: ['subject', 'visitorName', 'channel', 'status', 'lastMessageAt', 'ownerId'],
  indexes: [['status', 'lastMessageAt']],
  fields: {
    channel: f.select({
      label: { en: 'Channel', nb: 'Kanal' },
      default: 'chat',
      readOnly: true,
      options: [
        { id: 'chat', label: { en: 'Chat', nb: 'Chat' } },
        { id: 'email', label: { en: 'E-mail', nb: 'E-post' } },
        { id: 'phone', label: { en: 'Phone', nb: 'Telefon' } },
        { id: 'sms', label: { en: 'Text message', nb: 'SMS' } },
        { id: 'social', label: { en: 'Social media', nb: 'Sosiale medier' } },
        { id: 'internal', label: { en: 'Internal', nb: 'Internt' } },
      ],
    }),
    subject: f.text({ label: { en: 'Subject', nb: 'Emne' }, personal: { purpose: 'service' } }),
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
    contactId: f.relation({ to: 'contact', label: { en: 'Contact', nb: 'Kontakt' } }),
    leadId: f.relation({ to: 'lead', label: { en: 'Lead', nb: 'Henvendelse' } }),
    visitorName: f.text({ label: { en: 'Visitor', nb: 'Besøkende' }, personal: { purpose: 'service' } }),
    visitorEmail: f.email({
      label: { en: 'Visitor’s e-mail', nb: 'Besøkendes e-post' },
      personal: { purpose: 'service' },
    }),
    page: f.text({ label: { en: 'Page', nb: 'Side' }, readOnly: true, maxLength: 2_048, searchable: false }),
    locale: f.text({ label: { en: 'Language', nb: 'Språk' }, readOnly: true, maxLength: 35, searchable: false }),
    lastMessageAt: f.dateTime({ label: { en: 'Last message', nb: 'Siste melding' }, indexed: true, readOnly: true }),
    lastMessageText: f.text({
      label: { en: 'Last words', nb: 'Siste ord' },
      readOnly: true,
      personal: { purpose: 'service' },
      searchable: false,
    }),
    /** Id of the agent who wrote last; empty when the visitor did. */
    lastMessageBy: f.text({ label: { en: 'Last words by', nb: 'Siste ord fra' }, readOnly: true, searchable: false }),
    /** Messages of the visitor since an agent last wrote or read. */
    unreadByAgent: f.number({ label: { en: 'Unread', nb: 'Ulest' }, integer: true, min: 0 }),
    /** Since when the visitor waits for an answer. */
    waitingSince: f.dateTime({ label: { en: 'Waiting since', nb: 'Venter siden' }, indexed: true, readOnly: true }),
    closedAt: f.dateTime({ label: { en: 'Closed at', nb: 'Lukket' }, readOnly: true }),
  },
})

/** A record of {@link conversation}. */
export type Conversation = RecordOf<typeof conversation>
