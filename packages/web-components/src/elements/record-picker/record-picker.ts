import type { CrmApi, StoredRecord } from '@kith/core'
import { crmHttpApi } from '../../api/crm-http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { hostStyles } from '../../base/host-styles.ts'
import { css, html, nothing } from '../../base/index.ts'
import { KithElement } from '../../base/kith-element.ts'
import { RecordTextsController } from '../../base/record-texts.ts'
import { titleOf } from '../../values/text.ts'

const WAIT_MS = 150
const SHOWN = 8

/**
 * @summary Chooses a record of one object by typing a part of its name.
 * @tag kith-record-picker
 * @status experimental
 * @since 0.1
 *
 * @event {{ id: string }} kith-pick - A person chose a record, or emptied the choice.
 * @csspart input - The text field.
 * @csspart list - What was found.
 */
export class KithRecordPicker extends KithElement {
  static override styles = [
    hostStyles,
    backOfficeStyles,
    css`
      :host {
        position: relative;
      }
      input {
        inline-size: 100%;
        min-block-size: 34px;
        padding: 6px 10px;
        font: inherit;
        color: inherit;
        background: var(--_surface);
        border: 1px solid var(--_edge);
        border-radius: var(--_radius-sm);
      }
      ul {
        position: absolute;
        z-index: 5;
        inset: 100% 0 auto;
        margin: 4px 0 0;
        padding: 4px;
        list-style: none;
        max-block-size: 15rem;
        overflow: auto;
        background: var(--_surface);
        border: 1px solid var(--_line);
        border-radius: 8px;
        box-shadow: var(--_lift);
      }
      li {
        padding: 6px 8px;
        border-radius: var(--_radius-sm);
        cursor: pointer;
      }
      [aria-selected='true'],
      li[role='option']:hover {
        background: var(--_accent-soft);
      }
      .none {
        color: var(--_muted);
        cursor: default;
      }
    `,
  ]
  static override properties = {
    object: {},
    value: { attribute: false },
    text: { attribute: false },
    found: { state: true },
    at: { state: true },
  }

  /** Name of the object whose records are offered. */
  declare object: string
  /** Id of the chosen record; empty for none. */
  declare value: string
  /** What the chosen record is called. */
  declare text: string
  declare found: readonly StoredRecord[] | undefined
  declare at: number

  readonly #texts = new RecordTextsController(this)
  #title = 'name'
  #round = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.value = ''
    this.text = ''
    this.at = -1
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  get #api(): Pick<CrmApi, 'model' | 'list'> {
    return (this.client ?? crmHttpApi({ base: this.api })) as CrmApi
  }

  protected override render(): unknown {
    const texts = this.#texts.value
    if (!texts) return nothing
    const open = this.found !== undefined
    return html`<input
        part="input"
        role="combobox"
        autocomplete="off"
        aria-label=${this.getAttribute('aria-label') ?? this.object}
        aria-expanded=${open}
        aria-controls="list"
        aria-activedescendant=${this.at >= 0 ? `o${this.at}` : nothing}
        placeholder=${texts.choose}
        .value=${this.text}
        @input=${this.#type}
        @focus=${() => this.#find('')}
        @blur=${this.#leave}
        @keydown=${this.#key}
      />
      <ul part="list" id="list" role="listbox" aria-label=${this.object} ?hidden=${!open}>
        ${this.found?.map(
          (record, at) =>
            html`<li id="o${at}" role="option" aria-selected=${at === this.at} @pointerdown=${(event: Event) => this.#take(record, event)}>
              ${titleOf(record, this.#title) || texts.nameless}
            </li>`,
        )}
        ${this.found?.length === 0 ? html`<li class="none" role="option" aria-selected="false">${texts.notFound}</li>` : nothing}
      </ul>`
  }

  #type({ target }: Event): void {
    const { value } = target as HTMLInputElement
    this.text = value
    if (this.value) this.#choose('')
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#find(value), WAIT_MS)
  }

  async #find(search: string): Promise<void> {
    const mine = ++this.#round
    const api = this.#api
    const model = await api.model().catch(() => undefined)
    this.#title = model?.objects.find(({ name }) => name === this.object)?.title ?? 'name'
    const page = await api.list(this.object, { limit: SHOWN, ...(search && { search }) }).catch(() => undefined)
    if (mine !== this.#round) return
    this.found = page?.items ?? []
    this.at = search && this.found.length ? 0 : -1
  }

  #take(record: StoredRecord, event?: Event): void {
    event?.preventDefault()
    this.text = titleOf(record, this.#title)
    this.#close()
    this.#choose(record.id)
  }

  #close(): void {
    this.#round++
    clearTimeout(this.#timer)
    this.found = undefined
    this.at = -1
  }

  #leave(): void {
    this.#close()
    if (!this.value) this.text = ''
  }

  #choose(id: string): void {
    this.value = id
    this.emit('kith-pick', { id })
  }

  #key(event: KeyboardEvent): void {
    const { key } = event
    const found = this.found ?? []
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
    const chosen = found[this.at]
    if (step && found.length) this.at = (this.at + step + found.length) % found.length
    else if (key === 'Enter' && chosen) this.#take(chosen)
    else if (key === 'Escape' && this.found) this.#close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-record-picker': KithRecordPicker
  }
}
