import type { Json, RuleChoices, RulePath } from './rule-editor-types.ts'
import { at, pointer } from './rule-json.ts'
import { TRIGGER_EVENTS } from './rule-triggers.ts'

/** What the options of a choice come from. */
export type ChoiceSource =
  | 'objects'
  | 'fields'
  | 'dates'
  | 'relations'
  | 'stages'
  | 'pipelines'
  | 'teams'
  | 'users'
  | 'forms'
  | 'segments'
  | 'channels'
  | 'kinds'
  | 'strategies'
  | 'managersOf'
  | 'tags'

/** A control of a trigger or a step, by what it stands for. */
export interface Part {
  /**
   * `words`: a text, perhaps per language. `people`: who is told. `values`: fields and what they become. `moment`: a
   * date of the record and a time before or after it. `matches`: a value of the field of the trigger.
   */
  readonly kind:
    | 'text'
    | 'words'
    | 'choice'
    | 'span'
    | 'people'
    | 'values'
    | 'names'
    | 'flag'
    | 'cron'
    | 'moment'
    | 'filter'
    | 'matches'
  /** Key of the label, also the name of what it writes. */
  readonly name: string
  readonly path: RulePath
  readonly source?: ChoiceSource
  readonly required?: boolean
  /** A flag: what stands there when it is absent. */
  readonly standard?: boolean
}

const text = (name: string, more: Partial<Part> = {}): Part => ({ kind: 'text', name, path: [name], ...more })
const words = (name: string, required = false): Part => ({ kind: 'words', name, path: [name], required })
const choice = (name: string, source: ChoiceSource, required = true): Part => ({
  kind: 'choice',
  name,
  path: [name],
  source,
  required,
})
const flag = (name: string, standard: boolean): Part => ({ kind: 'flag', name, path: [name], standard })
const object = choice('object', 'objects')
const stage = [choice('stage', 'stages'), choice('pipeline', 'pipelines', false)]
const moment: Part = { kind: 'moment', name: 'field', path: [], required: true }

const TRIGGER_PARTS: Readonly<Record<string, readonly Part[]>> = {
  'record-created': [object],
  'record-updated': [object],
  'field-changed': [
    object,
    choice('field', 'fields'),
    { kind: 'matches', name: 'from', path: ['from'] },
    { kind: 'matches', name: 'to', path: ['to'] },
  ],
  'stage-entered': stage,
  'stage-left': stage,
  'form-submitted': [choice('form', 'forms', false)],
  'message-received': [choice('channel', 'channels', false)],
  'segment-entered': [object, choice('segment', 'segments')],
  'segment-left': [object, choice('segment', 'segments')],
  'date-reached': [object, moment, flag('yearly', false)],
  schedule: [object, { kind: 'cron', name: 'cron', path: ['cron'], required: true }],
  manual: [object],
}

const team = choice('team', 'teams')
const STRATEGY_PARTS: Readonly<Record<string, readonly Part[]>> = {
  fixed: [choice('owner', 'users')],
  'round-robin': [team],
  'least-loaded': [team],
  territory: [],
  manager: [choice('of', 'managersOf', false)],
}

const ACTION_PARTS: Readonly<Record<string, readonly Part[]>> = {
  'notify-user': [{ kind: 'people', name: 'to', path: ['to'], required: true }, words('text', true)],
  'create-activity': [
    choice('kind', 'kinds'),
    words('subject'),
    { kind: 'span', name: 'due', path: ['due'] },
    words('body'),
  ],
  'set-fields': [{ kind: 'values', name: 'set', path: ['set'], required: true }],
  'move-deal': [choice('stage', 'stages'), text('lostReason')],
  'convert-lead': [flag('deal', true), choice('pipeline', 'pipelines', false)],
  'add-tag': [choice('tag', 'tags')],
  'remove-tag': [choice('tag', 'tags')],
  'link-records': [{ ...choice('to', 'relations'), path: ['to', 'field'] }, text('role')],
  'open-conversation': [choice('channel', 'channels'), words('subject')],
  'call-webhook': [text('url', { required: true }), text('event'), { kind: 'names', name: 'fields', path: ['fields'] }],
  'request-review': [words('question', true)],
  'run-function': [{ ...text('function', { required: true }), path: ['name'] }],
}

/** The controls of a trigger. */
export function triggerParts(on: unknown): readonly Part[] {
  return typeof on === 'object' && on !== null ? (partsOf(TRIGGER_PARTS, (on as Json)['when']) ?? []) : []
}

