import type { SelectOption } from '@kith/core'
import { labelText } from '@kith/core/shared'
import type { Texts } from '../../locales/en.ts'
import type { RuleEditorStore } from '../../stores/rule-editor.ts'
import type { Json, RuleEditorState, RulePath } from '../../stores/rule-editor-types.ts'
import { pointer } from '../../stores/rule-json.ts'
import type { ChoiceSource, Part } from '../../stores/rule-parts.ts'
import type { ScreenField } from '../../values/model.ts'

/** What a person does in the editor beside writing values. */
export interface EditorActs {
  /** Writes a value and says nothing. */
  set(path: RulePath, value: unknown): void
  add(kind: string): void
  picking(open: boolean): void
  remove(key: string): void
  /** Goes to what stands at a JSON Pointer of the rule. */
  show(path: string): void
  move(key: string, to: number): void
  grab(event: PointerEvent, key: string): void
  handleKey(event: KeyboardEvent, key: string): void
  condition(event: CustomEvent<{ value: Json; valid: boolean }>, path: RulePath, name: string): void
}

/** Everything that the templates need. */
export interface EditorView {
  readonly state: RuleEditorState
  readonly store: RuleEditorStore
  readonly texts: Texts['ruleEditor']
  readonly locale: string
  readonly client: object
  /** Object whose records the rule looks at; empty as long as nothing starts it. */
  readonly object: string
  /** Whether the steps to choose from are shown. */
  readonly picking: boolean
  readonly readOnly: boolean
  readonly acts: EditorActs
}

/** An option of a choice. */
export interface Option {
  readonly id: string
  readonly label: string
}

/** Objects that no rule looks at. */
const INSIDE: readonly string[] = [
  'user',
  'team',
  'territory',
  'tag',
  'file',
  'link',
  'tenant',
  'fieldDefinition',
  'segmentMember',
  'segment',
  'notification',
  'rule',
  'review',
  'pipeline',
  'form',
]

/** Fields of an object, by label. */
export function fieldsOf({ state, locale }: EditorView, object: string): readonly ScreenField[] {
  const found = state.objects.find(({ name }) => name === object)
  const all = Object.entries(found?.fields ?? {}).map(([id, field]) => ({ ...field, id }))
  return all.sort((a, b) => labelText(a.label, locale, a.id).localeCompare(labelText(b.label, locale, b.id), locale))
}

/** What is wrong with what stands at a path, in words; undefined where nothing is. */
export function errorAt({ state, texts }: EditorView, path: RulePath): string | undefined {
  const here = pointer(path)
  const { problem, asked, missing } = state
  if (asked && missing.some((one) => one === here || (here !== '' && one.startsWith(`${here}/`)))) return texts.needed
  if (problem && (problem.path === here || problem.path.startsWith(`${here}/`))) return texts.wrong(problem.reason)
  return undefined
}

/** What can be chosen. */
export function optionsOf(view: EditorView, source: ChoiceSource): readonly Option[] {
  const { state, texts, locale, object } = view
  const { choices, objects } = state
  const said = (all: readonly SelectOption[] | undefined) =>
    (all ?? []).map(({ id, label }) => ({ id, label: labelText(label, locale, id) }))
  const named = (all: typeof choices.users) =>
    all.map((one) => ({ id: one.id, label: labelText((one['name'] ?? one['label']) as string, locale, one.id) }))
  const fields = (fits: (field: ScreenField) => boolean) =>
    fieldsOf(view, object)
      .filter(fits)
      .map(({ id, label }) => ({ id, label: labelText(label, locale, id) }))
  const fieldOptions = (of: string, field: string) =>
    said(objects.find(({ name }) => name === of)?.fields[field]?.options)
  const worded = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([id, label]) => ({ id, label }))
  switch (source) {
    case 'objects':
      return objects
        .filter(({ name }) => !INSIDE.includes(name))
        .map(({ name, label }) => ({ id: name, label: labelText(label, locale, name) }))
    case 'fields':
      return fields(() => true)
    case 'dates':
      return fields(
        ({ type, of, many }) => !many && ['date', 'dateTime'].includes(type === 'rollup' ? String(of) : type),
      )
    case 'relations':
      return fields(({ type, many }) => type === 'relation' && !many)
    case 'stages':
      return said(choices.stages)
    case 'channels':
      return fieldOptions('conversation', 'channel')
    case 'kinds':
      return fieldOptions('activity', 'kind')
    case 'strategies':
      return worded(texts.strategies)
    case 'managersOf':
      return worded(texts.managersOf)
    default:
      return named(choices[source])
  }
}

/** What a control is called. */
export const partLabel = ({ texts }: EditorView, { name, kind }: Part): string =>
  texts.parts[kind === 'people' ? 'people' : name] ?? name

/** What a step is called. */
export const stepName = (texts: Texts['ruleEditor'], step: Json): string => {
  const kind = 'wait' in step ? 'wait' : String(step['do'])
  return texts.steps[kind] ?? kind
}
