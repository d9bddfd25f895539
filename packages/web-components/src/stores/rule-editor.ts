import type { RuleDescription, StoredRecord } from '@kith/core'
import { canonicalJson } from '@kith/core/shared'
import { atom, type ReadableAtom } from 'nanostores'
import { filterModel } from './filter-builder-model.ts'
import { codeOf } from './refusal.ts'
import type { Json, RuleChoices, RuleEditorApi, RuleEditorState, RulePath, RuleProblem } from './rule-editor-types.ts'
import { ruleId, withValue } from './rule-json.ts'
import { missingOf } from './rule-parts.ts'
import { newStep, newTrigger, objectOfRule } from './rule-triggers.ts'

/** A rule that a person writes: the JSON itself, of which controls change parts, so that nothing else of it is lost. */
export interface RuleEditorStore {
  readonly $state: ReadableAtom<RuleEditorState>
  /** Loads the rule and what can be chosen for it. */
  open(): Promise<void>
  close(): void
  /** Writes one value; undefined takes it out. */
  set(path: RulePath, value: unknown): void
  /** Takes a whole rule, from its JSON. */
  write(rule: Json): void
  /** Starts the rule by something else: a kind of trigger, or the type of an event. */
  setTrigger(key: string): void
  /** @returns the key of the new step */
  addStep(kind: string): string
  removeStep(key: string): void
  /** Takes back the step that was removed last. @returns its key */
  undo(): string | undefined
  /** Puts a step to another place. @returns whether it moved */
  moveStep(key: string, to: number): boolean
  /** Tells that a condition is not finished, or is again: that of a step, by its key, or of the rule, by `''`. */
  unfinished(name: string, is: boolean): void
  /** @returns whether it is stored */
  save(): Promise<boolean>
  /** After a conflict: mine instead of theirs, or theirs instead of mine. */
  keepMine(): Promise<boolean>
  takeTheirs(): void
  /** Goes on with a copy under another id, named so. */
  copy(label: string): void
  /** The rule as the server is to take it. */
  draft(): Json
  dismiss(): void
}

/** Options of {@link ruleEditorStore}. */
export interface RuleEditorOptions {
  /** Absent or empty: a new rule. */
  readonly id?: string
  readonly locale: string
  /** Of what a new rule starts from. */
  readonly start?: Json | undefined
}

const WAIT_MS = 350

/**
 * Opens the store of one editor.
 *
 * @example
 * const editor = ruleEditorStore(api, { id: 'first-call', locale: 'en' })
 * await editor.open()
 */
