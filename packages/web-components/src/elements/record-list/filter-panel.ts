import type { CrmApi, ModelDescription, UncheckedFilter } from '@kith/core'
import { describeFilterIn, loadVoice, type Voice } from '@kith/core/filter'
import { define, html, type TemplateResult } from '../../base/index.ts'
import { type FilterModel, filterModel } from '../../stores/filter-builder-model.ts'
import { readNames } from '../../stores/filter-builder-names.ts'
import { readFilter } from '../../stores/filter-builder-read.ts'
import { KithFilterBuilder } from '../filter-builder/filter-builder.ts'
import { openBeside } from '../filter-builder/popup.ts'
import type { RecordListView } from './view.ts'

// What the list loads for itself the list registers, unless the page has done so.
define('kith-filter-builder', KithFilterBuilder)

type Change = (event: CustomEvent<{ value: UncheckedFilter; valid: boolean }>) => void

/** The panel in which the filter of a list is built; the list follows while one builds. */
export function filterPanel({ state, texts, edit, locale }: RecordListView, change: Change): TemplateResult {
  return html`<div popover class="filter-panel" part="filter-panel" role="dialog" aria-label=${texts.filter}>
    <kith-filter-builder
      lang=${locale}
      object=${state.object?.name ?? ''}
      .client=${edit.client}
      .value=${state.query.where}
      @kith-change=${change}
    ></kith-filter-builder>
    <div class="row end"><button @click=${hide}>${texts.dismiss}</button></div>
  </div>`
}

const hide = ({ currentTarget }: Event) => (currentTarget as Element).closest<HTMLElement>('[popover]')?.hidePopover()

/** Shows the panel beside its button. */
export function openPanel(panel: HTMLElement, button: Element): void {
  openBeside(panel, button)
  panel.querySelector<HTMLElement>('kith-filter-builder')?.focus()
}

/** Says the filter of a list in the language of the page, with the names of the records that it compares with. */
export class FilterSentence {
  readonly #refresh: () => void
  #voice: Voice | undefined
  #locale = ''
  #objects: ModelDescription['objects'] = []
  #model: FilterModel = filterModel({ objects: [] })
  #where: UncheckedFilter | undefined
  #names: ReadonlyMap<string, string> = new Map()

  constructor(refresh: () => void) {
    this.#refresh = refresh
  }

  /** Undefined while the words are on their way, and for a filter that cannot be used. */
  of({ state, edit, locale }: RecordListView, where: UncheckedFilter): string | undefined {
    const { object, objects, baseCurrency, titles } = state
    this.#speak(locale)
    if (objects !== this.#objects) {
      this.#objects = objects
      this.#model = filterModel({ objects: objects.map(withTextStages) })
    }
    if (!this.#voice || !object) return undefined
    this.#learn(edit.client as CrmApi, object.name, where)
    const nameOf = (_: string, id: string) => this.#names.get(id) ?? titles.get(id)
    try {
      return describeFilterIn(this.#voice, this.#model.spoken, object.name, where, { baseCurrency, nameOf })
    } catch {
      return undefined
    }
  }

  async #speak(locale: string): Promise<void> {
    if (locale === this.#locale) return
    this.#locale = locale
    this.#voice = await loadVoice(locale).catch(() => this.#voice)
    this.#refresh()
  }

  async #learn(api: CrmApi, object: string, where: UncheckedFilter): Promise<void> {
    if (where === this.#where) return
    this.#where = where
    const root = readFilter(this.#model, object, where)
    const found = await readNames(api, this.#model, { object }, root, this.#names)
    if (!found.size) return
    this.#names = new Map([...this.#names, ...found])
    this.#refresh()
  }
}

/** Screens show stages as a choice; filters compare them as the text that they are. */
function withTextStages(object: ModelDescription['objects'][number]): ModelDescription['objects'][number] {
  const { stageId, pipelineId } = object.fields
  if (!stageId || !pipelineId) return object
  return { ...object, fields: { ...object.fields, stageId: { ...stageId, type: 'text' } } }
}
