import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** Bytes in the file store, with the name that somebody gave them. */
export const file = defineObject({
  name: 'file',
  label: { en: 'File', nb: 'Fil' },
  pluralLabel: { en: 'Files', nb: 'Filer' },
  title: 'name',
  list: ['name', 'mediaType', 'sizeBytes', 'createdAt'],
  operationsOnly: true,
  fields: {
    /** For people only; never a path. */
    name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true, personal: true, maxLength: 255 }),
    /** MIME type found from the content. */
    mediaType: f.text({ label: { en: 'Type', nb: 'Type' }, searchable: false, indexed: true }),
    sizeBytes: f.number({ label: { en: 'Size (bytes)', nb: 'Størrelse (byte)' }, integer: true, min: 0 }),
    storageKey: f.text({
      label: { en: 'Key in the file store', nb: 'Nøkkel i fillageret' },
      searchable: false,
      indexed: true,
    }),
    /** How many values of records name it; without one it is swept a day after its upload. */
    uses: f.rollup({ of: 'number', label: { en: 'Uses', nb: 'Bruk' } }),
    /** Hex. */
    sha256: f.text({ label: { en: 'SHA-256', nb: 'SHA-256' }, searchable: false }),
  },
})

/** A record of {@link file}. */
export type File = RecordOf<typeof file>
