import type { CrmApi, ListQuery, LiveEvent, StoredRecord, UncheckedFilter, WriteOptions } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { models } from './fake-model.ts'

/** What the screens of colleagues call; all else of {@link CrmApi} is not faked. */
type Faked = Pick<
  CrmApi,
  | 'me'
  | 'model'
  | 'list'
  | 'get'
  | 'totals'
  | 'update'
  | 'moveDeal'
  | 'assign'
  | 'sendMessage'
  | 'closeConversation'
  | 'undo'
  | 'changes'
>

type Values = Readonly<Record<string, unknown>>

/** A CRM in memory with the rules that screens rely on: versions, stages, totals, cursors, live changes. */
export interface FakeCrm extends Faked {
  /** Calls so far: `['list deal', 'moveDeal d1']`. */
  readonly calls: string[]
  /** Instant of all writes, milliseconds. */
  now: number
  /** What each call waits for: a promise that a test keeps open. */
  gate: Promise<unknown> | undefined
  /** The next call of a method ends in this error. */
  fail(method: keyof Faked, error: Error, times?: number): void
  /** Somebody else writes; listeners hear of it unless `quiet`. `undefined` values empty a field. */
  write(
    object: string,
    id: string,
    set: Values | null,
    options?: { by?: string; quiet?: boolean },
  ): StoredRecord | undefined
  /** Says something to all listeners. */
  tell(event: Partial<LiveEvent>): void
  record(object: string, id: string): StoredRecord | undefined
}

/** What a {@link fakeCrm} starts with. */
export interface FakeCrmOptions {
  readonly records: Readonly<Record<string, readonly Values[]>>
  /** Id of the user who asks. Default `ida`. */
  readonly me?: string
  /** Only looking. Default false. */
  readonly readOnly?: boolean
  readonly now?: number
}

/**
 * Opens a fake.
 *
 * @example
 * board.client = fakeCrm({ records: { pipeline: [salesPipeline], deal: deals(40) } })
 */