/** The controls of a step. */
export function stepParts(step: Json): readonly Part[] {
  if ('wait' in step) {
    const wait = step['wait'] as Json
    const until: Part = { ...moment, path: ['wait'] }
    const span: Part = { kind: 'span', name: 'wait', path: ['wait'], required: true }
    return [wait && 'field' in wait ? until : span, { kind: 'filter', name: 'if', path: ['if'] }]
  }
  if (step['do'] === 'assign-owner') {
    const more = partsOf(STRATEGY_PARTS, step['strategy']) ?? []
    return [choice('strategy', 'strategies'), ...more, flag('reassign', false)]
  }
  return partsOf(ACTION_PARTS, step['do']) ?? []
}

/** A rule may say anything, also `toString`. */
function partsOf(table: Readonly<Record<string, readonly Part[]>>, name: unknown): readonly Part[] | undefined {
  return Object.hasOwn(table, String(name)) ? table[String(name)] : undefined
}

/** Whether there are controls for a trigger: one of a kind, or an event that is offered by name. */
export const isKnownTrigger = (on: unknown): boolean =>
  typeof on === 'string'
    ? TRIGGER_EVENTS.includes(on)
    : partsOf(TRIGGER_PARTS, (on as Json | undefined)?.['when']) !== undefined

/** Names of what a step has and no control shows: it stays as it is. */
export function keptOf(step: Json): readonly string[] {
  if (!('wait' in step) && step['do'] !== 'assign-owner' && !partsOf(ACTION_PARTS, step['do'])) return Object.keys(step)
  const shown = new Set(['do', 'wait', 'review', ...stepParts(step).map(({ path }) => path[0])])
  const fixedLink = step['do'] === 'link-records' && 'id' in ((step['to'] ?? {}) as Json)
  return Object.keys(step).filter((key) => !shown.has(key) || (fixedLink && key === 'to'))
}

/** Names of what a trigger has and no control shows. */
export function keptOfTrigger(on: unknown): readonly string[] {
  if (typeof on !== 'object' || on === null) return []
  if (!isKnownTrigger(on)) return Object.keys(on)
  const shown = new Set<unknown>(['when', ...triggerParts(on).map(({ path }) => path[0])])
  if ((on as Json)['when'] === 'date-reached') for (const key of ['field', 'before', 'after', 'at']) shown.add(key)
  return Object.keys(on).filter((key) => !shown.has(key))
}

/** Pointers of what has to be given in a rule and is not. */
export function missingOf(rule: Json): readonly string[] {
  const { on, then } = rule as { on?: unknown; then?: readonly Json[] }
  const isEmpty = (value: unknown) =>
    value === undefined ||
    value === null ||
    (typeof value === 'object' ? Object.keys(value).length === 0 : value === '')
  const inner = ({ kind, path }: Part) => (kind === 'moment' ? [...path, 'field'] : path)
  const gone = (value: unknown, parts: readonly Part[], base: RulePath) =>
    parts
      .filter((part) => part.required && isEmpty(firstWord(at(value, inner(part)))))
      .map((part) => pointer([...base, ...inner(part)]))
  const steps = (then ?? []).flatMap((step, place) =>
    keptOf(step).includes('to') ? [] : gone(step, stepParts(step), ['then', place]),
  )
  return [
    ...(isEmpty(firstWord(rule['label'])) ? ['/label'] : []),
    ...(on === undefined || on === '' ? ['/on'] : gone(on, triggerParts(on), ['on'])),
    ...(then?.length ? [] : ['/then']),
    ...steps,
    ...(then?.length && 'wait' in (then.at(-1) as Json) ? [`/then/${then.length - 1}`] : []),
  ]
}

/** A text per language counts as its first text. */
const firstWord = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 1
    ? Object.values(value)[0] === ''
      ? ''
      : value
    : value

/** Values that turn somebody away, as the engine weighs them. */
const DECISIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  lead: { status: 'dismissed' },
  contact: { lifecycle: 'former' },
}

/** Whether a step is proposed to a person by itself, before it is done. */
export function isHeavy(step: Json, object: string, { stages }: RuleChoices): boolean {
  if (step['do'] === 'request-review' || step['do'] === 'run-function') return true
  if (step['do'] === 'move-deal') {
    const kind = stages.find(({ id }) => id === step['stage'])?.kind
    return step['stage'] !== '' && kind !== 'open'
  }
  const set = step['do'] === 'set-fields' ? ((step['set'] ?? {}) as Json) : {}
  return Object.entries(DECISIONS[object] ?? {}).some(([field, value]) => set[field] === value)
}
