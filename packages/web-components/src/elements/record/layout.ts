import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { RecordTexts } from '../../base/record-texts.ts'
import { addFieldForm } from '../../fields/add-field.ts'
import { recordForm } from '../../fields/record-form.ts'
import type { RecordNotice } from '../../stores/record-types.ts'
import { fieldLabel, fieldOf } from '../../values/model.ts'
import { sayValue } from '../../values/text.ts'
import { actor, facts } from './facts.ts'
import { header } from './header.ts'
import { related } from './related.ts'
import { timeline } from './timeline.ts'
import type { RecordView, Tab } from './view.ts'
import { whyPanel } from './why-panel.ts'

const TABS: readonly Tab[] = ['timeline', 'facts', 'related']

/** The whole page of a record. */
export function layout(view: RecordView): TemplateResult {
  const { texts, acts, tab, state } = view
  return html`${header(view)}
    <div class="tabs row" role="group" aria-label=${texts.show}>
      ${TABS.map((one) => html`<button class="chip" aria-pressed=${one === tab} @click=${() => acts.tab(one)}>${texts[one]}</button>`)}
    </div>
    <div class="columns" data-tab=${tab}>${facts(view)} ${timeline(view)} ${related(view)}</div>
    ${dialog(view)} ${whyPanel(view)}
    <div class="toast" part="toast" role="status">${state.notice ? toast(state.notice, view) : nothing}</div>`
}

/** What is shown when nothing can be loaded. */
export const failure = (texts: RecordTexts, code = '', retry: () => void): TemplateResult =>
  html`<div class="state" part="error" role="alert">
    <b>${texts.why[code] ?? texts.why['OTHER']}</b>
    <button @click=${retry}>${texts.retry}</button>
  </div>`

/** Bones of the page while nothing is known. */
export function skeleton(loading: string): TemplateResult {
  const bones = (count: number) => Array.from({ length: count }, () => html`<div class="bone"></div>`)
  return html`<p class="hide" role="status">${loading}</p>
    <header aria-hidden="true"><div class="row top"><i class="face big wait"></i><div class="bone name"></div></div></header>
    <div class="columns" aria-hidden="true">
      <section class="facts card bones">${bones(9)}</section>
      <section class="timeline bones">${bones(6)}</section>
      <section class="related card bones">${bones(5)}</section>
    </div>`
}

function dialog(view: RecordView): TemplateResult | typeof nothing {
  const { asked, acts, edit, problem, state, object, locale } = view
  if (state.conflict) return conflict(view)
  if (!asked) return nothing
  const cancel = () => acts.ask(undefined)
  const content =
    asked === 'field'
      ? addFieldForm({
          what: labelText(object.pluralLabel, locale, object.plural),
          edit,
          problem,
          objects: state.objects,
          submit: acts.addField,
          cancel,
        })
      : recordForm({ ...asked, edit, problem, submit: acts.answer, cancel })
  return html`<dialog part="dialog" @close=${cancel}>${content}</dialog>`
}

function conflict({ state, object, texts, context, acts, locale }: RecordView): TemplateResult | typeof nothing {
  if (!state.conflict) return nothing
  const { field: id, theirs, yours, by } = state.conflict
  const field = fieldOf(object, id)
  const say = (value: unknown) => sayValue(field, value ?? undefined, context) || texts.nothingThere
  const answer = ({ currentTarget }: Event) =>
    acts.store.settle((currentTarget as HTMLDialogElement).returnValue === 'mine')
  return html`<dialog part="dialog" class="conflict" @close=${answer}>
    <form method="dialog">
      <h3>${texts.conflictTitle(fieldLabel(field, locale))}</h3>
      <p class="muted">${texts.conflictBy(actor(by, context.titles))}</p>
      <div class="sides">
        <div><small>${texts.theirs}</small><p>${say(theirs)}</p></div>
        <div><small>${texts.yours}</small><p>${say(yours)}</p></div>
      </div>
      <div class="row end">
        <button value="">${texts.keep}</button>
        <button class="primary" value="mine">${texts.overwrite}</button>
      </div>
    </form>
  </dialog>`
}

function toast(
  notice: RecordNotice,
  { texts, title, acts, object, state, locale, context }: RecordView,
): TemplateResult {
  const { kind, what = '', code = '' } = notice
  const why = texts.why[code] ?? texts.why['OTHER'] ?? ''
  const stage = () => labelText(state.stages.find(({ id }) => id === what)?.label, locale, what)
  const says: Record<RecordNotice['kind'], () => string> = {
    saved: () => texts.saved(fieldLabel(fieldOf(object, what), locale)),
    moved: () => texts.moved(title, stage()),
    assigned: () => texts.assigned(title, context.titles.get(what) ?? (what || texts.nobody)),
    completed: () => texts.completed(what),
    logged: () => texts.logged,
    converted: () => texts.converted(title),
    deleted: () => texts.deleted(title),
    restored: () => texts.restored(title),
    undone: () => texts.undone,
    kept: () => texts.kept,
    failed: () => texts.failed(title, why),
  }
  return html`<b>${says[kind]()}</b
    >${notice.undo ? html`<button @click=${() => acts.store.undo()}>${texts.undo}</button>` : html`<button @click=${() => acts.store.dismiss()}>${texts.dismiss}</button>`}`
}
