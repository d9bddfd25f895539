import type { UncheckedFilter } from '@kith/core'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { RecordListView } from './view.ts'

const WAIT_MS = 250

/** The list that is filtered. */
export interface FilteredHost {
  readonly renderRoot: ShadowRoot
  requestUpdate(): void
}

type Parts = Pick<typeof import('./filter-panel.ts'), 'filterPanel' | 'openPanel' | 'FilterSentence'>

/**
 * The filter that a person builds for a list. Its code comes when it is first opened, or when there is a filter to say:
 * a list without one does not get heavier.
 */
export class ListFilter {
  readonly #host: FilteredHost
  readonly #apply: (where: UncheckedFilter | undefined) => void
  #parts: Parts | undefined
  #coming: Promise<void> | undefined
  #says: InstanceType<Parts['FilterSentence']> | undefined
  #opened = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: FilteredHost, apply: (where: UncheckedFilter | undefined) => void) {
    this.#host = host
    this.#apply = apply
  }

  /** Opens the panel beside its button. */
  readonly open = async ({ currentTarget }: Event): Promise<void> => {
    const button = currentTarget as HTMLElement
    await this.#load()
    this.#opened = true
    this.#host.requestUpdate()
    setTimeout(() => {
      const panel = this.#host.renderRoot.querySelector<HTMLElement>('.filter-panel')
      if (panel && button.isConnected) this.#parts?.openPanel(panel, button)
    })
  }

  readonly clear = (): void => {
    this.drop()
    this.#host.renderRoot.querySelector<HTMLElement>('.open-filter')?.focus()
  }

  /** Takes the filter away, where there is one. */
  drop(): void {
    clearTimeout(this.#timer)
    this.#apply(undefined)
  }

  /** Takes what was built, once it is finished. */
  readonly change = (event: CustomEvent<{ value: UncheckedFilter; valid: boolean }>): void => {
    event.stopPropagation()
    const { value, valid } = event.detail
    clearTimeout(this.#timer)
    const where = Object.keys(value).length ? value : undefined
    if (valid) this.#timer = setTimeout(() => this.#apply(where), WAIT_MS)
  }

  /** The panel, from when it was first opened. */
  panel(view: RecordListView): unknown {
    return this.#opened && this.#parts ? this.#parts.filterPanel(view, this.change) : nothing
  }

  /** The filter as a sentence, with what takes it away. */
  active(view: RecordListView): TemplateResult | typeof nothing {
    const { state, texts } = view
    const { where } = state.query
    if (!where || !state.object) return nothing
    this.#load()
    if (this.#parts) this.#says ??= new this.#parts.FilterSentence(() => this.#host.requestUpdate())
    const sentence = this.#says?.of(view, where) ?? texts.filter
    return html`<div class="bar filtered" part="filter">
      <button class="chip on" aria-haspopup="dialog" title=${sentence} aria-label="${texts.filter}: ${sentence}" @click=${this.open}>${sentence}</button>
      <button class="quiet" aria-label=${texts.unfilter} @click=${this.clear}>×</button>
    </div>`
  }

  #load(): Promise<void> {
    this.#coming ??= import('./filter-panel.ts').then(
      ({ filterPanel, openPanel, FilterSentence }) => {
        this.#parts = { filterPanel, openPanel, FilterSentence }
        this.#host.requestUpdate()
      },
      () => {
        this.#coming = undefined
      },
    )
    return this.#coming
  }
}
