import { newKey } from '../../api/call.ts'
import { crmHttpApi } from '../../api/crm-http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { controlStyles } from '../../base/controls-styles.ts'
import { hostStyles, KithElement, nothing, StoreController } from '../../base/index.ts'
import { RecordTextsController } from '../../base/record-texts.ts'
import { readAddField } from '../../fields/add-field.ts'
import { readEditor } from '../../fields/edit.ts'
import { readRecordForm } from '../../fields/record-form.ts'
import { recordStore } from '../../stores/record.ts'
import type { RecordApi, RecordState, RecordStore } from '../../stores/record-types.ts'
import { codeOf, issuesByField } from '../../stores/refusal.ts'
import type { WhyApi } from '../../stores/why.ts'
import { fieldOf } from '../../values/model.ts'
import { titleOf } from '../../values/text.ts'
import { askExit, askLost } from './asks.ts'
import { readComposer } from './composer.ts'
import { failure, layout, skeleton } from './layout.ts'
import { styles } from './record.styles.ts'
import { timelineStyles } from './record-timeline.styles.ts'
import type { Ask, Composing, Editing, RecordActs, RecordView, Tab } from './view.ts'

const TOAST_MS = 10_000
const TICK_MS = 60_000

/**
 * @summary Everything about one record: its facts, what happened, what belongs to it; to be changed in place, live.
 * @tag kith-record
 * @status experimental
 * @since 0.1
 *
 * @slot actions - Buttons beside the owner.
 * @event {{ object: string, id: string }} kith-select - A person opens another record, or the deal that a lead became.
 * @event {{ title: string }} kith-title - What the record is called became known, or changed.
 * @csspart header - Name, owner and actions.
 * @csspart stages - The stages of a deal.
 * @csspart facts - The fields.
 * @csspart composer - The form for a note, a call or a task.
 * @csspart timeline - What happened.
 * @csspart related - Tasks, records and consents that belong to it.
 * @csspart dialog - What an act asks: a missing field, a conflict.
 * @csspart toast - What happened just now, with Undo.
 * @csspart error - What is shown when nothing can be loaded.
 * @cssproperty [--kith-accent] - Colour of what acts.
 * @cssproperty [--kith-canvas] - Behind the cards.
 * @cssproperty [--kith-surface] - Cards.
 * @cssproperty [--kith-radius=10px] - Corners of cards.
 */
export class KithRecord extends KithElement {
  static override styles = [hostStyles, backOfficeStyles, controlStyles, styles, timelineStyles]
  static override properties = {
    object: {},
    recordId: { attribute: 'record-id' },
    link: { attribute: false },
    editing: { state: true },
    asked: { state: true },
    problem: { state: true },
    errors: { state: true },
    composing: { state: true },
    sending: { state: true },
    tab: { state: true },
    explained: { state: true },
  }

  /** Name or plural of the object: `contact`, `properties`. */
  declare object: string
  /** Id of the record. */
  declare recordId: string
  /** Address of a record's page, so that names are real links. */
  declare link: ((object: string, id: string) => string | undefined) | undefined
  declare editing: Editing | undefined
  declare asked: Ask | 'field' | undefined
  declare problem: string
  declare errors: Readonly<Record<string, string>>
  declare composing: Composing
  declare sending: boolean
  declare tab: Tab
  declare explained: string | undefined

