import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** One message of a conversation. Never changed. */
export const message = defineObject({
  name: 'message',
  label: { en: 'Message', nb: 'Melding' },
  pluralLabel: { en: 'Messages', nb: 'Meldinger' },
  title: 'text',
  list: ['text', 'authorKind', 'sentAt'],
  indexes: [['conversationId', 'order']],
  operationsOnly: true,
  fields: {
    conversationId: f.relation({
      to: 'conversation',
      label: { en: 'Conversation', nb: 'Samtale' },
      required: true,
      inheritsAccess: true,
    }),
    /** 1, 2, 3… within the conversation, without gaps. */
    order: f.number({ label: { en: 'Number', nb: 'Nummer' }, integer: true, indexed: true }),
    direction: f.select({
      label: { en: 'Direction', nb: 'Retning' },
      options: [
        { id: 'in', label: { en: 'In', nb: 'Inn' } },
        { id: 'out', label: { en: 'Out', nb: 'Ut' } },
      ],
    }),
    authorKind: f.select({
      label: { en: 'From', nb: 'Fra' },
      required: true,
      options: [
        { id: 'visitor', label: { en: 'Visitor', nb: 'Besøkende' } },
        { id: 'agent', label: { en: 'Agent', nb: 'Medarbeider' } },
        { id: 'system', label: { en: 'System', nb: 'System' } },
      ],
    }),
    authorId: f.text({ label: { en: 'Author', nb: 'Forfatter' }, searchable: false }),
    authorName: f.text({
      label: { en: 'Author’s name', nb: 'Forfatterens navn' },
      personal: { purpose: 'service' },
      searchable: false,
    }),
    text: f.longText({ label: { en: 'Text', nb: 'Tekst' }, required: true, personal: { purpose: 'service' } }),
    /** Seen by colleagues only. */
    internal: f.boolean({ label: { en: 'Internal', nb: 'Intern' } }),
    /** What the sender's page called it, to find its own again. */
    key: f.text({ label: { en: 'Key', nb: 'Nøkkel' }, searchable: false, maxLength: 255 }),
    fileIds: f.file({ label: { en: 'Files', nb: 'Filer' }, many: true }),
    sentAt: f.dateTime({ label: { en: 'Sent at', nb: 'Sendt' }, required: true, indexed: true }),
  },
})

/** A record of {@link message}. */
export type Message = RecordOf<typeof message>
