import type { SelectOption, UncheckedFilter } from '@kith/core'
import { canonicalJson } from '@kith/core/shared'
import { atom, type ReadableAtom } from 'nanostores'
import { readKnownValues } from './filter-builder-known.ts'
import { type FilterModel, filterModel } from './filter-builder-model.ts'
import { readNames } from './filter-builder-names.ts'
import { converted, firstOperator, firstValue, OPERATORS } from './filter-builder-operators.ts'
import { filterPreviewer } from './filter-builder-preview.ts'
import { readFilter } from './filter-builder-read.ts'
import {
  copied,
  find,
  group,
  insert,
  moved,
  newId,
  replace,
  stepped,
  withGroup,
  without,
  withRow,
} from './filter-builder-tree.ts'
import type {
  ConditionGroup,
  ConditionNode,
  ConditionRow,
  FilterBuilderApi,
  FilterBuilderState,
  GroupMode,
  Place,
} from './filter-builder-types.ts'
import { writeCondition, writeFilter } from './filter-builder-write.ts'
import { codeOf } from './refusal.ts'

/** A filter as rows and groups that a person changes. Ids that are gone change nothing. */
export interface FilterBuilderStore {
  readonly $state: ReadableAtom<FilterBuilderState>
  /** Loads what the object is like. */
  open(): Promise<void>
  close(): void
  /** Takes a filter from outside. One that says what is shown already changes nothing. */
  load(filter: unknown): void
  /** Takes a filter that a person wrote. */
  write(filter: unknown): void
  /** Adds a condition on a field at the end of a group. @returns its id */
  addRow(groupId: string, path: readonly string[]): string
  /** Adds an empty group at the end of a group. @returns its id */
  addGroup(groupId: string): string
  setPath(id: string, path: readonly string[]): void
  setOperator(id: string, operator: string): void
  /** `undefined`: not chosen yet. */
  setValue(id: string, value: unknown): void
  setMode(groupId: string, mode: GroupMode): void
  /** @returns the id of the copy */
  duplicate(id: string): string | undefined
  /** Puts a condition into a group of its own. */
  wrap(id: string): void
  remove(id: string): void
  /** What was removed is not to be taken back any more. */
  forget(): void
  /** Takes back what was removed last. @returns its id */
  undo(): string | undefined
  /** Moves a condition into a group, before the one at `at`; only among conditions on the same records. @returns whether it moved */
  move(id: string, groupId: string, at: number): boolean
  /** Moves a condition one step as it is read, also into groups and out of them. @returns whether it moved */
  step(id: string, by: 1 | -1): boolean
  /** What the conditions of a group are about. */
  placeOf(groupId: string): Place
  /** Keeps the name of a record that a person chose. */
  name(id: string, title: string): void
}

/** Options of {@link filterBuilderStore}. */
export interface FilterBuilderOptions {
  /** Name or plural of the object. */
  readonly object: string
  /** It is the condition of a rule, which may ask what was there before. */
  readonly changes?: boolean
  /** Told when a person changed the filter. */
  readonly changed?: (value: UncheckedFilter, valid: boolean) => void
}

/**
 * Opens the store of one builder.
 *
 * @example
 * const builder = filterBuilderStore(crmHttpApi({ base: '/kith/v1' }), { object: 'contact' })
 * builder.load({ lifecycle: 'customer' })
 * await builder.open()
 */
