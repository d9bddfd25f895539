import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { addFieldForm } from '../../fields/add-field.ts'
import { recordForm } from '../../fields/record-form.ts'
import { fieldLabel, type ScreenObject, visibleFields, writableFields } from '../../values/model.ts'
import { table } from './table.ts'
import type { RecordListView } from './view.ts'

/** How many facets stand beside the search. */
const FACETS = 3

/** The whole list. */
export function layout(view: RecordListView): TemplateResult {
  const { state, texts, acts } = view
  const { object, status, code = '', total, notice } = state
  const why = (code: string) => (texts.why[code] ?? texts.why['OTHER']) as string
  if (status === 'failed')
    return html`<div class="state" part="error" role="alert">
      <b>${why(code)}</b>
      <button @click=${() => acts.store.open()}>${texts.retry}</button>
    </div>`
  if (!object) return skeleton(texts.loading)
  const { can } = object
  return html`<div class="bar" part="header">
      <h2>${state.query.deleted ? texts.bin : view.title}</h2>
      <small>${total === undefined ? '' : texts.count(total)}</small>
      <span class="grow"></span>
      <slot></slot>
      <button aria-haspopup="dialog" @click=${openPanel}>${texts.columns}</button>
      ${
        can.includes('create') && !state.query.deleted
          ? html`<button class="primary" @click=${() => acts.dialog('create')}>${texts.create(noun(object, view.locale))}</button>`
          : nothing
      }
      ${columnPanel(view, object)}
    </div>
    ${facets(view, object)} ${acts.filter.active(view)} ${acts.filter.panel(view)}
    ${navigator.onLine ? nothing : html`<div class="bar"><p class="note" role="status">${texts.offline}</p></div>`}
    <div class="scroll" part="table" aria-busy=${status === 'loading'}>
      ${status === 'ready' && !state.rows.length ? empty(view, object) : table(view, object)}
      ${state.more ? html`<p class="muted busy">${texts.more}</p>` : nothing}
      <div class="end-of-list"></div>
    </div>
    ${view.dialog ? html`<dialog part="dialog" @close=${() => acts.dialog(undefined)}>${dialog(view, object)}</dialog>` : nothing}
    <div class="toast" part="toast" role="status">
      ${
        notice
          ? html`<b>${notice.kind === 'failed' ? texts.failed(notice.name, why(notice.code ?? '')) : texts[notice.kind](notice.name)}</b
              ><button @click=${() => acts.store.dismiss()}>${texts.dismiss}</button>`
          : nothing
      }
    </div>`
}

/** Bones of the list while not even its columns are known. */
const skeleton = (loading: string) => html`<p class="hide" role="status">${loading}</p>
  <div class="bar" aria-hidden="true"><div class="bone head"></div></div>
  <div class="scroll bones" aria-hidden="true">${Array.from({ length: 12 }, () => html`<div class="bone"></div>`)}</div>`

/** The name of one record within a sentence. */
const noun = (object: ScreenObject, locale: string) =>
  labelText(object.label, locale, object.name).toLocaleLowerCase(locale)

function openPanel({ currentTarget }: Event): void {
  const button = currentTarget as HTMLElement
  const panel = button.parentElement?.querySelector<HTMLElement>('[popover]')
  if (!panel) return
  panel.showPopover()
  const { right, bottom } = button.getBoundingClientRect()
  panel.style.left = `${Math.max(8, right - panel.offsetWidth)}px`
  panel.style.top = `${bottom + 4}px`
  panel.querySelector<HTMLElement>('input, button')?.focus()
}

function columnPanel({ state, texts, locale, acts }: RecordListView, object: ScreenObject): TemplateResult {
  return html`<div popover class="choice" part="columns" role="dialog" aria-label=${texts.columnsHelp}>
    <fieldset @change=${acts.columns}>
      <legend class="hide">${texts.columnsHelp}</legend>
      ${visibleFields(object).map(
        (field) => html`<label class="check"
          ><input type="checkbox" name="column" value=${field.id} .checked=${state.columns.includes(field.id)} /><span
            >${fieldLabel(field, locale)}</span
          ></label
        >`,
      )}
    </fieldset>
    ${state.canConfigure ? html`<button @click=${() => acts.dialog('field')}>${texts.addField}</button>` : nothing}
  </div>`
}