export function ruleEditorStore(api: RuleEditorApi, { id, locale, start }: RuleEditorOptions): RuleEditorStore {
  const $state = atom<RuleEditorState>(initial(start))
  const set = (change: Partial<RuleEditorState>) => $state.set({ ...$state.get(), ...change })
  const open = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0
  let names = 0
  let known: readonly string[] = []

  const key = () => `s${++names}`
  const steps = () => ($state.get().rule['then'] ?? []) as readonly Json[]
  const labelOf = (label: unknown) => (typeof label === 'string' ? label : String(Object.values(label ?? {})[0] ?? ''))

  const draft = (): Json => {
    const { rule, origin } = $state.get()
    const own = origin === 'new' ? ruleId(labelOf(rule['label']), known) : rule['id']
    return { ...rule, id: own, label: labelOf(rule['label']) ? rule['label'] : '…' }
  }

  const ask = () => {
    clearTimeout(timer)
    timer = setTimeout(say, WAIT_MS)
  }
  const say = async () => {
    const mine = ++round
    const { missing } = $state.get()
    if (missing.some((path) => path.startsWith('/on'))) return
    const { rule, places } = completePart(draft(), missing)
    try {
      const said = await api.describeRule(rule, { locale })
      if (mine === round) set({ said: { ...said, then: said.then.slice(0, places.length) }, problem: undefined })
    } catch (error) {
      if (mine === round) set({ problem: replaced(problemOf(error), places) })
    }
  }
  const lacking = ({ rule, keys }: Pick<RuleEditorState, 'rule' | 'keys'>) => [
    ...missingOf(rule),
    ...[...open].map((name) => (name === '' ? '/if' : `/then/${keys.indexOf(name)}/if`)),
  ]
  const change = (rule: Json, more: Partial<RuleEditorState> = {}) => {
    const { stored, keys } = $state.get()
    const unsaved = !stored || !same(stored.rule, rule)
    const missing = lacking({ keys, ...more, rule })
    set({ rule, unsaved, missing, refused: undefined, notice: undefined, ...more })
    ask()
  }
  const show = (stored: RuleDescription, more: Partial<RuleEditorState> = {}) => {
    const rule = { ...(stored.rule as unknown as Json), active: stored.active }
    const keys = stored.rule.then.map(key)
    const { origin, said } = stored
    open.clear()
    set({
      rule,
      keys,
      stored: { ...stored, rule: rule as never },
      origin,
      said,
      unsaved: false,
      missing: [],
      removed: undefined,
      ...more,
    })
  }
  const load = async () => {
    const [me, found, all] = await Promise.all([api.me(), readChoices(api), api.rules({ locale })])
    if (!me.canConfigure) throw { code: 'FORBIDDEN' }
    known = all.map(({ rule }) => rule.id)
    set({ ...found, baseCurrency: me.baseCurrency, status: 'ready', code: '' })
    const stored = all.find(({ rule }) => rule.id === id)
    if (id && !stored) throw { code: 'NOT_FOUND' }
    if (stored && $state.get().origin === 'new' && !$state.get().unsaved) show(stored)
    else if (!id) change($state.get().rule, { unsaved: $state.get().unsaved })
  }
  const store = async (ifVersion: number | undefined): Promise<boolean> => {
    const rule = draft()
    set({ saving: true, asked: true, refused: undefined })
    try {
      const stored = await api.saveRule(String(rule['id']), rule, ifVersion === undefined ? {} : { ifVersion })
      const { keys, said } = $state.get()
      show(stored, {
        keys,
        said,
        saving: false,
        asked: false,
        conflict: undefined,
        notice: 'saved',
        problem: undefined,
      })
      known = [...known, stored.rule.id]
      return true
    } catch (error) {
      const code = codeOf(error)
      if (code === 'VERSION_CONFLICT' || code === 'VERSION_REQUIRED') {
        const all = await api.rules({ locale }).catch(() => [])
        const conflict = all.find((one) => one.rule.id === rule['id'])
        set({ saving: false, conflict, refused: conflict ? undefined : code })
      } else set({ saving: false, refused: code, problem: problemOf(error) })
      return false
    }
  }

  return {
    $state,
    draft,
    async open() {
      set({ status: $state.get().model ? 'ready' : 'loading' })
      try {
        await load()
      } catch (error) {
        set({ status: 'failed', code: codeOf(error) })
      }
    },
    close() {
      clearTimeout(timer)
      round++
    },
    set(path, value) {
      change(withValue($state.get().rule, path, value) as Json)
    },
    write(rule) {
      const { keys } = $state.get()
      const then = Array.isArray(rule['then']) ? rule['then'] : []
      change(rule, { keys: then.map((_, place) => keys[place] ?? key()) })
    },
    setTrigger(name) {
      const { rule } = $state.get()
      change({ ...rule, on: newTrigger(name, objectOfRule(rule['on'])) })
    },
    addStep(kind) {
      const name = key()
      const { rule, keys } = $state.get()
      change({ ...rule, then: [...steps(), newStep(kind)] }, { keys: [...keys, name] })
      return name
    },
    removeStep(name) {
      const { rule, keys } = $state.get()
      const place = keys.indexOf(name)
      const step = steps()[place]
      if (!step) return
      open.delete(name)
      const then = steps().toSpliced(place, 1)
      change({ ...rule, then }, { keys: keys.toSpliced(place, 1), removed: { step, at: place } })
    },
    undo() {
      const { rule, keys, removed } = $state.get()
      if (!removed) return undefined
      const name = key()
      const { step, at } = removed
      change(
        { ...rule, then: steps().toSpliced(at, 0, step) },
        { keys: keys.toSpliced(at, 0, name), removed: undefined },
      )
      return name
    },
    moveStep(name, to) {
      const { rule, keys } = $state.get()
      const from = keys.indexOf(name)
      const step = steps()[from]
      if (!step || to < 0 || to >= keys.length || to === from) return false
      const then = steps().toSpliced(from, 1).toSpliced(to, 0, step)
      change({ ...rule, then }, { keys: keys.toSpliced(from, 1).toSpliced(to, 0, name) })
      return true
    },
    unfinished(name, is) {
      if (open.has(name) === is) return
      if (is) open.add(name)
      else open.delete(name)
      set({ missing: lacking($state.get()) })
      ask()
    },
    async save() {
      const { missing, origin, stored } = $state.get()
      if (missing.length) {
        set({ asked: true })
        return false
      }
      return store(origin === 'new' ? undefined : stored?.recordVersion)
    },
    keepMine: () => store($state.get().conflict?.recordVersion),
    takeTheirs() {
      const { conflict } = $state.get()
      if (conflict) show(conflict, { conflict: undefined, problem: undefined })
    },
    copy(label) {
      const { rule } = $state.get()
      const { version: _, ...rest } = rule
      change(
        { ...rest, label, active: false },
        { origin: 'new', stored: undefined, unsaved: true, notice: 'copied', asked: false },
      )
    },
    dismiss: () => set({ notice: undefined, removed: undefined }),
  }
}

