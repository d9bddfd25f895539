import type { FieldDefinition, Label, LiveEvent, StoredRecord } from '@kith/core'
import { atom, type ReadableAtom } from 'nanostores'
import { type BoardRule, compare, ruleOf } from './board-rules.ts'
import type { BoardApi, BoardDeal, BoardFilter, BoardQuestion, BoardStage, BoardState } from './board-types.ts'
import { follow } from './follow.ts'

/** A pipeline as columns of deals: moved at once, put back when the server refuses, live from others. */
export interface BoardStore {
  readonly $state: ReadableAtom<BoardState>
  /** Loads (again) and listens to changes until `close`. */
  open(): Promise<void>
  close(): void
  /** The next page of a stage; nothing happens while one is on its way. */
  more(stageId: string): Promise<void>
  filter(filter: BoardFilter): Promise<void>
  /** Moves a deal to the top of a stage. Asks where the server refuses: see {@link BoardQuestion}. */
  move(id: string, stageId: string): Promise<void>
  /** Answers the question: values of its fields, or undefined to leave the deal where it is. */
  answer(values?: Readonly<Record<string, unknown>>): Promise<void>
  /** Takes back the move that the notice tells of. */
  undo(): Promise<void>
  /** Closes the notice. */
  dismiss(): void
}

/** Options of {@link boardStore}. */
export interface BoardOptions {
  /** Id of the pipeline. */
  readonly pipeline: string
  /** A key that no other call has. */
  readonly newKey: () => string
  /** Milliseconds since 1970. Default: the clock of the machine. */
  readonly now?: () => number
}

/** What is known of a record: itself, or that it is gone. `seq`: of the last event about it. */
type Known = { readonly version?: number; readonly seq?: number }
type Tally = { count: number; sums: Record<string, number> }
type Edge = { cursor?: string | undefined; last?: BoardDeal | undefined; busy?: boolean }

const PAGE = 50
const RECOUNT_MS = 400

/**
 * Opens the store of one board.
 *
 * @example
 * const board = boardStore(httpApi({ base: '/kith/v1' }), { pipeline: 'sales', newKey: () => crypto.randomUUID() })
 * board.$state.listen(show)
 * await board.open()
 */
