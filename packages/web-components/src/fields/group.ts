import { html, nothing, type TemplateResult, textsOf } from '../base/index.ts'
import { fieldParts } from '../locales/en/field-parts.ts'
import type { FieldView } from './renderer.ts'

/** Several controls under one legend; `<id>` is the group, so that a link to the field finds it. */
export const group = (view: FieldView, controls: unknown): TemplateResult =>
  html`<fieldset class="field" part="field" id=${view.field.id} aria-describedby="${view.field.id}-note">
    <legend>${view.label}</legend>${controls}${view.note}</fieldset>`

/** One labelled part of a structured value, named `<id>.<part>`. */
export function part(
  view: FieldView,
  name: string,
  text: string,
  { type = 'text', autocomplete = 'off', inputmode = '', wide = false } = {},
): TemplateResult {
  const id = `${view.field.id}.${name}`
  return html`<div class=${wide ? 'part wide' : 'part'}><label for=${id}>${text}</label><input part="input" id=${id} name=${id}
    type=${type} autocomplete=${autocomplete} inputmode=${inputmode || nothing} ?required=${view.field.required}
    aria-invalid=${!!view.error} aria-describedby="${view.field.id}-note"></div>`
}

/** Names of parts in the reader's language. */
export const partTexts = (view: FieldView) => textsOf(view.locale, 'fieldParts', fieldParts)
