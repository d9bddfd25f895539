import type { UncheckedFilter } from '../../filter/types.ts'
import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'
import type { Label } from '../../shared/locale.ts'

/** A field as a form asks for it. */
export interface FormField {
  /** Field id of the object that the form makes, or of the contact that a lead becomes. */
  readonly field: string
  /** Default: the label of the field. */
  readonly label?: Label
  /** Default: as the field says. A form can ask for more than the field, not for less. */
  readonly required?: boolean
  readonly placeholder?: Label
  readonly help?: Label
  /**
   * Shown, and required, only while the answers so far satisfy this. A Filter over fields that the form asks for earlier,
   * of the object that it makes; see `formCondition` for what it may ask.
   */
  readonly when?: UncheckedFilter
}

/** A box that a visitor may tick. */
export interface FormConsent {
  /** `sales`, `marketing`… */
  readonly purpose: string
  /** `email`, `phone`…; absent: any. */
  readonly channel?: string
  /** Shown beside the box, and kept with the consent exactly as shown. */
  readonly text: Label
  /** The form cannot be sent without it. Default false. */
  readonly required?: boolean
}

/** Questions for visitors, and what is made of their answers. */
export const form = defineObject({
  name: 'form',
  plural: 'form-definitions',
  label: { en: 'Form', nb: 'Skjema' },
  pluralLabel: { en: 'Forms', nb: 'Skjemaer' },
  title: 'title',
  list: ['title', 'object', 'status'],
  fields: {
    title: f.text({ label: { en: 'Title', nb: 'Tittel' }, required: true }),
    /** The title that visitors see, by language; default `title`. */
    heading: f.json<Label>({ label: { en: 'Heading', nb: 'Overskrift' } }),
    object: f.text({ label: { en: 'Makes', nb: 'Lager' }, required: true, default: 'lead', searchable: false }),
    /** List of {@link FormField}. */
    fields: f.json<readonly FormField[]>({ label: { en: 'Fields', nb: 'Felter' }, required: true }),
    /** List of {@link FormConsent}. */
    consents: f.json<readonly FormConsent[]>({ label: { en: 'Consents', nb: 'Samtykker' } }),
    intro: f.json<Label>({ label: { en: 'Introduction', nb: 'Innledning' } }),
    submitLabel: f.json<Label>({ label: { en: 'Text on the button', nb: 'Tekst på knappen' } }),
    thanks: f.json<Label>({ label: { en: 'Thank-you text', nb: 'Takketekst' } }),
    status: f.select({
      label: { en: 'Status', nb: 'Status' },
      default: 'open',
      options: [
        { id: 'open', label: { en: 'Open', nb: 'Åpent' } },
        { id: 'closed', label: { en: 'Closed', nb: 'Stengt' } },
      ],
    }),
    /** What the leads get as `source`; default `website`. */
    source: f.text({ label: { en: 'Source', nb: 'Kilde' }, searchable: false }),
    /** Where a page without JavaScript goes after sending. */
    redirectUrl: f.url({ label: { en: 'Go to afterwards', nb: 'Gå til etterpå' } }),
  },
})

/** A record of {@link form}. */
export type Form = RecordOf<typeof form>
