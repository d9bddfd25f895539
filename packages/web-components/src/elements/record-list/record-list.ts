import type { UncheckedFilter } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { newKey } from '../../api/call.ts'
import { crmHttpApi } from '../../api/crm-http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { controlStyles } from '../../base/controls-styles.ts'
import { hostStyles, KithElement, nothing, StoreController } from '../../base/index.ts'
import { RecordTextsController } from '../../base/record-texts.ts'
import { readAddField } from '../../fields/add-field.ts'
import { readRecordForm } from '../../fields/record-form.ts'
import { type RecordListStore, recordListStore } from '../../stores/record-list.ts'
import type { RecordListApi, RecordListState } from '../../stores/record-list-types.ts'
import { codeOf, issuesByField } from '../../stores/refusal.ts'
import { formFields, layout } from './layout.ts'
import { ListFilter } from './list-filter.ts'
import { styles } from './record-list.styles.ts'
import type { RecordListView } from './view.ts'

const SEARCH_MS = 220
const TOAST_MS = 8_000
const AHEAD = '600px'

/**
 * @summary Records of one object as a table, on a phone as cards: sorted, searched, filtered, live from others.
 * @tag kith-record-list
 * @status experimental
 * @since 0.1
 *
 * @slot - Buttons at the end of the header.
 * @event {{ object: string, id: string }} kith-select - A person opens a record.
 * @event {{ where: UncheckedFilter | undefined }} kith-filter - A person changed the filter.
 * @csspart filter - The filter that is on, as a sentence.
 * @csspart filter-panel - The panel in which it is built.
 * @csspart header - Title, count and buttons.
 * @csspart table - The box in which the records scroll.
 * @csspart row - One record.
 * @csspart columns - The panel in which columns are chosen.
 * @csspart dialog - The form for a new record or a new field.
 * @csspart toast - What happened.
 * @csspart error - What is shown when nothing can be loaded.
 * @cssproperty [--kith-accent] - Colour of what acts.
 * @cssproperty [--kith-canvas] - Behind the table.
 * @cssproperty [--kith-surface] - The table.
 * @cssproperty [--kith-radius=10px] - Corners of the table and floating panels.
 */
export class KithRecordList extends KithElement {
  static override styles = [hostStyles, backOfficeStyles, controlStyles, styles]
  static override properties = {
    object: {},
    sort: {},
    where: { attribute: false },
    link: { attribute: false },
    dialog: { state: true },
    problem: { state: true },
    errors: { state: true },
  }

  /** Name or plural of the object: `contact`, `properties`. */
  declare object: string
  /** Field id to sort by at first, `-` before it for descending. Default: newest first. */
  declare sort: string
  /** The filter that is built in the list: conditions beside the search and the facets. */
  declare where: UncheckedFilter | undefined
  /** Address of a record's page, so that names are real links. */
  declare link: ((object: string, id: string) => string | undefined) | undefined
  declare dialog: RecordListView['dialog']
  declare problem: string
  declare errors: Readonly<Record<string, string>>