export function filterBuilderStore(api: FilterBuilderApi, options: FilterBuilderOptions): FilterBuilderStore {
  const $state = atom<FilterBuilderState>(initial())
  const set = (change: Partial<FilterBuilderState>) => $state.set({ ...$state.get(), ...change })
  let object = options.object
  let given: unknown = {}
  let preview = filterPreviewer(api, object, (next) => set({ preview: next }))

  const model = () => $state.get().model
  const show = (root: ConditionGroup, more: Partial<FilterBuilderState> = {}) => {
    const known = model()
    if (!known) return
    const { value, problems } = writeFilter(known, object, root)
    const problem = known.check(object, value)
    const valid = !problem && problems.size === 0
    set({ root, value, problems, problem, valid, ...more })
    preview.ask(problem ? undefined : value)
  }
  const change = (root: ConditionGroup, more: Partial<FilterBuilderState> = {}) => {
    const before = $state.get()
    if (root === before.root) return false
    show(root, { ...(isBack(root, before.removed) ? { removed: undefined } : {}), ...more })
    const { value, valid } = $state.get()
    if (valid !== before.valid || JSON.stringify(value) !== JSON.stringify(before.value))
      options.changed?.(value, valid)
    return true
  }
  /** Whether somebody wrote again what was removed: there is nothing to take back then. */
  const isBack = (now: ConditionGroup, removed: FilterBuilderState['removed']): boolean => {
    const known = model()
    const into = removed && find(now, removed.group)?.node
    if (!known || !removed || into?.kind !== 'group') return false
    const place = placeWithin(known, { object }, find(now, removed.group)?.around ?? [])
    const gone = writeCondition(known, place, removed.node)
    return gone !== undefined && into.of.some((one) => same(writeCondition(known, place, one) ?? null, gone))
  }
  const read = (filter: unknown) => {
    given = filter ?? {}
    const known = model()
    if (!known) return
    show(readFilter(known, object, given), { removed: undefined })
    learn()
  }
  const learn = async () => {
    const { root, titles } = $state.get()
    const known = model()
    const found = known && (await readNames(api, known, { object }, root, titles))
    if (found?.size) set({ titles: new Map([...$state.get().titles, ...found]) })
  }
  /** Somebody compares a text: what do records say there? */
  const learnValues = async ([field, ...more]: readonly string[]) => {
    if (!field || more.length || model()?.subject({ object }, [field])?.kind !== 'text') return
    if ($state.get().known.has(field)) return
    const known = (field: string, values: readonly string[]) =>
      set({ known: new Map([...$state.get().known, [field, values]]) })
    known(field, [])
    known(field, await readKnownValues(api, object, field))
  }
  const root = () => $state.get().root
  const row = (id: string) => {
    const node = find(root(), id)?.node
    return node?.kind === 'row' ? node : undefined
  }
  const placeOf = (id: string) => placeWithin(model(), { object }, find(root(), id)?.around ?? [])
  const rowAt = (place: Place, path: readonly string[], id: string, before?: ConditionRow): ConditionRow => {
    const known = model()
    const { kind, operators = [], field } = known?.subject(place, path) ?? {}
    const keeps = before && operators.includes(before.operator)
    const operator = keeps ? before.operator : firstOperator(operators, kind, field?.type === 'rollup')
    const value = keeps && before ? converted(operator, kind, before.value) : firstValue(operator, kind)
    const inner = OPERATORS[operator]?.takes === 'inner' ? group() : undefined
    return { kind: 'row', id, path, operator, ...(value !== undefined && { value }), ...(inner && { inner }) }
  }

  return {
    $state,
    placeOf,
    async open() {
      set({ status: 'loading' })
      try {
        const found = await readModel(api, options.object, options.changes)
        object = found.object
        preview.stop()
        preview = filterPreviewer(api, object, (next) => set({ preview: next }))
        set(found.state)
        read(given)
      } catch (error) {
        set({ status: 'failed', code: codeOf(error) })
      }
    },
    close: () => preview.stop(),
    load(filter) {
      const { status, value } = $state.get()
      if (status !== 'ready' || !same(value, filter ?? {})) read(filter)
    },
    write(filter) {
      const before = $state.get().value
      read(filter)
      const { value, valid } = $state.get()
      if (!same(value, before)) options.changed?.(value, valid)
    },
    addRow(groupId, path) {
      const id = newId()
      change(insert(root(), groupId, rowAt(placeOf(groupId), path, id)))
      learnValues(path)
      return id
    },
    addGroup(groupId) {
      const into = find(root(), groupId)?.node
      const made = group(into?.kind === 'group' && into.mode === 'all' ? 'any' : 'all')
      change(insert(root(), groupId, made))
      return made.id
    },
    setPath(id, path) {
      const before = row(id)
      if (before) change(replaced(root(), id, rowAt(placeOf(id), path, id, before)))
      learnValues(path)
    },
    setOperator(id, operator) {
      const before = row(id)
      if (!before || before.operator === operator) return
      const { kind } = model()?.subject(placeOf(id), before.path) ?? {}
      const { inner, value: _, source: __, ...rest } = before
      const value = converted(operator, kind, before.value)
      const takesInner = OPERATORS[operator]?.takes === 'inner'
      change(
        replaced(root(), id, {
          ...rest,
          operator,
          ...(takesInner ? { inner: inner ?? group() } : value !== undefined && { value }),
        }),
      )
    },
    setValue(id, value) {
      const before = row(id)
      if (before && !same(before.value ?? null, value ?? null)) change(withRow(root(), id, { value }))
    },
    setMode: (id, mode) => void change(withGroup(root(), id, { mode })),
    duplicate(id) {
      const { node, parent, at } = find(root(), id) ?? {}
      if (!node || !parent || at === undefined) return undefined
      const copy = copied(node)
      change(insert(root(), parent.id, copy, at + 1))
      return copy.id
    },
    wrap: (id) => void change(replace(root(), id, (node) => [group('any', [node])])),
    remove(id) {
      const { node, parent, at } = find(root(), id) ?? {}
      if (node && parent && at !== undefined) change(without(root(), id), { removed: { node, group: parent.id, at } })
    },
    undo() {
      const { removed } = $state.get()
      if (!removed) return undefined
      const into = find(root(), removed.group) ? removed.group : root().id
      change(insert(root(), into, removed.node, removed.at), { removed: undefined })
      return removed.node.id
    },
    forget: () => set({ removed: undefined }),
    move(id, groupId, at) {
      return samePlace(placeOf(id), placeOf(groupId)) && change(moved(root(), id, groupId, at))
    },
    step: (id, by) => change(stepped(root(), id, by, () => placeOf(id).list === undefined)),
    name(id, title) {
      if (title) set({ titles: new Map([...$state.get().titles, [id, title]]) })
    },
  }
}

