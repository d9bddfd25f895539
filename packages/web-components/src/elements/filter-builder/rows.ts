import { repeat } from 'lit/directives/repeat.js'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { Subject } from '../../stores/filter-builder-model.ts'
import type {
  ConditionGroup,
  ConditionNode,
  ConditionRow,
  GroupMode,
  KeptCondition,
  Place,
} from '../../stores/filter-builder-types.ts'
import { dots, grip, plus } from './icons.ts'
import { operand } from './operand.ts'
import { type BuilderView, nodeName, pathName, placeName } from './view.ts'

const MODES: readonly GroupMode[] = ['all', 'any', 'none']

/** Conditions of a group, with how many of them have to hold. */
export function groupOf(view: BuilderView, group: ConditionGroup, place: Place, depth = 0): TemplateResult {
  const { texts, store } = view
  const choose = ({ target }: Event) => store.setMode(group.id, (target as HTMLSelectElement).value as GroupMode)
  const name = `${texts.where(placeName(view, place))} ${texts.mode[group.mode]}`
  return html`<div class="group" part="group" role="group" data-group=${group.id} data-size=${group.of.length} aria-label=${name}>
    ${
      place.list === undefined && (depth > 0 || group.of.length > 0)
        ? html`<div class="mode">
            ${depth === 0 ? html`<span>${texts.where(placeName(view, place))}</span>` : nothing}
            <select aria-label=${texts.modeLabel} @change=${choose}>
              ${MODES.map((mode) => html`<option value=${mode} ?selected=${mode === group.mode}>${texts.mode[mode]}</option>`)}
            </select>
          </div>`
        : nothing
    }
    <ul class="conditions">
      ${repeat(
        group.of,
        ({ id }) => id,
        (node, at) => condition(view, node, place, group, at, depth),
      )}
    </ul>
    ${adders(view, group, place, name, depth === 0 && !group.of.length)}
  </div>`
}

function adders(
  { texts, acts }: BuilderView,
  group: ConditionGroup,
  place: Place,
  name: string,
  first: boolean,
): TemplateResult {
  return html`<div class="adds">
    ${first ? html`<p class="muted none">${texts.nobody}</p>` : nothing}
    <button
      type="button"
      class="${first ? 'primary' : 'quiet'} add"
      aria-haspopup="dialog"
      aria-label=${texts.addTo(texts.addRow, name)}
      @click=${(event: Event) => acts.chooseField(event, { place, group: group.id })}
    >
      ${plus} ${texts.addRow}
    </button>
    ${
      place.list === undefined
        ? html`<button type="button" class="quiet add" aria-label=${texts.addTo(texts.addGroup, name)} @click=${() => acts.addGroup(group.id)}>
            ${plus} ${texts.addGroup}
          </button>`
        : nothing
    }
  </div>`
}

function condition(
  view: BuilderView,
  node: ConditionNode,
  place: Place,
  group: ConditionGroup,
  at: number,
  depth: number,
): TemplateResult {
  const { texts, acts, state } = view
  const name = nodeName(view, place, node)
  const problem = state.problems.get(node.id)
  const subject = node.kind === 'row' ? state.model.subject(place, node.path) : undefined
  return html`<li class="condition ${problem ? 'wrong' : ''}" part="condition" data-id=${node.id} data-in=${group.id} data-at=${at}>
    <button
      type="button"
      class="icon grip"
      aria-label=${texts.move(name)}
      @pointerdown=${(event: PointerEvent) => acts.drag(event, node.id)}
      @keydown=${(event: KeyboardEvent) => acts.handleKey(event, node.id)}
    >
      ${grip}
    </button>
    <span class="join">${(at ? texts.then : texts.first)[group.mode]}</span>
    <div class="what">
      ${node.kind === 'row' ? row(view, node, place, subject) : nothing}
      ${node.kind === 'group' ? groupOf(view, node, place, depth + 1) : nothing}
      ${node.kind === 'kept' ? kept(view, node, place, name) : nothing}
      ${note(view, node)} ${node.kind === 'row' && !place.list ? known(view, node) : nothing}
      ${node.kind === 'row' && node.inner && subject ? groupOf(view, node.inner, state.model.inside(subject, node.operator), depth + 1) : nothing}
    </div>
    <div class="ends">
      <button type="button" class="icon" aria-haspopup="menu" aria-label=${texts.actions(name)} @click=${(event: Event) => acts.menu(event, node.id)}>
        ${dots}
      </button>
      <button type="button" class="icon remove" aria-label=${texts.remove(name)} @click=${() => acts.remove(node.id)}>×</button>
    </div>
  </li>`
}