export function fakeCrm({
  records,
  me = 'ida',
  readOnly = false,
  now = Date.parse('2026-03-11T09:00:00Z'),
}: FakeCrmOptions): FakeCrm {
  const tables = new Map<string, Map<string, StoredRecord>>()
  const failures = new Map<string, Error[]>()
  const listeners = new Set<(event: LiveEvent) => void>()
  const answers = new Map<string, StoredRecord>()
  const undoable = new Map<string, { object: string; id: string; before: StoredRecord; version: number }>()
  let seq = 0
  let ids = 0
  for (const [object, rows] of Object.entries(records))
    tables.set(object, new Map(rows.map((row) => [row['id'] as string, { version: 1, ...row } as StoredRecord])))

  const table = (object: string) =>
    tables.get(object) ?? (tables.set(object, new Map()).get(object) as Map<string, StoredRecord>)
  const enter = async (method: string, about = '') => {
    fake.calls.push(`${method} ${about}`.trim())
    await fake.gate
    const error = failures.get(method)?.shift()
    if (error) throw error
  }
  const find = (object: string, id: string) => {
    const record = table(object).get(id)
    if (!record) throw new KithError('NOT_FOUND')
    return record
  }
  const rows = (object: string, where: UncheckedFilter = {}) =>
    [...table(object).values()].filter((record) => matches(record, where, fake.now))
  const store = (object: string, id: string, set: Values, by: string): StoredRecord => {
    const before = table(object).get(id)
    const next = { ...before, ...set, id, version: (before?.version ?? 0) + 1, updatedBy: `user:${by}` }
    const kept = Object.fromEntries(
      Object.entries(next).filter(([, value]) => value !== undefined && value !== null),
    ) as StoredRecord
    table(object).set(id, kept)
    fake.tell({ type: before ? 'updated' : 'created', object, id, record: kept })
    return kept
  }
  const write = (object: string, id: string, set: Values, options: WriteOptions = {}) => {
    const known = options.idempotencyKey && answers.get(options.idempotencyKey)
    if (known) return known
    const before = find(object, id)
    if (options.ifVersion !== before.version) throw new KithError('VERSION_CONFLICT', { current: before })
    const after = store(object, id, set, me)
    if (options.idempotencyKey) answers.set(options.idempotencyKey, after)
    if (options.correlation) undoable.set(options.correlation, { object, id, before, version: after.version })
    return after
  }

  const fake: FakeCrm = {
    calls: [],
    now,
    gate: undefined,
    fail: (method, error, times = 1) => void failures.set(method, Array<Error>(times).fill(error)),
    record: (object, id) => table(object).get(id),
    tell(event) {
      const whole = {
        seq: ++seq,
        at: new Date(fake.now).toISOString(),
        type: 'updated',
        object: 'deal',
        id: '',
        ...event,
      }
      for (const listener of listeners) listener(whole as LiveEvent)
    },
    write(object, id, set, { by = 'kari', quiet = false } = {}) {
      const all = [...listeners]
      if (quiet) listeners.clear()
      const record = set ? store(object, id, set, by) : undefined
      if (!set) {
        table(object).delete(id)
        fake.tell({ type: 'deleted', object, id })
      }
      for (const one of all) listeners.add(one)
      return record
    },
    async me() {
      await enter('me')
      const actor = { kind: 'user', id: me } as const
      return {
        actor,
        tenant: 'nordlys',
        roles: ['agent'],
        locale: 'en',
        zone: 'Europe/Oslo',
        baseCurrency: 'EUR',
        canConfigure: false,
      }
    },
    async model() {
      await enter('model')
      return models(readOnly)
    },
    async list(object, query = {}) {
      await enter('list', object)
      return paged(rows(object, query.where), query)
    },
    async get(object, id) {
      await enter('get', `${object} ${id}`)
      return find(object, id)
    },
    async totals(object, { where, groupBy = [], sum = [] } = {}) {
      await enter('totals', object)
      const groups = Map.groupBy(rows(object, where), (record) =>
        JSON.stringify(groupBy.map((path) => at(record, path) ?? null)),
      )
      return [...groups].map(([keys, all]) => ({
        keys: JSON.parse(keys),
        count: all.length,
        sums: sum.map((path) => all.reduce((total, record) => total + Number(at(record, path) ?? 0), 0)),
      }))
    },
    async update(object, id, values, options) {
      await enter('update', id)
      return write(object, id, values, options)
    },
    async moveDeal(id, { stageId, lostReason, set }, options) {
      await enter('moveDeal', id)
      const { stages } = find('pipeline', find('deal', id)['pipelineId'] as string) as unknown as {
        stages: FakeStage[]
      }
      const wanted = { ...find('deal', id), ...set }
      const to = stages.find((stage) => stage.id === stageId)
      const from = stages.find((stage) => stage.id === wanted['stageId'])
      if (!to || !from) throw new KithError('STAGE_NOT_IN_PIPELINE', { stageId })
      const unmet =
        stages.indexOf(to) > stages.indexOf(from) && to.kind !== 'lost'
          ? (from.needs ?? []).filter((field) => !wanted[field])
          : []
      if (unmet.length)
        throw new KithError('STAGE_EXIT_UNMET', {
          issues: unmet.map((field) => ({ path: `/set/${field}`, code: 'required', message: '' })),
        })
      if (to.kind === 'lost' && !lostReason) throw new KithError('LOST_REASON_REQUIRED')
      const closedAt = to.kind === 'open' ? undefined : new Date(fake.now).toISOString()
      return write(
        'deal',
        id,
        { ...set, lostReason, stageId, closedAt, stageEnteredAt: new Date(fake.now).toISOString() },
        options,
      )
    },
    async assign(object, id, { ownerId }, options) {
      await enter('assign', id)
      return write(object, id, { ownerId: ownerId ?? undefined }, options)
    },
    async sendMessage(conversationId, { text, internal }, options = {}) {
      await enter('sendMessage', text)
      const known = answers.get(options.idempotencyKey ?? '')
      if (known) return known
      if (find('conversation', conversationId)['status'] === 'closed' && !internal)
        throw new KithError('CONVERSATION_CLOSED')
      const order = rows('message', { conversationId }).length + 1
      const sentAt = new Date(fake.now).toISOString()
      const said = {
        conversationId,
        text,
        internal: internal || undefined,
        authorKind: 'agent',
        authorId: me,
        order,
        sentAt,
        key: options.idempotencyKey,
      }
      const message = store('message', `m-${++ids}`, said, me)
      if (!internal)
        store(
          'conversation',
          conversationId,
          {
            lastMessageAt: sentAt,
            lastMessageText: text,
            lastMessageBy: me,
            unreadByAgent: 0,
            waitingSince: undefined,
          },
          me,
        )
      if (options.idempotencyKey) answers.set(options.idempotencyKey, message)
      return message
    },
    async closeConversation(id) {
      await enter('closeConversation', id)
      find('conversation', id)
      return store(
        'conversation',
        id,
        { status: 'closed', closedAt: new Date(fake.now).toISOString(), waitingSince: undefined, unreadByAgent: 0 },
        me,
      )
    },
    async undo({ correlation = '' }) {
      await enter('undo')
      const one = undoable.get(correlation)
      if (!one) throw new KithError('NOT_FOUND')
      const { object, id, before, version } = one
      const current = find(object, id)
      if (current.version !== version)
        return {
          undone: [],
          conflicts: [{ object, id, field: 'stageId', current: current['stageId'], wanted: before['stageId'] }],
          effects: [],
        }
      const { version: _, ...values } = before
      store(object, id, { lostReason: undefined, closedAt: undefined, ...values }, me)
      return { undone: [{ object, id, fields: ['stageId'] }], conflicts: [], effects: [] }
    },
    changes: ({ signal } = {}) => stream(listeners, signal),
  }
  return fake
}