  readonly #texts = new RecordTextsController(this)
  readonly #state = new StoreController<RecordState>(this)
  #store: RecordStore | undefined
  #view: RecordView | undefined
  #title = ''
  #logKey = newKey()
  #focus = ''
  #toast: ReturnType<typeof setTimeout> | undefined
  #ticks: ReturnType<typeof setInterval> | undefined
  readonly #net = () => {
    this.requestUpdate()
    if (navigator.onLine) this.#store?.open()
  }

  constructor() {
    super()
    this.problem = ''
    this.errors = {}
    this.composing = 'note'
    this.sending = false
    this.tab = 'timeline'
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('online', this.#net)
    addEventListener('offline', this.#net)
    this.#ticks = setInterval(() => this.requestUpdate(), TICK_MS)
    if (this.hasUpdated) this.#store?.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('online', this.#net)
    removeEventListener('offline', this.#net)
    clearInterval(this.#ticks)
    this.#store?.close()
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (!['object', 'recordId', 'client', 'api'].some((name) => changed.has(name))) return
    this.#store?.close()
    this.editing = undefined
    this.asked = undefined
    this.explained = undefined
    this.client ??= crmHttpApi({ base: this.api })
    this.#store = recordStore(this.client as RecordApi, {
      object: this.object,
      id: this.recordId,
      locale: this.locale,
      newKey,
    })
    this.#state.store = this.#store.$state
    this.#store.open()
  }

  protected override render(): unknown {
    const texts = this.#texts.value
    const state = this.#state.value
    if (!texts || !state || !this.#store) return nothing
    if (state.status === 'failed') return failure(texts, state.code, () => this.#store?.open())
    const { object, record, titles, me } = state
    if (!object || !record) return skeleton(texts.loading)
    const { locale } = this
    const now = Date.now()
    this.#view = {
      state,
      object,
      record,
      texts,
      locale,
      now,
      title: titleOf(record, object.title) || texts.nameless,
      writable: object.can.includes('update') && record['deletedAt'] === undefined,
      context: { locale, now, titles, yes: texts.yes, no: texts.no, link: this.link },
      edit: {
        texts,
        locale,
        errors: this.errors,
        client: this.client as object,
        titles,
        baseCurrency: me?.baseCurrency ?? '',
      },
      editing: this.editing,
      asked: this.asked,
      problem: this.problem,
      composing: this.composing,
      sending: this.sending,
      tab: this.tab,
      explained: this.explained,
      client: this.client as object,
      acts: this.#acts(this.#store),
    }
    return layout(this.#view)
  }

  #acts(store: RecordStore): RecordActs {
    return {
      store,
      edit: this.#edit,
      save: this.#save,
      ask: this.#ask,
      answer: this.#answer,
      addField: this.#addField,
      compose: (kind) => {
        this.composing = kind
      },
      log: this.#log,
      tab: (tab) => {
        this.tab = tab
      },
      move: this.#move,
      open: (object, id) => this.emit('kith-select', { object, id }),
      explain: (this.client as Partial<WhyApi>).why && this.#explain,
    }
  }

  protected override updated(): void {
    const root = this.renderRoot as ShadowRoot
    const dialog = root.querySelector('dialog')
    if (dialog && !dialog.open) dialog.showModal()
    const title = this.#view?.title ?? ''
    if (title && title !== this.#title) {
      this.#title = title
      this.emit('kith-title', { title })
    }
    if (this.#focus) {
      const target = this.editing
        ? root.querySelector<HTMLElement>('.writing :is(input, select, textarea, kith-record-picker)')
        : root.getElementById(`edit-${this.#focus}`)
      target?.focus()
      this.#focus = ''
    }
    clearTimeout(this.#toast)
    if (this.#state.value?.notice) this.#toast = setTimeout(() => this.#store?.dismiss(), TOAST_MS)
  }

  readonly #explain = (correlation: string | undefined): void => {
    this.explained = correlation
  }

  readonly #edit = (field: string | undefined): void => {
    const { record } = this.#view ?? {}
    this.#focus = field ?? this.editing?.field ?? ''
    this.editing = field && record ? { field, seen: record } : undefined
    this.problem = ''
    this.errors = {}
  }

  readonly #ask = (what: Ask | 'field' | undefined): void => {
    this.asked = what
    this.problem = ''
    this.errors = {}
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const { editing, object, edit } = { ...this.#view }
    if (!editing || !object || !edit) return
    const field = fieldOf(object, editing.field)
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const value = readEditor(field, editing.seen[field.id], data, edit)
    await this.#try(async () => {
      await this.#store?.save(field.id, value, editing.seen)
      this.#edit(undefined)
    })
  }

  readonly #answer = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const { asked, edit } = { ...this.#view }
    if (!asked || asked === 'field' || !edit) return
    const values = readRecordForm(form, asked.fields, asked.values, edit)
    await this.#try(async () => {
      await asked.run(values, form)
      this.#ask(undefined)
    })
  }

  readonly #addField = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const made = readAddField(event.currentTarget as HTMLFormElement)
    if (!made) this.problem = this.#view?.texts.wrong ?? ''
    else
      await this.#try(async () => {
        await this.#store?.addField(made.id, made.field)
        this.#ask(undefined)
      })
  }

  readonly #log = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const values = readComposer(form, this.composing, Date.now())
    if (!values) return form.querySelector<HTMLElement>('.words')?.focus()
    this.sending = true
    await this.#try(async () => {
      await this.#store?.log(values, this.#logKey)
      this.#logKey = newKey()
      form.reset()
    })
    this.sending = false
  }

  readonly #move = async (stageId: string): Promise<void> => {
    const view = this.#view
    const stage = view?.state.stages.find(({ id }) => id === stageId)
    if (!view || !stage) return
    if (stage.kind === 'lost') return this.#ask(askLost(view, stageId))
    try {
      await this.#store?.move(stageId)
    } catch (error) {
      const unmet = Object.keys(issuesByField(error)).filter((id) => id in view.object.fields)
      if (codeOf(error) === 'STAGE_EXIT_UNMET' && unmet.length) this.#ask(askExit(view, stageId, unmet))
      else this.#store?.fail(codeOf(error))
    }
  }

  /** Says what is wrong when it did not work, and keeps what was typed. */
  async #try(act: () => Promise<unknown>): Promise<void> {
    this.problem = ''
    this.errors = {}
    try {
      await act()
    } catch (error) {
      const { why, wrong } = (this.#view as RecordView).texts
      this.errors = issuesByField(error)
      this.problem = Object.keys(this.errors).length ? wrong : (why[codeOf(error)] ?? (error as Error).message)
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-record': KithRecord
  }
}