const initial = (): FilterBuilderState => ({
  status: 'loading',
  objects: [],
  baseCurrency: '',
  zone: 'UTC',
  root: group(),
  value: {},
  valid: true,
  problems: new Map(),
  preview: { status: 'waiting', examples: [] },
  titles: new Map(),
  known: new Map(),
})

/** Whether two filters are the same JSON. What is no JSON is never the same. */
function same(left: unknown, right: unknown): boolean {
  try {
    return canonicalJson(left) === canonicalJson(right)
  } catch {
    return false
  }
}

const samePlace = (left: Place, right: Place) => left.object === right.object && left.list === right.list

const replaced = (root: ConditionGroup, id: string, row: ConditionRow) => replace(root, id, () => [row])

/** What conditions are about after all rows around them are followed. */
function placeWithin(model: FilterModel | undefined, start: Place, around: readonly ConditionNode[]): Place {
  return around.reduce((place, node) => {
    const subject = node.kind === 'row' ? model?.subject(place, node.path) : undefined
    return model && subject && node.kind === 'row' ? model.inside(subject, node.operator) : place
  }, start)
}

/** @throws KithError `FORBIDDEN` for an object that the person may not see */
async function readModel(api: FilterBuilderApi, name: string, changes = false) {
  const [me, description] = await Promise.all([api.me(), api.model()])
  const found = description.objects.find((one) => one.name === name || one.plural === name)
  if (!found) throw { code: 'FORBIDDEN' }
  const staged = description.objects.some(({ fields }) => 'stageId' in fields && 'pipelineId' in fields)
  const { items } = staged ? await api.list('pipeline', { limit: 100 }).catch(() => ({ items: [] })) : { items: [] }
  const stages = items.flatMap((one) => (one['stages'] ?? []) as readonly SelectOption[])
  const model = filterModel(description, [...new Map(stages.map((one) => [one.id, one])).values()], changes)
  const { baseCurrency, zone } = me
  return {
    object: found.name,
    state: { status: 'ready', model, objects: model.objects, baseCurrency, zone } as const,
  }
}
