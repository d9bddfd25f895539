import { canonicalJson, labelText } from '@kith/core/shared'
import { crmHttpApi } from '../../api/crm-http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { controlStyles } from '../../base/controls-styles.ts'
import { hostStyles, KithElement, nothing, StoreController, TextsController } from '../../base/index.ts'
import { switchStyles } from '../../base/switch-styles.ts'
import { ruleEditor } from '../../locales/en/rule-editor.ts'
import { type RuleEditorStore, ruleEditorStore } from '../../stores/rule-editor.ts'
import type { Json, RuleEditorApi, RuleEditorState } from '../../stores/rule-editor-types.ts'
import { isRule } from '../../stores/rule-json.ts'
import { objectOfRule } from '../../stores/rule-triggers.ts'
import { dragStep } from './drag.ts'
import { type EditorLayout, layout, type Tried } from './layout.ts'
import { styles } from './rule-editor.styles.ts'
import { partStyles } from './rule-editor-parts.styles.ts'
import { stepStyles } from './rule-editor-steps.styles.ts'
import { type EditorActs, type EditorView, stepName } from './view.ts'

/**
 * @summary Writes a rule as sentences: what starts it, for whom, what it does; and tries it on the past.
 * @tag kith-rule-editor
 * @status experimental
 * @since 0.1
 *
 * @event {{ id: string }} kith-save - The rule is stored.
 * @event {{ unsaved: boolean }} kith-unsaved - The rule differs from what is stored, or no longer does.
 * @event {{ object: string, id: string }} kith-select - A person opens a record that the simulation lists.
 * @csspart header - Name, switch and save.
 * @csspart block - When, if or then.
 * @csspart step - One step.
 * @csspart sentence - The rule in words.
 * @csspart error - What is shown when nothing can be loaded.
 * @cssproperty [--kith-accent] - Colour of what acts.
 * @cssproperty [--kith-surface] - The blocks.
 * @cssproperty [--kith-radius=10px] - Corners of blocks.
 */
export class KithRuleEditor extends KithElement {
  static override styles = [hostStyles, backOfficeStyles, controlStyles, switchStyles, stepStyles, partStyles, styles]
  static override properties = {
    rule: {},
    start: { attribute: false },
    link: { attribute: false },
    picking: { state: true },
    json: { state: true },
    tried: { state: true },
    message: { state: true },
  }

  /** Id of the rule. Absent: a new one. */
  declare rule: string
  /** What a new rule starts from. */
  declare start: Json | undefined
  /** Address of a record's page, so that names in the simulation are real links. */
  declare link: ((object: string, id: string) => string | undefined) | undefined
  declare picking: boolean
  declare json: EditorLayout['json']
  declare tried: Tried | undefined
  declare message: string

