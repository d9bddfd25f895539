import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { editor } from '../../fields/edit.ts'
import { shown } from '../../fields/shown.ts'
import { fieldLabel, type ScreenField, SYSTEM, visibleFields, writableFields } from '../../values/model.ts'
import { sayValue, valuesOf } from '../../values/text.ts'
import type { RecordView } from './view.ts'

/** What the model knows of the record: what is filled, what is empty, and what Kith keeps. */
export function facts(view: RecordView): TemplateResult {
  const { object, record, texts, acts, state } = view
  const all = visibleFields(object).filter(({ id, type }) => type !== 'links' && id !== 'stageHistory')
  const writable = new Set(writableFields(object).map(({ id }) => id))
  const kept = ({ id, type }: ScreenField) => SYSTEM.includes(id) || type === 'json'
  const own = all.filter((field) => !kept(field))
  const filled = own.filter(({ id }) => record[id] !== undefined || view.editing?.field === id)
  const empty = own.filter((field) => !filled.includes(field) && writable.has(field.id) && view.writable)
  const system = all.filter((field) => kept(field) && record[field.id] !== undefined)
  const row = (field: ScreenField) => fact(field, view, view.writable && writable.has(field.id))
  return html`<section class="facts card" part="facts" aria-label=${texts.facts}>
    <dl>${filled.map(row)}</dl>
    ${
      empty.length
        ? html`<details>
            <summary>${texts.emptyFields(empty.length)}</summary>
            <dl>${empty.map(row)}</dl>
          </details>`
        : nothing
    }
    <details>
      <summary>${texts.systemFields}</summary>
      <dl>${system.map(row)}</dl>
    </details>
    ${
      state.me?.canConfigure
        ? html`<button class="quiet add" @click=${() => acts.ask('field')}>${texts.addField}</button>`
        : nothing
    }
  </section>`
}

function fact(field: ScreenField, view: RecordView, writable: boolean): TemplateResult {
  const { record, edit, editing, texts, acts, locale } = view
  const label = fieldLabel(field, locale)
  if (editing?.field === field.id)
    return html`<div class="fact writing">
      <dt class="hide">${label}</dt>
      <dd>
        <form novalidate @submit=${acts.save} @keydown=${(event: KeyboardEvent) => keys(event, view)}>
          ${editor(field, editing.seen[field.id], edit)}
          ${view.problem ? html`<p class="error" role="alert">${view.problem}</p>` : nothing}
          <div class="row end">
            <button type="button" @click=${() => acts.edit(undefined)}>${texts.cancel}</button>
            <button class="primary">${texts.save}</button>
          </div>
        </form>
      </dd>
    </div>`
  return html`<div class="fact">
    <dt>${label}</dt>
    <dd
      ><span class="value">${value(field, record[field.id], view)}</span>${
        writable
          ? html`<button class="quiet pen" id="edit-${field.id}" aria-label=${texts.edit(label)} title=${texts.edit(label)} @click=${() => acts.edit(field.id)}>
              <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 13l.7-2.800L10.800 3l2.200 2.200-7.100 7.100z" /></svg>
            </button>`
          : nothing
      }</dd
    >
  </div>`
}

function keys(event: KeyboardEvent, { acts }: RecordView): void {
  if (event.key !== 'Escape') return
  event.stopPropagation()
  acts.edit(undefined)
}

function value(field: ScreenField, stored: unknown, { context }: RecordView): unknown {
  if (field.type === 'json' && typeof stored === 'object' && stored && !Array.isArray(stored))
    return Object.entries(stored).map(
      ([key, one]) => html`<span class="pair"><small>${key}</small> ${String(one)}</span>`,
    )
  if (field.id === 'createdBy' || field.id === 'updatedBy') return actor(String(stored), context.titles)
  if (field.type === 'select')
    return stored ? html`<span class="pill">${sayValue(field, stored, context)}</span>` : nothing
  const all = field.many ? valuesOf(stored) : [stored]
  return all.map((one) => html`<span class="one">${shown({ ...field, many: false }, one, context)}</span>`)
}

/** Who did something, as people say it: `user:ida`, `rule:follow-up-new-lead`. */
export function actor(by: string, titles: ReadonlyMap<string, string>): string {
  const [, id = by] = by.split(':')
  return titles.get(by) ?? titles.get(id) ?? id.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())
}