/** What is wrong with a condition, beside it. What is only unfinished is said quietly. */
function note({ state, texts }: BuilderView, { id }: ConditionNode): unknown {
  const problem = state.problems.get(id)
  if (!problem) return nothing
  const text = typeof problem === 'object' ? texts.wrong(problem.reason) : texts[problem]
  return html`<p id="${id}-note" class="note-of ${problem === 'incomplete' ? 'muted' : 'error'}">${text}</p>`
}

/** Values that a text has in records: one is taken with a tap, instead of guessed. */
function known({ state, store, texts }: BuilderView, { id, path, value }: ConditionRow): unknown {
  const values = path.length === 1 ? state.known.get(path.join()) : undefined
  if (!values?.length || (value !== undefined && value !== '')) return nothing
  const take = (one: string) => {
    store.setOperator(id, 'eq')
    store.setValue(id, one)
  }
  return html`<p class="known" role="group" aria-label=${texts.known}>
    <span class="muted">${texts.known}</span>
    ${values.map((one) => html`<button type="button" class="chip" dir="auto" @click=${() => take(one)}>${one}</button>`)}
  </p>`
}

/** "is before" of a time, "is less than" of a number. */
export function operatorName({ texts }: BuilderView, operator: string, subject: Subject): string {
  const { kind } = subject
  const own = kind === 'date' || kind === 'dateTime' ? texts.times : kind === 'text' ? texts.texts : undefined
  return own?.[operator] ?? texts.operators[operator] ?? operator
}

function row(view: BuilderView, node: ConditionRow, place: Place, subject: Subject | undefined): TemplateResult {
  const { texts, store, acts, state } = view
  const name = pathName(view, place, node.path)
  const problem = state.problems.get(node.id)
  const choose = ({ target }: Event) => store.setOperator(node.id, (target as HTMLSelectElement).value)
  return html`<div class="row-of">
    <button
      type="button"
      class="field"
      aria-haspopup="dialog"
      aria-label="${texts.field}: ${name}"
      title=${name}
      @click=${(event: Event) => acts.chooseField(event, { place, row: node.id })}
    >
      <span>${name}</span>
    </button>
    ${
      subject
        ? html`<select class="operator" aria-label="${name}: ${texts.operator}" @change=${choose}>
              ${subject.operators.map(
                (one) =>
                  html`<option value=${one} ?selected=${one === node.operator}>${operatorName(view, one, subject)}</option>`,
              )}
            </select>
            ${operand({
              view,
              row: node,
              subject,
              name,
              error: problem && problem !== 'incomplete' ? node.id : undefined,
              set: (value) => store.setValue(node.id, value),
            })}`
        : nothing
    }
  </div>`
}

function kept(view: BuilderView, node: KeptCondition, place: Place, name: string): TemplateResult {
  const { texts } = view
  const said = view.say(place.object, node.source)
  return html`<div class="kept">
    <p>${said ?? name}</p>
    <details>
      <summary>${texts.showJson}</summary>
      <p class="muted">${texts.kept}</p>
      <pre tabindex="0">${JSON.stringify(node.source, null, 2)}</pre>
    </details>
  </div>`
}
