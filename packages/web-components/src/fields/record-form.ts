import { html, nothing, type TemplateResult } from '../base/index.ts'
import type { ScreenField } from '../values/model.ts'
import { type EditContext, editor, readEditor } from './edit.ts'

/** What a form about a record shows and does. */
export interface RecordForm {
  readonly title: string
  readonly help?: string
  readonly fields: readonly ScreenField[]
  readonly values: Readonly<Record<string, unknown>>
  readonly edit: EditContext
  /** What is wrong as a whole. */
  readonly problem?: string
  readonly submitLabel: string
  readonly submit: (event: SubmitEvent) => void
  readonly cancel: () => void
  /** Controls after the fields. */
  readonly more?: unknown
}

/** A form from the model: a control for each field, what the server refused beside it. */
export function recordForm(form: RecordForm): TemplateResult {
  const { title, help, fields, values, edit, problem, submitLabel, submit, cancel, more } = form
  return html`<form novalidate @submit=${submit}>
    <h3>${title}</h3>
    ${help ? html`<p class="muted">${help}</p>` : nothing}
    ${problem ? html`<p class="error" role="alert">${problem}</p>` : nothing}
    ${fields.map((field) => editor(field, values[field.id], edit))} ${more ?? nothing}
    <div class="row end">
      <button type="button" @click=${cancel}>${edit.texts.cancel}</button>
      <button class="primary">${submitLabel}</button>
    </div>
  </form>`
}

/** What was written into the form; fields that stay empty are left out, those that were emptied are null. */
export function readRecordForm(
  element: HTMLFormElement,
  fields: readonly ScreenField[],
  values: Readonly<Record<string, unknown>>,
  edit: EditContext,
): Record<string, unknown> {
  const data = new FormData(element)
  const read = fields.map((field) => [field.id, readEditor(field, values[field.id], data, edit)] as const)
  return Object.fromEntries(
    read.filter(([id, value]) => !((value === null || value === false) && values[id] === undefined)),
  )
}
