import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { PARTS } from '../../stores/filter-builder-operators.ts'
import type { Place } from '../../stores/filter-builder-types.ts'
import { fieldLabel, visibleFields } from '../../values/model.ts'
import { openBeside } from './popup.ts'
import { type BuilderView, type FieldTarget, pathName } from './view.ts'

/** How far relations are followed: one step in the list, another one for what is typed. */
const DEPTH = 2
const MOST = 200
/** Parts that are only shown to who looks for them. */
const RARE: readonly string[] = ['latitude', 'longitude']

interface Choice {
  readonly path: readonly string[]
  readonly label: string
  /** Relations that lead there; empty for the object's own fields. */
  readonly under: string
  /** Other words by which people look for it: its options, and what else it is called. */
  readonly words: string
}

/** The menu in which a field is found by typing, also of related records. */
export class FieldMenu {
  readonly #root: () => ParentNode
  readonly #refresh: () => void
  readonly #chosen: (target: FieldTarget, path: readonly string[]) => void
  #target: FieldTarget | undefined
  #query = ''
  #at = 0

  constructor(
    root: () => ParentNode,
    refresh: () => void,
    chosen: (target: FieldTarget, path: readonly string[]) => void,
  ) {
    this.#root = root
    this.#refresh = refresh
    this.#chosen = chosen
  }

  open(opener: Element, target: FieldTarget): void {
    this.#target = target
    this.#query = ''
    this.#at = 0
    this.#refresh()
    setTimeout(() => {
      const menu = this.#root().querySelector<HTMLElement>('.fields')
      if (!menu) return
      openBeside(menu, opener)
      const input = menu.querySelector('input')
      if (input) input.value = ''
      input?.focus()
    })
  }

  render(view: BuilderView): TemplateResult {
    const { texts } = view
    const choices = this.#target ? this.#choices(view, this.#target.place) : []
    this.#at = Math.min(this.#at, Math.max(0, choices.length - 1))
    return html`<div popover class="fields" part="menu" role="dialog" aria-label=${texts.findField}>
      <input
        type="text"
        role="combobox"
        autocomplete="off"
        aria-label=${texts.findField}
        placeholder=${texts.findField}
        aria-expanded="true"
        aria-controls="choices"
        aria-activedescendant=${choices.length ? `f${this.#at}` : nothing}
        @input=${({ target }: Event) => this.#type((target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => this.#key(event, choices)}
      />
      <ul id="choices" role="listbox" aria-label=${texts.field}>
        ${choices.map((choice, at) => this.#choice(choice, at, choices[at - 1]?.under))}
        ${choices.length ? nothing : html`<li role="option" aria-selected="false" class="muted">${texts.noField}</li>`}
      </ul>
    </div>`
  }

  #choice(choice: Choice, at: number, before: string | undefined): TemplateResult {
    const heading = choice.under && choice.under !== before
    return html`${heading ? html`<li class="under" role="presentation">${choice.under}</li>` : nothing}
      <li
        id="f${at}"
        role="option"
        aria-label=${choice.under ? `${choice.under} ${choice.label}` : choice.label}
        aria-selected=${at === this.#at}
        @pointerdown=${(event: Event) => event.preventDefault()}
        @click=${() => this.#take(choice)}
      >
        ${choice.label}
      </li>`
  }

  #choices(view: BuilderView, place: Place): readonly Choice[] {
    if (place.list !== undefined) return this.#filtered(entryChoices(view, place))
    const searching = this.#query.length > 1
    const all = fieldChoices(view, place, searching ? DEPTH : 1)
    return this.#filtered(searching ? all : all.filter(({ path }) => !RARE.includes(path.at(-1) ?? ''))).slice(0, MOST)
  }

  #filtered(all: readonly Choice[]): readonly Choice[] {
    const words = this.#query.toLocaleLowerCase().split(/[\s→]+/)
    const has = (text: string) => words.every((word) => text.toLocaleLowerCase().includes(word))
    const named = all.filter(({ label, under }) => has(`${under} ${label}`))
    const meant = all.filter((one) => !named.includes(one) && has(`${one.under} ${one.label} ${one.words}`))
    return [...named, ...meant]
  }

  #type(query: string): void {
    this.#query = query.trim()
    this.#at = 0
    this.#refresh()
  }

  #key(event: KeyboardEvent, choices: readonly Choice[]): void {
    const chosen = choices[this.#at]
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }
    const step = steps[event.key]
    if (step && choices.length) this.#at = (this.#at + step + choices.length) % choices.length
    else if (event.key === 'Enter' && chosen) this.#take(chosen)
    else return
    event.preventDefault()
    this.#refresh()
    setTimeout(() => this.#root().querySelector(`#f${this.#at}`)?.scrollIntoView({ block: 'nearest' }))
  }

  #take({ path }: Choice): void {
    const target = this.#target
    this.#target = undefined
    this.#root().querySelector<HTMLElement>('.fields')?.hidePopover()
    if (target) this.#chosen(target, path)
    this.#refresh()
  }
}

/** Parts of an entry, and the entry itself. */
function entryChoices(view: BuilderView, place: Place): readonly Choice[] {
  const paths = [[], ...PARTS.map((part) => [part])]
  return paths
    .filter((path) => view.state.model.subject(place, path)?.operators.length)
    .map((path) => ({ path, label: pathName(view, place, path), under: '', words: '' }))
}

/** Fields of an object with their parts; after them those of the records that it points to. */
function fieldChoices(
  view: BuilderView,
  place: Place,
  depth: number,
  path: readonly string[] = [],
  name = place.object,
): readonly Choice[] {
  const { state, locale, texts } = view
  const object = state.objects.find((one) => one.name === name)
  if (!object) return []
  const at = (id: string) => state.model.subject(place, [...path, id])
  const under = path.length ? texts.fieldsOf(pathName(view, place, path)) : ''
  const fields = visibleFields(object).filter(({ id }) => at(id)?.operators.length)
  const own = fields.flatMap((field) => {
    const label = fieldLabel(field, locale)
    const parts = PARTS.filter(
      (part) => field.type !== 'relation' && state.model.subject(place, [...path, field.id, part]),
    )
    const named = parts.map((part) => ({
      path: [...path, field.id, part],
      label: `${label}: ${texts.parts[part]}`,
      under,
      words: '',
    }))
    const options = (field.options ?? []).map((one) => labelText(one.label, locale, one.id))
    const words = [...options, texts.alsoCalled[field.id] ?? ''].join(' ')
    return [{ path: [...path, field.id], label, under, words }, ...named]
  })
  if (depth <= 0) return own
  const relations = fields.filter(({ type, many }) => type === 'relation' && !many)
  return [
    ...own,
    ...relations.flatMap((field) => fieldChoices(view, place, depth - 1, [...path, field.id], field.to ?? '')),
  ]
}
