import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

import type { FieldDefinition } from '../../schema/types.ts'

/** A field that an administrator added at run time. */
export const fieldDefinition = defineObject({
  name: 'fieldDefinition',
  plural: 'field-definitions',
  label: { en: 'Field', nb: 'Felt' },
  pluralLabel: { en: 'Fields', nb: 'Felter' },
  title: 'fieldId',
  list: ['object', 'fieldId'],
  operationsOnly: true,
  fields: {
    object: f.text({ label: { en: 'Object', nb: 'Objekt' }, required: true, indexed: true, searchable: false }),
    /** Begins with `x_`. */
    fieldId: f.text({ label: { en: 'Field', nb: 'Felt' }, required: true, searchable: false }),
    definition: f.json<FieldDefinition>({ label: { en: 'Definition', nb: 'Definisjon' }, required: true }),
  },
})

/** A record of {@link fieldDefinition}. */
export type FieldDefinitionRecord = RecordOf<typeof fieldDefinition>
