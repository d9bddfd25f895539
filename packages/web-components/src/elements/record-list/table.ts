import type { StoredRecord } from '@kith/core'
import { repeat } from 'lit/directives/repeat.js'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { type ShownContext, shown } from '../../fields/shown.ts'
import type { RecordListState } from '../../stores/record-list-types.ts'
import { fieldLabel, fieldOf, type ScreenField, type ScreenObject } from '../../values/model.ts'
import { hue, initials } from '../../values/person.ts'
import { sayValue, titleOf } from '../../values/text.ts'
import type { RecordListView } from './view.ts'

const NUMBERS: readonly string[] = ['number', 'money', 'rating']

/** Whether figures of a column stand under each other. */
const isNumber = ({ type, of }: ScreenField) => NUMBERS.includes(type === 'rollup' ? (of ?? 'number') : type)

/** Sorting by a list, or by what has no order, is refused by the server. */
const SORTED: readonly string[] = [
  'text',
  'email',
  'url',
  'personName',
  'phone',
  'select',
  'date',
  'dateTime',
  'boolean',
  'number',
  'rating',
  'money',
  'rollup',
]

/** The records as a table, on a phone as cards. */
export function table(view: RecordListView, object: ScreenObject): TemplateResult {
  const { state } = view
  const columns = state.columns.map((id) => fieldOf(object, id))
  return html`<table role="table" aria-busy=${state.status === 'loading'}>
    <caption class="hide">${view.title}</caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((field) => head(field, state, view))}
        ${state.query.deleted ? html`<th role="columnheader"><span class="hide">${view.texts.restore}</span></th>` : nothing}
      </tr>
    </thead>
    <tbody role="rowgroup" @click=${view.acts.click} @keydown=${view.acts.key} @focusin=${view.acts.focus}>
      ${
        state.status === 'loading'
          ? skeleton(columns)
          : repeat(
              state.rows,
              ({ id }) => id,
              (record) => row(record, columns, view, object),
            )
      }
    </tbody>
  </table>
  <p class="hide" aria-live="polite">${state.status === 'loading' ? view.texts.loading : ''}</p>`
}

function head(field: ScreenField, { query }: RecordListState, { locale, texts, acts }: RecordListView): TemplateResult {
  const label = fieldLabel(field, locale)
  const on = query.sort.replace('-', '') === field.id
  const down = query.sort.startsWith('-')
  const sort = on ? (down ? 'descending' : 'ascending') : nothing
  const sortable = SORTED.includes(field.type) && !field.many
  return html`<th role="columnheader" scope="col" class=${isNumber(field) ? 'num' : ''} aria-sort=${sort}>
    <button ?disabled=${!sortable} @click=${() => acts.sort(field.id)} title=${on ? (down ? texts.descending : texts.ascending) : label}>
      ${label}${on ? (down ? ' ↓' : ' ↑') : ''}
    </button>
  </th>`
}

const skeleton = (columns: readonly ScreenField[]) =>
  Array.from(
    { length: 12 },
    () =>
      html`<tr role="row" aria-hidden="true">${columns.map(() => html`<td role="cell"><div class="bone"></div></td>`)}</tr>`,
  )

function row(
  record: StoredRecord,
  columns: readonly ScreenField[],
  view: RecordListView,
  object: ScreenObject,
): TemplateResult {
  const { id } = record
  const { state, texts } = view
  return html`<tr
    role="row"
    id=${id}
    part="row"
    class=${state.fresh.has(id) ? 'fresh' : ''}
    tabindex=${id === view.active ? 0 : -1}
    aria-label=${titleOf(record, object.title) || texts.nameless}
  >
    ${columns.map((field) => cell(record, field, view, object))}
    ${
      state.query.deleted
        ? html`<td role="cell" class="num"><button @click=${() => view.acts.restore(id)}>${texts.restore}</button></td>`
        : nothing
    }
  </tr>`
}

function cell(
  record: StoredRecord,
  field: ScreenField,
  { context, texts }: RecordListView,
  object: ScreenObject,
): TemplateResult {
  const value = record[field.id]
  const plain = sayValue(field, value, context)
  if (field.id === object.title) {
    const href = context.link?.(object.name, record.id)
    const text = plain || texts.nameless
    return html`<th role="rowheader" scope="row" title=${text}>${href ? html`<a href=${href} tabindex="-1">${text}</a>` : text}</th>`
  }
  const title = field.type === 'date' || field.type === 'dateTime' ? nothing : plain || nothing
  return html`<td role="cell" class=${isNumber(field) ? 'num' : ''} title=${title}>${content(field, value, plain, context)}</td>`
}

function content(field: ScreenField, value: unknown, plain: string, context: ShownContext): unknown {
  if (value === undefined) return nothing
  if (field.to === 'user' && plain && plain !== '…')
    return html`<span class="who"><i class="face" aria-hidden="true" .style=${`--h:${hue(String(value))}`}>${initials(plain)}</i>${plain}</span>`
  if (field.type === 'select') return html`<span class="pill">${plain}</span>`
  const user = field.id === 'createdBy' || field.id === 'updatedBy'
  return user ? (context.titles.get(String(value)) ?? plain.split(':')[1]) : shown(field, value, context)
}