const EMPTY: Json = { label: '', on: '', then: [] }
const NO_CHOICES: RuleChoices = { users: [], teams: [], tags: [], forms: [], segments: [], pipelines: [], stages: [] }

function initial(start: Json | undefined): RuleEditorState {
  const rule = { ...EMPTY, ...start }
  const { then } = rule as { then?: readonly unknown[] }
  return {
    status: 'loading',
    rule,
    keys: (then ?? []).map((_, at) => `g${at}`),
    origin: 'new',
    unsaved: false,
    missing: [],
    asked: false,
    saving: false,
    objects: [],
    choices: NO_CHOICES,
    baseCurrency: '',
  }
}

/** Two rules that say the same; their version is the server's. */
function same(left: unknown, right: unknown): boolean {
  const plain = (rule: unknown) => canonicalJson({ active: true, ...(rule as Json), version: 0 })
  try {
    return plain(left) === plain(right)
  } catch {
    return false
  }
}

/** Stands in for what a rule does next as long as that is not written: one without a step, or that ends with a wait, cannot be said. */
const STAND_IN: Json = { do: 'create-activity', kind: 'task' }

/** A rule without the steps that are not finished, and the places of those that are. */
function completePart(
  rule: Json,
  missing: readonly string[],
): { readonly rule: Json; readonly places: readonly number[] } {
  const all = (rule['then'] ?? []) as readonly Json[]
  const isOpen = (place: number) => missing.some((path) => path.startsWith(`/then/${place}/`))
  const places = all.map((_, place) => place).filter((place) => !isOpen(place))
  const then = places.map((place) => all[place] as Json)
  const last = then.at(-1)
  return { rule: { ...rule, then: last && !('wait' in last) ? then : [...then, STAND_IN] }, places }
}

/** A problem at its place in the whole rule. */
const replaced = ({ path, reason }: RuleProblem, places: readonly number[]): RuleProblem => ({
  path: path.replace(/^\/then\/(\d+)/, (_, at) => `/then/${places[Number(at)] ?? at}`),
  reason,
})

/** What is wrong and where; without the id of the rule. */
function problemOf(error: unknown): RuleProblem {
  const { details, message } = error as { details?: Partial<RuleProblem>; message?: string }
  const path = String(details?.path ?? '').replace(/^\/rules\/[^/]*/, '')
  return { path, reason: String(details?.reason ?? message ?? codeOf(error)) }
}

async function readChoices(api: RuleEditorApi) {
  const description = await api.model()
  const has = (name: string) => description.objects.some((one) => one.name === name)
  const all = async (name: string): Promise<readonly StoredRecord[]> => {
    if (!has(name)) return []
    const { items } = await api.list(name, { limit: 200 }).catch(() => ({ items: [] as readonly StoredRecord[] }))
    return items
  }
  const [users, teams, tags, forms, segments, pipelines] = (await Promise.all(
    ['user', 'team', 'tag', 'form', 'segment', 'pipeline'].map(all),
  )) as [
    readonly StoredRecord[],
    readonly StoredRecord[],
    readonly StoredRecord[],
    readonly StoredRecord[],
    readonly StoredRecord[],
    readonly StoredRecord[],
  ]
  const listed = pipelines.flatMap((one) => (one['stages'] ?? []) as unknown as RuleChoices['stages'])
  const stages = [...new Map(listed.map((one) => [one.id, one])).values()]
  const model = filterModel(description, stages)
  return { model, objects: model.objects, choices: { users, teams, tags, forms, segments, pipelines, stages } }
}