interface FakeStage {
  readonly id: string
  readonly kind: string
  /** Fields without which a deal does not leave forward. */
  readonly needs?: readonly string[]
}

const at = (record: Values, path: string): unknown =>
  path.split('.').reduce<unknown>((value, part) => (value as Values | undefined)?.[part], record)

function paged(all: StoredRecord[], { sort = '-createdAt', limit = 50, cursor = '0' }: ListQuery) {
  const field = sort.replace('-', '')
  const way = sort.startsWith('-') ? -1 : 1
  const key = (record: StoredRecord) => record[field] as string | number | undefined
  all.sort((a, b) => {
    const [x, y] = [key(a), key(b)]
    if (x === undefined || y === undefined) return x === y ? way * (a.id < b.id ? -1 : 1) : x === undefined ? 1 : -1
    return x === y ? way * (a.id < b.id ? -1 : 1) : way * (x < y ? -1 : 1)
  })
  const from = Number(cursor)
  const items = all.slice(from, from + limit)
  return { items, ...(from + limit < all.length && { nextCursor: String(from + limit) }) }
}

/** The part of the condition language that screens use. */
function matches(record: StoredRecord, where: UncheckedFilter, now: number): boolean {
  return Object.entries(where).every(([field, wanted]) => {
    if (field === 'or') return (wanted as UncheckedFilter[]).some((one) => matches(record, one, now))
    const value = record[field] as string | undefined
    if (typeof wanted !== 'object' || wanted === null) return (value ?? null) === wanted
    const { in: any, empty, lt, gt, within, ne } = wanted as Record<string, never>
    if (gt !== undefined) return Number(value ?? Number.NEGATIVE_INFINITY) > Number(gt)
    if (any) return (any as string[]).includes(value as string)
    if (empty !== undefined) return (value === undefined) === empty
    if (ne !== undefined) return value !== ne
    if (within) return value?.slice(0, 7) === new Date(now).toISOString().slice(0, 7)
    const { ago } = (lt ?? {}) as { ago?: { days: number } }
    return !!value && !!ago && Date.parse(value) < now - ago.days * 864e5
  })
}

async function* stream(listeners: Set<(event: LiveEvent) => void>, signal?: AbortSignal): AsyncGenerator<LiveEvent> {
  const queue: LiveEvent[] = []
  let wake = () => {}
  const hear = (event: LiveEvent) => {
    queue.push(event)
    wake()
  }
  listeners.add(hear)
  const stop = () => {
    listeners.delete(hear)
    wake()
  }
  signal?.addEventListener('abort', stop)
  yield { seq: 0, at: '', type: 'reset', object: '', id: '' }
  while (!signal?.aborted) {
    const event = queue.shift()
    if (event) yield event
    else await new Promise<void>((go) => (wake = go))
  }
}