  readonly #texts = new TextsController(this, 'ruleEditor', ruleEditor)
  readonly #state = new StoreController<RuleEditorState>(this)
  #store: RuleEditorStore | undefined
  #told = false
  #focus: string | undefined
  readonly #leave = (event: BeforeUnloadEvent) => {
    if (this.unsaved) event.preventDefault()
  }

  constructor() {
    super()
    this.rule = ''
    this.picking = false
    this.message = ''
  }

  /** Whether something would be lost by leaving. */
  get unsaved(): boolean {
    return this.#state.value?.unsaved ?? false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('beforeunload', this.#leave)
    if (this.hasUpdated) this.#store?.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('beforeunload', this.#leave)
    this.#store?.close()
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (!['rule', 'client', 'api'].some((name) => changed.has(name))) return
    if (changed.has('rule') && this.rule && this.rule === this.#state.value?.rule['id']) return
    this.#store?.close()
    const api = (this.client ?? crmHttpApi({ base: this.api })) as unknown as RuleEditorApi
    this.client ??= api
    this.#store = ruleEditorStore(api, { id: this.rule, locale: this.locale, start: this.start })
    this.#state.store = this.#store.$state
    this.json = undefined
    this.tried = undefined
    this.#store.open()
  }

  protected override render(): unknown {
    const texts = this.#texts.value
    const state = this.#state.value
    if (!texts || !state) return nothing
    return layout({
      view: this.#view(),
      texts,
      state,
      json: this.json,
      tried: this.tried,
      now: this.tried ? triedText(this.#store?.draft()) : '',
      link: this.link,
      message: this.message,
      hands: this.#hands,
    })
  }

  protected override updated(): void {
    if (this.#told !== this.unsaved) {
      this.#told = this.unsaved
      this.emit('kith-unsaved', { unsaved: this.#told })
    }
    // A long name makes the bar at the top higher: what sticks below it goes with it.
    const [head, acts] = this.renderRoot.querySelectorAll<HTMLElement>('header, .acts')
    if (head && acts) this.style.setProperty('--_head', `${head.offsetHeight || acts.offsetHeight}px`)
    const found = this.#focus && this.renderRoot.querySelector<HTMLElement>(this.#focus)
    if (!found) return
    this.#focus = undefined
    found.focus({ preventScroll: true })
    const around = found.closest<HTMLElement>('.picker, .step-head') ?? found
    const long = around.offsetHeight > innerHeight / 2
    around.scrollIntoView({ block: found.id === 'tried' || long ? 'start' : 'nearest' })
  }

  #view(): EditorView | undefined {
    const state = this.#state.value
    const texts = this.#texts.value
    if (!state?.model || !texts || !this.#store) return undefined
    return {
      state,
      store: this.#store,
      texts,
      locale: this.locale,
      client: this.client as object,
      object: objectOfRule(state.rule['on']),
      picking: this.picking,
      readOnly: state.origin === 'code',
      acts: this.#acts,
    }
  }

  #nameOf(key: string): string {
    const { rule, keys = [] } = this.#state.value ?? {}
    const step = ((rule?.['then'] ?? []) as readonly Json[])[keys.indexOf(key)]
    return step && this.#texts.value ? stepName(this.#texts.value, step) : ''
  }

  readonly #acts: EditorActs = {
    set: (path, value) => this.#store?.set(path, value),
    picking: (open) => {
      this.picking = open
      this.#focus = open ? '.picker [data-kind]' : '.add'
    },
    add: (kind) => {
      const key = this.#store?.addStep(kind) ?? ''
      this.picking = false
      this.message = this.#texts.value?.added(this.#nameOf(key), this.#state.value?.keys.length ?? 0) ?? ''
      this.#focus = `[data-key="${key}"] :is(.parts-row input, .parts-row select, .parts-row textarea, .grip)`
    },
    remove: (key) => {
      this.message = this.#texts.value?.removed(this.#nameOf(key)) ?? ''
      this.#store?.removeStep(key)
      this.#focus = '.undo button'
    },
    show: (path) => {
      const [, head, place] = path.split('/')
      const key = this.#state.value?.keys[Number(place)]
      this.json = undefined
      this.#focus =
        head === 'label'
          ? '#name'
          : head === 'on'
            ? '#trigger'
            : head === 'if'
              ? '[id="/if"]'
              : this.#placeOf(path, key)
      this.requestUpdate()
    },
    move: (key, to) => this.#move(key, to),
    grab: (event, key) => dragStep(event, this.renderRoot, (to) => this.#move(key, to)),
    handleKey: (event, key) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
      if (!by) return
      event.preventDefault()
      this.#move(key, (this.#state.value?.keys.indexOf(key) ?? 0) + by)
    },
    condition: ({ detail }, path, name) => {
      const empty = path.length === 1 && Object.keys(detail.value).length === 0
      this.#store?.set(path, empty ? undefined : detail.value)
      this.#store?.unfinished(name, !detail.valid)
    },
  }

  /** The control at a path of a step; where there is none, the step itself, or what adds one. */
  #placeOf(path: string, key: string | undefined): string {
    if (key === undefined || path.split('/').length === 3) return '.add, .picker button'
    const step = `[data-key="${key}"]`
    if (path.endsWith('/if')) return `${step} kith-filter-builder`
    const control = `[id="${CSS.escape(path)}"]`
    return this.renderRoot.querySelector(control) ? control : `${step} :is(.parts-row input, .parts-row select, .grip)`
  }

  #move(key: string, to: number): void {
    if (!this.#store?.moveStep(key, to)) return
    const { keys = [] } = this.#state.value ?? {}
    this.message = this.#texts.value?.moved(this.#nameOf(key), to + 1, keys.length) ?? ''
    this.#focus = `[data-key="${key}"] .grip`
  }

  readonly #hands: EditorLayout['hands'] = {
    save: () => this.#save(() => this.#store?.save()),
    keepMine: () => this.#save(() => this.#store?.keepMine()),
    takeTheirs: () => this.#store?.takeTheirs(),
    retry: () => this.#store?.open(),
    copy: () => {
      const name = labelText(this.#state.value?.rule['label'] as string, this.locale)
      this.#store?.copy(this.#texts.value?.copyOf(name) ?? name)
      this.#focus = '#name'
    },
    undo: () => {
      const key = this.#store?.undo()
      this.message = this.#texts.value?.back ?? ''
      this.#focus = `[data-key="${key}"] .grip`
    },
    tryIt: (compare) => {
      const draft = this.#store?.draft()
      const before = this.#state.value?.stored?.rule
      this.tried = {
        rules: [compare ? before : draft],
        instead: compare ? [draft] : undefined,
        text: triedText(draft),
      }
      this.#focus = '#tried'
    },
    hideTry: () => {
      this.tried = undefined
      this.#focus = '.try'
    },
    showJson: (show) => {
      this.json = show ? { text: JSON.stringify(this.#state.value?.rule, null, 2), broken: false } : undefined
    },
    writeJson: (text) => {
      const rule = readRule(text)
      this.json = { text, broken: !rule }
      if (rule) this.#store?.write(rule)
    },
  }

  async #save(act: () => Promise<boolean> | undefined): Promise<void> {
    if (await act()) {
      const id = String(this.#state.value?.rule['id'])
      this.rule = id
      for (const builder of this.renderRoot.querySelectorAll('kith-filter-builder')) builder.forget()
      this.emit('kith-save', { id })
      return
    }
    this.#focus = '[aria-invalid=true], .steps + .error, .conflict button, .note.bad'
    this.requestUpdate()
  }
}

/** What of a rule a simulation depends on: neither its switch nor its name nor how often, or in which order, it was saved. */
function triedText(draft: Json | undefined): string {
  const { active: _, version: __, label: ___, id: ____, ...rest } = { ...draft }
  return canonicalJson(rest)
}

function readRule(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRule(value) ? value : undefined
  } catch {
    return undefined
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-rule-editor': KithRuleEditor
  }
}
