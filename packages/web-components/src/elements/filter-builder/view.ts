import { labelText } from '@kith/core/shared'
import type { Texts } from '../../locales/en.ts'
import type { FilterBuilderStore } from '../../stores/filter-builder.ts'
import type { FilterModel } from '../../stores/filter-builder-model.ts'
import { standing } from '../../stores/filter-builder-read.ts'
import type { ConditionNode, FilterBuilderState, Place } from '../../stores/filter-builder-types.ts'
import { writeCondition } from '../../stores/filter-builder-write.ts'
import { fieldLabel } from '../../values/model.ts'

/** What the templates of a builder show and do. */
export interface BuilderView {
  readonly state: FilterBuilderState & { readonly model: FilterModel }
  readonly store: FilterBuilderStore
  readonly texts: Texts['filterBuilder']
  readonly locale: string
  /** Answers search in pickers of records. */
  readonly client: object
  /** A filter on an object as a sentence; undefined where it is none. */
  readonly say: (object: string, filter: unknown) => string | undefined
  /** How a value is given, by id of a condition: what a select shows before there is a value. */
  readonly modes: Map<string, string>
  readonly acts: BuilderActs
}

/** What a person does in a builder. */
export interface BuilderActs {
  /** Opens the menu of fields beside a button: for a condition, or for a new one of a group. */
  readonly chooseField: (event: Event, target: FieldTarget) => void
  /** Opens the menu of actions of a condition. */
  readonly menu: (event: Event, id: string) => void
  readonly remove: (id: string) => void
  readonly addGroup: (groupId: string) => void
  readonly undo: () => void
  readonly handleKey: (event: KeyboardEvent, id: string) => void
  readonly drag: (event: PointerEvent, id: string) => void
  readonly refresh: () => void
}

/** What a field is chosen for. */
export interface FieldTarget {
  readonly place: Place
  readonly row?: string
  readonly group?: string
}

/** What a place is called: the plural of an object, or the label of a list. */
export function placeName({ state, locale }: Pick<BuilderView, 'state' | 'locale'>, place: Place): string {
  const object = state.objects.find(({ name }) => name === place.object)
  const list = place.list === undefined ? undefined : object?.fields[place.list]
  return list ? labelText(list.label, locale, place.list) : labelText(object?.pluralLabel, locale, place.object)
}

/** What a path is called: `Company → Industry`, `Address: city`. */
export function pathName({ state, texts, locale }: BuilderView, place: Place, path: readonly string[]): string {
  const subject = state.model.subject(place, path)
  if (!subject) return path.join(' → ')
  const part = subject.part === undefined ? undefined : (texts.parts[subject.part] ?? subject.part)
  if (subject.entry) return part ?? fieldLabel(subject.field, locale)
  const names = [...subject.steps, subject.field].map((field) => fieldLabel(field, locale))
  return names.join(' → ') + (part === undefined ? '' : `: ${part}`)
}

/** What a condition is called in labels of buttons: its sentence, as far as it has one. */
export function nodeName(view: BuilderView, place: Place, node: ConditionNode): string {
  const { state, texts } = view
  const written = writeCondition(state.model, place, node)
  const said = written === undefined ? undefined : view.say(place.object, standing(place, written))
  if (said) return said
  if (node.kind === 'group') return texts.groupName
  return node.kind === 'row'
    ? `${pathName(view, place, node.path)}: ${texts.unfinishedName}`
    : JSON.stringify(node.source)
}
