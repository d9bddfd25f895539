import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** Something that a user is told inside the CRM. Its owner is that user. */
export const notification = defineObject({
  name: 'notification',
  label: { en: 'Notification', nb: 'Varsel' },
  pluralLabel: { en: 'Notifications', nb: 'Varsler' },
  title: 'text',
  list: ['text', 'readAt', 'createdAt'],
  operationsOnly: true,
  fields: {
    text: f.text({
      label: { en: 'Text', nb: 'Tekst' },
      required: true,
      maxLength: 500,
      personal: { purpose: 'staff' },
    }),
    object: f.text({ label: { en: 'About', nb: 'Gjelder' }, searchable: false }),
    recordId: f.text({ label: { en: 'Record', nb: 'Oppføring' }, indexed: true, searchable: false }),
    ruleId: f.text({ label: { en: 'Made by rule', nb: 'Laget av regel' }, searchable: false }),
    readAt: f.dateTime({ label: { en: 'Read at', nb: 'Lest' }, indexed: true }),
  },
})

/** A record of {@link notification}. */
export type Notification = RecordOf<typeof notification>