  readonly #texts = new RecordTextsController(this)
  readonly #state = new StoreController<RecordListState>(this)
  readonly #filter = new ListFilter(this, (where) => {
    if (where === this.where) return
    this.where = where
    this.emit('kith-filter', { where })
  })
  #list: RecordListStore | undefined
  #view: RecordListView | undefined
  #active = ''
  #key = ''
  #search: ReturnType<typeof setTimeout> | undefined
  #toast: ReturnType<typeof setTimeout> | undefined
  #end: IntersectionObserver | undefined
  readonly #net = () => {
    this.requestUpdate()
    if (navigator.onLine) this.#list?.open()
  }

  constructor() {
    super()
    this.sort = ''
    this.problem = ''
    this.errors = {}
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('online', this.#net)
    addEventListener('offline', this.#net)
    if (this.hasUpdated) this.#list?.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('online', this.#net)
    removeEventListener('offline', this.#net)
    this.#end?.disconnect()
    this.#end = undefined
    this.#list?.close()
  }

  /** Opens the form for a new record. */
  create(): void {
    this.#open('create')
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (changed.has('object') && this.hasUpdated && !changed.has('where')) this.where = undefined
    if (changed.has('where') && this.#list && this.where !== this.#state.value?.query.where)
      this.#list.ask({ where: this.where })
    if (!['object', 'client', 'api'].some((name) => changed.has(name))) return
    this.#list?.close()
    this.dialog = undefined
    const api = (this.client ?? crmHttpApi({ base: this.api })) as RecordListApi
    this.client ??= api
    const key = `kith-columns ${this.object}`
    this.#list = recordListStore(api, {
      object: this.object,
      sort: this.sort,
      where: this.where,
      columns: remembered(key),
      keepColumns: (columns) => localStorage.setItem(key, columns.join()),
    })
    this.#state.store = this.#list.$state
    this.#list.open()
  }

  protected override render(): unknown {
    const texts = this.#texts.value
    const state = this.#state.value
    if (!texts || !state || !this.#list) return nothing
    const { locale } = this
    const { object, titles, baseCurrency } = state
    const values = { locale, now: Date.now(), titles, yes: texts.yes, no: texts.no }
    const view: RecordListView = {
      state,
      texts,
      locale,
      title: labelText(object?.pluralLabel, locale, ''),
      objects: state.objects,
      context: { ...values, link: this.link },
      edit: { texts, locale, errors: this.errors, client: this.client as object, titles, baseCurrency },
      active: state.rows.some(({ id }) => id === this.#active) ? this.#active : (state.rows[0]?.id ?? ''),
      dialog: this.dialog,
      problem: this.problem,
      acts: {
        store: this.#list,
        sort: (field) => this.#list?.ask({ sort: state.query.sort === field ? `-${field}` : field }),
        search: this.#find,
        click: this.#click,
        key: this.#move,
        focus: ({ target }) => {
          this.#active = (target as Element).closest('tr')?.id ?? this.#active
        },
        restore: (id) => this.#list?.restore(id),
        dialog: (which) => this.#open(which),
        columns: this.#choose,
        create: this.#create,
        addField: this.#addField,
        filter: this.#filter,
      },
    }
    this.#view = view
    return layout(view)
  }

  protected override updated(): void {
    const root = this.renderRoot
    const dialog = root.querySelector('dialog')
    if (dialog && !dialog.open) dialog.showModal()
    if (!this.#end) {
      const scroll = root.querySelector('.scroll')
      const sentinel = root.querySelector('.end-of-list')
      if (scroll && sentinel) {
        this.#end = new IntersectionObserver(([entry]) => entry?.isIntersecting && this.#list?.more(), {
          root: scroll,
          rootMargin: AHEAD,
        })
        this.#end.observe(sentinel)
      }
    }
    clearTimeout(this.#toast)
    if (this.#state.value?.notice) this.#toast = setTimeout(() => this.#list?.dismiss(), TOAST_MS)
  }

  #open(which: RecordListView['dialog']): void {
    this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover()
    if (which) this.#key = newKey()
    this.dialog = which
    this.problem = ''
    this.errors = {}
  }

  readonly #find = ({ target }: Event): void => {
    const { value } = target as HTMLInputElement
    clearTimeout(this.#search)
    this.#search = setTimeout(() => this.#list?.ask({ search: value.trim() }), SEARCH_MS)
  }

  readonly #click = (event: Event): void => {
    const target = event.target as Element
    const { metaKey, ctrlKey } = event as MouseEvent
    if (target.closest('button, a[href]:not(th a)') || metaKey || ctrlKey) return
    const row = target.closest('tr')
    if (!row || getSelection()?.toString()) return
    event.preventDefault()
    this.#select(row.id)
  }

  #select(id: string): void {
    this.emit('kith-select', { object: this.#state.value?.object?.name ?? this.object, id })
  }

  readonly #move = (event: KeyboardEvent): void => {
    const row = event.target as HTMLElement
    if (!row.matches('tr')) return
    const rows = [...(row.parentElement?.children ?? [])] as HTMLElement[]
    const at = rows.indexOf(row)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: rows.length - 1,
    }
    const to = rows[steps[event.key] ?? -1]
    if (event.key === 'Enter') this.#select(row.id)
    else if (to) to.focus()
    else return
    event.preventDefault()
    this.requestUpdate()
  }

  readonly #choose = ({ currentTarget }: Event): void => {
    const boxes = [...(currentTarget as Element).querySelectorAll<HTMLInputElement>('input')]
    const wanted = boxes.filter((box) => box.checked).map((box) => box.value)
    const before = this.#state.value?.columns ?? []
    const kept = before.filter((id) => wanted.includes(id))
    const columns = [...kept, ...wanted.filter((id) => !kept.includes(id))]
    if (columns.length) this.#list?.show(columns)
    else this.requestUpdate()
  }

  readonly #create = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const object = this.#state.value?.object
    const { edit } = this.#view ?? {}
    if (!object || !edit) return
    const values = readRecordForm(event.currentTarget as HTMLFormElement, formFields(object), {}, edit)
    await this.#try(() => this.#list?.create(values, this.#key))
  }

  readonly #addField = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const made = readAddField(event.currentTarget as HTMLFormElement)
    if (made) await this.#try(() => this.#list?.addField(made.id, made.field))
    else this.problem = this.#view?.texts.wrong ?? ''
  }

  /** Closes the dialog when it worked; otherwise says what is wrong, and keeps what was typed. */
  async #try(act: () => Promise<unknown> | undefined): Promise<void> {
    try {
      await act()
      this.#open(undefined)
    } catch (error) {
      const { why, wrong } = (this.#view as RecordListView).texts
      this.errors = issuesByField(error)
      this.problem = Object.keys(this.errors).length ? wrong : (why[codeOf(error)] ?? (error as Error).message)
      if (Object.keys(this.errors).length) this.#key = newKey()
    }
  }
}

/** Columns that were chosen in this browser before. */
function remembered(key: string): readonly string[] | undefined {
  return localStorage.getItem(key)?.split(',')
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-record-list': KithRecordList
  }
}
