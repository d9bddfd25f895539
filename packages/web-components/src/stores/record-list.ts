import type { FieldDefinition, LiveEvent, StoredRecord, UncheckedFilter } from '@kith/core'
import { atom, type ReadableAtom } from 'nanostores'
import { firstColumns } from '../values/model.ts'
import { titleOf } from '../values/text.ts'
import { follow } from './follow.ts'
import type { RecordListApi, RecordListNotice, RecordListQuery, RecordListState } from './record-list-types.ts'
import { codeOf } from './refusal.ts'
import { readScreenModel } from './screen-model.ts'
import { createTitles } from './titles.ts'

/** Records of one object as rows: sorted, searched and filtered by the server, live from others. */
export interface RecordListStore {
  readonly $state: ReadableAtom<RecordListState>
  /** Loads (again) and listens to changes until `close`. */
  open(): Promise<void>
  close(): void
  /** The next page; nothing happens while one is on its way. */
  more(): Promise<void>
  /** Shows other records. */
  ask(change: Partial<RecordListQuery>): Promise<void>
  /** Shows other columns. */
  show(columns: readonly string[]): void
  /** @throws KithError with `issues` for what is wrong with the values */
  create(values: Readonly<Record<string, unknown>>, idempotencyKey: string): Promise<StoredRecord>
  /** Adds a run-time field and shows it as the last column. @throws KithError with `issues` */
  addField(id: string, field: FieldDefinition): Promise<void>
  /** Takes a record back from the recycle bin. */
  restore(id: string): Promise<void>
  /** Closes the notice. */
  dismiss(): void
}

/** Options of {@link recordListStore}. */
export interface RecordListOptions {
  /** Name or plural of the object. */
  readonly object: string
  /** Columns that were chosen before; absent: those of the model. */
  readonly columns?: readonly string[] | undefined
  /** Field id to sort by at first, `-` before it for descending. Default: newest first. */
  readonly sort?: string
  /** What to show at first. Default: all. */
  readonly where?: UncheckedFilter | undefined
  /** Told when the person chooses columns. */
  readonly keepColumns?: (columns: readonly string[]) => void
}

const PAGE = 50
const GATHER_MS = 60
const FRESH_MS = 4_000

/**
 * Opens the store of one list.
 *
 * @example
 * const list = recordListStore(crmHttpApi({ base: '/kith/v1' }), { object: 'contact' })
 * list.$state.listen(show)
 * await list.open()
 */
