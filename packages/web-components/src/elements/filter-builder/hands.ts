import { html, type TemplateResult } from '../../base/index.ts'
import { find } from '../../stores/filter-builder-tree.ts'
import { dragCondition } from './drag.ts'
import { FieldMenu } from './field-menu.ts'
import { openBeside } from './popup.ts'
import { type BuilderActs, type BuilderView, type FieldTarget, nodeName, placeName } from './view.ts'

/** The element in which people act. */
export interface HandsHost {
  readonly renderRoot: ShadowRoot
  readonly updateComplete: Promise<void>
  /** Said to people who listen. */
  message: string
  requestUpdate(): void
}

const UNDO_KEY = 'z'

/** What people do in a builder by mouse, touch and keyboard: where the focus goes and what is said is decided here. */
export class BuilderHands {
  readonly fields: FieldMenu
  readonly acts: BuilderActs
  readonly #host: HandsHost
  readonly #view: () => BuilderView | undefined
  #menuOf = ''
  #opener: HTMLElement | undefined

  constructor(host: HandsHost, view: () => BuilderView | undefined) {
    this.#host = host
    this.#view = view
    this.fields = new FieldMenu(
      () => host.renderRoot,
      () => host.requestUpdate(),
      (target, path) => this.#chosen(target, path),
    )
    this.acts = {
      chooseField: ({ currentTarget }, target) => this.fields.open(currentTarget as Element, target),
      menu: ({ currentTarget }, id) => this.#openMenu(currentTarget as HTMLElement, id),
      remove: (id) => this.#remove(id),
      addGroup: (id) => this.#addGroup(id),
      undo: () => this.#undo(),
      handleKey: (event, id) => this.#handleKey(event, id),
      drag: (event, id) =>
        dragCondition(event, {
          root: host.renderRoot,
          id,
          drop: (group, at) => this.#tellMoved(id, this.#store?.move(id, group, at) ?? false),
        }),
      refresh: () => host.requestUpdate(),
    }
  }

  get #store() {
    return this.#view()?.store
  }

  /** The menu of a condition. */
  menu({ texts }: BuilderView): TemplateResult {
    const item = (label: string, act: (id: string) => void, danger = false) => html`<button
      type="button"
      role="menuitem"
      class=${danger ? 'danger' : ''}
      @click=${() => {
        this.#host.renderRoot.querySelector<HTMLElement>('.menu')?.hidePopover()
        act(this.#menuOf)
      }}
    >
      ${label}
    </button>`
    return html`<div popover class="menu" part="menu" role="menu" @keydown=${menuKey}>
      ${item(texts.duplicate, (id) => this.#duplicate(id))} ${item(texts.up, (id) => this.#step(id, -1, true))}
      ${item(texts.down, (id) => this.#step(id, 1, true))} ${this.#canWrap() ? item(texts.wrap, (id) => this.#wrap(id)) : ''}
      ${item(texts.removeIt, (id) => this.#remove(id), true)}
    </div>`
  }

  /** Takes back a removal by the keys that everybody knows, except in a text. */
  readonly key = (event: KeyboardEvent): void => {
    const typing = (event.target as Element).matches('input:not([type=checkbox]), textarea')
    if (typing || event.key.toLowerCase() !== UNDO_KEY || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    this.#undo()
  }

  #canWrap(): boolean {
    return !!this.#menuOf && this.#store?.placeOf(this.#menuOf).list === undefined
  }

  #openMenu(opener: HTMLElement, id: string): void {
    this.#menuOf = id
    this.#opener = opener
    this.#host.requestUpdate()
    setTimeout(() => {
      const menu = this.#host.renderRoot.querySelector<HTMLElement>('.menu')
      if (!menu) return
      openBeside(menu, opener)
      menu.querySelector('button')?.focus()
    })
  }

  #chosen({ row, group }: FieldTarget, path: readonly string[]): void {
    const store = this.#store
    if (row) store?.setPath(row, path)
    const id = row ?? (group && store?.addRow(group, path))
    if (!row) this.#say((texts) => texts.added)
    if (id)
      this.#focus(id, '.value :is(input, select, button), input.value, select.value, kith-record-picker', '.operator')
  }

  #addGroup(groupId: string): void {
    const id = this.#store?.addGroup(groupId)
    if (id) this.#focus(id, '.add', '.mode select')
  }

  #duplicate(id: string): void {
    const copy = this.#store?.duplicate(id)
    this.#say((texts) => texts.copied)
    if (copy) this.#focus(copy, '.field', '.grip')
  }

  #wrap(id: string): void {
    this.#store?.wrap(id)
    this.#focus(id, '.grip')
  }

  #remove(id: string): void {
    const view = this.#view()
    const found = view && find(view.state.root, id)
    if (!view || !found?.parent) return
    const name = nodeName(view, view.store.placeOf(id), found.node)
    const next = found.parent.of[found.at + 1] ?? found.parent.of[found.at - 1]
    view.store.remove(id)
    this.#host.message = view.texts.removed(name)
    if (next) this.#focus(next.id, '.remove')
    else this.#focusIn(`[data-group="${found.parent.id}"] > .adds button`)
  }

  #undo(): void {
    const id = this.#store?.undo()
    const view = this.#view()
    const node = id && view && find(view.state.root, id)?.node
    if (!id || !view || !node) return
    this.#host.message = view.texts.back(nodeName(view, view.store.placeOf(id), node))
    this.#focus(id, '.field', '.grip')
  }

  #handleKey(event: KeyboardEvent, id: string): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
    if (!by) return
    event.preventDefault()
    this.#step(id, by)
  }

  #step(id: string, by: 1 | -1, byMenu = false): void {
    this.#tellMoved(id, this.#store?.step(id, by) ?? false)
    if (byMenu && this.#opener?.isConnected) this.#opener.focus()
    else this.#focus(id, '.grip')
  }

  #tellMoved(id: string, moved: boolean): void {
    const view = this.#view()
    const found = view && find(view.state.root, id)
    if (!view || !found?.parent) return
    const { parent, at } = found
    const { texts, store } = view
    const name = `${texts.where(placeName(view, store.placeOf(id)))} ${texts.mode[parent.mode]}`
    this.#host.message = moved ? texts.moved(at + 1, parent.of.length, name) : texts.cannotMove
  }

  #say(pick: (texts: BuilderView['texts']) => string): void {
    const view = this.#view()
    if (view) this.#host.message = pick(view.texts)
  }

  #focus(id: string, ...selectors: readonly string[]): void {
    this.#focusIn(
      ...selectors.map((one) =>
        one
          .split(', ')
          .map((part) => `[data-id="${id}"] ${part}`)
          .join(', '),
      ),
    )
  }

  async #focusIn(...selectors: readonly string[]): Promise<void> {
    await this.#host.updateComplete
    const root = this.#host.renderRoot
    selectors
      .map((one) => root.querySelector<HTMLElement>(one))
      .find(Boolean)
      ?.focus()
  }
}

/** Arrow keys in a menu. */
function menuKey(event: KeyboardEvent): void {
  const items = [...(event.currentTarget as Element).querySelectorAll('button')]
  const at = items.indexOf(event.target as HTMLButtonElement)
  const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }
  const step = steps[event.key]
  if (step === undefined) return
  event.preventDefault()
  items.at(step % items.length)?.focus()
}
