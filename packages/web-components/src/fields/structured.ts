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
  /** Makes it a choice; one without id and label stands for none. */
  readonly options?: readonly { readonly id: string; readonly label: string }[]
}

/** Names of parts in the reader's language. */
export const partTexts = ({ locale }: FieldView) => textsOf(locale, 'fieldParts', fieldParts)

/** Several controls under one legend; `<id>` is the group, so that a link to the field finds it. */
export const group = ({ field: { id }, label, note }: FieldView, controls: unknown): TemplateResult =>
  html`<fieldset class="field" part="field" id=${id} aria-describedby="${id}-note"><legend>${label}</legend>${controls}${note}</fieldset>`

/** A field whose value has several parts, each with a control. */
export const structured =
  (parts: (view: FieldView) => readonly Part[]): FieldRenderer =>
  (view) => {
    const texts = partTexts(view)
    const show = ({ name, type = 'text', autocomplete = 'off', inputmode, options }: Part) => {
      const id = `${view.field.id}.${name}`
      const control = options
        ? html`<select part="input" id=${id} name=${id} autocomplete=${autocomplete} aria-invalid=${!!view.error}>${options.map(
            (option) => html`<option value=${option.id}>${option.label}</option>`,
          )}</select>`
        : html`<input part="input" id=${id} name=${id} type=${type} autocomplete=${autocomplete} aria-invalid=${!!view.error} inputmode=${inputmode ?? nothing}>`
      return html`<div class="part"><label for=${id}>${texts[name]}</label>${control}</div>`
    }
    return group(view, html`<div class="parts">${parts(view).map(show)}</div>`)
  }
