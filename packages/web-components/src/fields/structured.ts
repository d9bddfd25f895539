import { html, nothing, type TemplateResult, textsOf } from '../base/index.ts'
import { fieldParts } from '../locales/en/field-parts.ts'
import type { FieldRenderer, FieldView } from './renderer.ts'

/** One part of a structured value. */
export interface Part {
  /** Its control is named `<field>.<name>`; its label is that text of `fieldParts`. */
  readonly name: keyof typeof fieldParts
  readonly type?: string
  readonly autocomplete?: string
  readonly inputmode?: string
  /** Makes it a choice. */
  readonly options?: readonly { readonly id: string; readonly label: string }[]
}

/** Names of parts in the reader's language. */
export const partTexts = ({ locale }: FieldView) => textsOf(locale, 'fieldParts', fieldParts)

/** Several controls under one legend; `<id>` is the group, so that a link to the field finds it. */
export const group = ({ field: { id }, label, note }: FieldView, controls: unknown): TemplateResult =>
  html`<fieldset class="field" part="field" id=${id} aria-describedby="${id}-note"><legend>${label}</legend>${controls}${note}</fieldset>`

/** A list to choose one from. With `none` a first line stands for no choice. */
export function choice(
  view: FieldView,
  id: string,
  options: Part['options'] = [],
  autocomplete = 'on',
  none = true,
): TemplateResult {
  return html`<select part="input" id=${id} name=${id} autocomplete=${autocomplete} ?required=${view.field.required} aria-invalid=${!!view.error}
    aria-describedby="${view.field.id}-note">${none ? html`<option value="">${partTexts(view).choose}</option>` : ''}${options.map(
      (option) => html`<option value=${option.id}>${option.label}</option>`,
    )}</select>`
}

/** A field whose value has several parts, each with a control. */
export const structured =
  (parts: (view: FieldView) => readonly Part[]): FieldRenderer =>
  (view) => {
    const texts = partTexts(view)
    const show = ({ name, type = 'text', autocomplete = 'off', inputmode, options }: Part) => {
      const id = `${view.field.id}.${name}`
      const control = options
        ? choice(view, id, options, autocomplete, name !== 'currency')
        : html`<input part="input" id=${id} name=${id} type=${type} autocomplete=${autocomplete} inputmode=${inputmode ?? nothing}
            ?required=${view.field.required} aria-invalid=${!!view.error} aria-describedby="${view.field.id}-note">`
      return html`<div class="part"><label for=${id}>${texts[name]}</label>${control}</div>`
    }
    return group(view, html`<div class="parts">${parts(view).map(show)}</div>`)
  }