export function recordListStore(api: RecordListApi, options: RecordListOptions): RecordListStore {
  const titles = createTitles(api)
  const query: RecordListQuery = {
    sort: options.sort || '-createdAt',
    search: '',
    mine: false,
    chosen: {},
    where: options.where,
    deleted: false,
  }
  const $state = atom<RecordListState>({
    status: 'loading',
    objects: [],
    me: '',
    baseCurrency: '',
    canConfigure: false,
    query,
    columns: [],
    rows: [],
    more: false,
    busy: false,
    titles: titles.known,
    fresh: new Set(),
  })
  const touched = new Set<string>()
  let name = options.object
  let cursor: string | undefined
  let round = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let end = new AbortController()

  const set = (change: Partial<RecordListState>) => $state.set({ ...$state.get(), ...change })
  const tell = (notice: RecordListNotice) => set({ notice })

  const where = (): UncheckedFilter | undefined => {
    const { query, me } = $state.get()
    const chosen = Object.entries(query.chosen).map(([field, value]) => oneOf(field, value))
    const all = [...chosen, ...(query.mine ? [{ ownerId: me }] : []), ...(query.where ? [query.where] : [])]
    return all.length ? { and: all } : undefined
  }
  const oneOf = (field: string, value: string): UncheckedFilter =>
    $state.get().object?.fields[field]?.type === 'multiSelect'
      ? { [field]: { some: { eq: value } } }
      : { [field]: value }

  const learn = async (rows: readonly StoredRecord[]) => {
    const { object, columns } = $state.get()
    if (object && (await titles.learn(object, rows, columns))) set({})
  }

  const read = async (extra?: UncheckedFilter, limit = PAGE, from?: string) => {
    const { search, sort, deleted } = $state.get().query
    const base = where()
    const both = extra && base ? { and: [extra, base] } : (extra ?? base)
    return api.list(name, {
      sort,
      limit,
      ...(both && { where: both }),
      ...(search && { search }),
      ...(from && { cursor: from }),
      ...(deleted && { deleted }),
    })
  }

  const count = async () => {
    const mine = round
    const { search, deleted } = $state.get().query
    const both = where()
    if (search || deleted) return set({ total: undefined })
    const rows = await api.totals(name, both ? { where: both } : {}).catch(() => undefined)
    if (mine === round) set({ total: rows && (rows[0]?.count ?? 0) })
  }

  const describe = async () => {
    const found = await readScreenModel(api, options.object)
    if (!found) return set({ status: 'failed', code: 'FORBIDDEN' })
    const { me, model, object } = found
    titles.use(model)
    name = object.name
    const before = $state.get().columns
    const wanted = before.length ? before : (options.columns ?? firstColumns(object))
    const columns = wanted.filter((id) => id in object.fields)
    set({
      object,
      objects: model.objects,
      me: me.actor.id,
      baseCurrency: me.baseCurrency,
      canConfigure: me.canConfigure,
      columns: columns.length ? columns : firstColumns(object),
    })
  }

  const load = async (stands?: Promise<void>) => {
    const mine = ++round
    set({ busy: true })
    try {
      if (!$state.get().object) await describe()
      if (!$state.get().object) return
      await stands
      const page = await read()
      if (mine !== round) return
      cursor = page.nextCursor
      set({ status: 'ready', rows: page.items, more: !!cursor, busy: false })
      count()
      await learn(page.items)
    } catch (error) {
      if (mine === round) set({ status: 'failed', code: codeOf(error), busy: false })
    }
  }

  /** Asks again for records that others touched: those that still belong here are shown, the others leave. */
  const recheck = async () => {
    timer = undefined
    // What is being read may be older, and comes later.
    if ($state.get().busy) return soon()
    const ids = [...touched]
    const mine = round
    touched.clear()
    const page = await read({ id: { in: ids } }, ids.length).catch(() => undefined)
    if (!page || mine !== round) return
    const { rows, fresh, query } = $state.get()
    const now = new Map(page.items.map((record) => [record.id, record]))
    const kept = rows.flatMap((row) => (ids.includes(row.id) ? (now.get(row.id) ?? []) : row))
    const known = new Set(rows.map(({ id }) => id))
    const added = page.items.filter(({ id }) => !known.has(id))
    const all = added.reduce<readonly StoredRecord[]>((some, one) => insert(some, one, query.sort), kept)
    set({ rows: all, fresh: new Set([...fresh, ...now.keys()]) })
    setTimeout(() => set({ fresh: without($state.get().fresh, now) }), FRESH_MS)
    count()
    await learn(page.items)
  }

  const soon = () => {
    timer ??= setTimeout(recheck, GATHER_MS)
  }

  const take = (event: LiveEvent) => {
    const { object, id, record } = event
    if (event.type === 'reset') load()
    else if (object === 'fieldDefinition') describe().then(() => learn($state.get().rows))
    else if (object === name) {
      if (record && $state.get().rows.some((row) => row.id === id && row.version >= record.version)) return
      touched.add(id)
      soon()
    } else if (record && titles.known.has(id) && titles.keep(object, record)) set({})
  }

  const show = (columns: readonly string[]) => {
    set({ columns })
    options.keepColumns?.(columns)
    learn($state.get().rows)
  }

  return {
    $state,
    show,
    open() {
      end.abort()
      end = new AbortController()
      return load(follow(api, end.signal, take))
    },
    close() {
      end.abort()
      clearTimeout(timer)
    },
    async more() {
      const { busy, more, rows } = $state.get()
      if (busy || !more || !cursor) return
      const mine = round
      set({ busy: true })
      const page = await read(undefined, PAGE, cursor).catch(() => undefined)
      if (mine !== round) return
      const known = new Set(rows.map(({ id }) => id))
      cursor = page?.nextCursor ?? (page ? undefined : cursor)
      const next = page?.items.filter(({ id }) => !known.has(id)) ?? []
      set({ busy: false, more: !!cursor, rows: [...$state.get().rows, ...next] })
      await learn(next)
    },
    ask(change) {
      set({ query: { ...$state.get().query, ...change } })
      return load()
    },
    async create(values, idempotencyKey) {
      const record = await api.create(name, values, { idempotencyKey })
      const { rows, query, object } = $state.get()
      if (!rows.some(({ id }) => id === record.id)) set({ rows: insert(rows, record, query.sort) })
      tell({ kind: 'created', name: titleOf(record, object?.title), id: record.id })
      count()
      await learn([record])
      return record
    },
    async addField(id, field) {
      const added = await api.addField(name, id, field)
      await describe()
      show([...$state.get().columns.filter((one) => one !== added.id), added.id])
      tell({ kind: 'added', name: String(typeof field.label === 'string' ? field.label : added.id) })
    },
    async restore(id) {
      const row = $state.get().rows.find((one) => one.id === id)
      try {
        const record = await api.restore(name, id, row && { ifVersion: row.version })
        set({ rows: $state.get().rows.filter((one) => one.id !== id) })
        tell({ kind: 'restored', name: titleOf(record, $state.get().object?.title), id })
      } catch (error) {
        tell({ kind: 'failed', name: row ? titleOf(row, $state.get().object?.title) : '', code: codeOf(error) })
      }
    },
    dismiss: () => set({ notice: undefined }),
  }
}

const without = (all: ReadonlySet<string>, gone: ReadonlyMap<string, unknown>) =>
  new Set([...all].filter((id) => !gone.has(id)))

/** What a sort compares of a value; the server has the last word at the next load. */
function keyOf(value: unknown): string | number {
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? value : String(value ?? '')
  const { full, amountMinor } = value as { full?: string; amountMinor?: number }
  return full?.toLowerCase() ?? amountMinor ?? ''
}

/** Puts a record where the sort wants it. */
function insert(rows: readonly StoredRecord[], record: StoredRecord, sort: string): readonly StoredRecord[] {
  const field = sort.replace('-', '')
  const way = sort.startsWith('-') ? -1 : 1
  const key = keyOf(record[field])
  const at = rows.findIndex((row) => {
    const other = keyOf(row[field])
    return way * (key < other ? -1 : key > other ? 1 : 0) <= 0
  })
  const place = at < 0 ? rows.length : at
  return [...rows.slice(0, place), record, ...rows.slice(place)]
}