export function boardStore(api: BoardApi, { pipeline, newKey, now = Date.now }: BoardOptions): BoardStore {
  const names = new Map<string, string>()
  const busy = new Set<string>()
  const $state = atom<BoardState>({
    status: 'loading',
    title: '',
    columns: [],
    names,
    busy,
    filter: 'all',
    readOnly: false,
  })
  /** Deals on the board, with moves that are on their way; and what the server said last. */
  const deals = new Map<string, BoardDeal>()
  const truth = new Map<string, Known>()
  let tallies: Record<string, Tally> = {}
  let edges: Record<string, Edge> = {}
  let stages: readonly BoardStage[] | undefined
  let fields: Readonly<Record<string, FieldDefinition>> = {}
  let who = { me: '', month: '', now }
  let currency = ''
  let rule: BoardRule
  let held: LiveEvent[] | undefined
  let round = 0
  let edits = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let end = new AbortController()

  const set = (change: Partial<BoardState>) => $state.set({ ...$state.get(), ...change })
  const tally = (stageId: string) => (tallies[stageId] ??= { count: 0, sums: {} })

  const show = (change?: Partial<BoardState>) => {
    const all = [...deals.values()].sort(compare)
    set({
      columns: (stages ?? []).map((stage) => {
        const { cursor, last } = edges[stage.id] ?? {}
        // What belongs behind the loaded pages is shown when its page is there.
        const cards = all.filter((deal) => deal.stageId === stage.id && !(cursor && last && compare(last, deal) < 0))
        return { stage, cards, more: !!cursor, ...tally(stage.id) }
      }),
      ...change,
    })
  }

  const count = ({ stageId, amount }: BoardDeal, by: 1 | -1) => {
    const { count, sums } = tally(stageId)
    const sum = amount && { [amount.currency]: (sums[amount.currency] ?? 0) + by * amount.amountMinor }
    tallies[stageId] = { count: count + by, sums: { ...sums, ...sum } }
  }

  /** Shows a deal as it is now, or that it is gone. */
  const put = (id: string, next?: Known) => {
    const before = deals.get(id)
    const after = next as BoardDeal | undefined
    edits++
    deals.delete(id)
    if (before) count(before, -1)
    if (after?.pipelineId === pipeline && rule.fits(after)) {
      count(after, 1)
      deals.set(id, after)
    }
    show()
  }

  /** Takes an answer of the server unless something newer is known. */
  const settle = (record: StoredRecord) => {
    const known = truth.get(record.id)
    if (known && !((known.version as number) <= record.version)) return
    truth.set(record.id, { ...known, ...record })
    put(record.id, record)
  }

  const learn = (cards: readonly BoardDeal[]) =>
    Object.entries({ company: 'companyId', contact: 'contactId', user: 'ownerId' }).map(async ([object, field]) => {
      const ids = new Set(cards.map((card) => card[field] as string).filter((id) => id && !names.has(id)))
      if (!ids.size) return
      const found = await api.list(object, { where: { id: { in: [...ids] } }, limit: PAGE }).catch(() => undefined)
      for (const record of found?.items ?? []) names.set(record.id, nameOf(record))
      set({})
    })

  const page = async (stageId: string, cursor?: string) => {
    const mine = round
    const { items, nextCursor } = await api.list('deal', {
      where: { pipelineId: pipeline, ...rule.where, stageId },
      sort: '-stageEnteredAt',
      limit: PAGE,
      ...(cursor && { cursor }),
    })
    if (mine !== round) return
    const cards = items as readonly BoardDeal[]
    edges[stageId] = { cursor: nextCursor, last: cards.at(-1) ?? edges[stageId]?.last }
    for (const card of cards)
      if (truth.has(card.id)) settle(card)
      else {
        truth.set(card.id, card)
        deals.set(card.id, card)
      }
    learn(cards)
  }

  const total = async () => {
    const [mine, then] = [round, edits]
    const rows = await api.totals('deal', {
      where: { pipelineId: pipeline, ...rule.where },
      groupBy: ['stageId', 'amount.currency'],
      sum: ['amount.amountMinor'],
    })
    if (mine !== round) return
    if (then !== edits || busy.size) return recount()
    tallies = {}
    for (const { keys, count, sums } of rows) {
      const one = tally(keys[0] as string)
      one.count += count
      if (keys[1]) one.sums[keys[1] as string] = sums[0] ?? 0
    }
  }

  /** Reads the totals again, a moment after what made them doubtful. */
  const recount = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      total()
        .then(() => show())
        .catch(() => {})
    }, RECOUNT_MS)
  }

  const load = async (stands?: Promise<void>) => {
    const mine = ++round
    held ??= []
    try {
      if (!stages) {
        const [me, { objects }, record] = await Promise.all([api.me(), api.model(), api.get('pipeline', pipeline)])
        const deal = objects.find(({ name }) => name === 'deal')
        const today = new Date(now()).toLocaleDateString('sv', { timeZone: me.zone })
        who = { me: me.actor.id, month: today.slice(0, 7), now }
        currency = me.baseCurrency
        fields = deal?.fields ?? {}
        stages = record['stages'] as readonly BoardStage[]
        set({
          title: (record['label'] as Label | undefined) ?? nameOf(record),
          readOnly: !deal?.can.includes('update'),
        })
      }
      await stands
      rule = ruleOf($state.get().filter, stages, who)
      deals.clear()
      truth.clear()
      edges = {}
      await Promise.all([total(), ...stages.map(({ id }) => page(id))])
      if (mine !== round) return
      const events = held
      held = undefined
      show({ status: 'ready' })
      events.forEach(take)
    } catch (error) {
      if (mine === round) set({ status: 'failed', code: codeOf(error) })
    }
  }

  const take = (event: LiveEvent) => {
    const { id, seq, record } = event
    const known = truth.get(id)
    if (event.type === 'reset') load()
    else if (held) held.push(event)
    else if (event.object === 'deal') {
      if (seq <= (known?.seq ?? 0) || (record && (known?.version ?? 0) >= record.version)) return
      if (!deals.has(id)) recount()
      truth.set(id, { ...record, seq })
      put(id, record)
      if (record) learn([record as BoardDeal])
    } else if (record && names.has(id)) {
      names.set(id, nameOf(record))
      set({})
    }
  }

  const ask = (code: BoardQuestion['code'], deal: BoardDeal, stageId: string, ids: readonly string[]) =>
    set({
      question: { code, deal, stageId, currency, fields: ids.map((id) => ({ type: 'text', ...fields[id], id })) },
    })

  const refused = (deal: BoardDeal, stageId: string, error: unknown) => {
    const code = codeOf(error)
    const { current, issues = [] } = ((error as Refusal).details ?? {}) as NonNullable<Refusal['details']>
    if (current) {
      settle(current)
      learn([current, { ...current, ownerId: current.updatedBy?.slice(5) ?? '' }])
      ask('VERSION_CONFLICT', current, stageId, [])
    } else if (code === 'LOST_REASON_REQUIRED') ask(code, deal, stageId, ['lostReason'])
    else if (code === 'STAGE_EXIT_UNMET' && issues.length)
      ask(code, deal, stageId, [...new Set(issues.map(({ path }) => path.split('/')[2] ?? ''))])
    else set({ notice: { kind: 'failed', deal, code } })
  }

  const move = async (id: string, stageId: string, extra?: object, seen?: number) => {
    const deal = deals.get(id)
    if (!deal || busy.has(id) || deal.stageId === stageId) return
    const stage = stages?.find((one) => one.id === stageId)
    if (stage?.kind === 'lost' && !extra) return ask('LOST_REASON_REQUIRED', deal, stageId, ['lostReason'])
    const correlation = newKey()
    busy.add(id)
    put(id, { ...deal, stageId, stageEnteredAt: new Date(now()).toISOString() } as BoardDeal)
    set({ notice: undefined })
    try {
      const options = { ifVersion: seen ?? deal.version, idempotencyKey: newKey(), correlation }
      const after = (await api.moveDeal(id, { stageId, ...extra }, options)) as BoardDeal
      busy.delete(id)
      settle(after)
      set({ notice: { kind: 'moved', deal: after, correlation } })
    } catch (error) {
      busy.delete(id)
      put(id, truth.get(id))
      refused(deal, stageId, error)
    }
  }

  return {
    $state,
    move,
    open() {
      end.abort()
      end = new AbortController()
      return load(follow(api, end.signal, take))
    },
    close() {
      end.abort()
      clearTimeout(timer)
    },
    async more(stageId) {
      const edge = edges[stageId]
      if (!edge?.cursor || edge.busy) return
      edge.busy = true
      await page(stageId, edge.cursor).then(
        () => show(),
        () => (edge.busy = false),
      )
    },
    filter(filter) {
      set({ filter })
      return load()
    },
    async answer(values) {
      const { question } = $state.get()
      set({ question: undefined })
      if (!question || !values) return
      const { code, deal, stageId } = question
      await move(deal.id, stageId, code === 'STAGE_EXIT_UNMET' ? { set: values } : values, deal.version)
    },
    async undo() {
      const { deal, correlation = '' } = $state.get().notice ?? {}
      if (!deal) return
      set({ notice: undefined })
      try {
        const { conflicts } = await api.undo({ correlation })
        const after = (await api.get('deal', deal.id)) as BoardDeal
        settle(after)
        set({ notice: { kind: conflicts.length ? 'kept' : 'undone', deal: after } })
      } catch (error) {
        set({ notice: { kind: 'failed', deal, code: codeOf(error) } })
      }
    },
    dismiss: () => set({ notice: undefined }),
  }
}

interface Refusal {
  readonly code?: string
  readonly details?: { readonly current?: BoardDeal; readonly issues?: readonly { readonly path: string }[] }
}

const codeOf = (error: unknown) => (error as Refusal).code ?? 'INTERNAL'

function nameOf({ name = '' }: StoredRecord): string {
  return (name as { full?: string }).full ?? (name as string)
}