function facets({ state, texts, locale, acts, title }: RecordListView, object: ScreenObject): TemplateResult {
  const { query } = state
  const ask = acts.store.ask
  const plain = !query.mine && !query.where && !Object.keys(query.chosen).length
  const selects = visibleFields(object)
    .filter(({ type, options = [] }) => (type === 'select' || type === 'multiSelect') && options.length)
    .slice(0, FACETS)
  const choose = (id: string, value: string) => {
    const { [id]: _, ...others } = query.chosen
    ask({ chosen: value ? { ...others, [id]: value } : others })
  }
  return html`<div class="bar" role="group" aria-label=${texts.show}>
    <input
      class="find"
      type="search"
      autocomplete="off"
      placeholder=${texts.search(title.toLocaleLowerCase(locale))}
      aria-label=${texts.search(title.toLocaleLowerCase(locale))}
      .value=${query.search}
      @input=${acts.search}
    />
    <button class="chip" aria-pressed=${plain} @click=${() => showAll(acts)}>${texts.all}</button>
    ${
      'ownerId' in object.fields
        ? html`<button class="chip" aria-pressed=${query.mine} @click=${() => ask({ mine: !query.mine })}>${texts.mine}</button>`
        : nothing
    }
    ${selects.map((field) => {
      const label = fieldLabel(field, locale)
      const chosen = query.chosen[field.id] ?? ''
      return html`<select
        class="chip ${chosen ? 'on' : ''}"
        aria-label=${label}
        .value=${chosen}
        @change=${({ target }: Event) => choose(field.id, (target as HTMLSelectElement).value)}
      >
        <option value="">${texts.any(label)}</option>
        ${field.options?.map(
          (option) =>
            html`<option value=${option.id} ?selected=${option.id === chosen}>${labelText(option.label, locale, option.id)}</option>`,
        )}
      </select>`
    })}
    <button class="chip open-filter ${query.where ? 'on' : ''}" aria-haspopup="dialog" @click=${acts.filter.open}>${texts.filter}</button>
    ${
      object.can.includes('delete')
        ? html`<button class="chip" aria-pressed=${query.deleted} @click=${() => ask({ deleted: !query.deleted })}>${texts.bin}</button>`
        : nothing
    }
  </div>`
}

function showAll({ store, filter }: RecordListView['acts'], more: { readonly search?: string } = {}): void {
  store.ask({ mine: false, chosen: {}, where: undefined, ...more })
  filter.drop()
}

function empty({ state, texts, title, locale, acts }: RecordListView, object: ScreenObject): TemplateResult {
  const { query } = state
  const narrowed = query.search || query.mine || query.where || Object.keys(query.chosen).length
  const what = title.toLocaleLowerCase(locale)
  if (query.deleted) return html`<div class="state"><b>${texts.emptyBin}</b></div>`
  if (narrowed)
    return html`<div class="state">
      <b>${texts.nothing}</b>
      <button @click=${() => showAll(acts, { search: '' })}>${texts.clear}</button>
    </div>`
  return html`<div class="state">
    <b>${texts.empty(what)}</b>
    <p>${texts.emptyWhy}</p>
    ${
      object.can.includes('create')
        ? html`<button class="primary" @click=${() => acts.dialog('create')}>${texts.create(noun(object, locale))}</button>`
        : nothing
    }
  </div>`
}

function dialog(view: RecordListView, object: ScreenObject): TemplateResult {
  const { edit, problem, acts, texts, title, locale } = view
  const cancel = () => acts.dialog(undefined)
  if (view.dialog === 'field')
    return addFieldForm({ what: title, edit, problem, objects: view.objects, submit: acts.addField, cancel })
  return recordForm({
    title: texts.create(noun(object, locale)),
    fields: formFields(object),
    values: defaults(object),
    edit,
    problem,
    submitLabel: texts.add,
    submit: acts.create,
    cancel,
  })
}

/** What a new record starts with. */
const defaults = (object: ScreenObject) =>
  Object.fromEntries(formFields(object).map((field) => [field.id, field.default]))

/** Fields that the dialog for a new record asks for: its columns first, then required ones, and those that an app or an administrator added. */
export function formFields(object: ScreenObject): ReturnType<typeof writableFields> {
  const list = object.list ?? []
  const all = writableFields(object)
  const wanted = all.filter(
    ({ id, required, custom, added }) => list.includes(id) || required || custom || added || id === object.title,
  )
  return wanted.length > 3 ? wanted : all.slice(0, 8)
}
