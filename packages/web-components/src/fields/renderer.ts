import type { PublicFormField } from '@kith/core'
import { html, nothing, type TemplateResult } from '../base/index.ts'
import type { Texts } from '../locales/en.ts'

/** Shows a field: native controls whose `name` is the field id, or `id.part` for a part of a structured value. */
export type FieldRenderer = (view: FieldView) => TemplateResult

/** One field as a renderer sees it, with the pieces that all fields share. */
export interface FieldView {
  readonly field: PublicFormField
  readonly error: string | undefined
  readonly texts: Texts['leadForm']
  /** BCP 47, for names that a browser knows: countries. */
  readonly locale: string
  /** The label; what is not required says so. */
  readonly label: unknown
  /** Help and error under a control, whose `aria-describedby` is `<id>-note`. */
  readonly note: TemplateResult
  /** Label, control, note. The id of the control is the field's. */
  readonly frame: (control: TemplateResult) => TemplateResult
}

/**
 * Makes what a renderer needs.
 *
 * @param error what is wrong and what to do; shown under the control and read with it
 */
export function fieldView(
  field: PublicFormField,
  error: string | undefined,
  texts: Texts['leadForm'],
  locale: string,
): FieldView {
  const { id, help } = field
  const label = field.required ? field.label : html`${field.label} <span>${texts.optional}</span>`
  const note = html`<div id="${id}-note">${help && html`<p>${help}</p>`}${error && html`<p class="error">${error}</p>`}</div>`
  const frame = (control: TemplateResult) =>
    html`<div class="field" part="field"><label for=${id}>${label}</label>${control}${note}</div>`
  return { field, error, texts, locale, label, note, frame }
}

/**
 * A field with one `<input>`.
 *
 * @param type `type` of the input
 * @param autocomplete token of the HTML standard, by which browsers fill in
 * @param inputmode keyboard of a phone, where the type does not choose it
 */
export const input =
  (type: string, autocomplete = 'on', inputmode?: string): FieldRenderer =>
  (view) => {
    const { id, placeholder, required } = view.field
    return view.frame(
      html`<input part="input" id=${id} name=${id} type=${type} ?required=${required} autocomplete=${autocomplete}
        inputmode=${inputmode ?? nothing} placeholder=${placeholder ?? nothing} aria-invalid=${!!view.error} aria-describedby="${id}-note">`,
    )
  }
