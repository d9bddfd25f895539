import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { Json } from '../../stores/rule-editor-types.ts'
import { framed, type PartView, select } from './frame.ts'
import { optionsOf } from './view.ts'

/** A length of time that one number and one unit can show. */
const simple = (span: Json): readonly [unit: string, amount: number] | undefined => {
  const [entry, ...more] = Object.entries(span)
  return entry && more.length === 0 && typeof entry[1] === 'number' ? [entry[0], entry[1]] : undefined
}

/** A number and a unit, side by side. */
function spanInputs(one: PartView, span: Json, write: (span: Json) => void, id = one.id): TemplateResult {
  const { texts } = one.view
  const [unit, amount] = simple(span) ?? ['workingDays', Number.NaN]
  if (Object.keys(span).length > 0 && !simple(span))
    return html`<code class="kept" id=${id}>${JSON.stringify(span)}</code>`
  const units = Object.entries(texts.units).map(([name, label]) => ({ id: name, label }))
  const change = ({ target }: Event) => {
    const number = Number.parseFloat((target as HTMLInputElement).value.replace(',', '.'))
    if (number >= 0) write({ [unit]: unit === 'workingDays' ? Math.round(number) : number })
  }
  return html`<span class="pair" role="group" aria-label=${one.label}>
    <input id=${id} type="number" min="0" step="any" inputmode="decimal" aria-label="${one.label}: ${texts.amount}"
      aria-invalid=${one.error ? 'true' : nothing} .value=${Number.isNaN(amount) ? '' : String(amount)} @change=${change} />
    <span class="unit" title=${texts.unit}>${select(
      { id: `${id}-unit`, error: undefined },
      units,
      unit,
      undefined,
      (next) => write({ [next]: Number.isNaN(amount) ? 1 : amount }),
    )}<label class="hide" for="${id}-unit">${one.label}: ${texts.unit}</label></span>
  </span>`
}

/** A length of time. One that is not needed can be taken off. */
export function spanControl(one: PartView): TemplateResult {
  const { view, part, value, set, label } = one
  const { texts } = view
  if (value === undefined)
    return html`<p class="part"><span class="label">${label}</span>
      <button type="button" class="quiet act" @click=${() => set({ workingDays: 1 })}>${texts.addDue}</button></p>`
  const swap =
    part.name === 'wait'
      ? html`<button type="button" class="quiet act" @click=${() => set({ field: '' })}>${texts.waitDate}</button>`
      : html`<button type="button" class="quiet" @click=${() => set(undefined)}>${texts.takeOff}</button>`
  return framed(one, html`<div class="row">${spanInputs(one, value as Json, set)} ${swap}</div>`)
}

/** A date of the record, and a time before or after it. */
export function momentControl(one: PartView): TemplateResult {
  const { view, part, value, path, set } = one
  const { texts } = view
  const point = (value ?? {}) as Json
  const way = point['before'] ? 'before' : point['after'] ? 'after' : 'on'
  const put = (change: Json) => {
    const next = Object.entries({ ...point, ...change }).filter(([, to]) => to !== undefined)
    set(Object.fromEntries(next))
  }
  const turn = (next: string) => {
    const span = point['before'] ?? point['after'] ?? { days: 1 }
    put({ before: next === 'before' ? span : undefined, after: next === 'after' ? span : undefined })
  }
  const id = `${one.id}/field`
  const at = { ...one, id, label: texts.parts['field'] ?? '' }
  const ways = Object.entries(texts.point).map(([name, label]) => ({ id: name, label }))
  const span =
    way === 'on'
      ? nothing
      : html`<div class="part"><span class="label">${texts.amount}</span>
    ${spanInputs({ ...one, label: texts.amount, error: undefined }, point[way] as Json, (next) => put({ [way]: next }), `${one.id}/${way}`)}</div>`
  const wayId = `${one.id}/way`
  const timeId = `${one.id}/at`
  return html`
    ${framed(
      at,
      select(at, optionsOf(view, 'dates'), String(point['field'] ?? ''), texts.choose, (field) => put({ field })),
    )}
    ${framed({ ...at, id: wayId, label: texts.pointLabel, error: undefined }, select({ id: wayId, error: undefined }, ways, way, undefined, turn))}
    ${span}
    ${framed(
      { ...at, id: timeId, label: texts.time, error: undefined },
      html`<input id=${timeId} type="time" .value=${String(point['at'] ?? '')}
        @change=${({ target }: Event) => put({ at: (target as HTMLInputElement).value || undefined })} />`,
    )}
    ${part.path[0] === 'wait' ? html`<button type="button" class="quiet act" @click=${() => view.acts.set(path, { workingDays: 1 })}>${texts.waitSpan}</button>` : nothing}`
}
