import { html, type TemplateResult } from 'lit/html.js'
import type { Texts } from '../../locales/en.ts'
import type { BoardQuestion } from '../../stores/board-types.ts'
import { label, minor } from './words.ts'

const INPUTS: Readonly<Record<string, string>> = {
  date: 'date',
  dateTime: 'datetime-local',
  number: 'number',
  rating: 'number',
  money: 'number',
  email: 'email',
}

/** What the person filled in, as the API takes it. */
export function valuesOf(form: HTMLFormElement, { fields, deal, currency }: BoardQuestion): Record<string, unknown> {
  const data = new FormData(form)
  const unit = deal.amount?.currency ?? currency
  return Object.fromEntries(
    fields.map(({ id, type }) => {
      const value = data.get(id) as string
      if (type === 'money') return [id, { amountMinor: Math.round(+value * minor(unit)), currency: unit }]
      if (type === 'dateTime') return [id, new Date(value).toISOString()]
      return [id, INPUTS[type] === 'number' ? +value : value]
    }),
  )
}

/** The dialog for a move that needs an answer. `stage` names a stage, `who` changed the deal meanwhile. */
export function question(
  { code, deal, stageId, fields }: BoardQuestion,
  stage: (id: string) => string,
  who: string,
  texts: Texts['pipelineBoard'],
  locale: string,
): TemplateResult {
  const conflict = code === 'VERSION_CONFLICT'
  const wanted = stage(stageId)
  return html`<form method="dialog">
    <h3>${texts[code](deal.name, wanted, who)}</h3>
    ${conflict ? html`<div>${texts.theirs} <b>${stage(deal.stageId)}</b></div><div>${texts.yours} <b>${wanted}</b></div>` : ''}
    ${fields.map(
      ({ id, type, label: name = id, options }) =>
        html`<label>${label(name, locale)}${
          options
            ? html`<select name=${id}>${options.map((one) => html`<option value=${one.id}>${label(one.label ?? one.id, locale)}</option>`)}</select>`
            : html`<input name=${id} type=${INPUTS[type] ?? 'text'} step="any" required />`
        }</label>`,
    )}
    <div class="row">
      <button value="" formnovalidate>${conflict ? texts.keep : texts.cancel}</button>
      <button class="primary" value="1">${conflict ? texts.anyway : texts.move}</button>
    </div>
  </form>`
}
