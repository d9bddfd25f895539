import type { FieldDefinition, FieldType, ModelDescription } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../base/index.ts'
import type { EditContext } from './edit.ts'

/** What a new field is made of in the dialog. */
export interface AddFieldForm {
  /** Plural name of the object. */
  readonly what: string
  readonly edit: EditContext
  readonly problem: string
  readonly objects: ModelDescription['objects']
  readonly submit: (event: SubmitEvent) => void
  readonly cancel: () => void
}

const asId = (label: string) =>
  label
    .normalize('NFKD')
    .replace(/[øØ]/g, 'o')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[^\w\s]/g, '')
    .trim()
    .replace(/[\s_]+(\w)/g, (_, next: string) => next.toUpperCase())
    .replace(/^[^a-zA-Z]+/, '')
    .replace(/^./, (first) => first.toLowerCase())
    .slice(0, 40)

/** The dialog in which an administrator adds a field to an object while the server runs. */
export function addFieldForm({ what, edit, problem, submit, cancel, objects }: AddFieldForm): TemplateResult {
  const { texts, errors, locale } = edit
  const issue = Object.values(errors)[0]
  const suggest = ({ currentTarget }: Event) => {
    const form = (currentTarget as HTMLInputElement).form as HTMLFormElement
    const id = form.elements.namedItem('fieldId') as HTMLInputElement
    id.placeholder = `x_${asId((currentTarget as HTMLInputElement).value)}`
  }
  const choose = ({ currentTarget }: Event) => {
    const { form, value } = currentTarget as HTMLSelectElement
    for (const part of form?.querySelectorAll<HTMLElement>('[data-of]') ?? [])
      part.hidden = !part.dataset['of']?.split(' ').includes(value)
  }
  return html`<form novalidate @submit=${submit}>
    <h3>${texts.addFieldTo(what)}</h3>
    ${problem ? html`<p class="error" role="alert">${issue ?? problem}</p>` : nothing}
    <div class="field">
      <label for="fieldLabel">${texts.fieldLabel}</label>
      <input id="fieldLabel" name="fieldLabel" autocomplete="off" maxlength="80" required @input=${suggest} aria-describedby="fieldLabel-note" />
      <p id="fieldLabel-note">${texts.fieldLabelHelp}</p>
    </div>
    <div class="field">
      <label for="fieldType">${texts.fieldType}</label>
      <select id="fieldType" name="fieldType" @change=${choose}>
        ${Object.entries(texts.type).map(([type, label]) => html`<option value=${type}>${label}</option>`)}
      </select>
    </div>
    <div class="field" data-of="select multiSelect" hidden>
      <label for="fieldOptions">${texts.fieldOptions}</label>
      <textarea id="fieldOptions" name="fieldOptions" aria-describedby="fieldOptions-note"></textarea>
      <p id="fieldOptions-note">${texts.fieldOptionsHelp}</p>
    </div>
    <div class="field" data-of="relation" hidden>
      <label for="fieldTo">${texts.fieldTo}</label>
      <select id="fieldTo" name="fieldTo">
        ${objects.map(({ name, label }) => html`<option value=${name}>${labelText(label, locale, name)}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="fieldId">${texts.fieldId}</label>
      <input id="fieldId" name="fieldId" autocomplete="off" maxlength="50" aria-describedby="fieldId-note" />
      <p id="fieldId-note">${texts.fieldIdHelp}</p>
    </div>
    <div>
      <label class="check"><input type="checkbox" name="fieldRequired" /><span>${texts.fieldRequired}</span></label>
      <label class="check"><input type="checkbox" name="fieldIndexed" /><span>${texts.fieldIndexed}</span></label>
    </div>
    <div class="row end">
      <button type="button" @click=${cancel}>${texts.cancel}</button>
      <button class="primary">${texts.add}</button>
    </div>
  </form>`
}

/** The field that was described; undefined where it has no name yet. */
export function readAddField(form: HTMLFormElement): { id: string; field: FieldDefinition } | undefined {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const label = text('fieldLabel')
  const type = text('fieldType') as FieldType
  const written = text('fieldId') || asId(label)
  if (!label || !written) return undefined
  const options = text('fieldOptions')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return {
    id: written.startsWith('x_') ? written : `x_${written}`,
    field: {
      type,
      label,
      ...(data.has('fieldRequired') && { required: true }),
      ...(data.has('fieldIndexed') && { indexed: true }),
      ...(/[sS]elect/.test(type) && { options: options.map((one) => ({ id: asId(one) || one, label: one })) }),
      ...(type === 'relation' && { to: text('fieldTo') }),
    },
  }
}
