import type { LiveEvent, StoredRecord, WriteOptions } from '@kith/core'
import { atom } from 'nanostores'
import { follow } from './follow.ts'
import { codeOf } from './refusal.ts'
import { learnReviews } from './review-queue-names.ts'
import type {
  MayNot,
  ReviewQueueApi,
  ReviewQueueState,
  ReviewQueueStore,
  ReviewRow,
  Verdict,
  VerdictInput,
} from './review-queue-types.ts'
import { readScreenModel } from './screen-model.ts'
import { createTitles } from './titles.ts'

const MOST = 200
const PAGE = 25
const GATHER_MS = 120
const WAITS: readonly string[] = ['proposed', 'contested']
const RACES: readonly string[] = ['REVIEW_ALREADY_DECIDED', 'VERSION_CONFLICT']

/** Nobody has decided it yet, or somebody must again. */
export const waits = ({ status }: Pick<ReviewRow, 'status'>): boolean => WAITS.includes(status)

/** Why a person does not decide a review; undefined where they may. */
export function mayNot(review: ReviewRow, { me }: Pick<ReviewQueueState, 'me'>): MayNot | undefined {
  const id = me?.actor.id ?? ''
  if (review.servesIds?.includes(id)) return 'served'
  if (review.steps?.some(({ by }) => by === id)) return 'before'
  if (review.approverRole !== undefined && !me?.roles.includes(review.approverRole)) return 'role'
  return undefined
}

/**
 * Opens the queue.
 *
 * @example
 * const queue = reviewQueueStore(api, { locale: 'en' })
 * queue.$state.listen(show)
 * await queue.open()
 */
export function reviewQueueStore(api: ReviewQueueApi, { locale }: { readonly locale: string }): ReviewQueueStore {
  const titles = createTitles(api)
  const names = new Map<string, string>()
  const $state = atom<ReviewQueueState>({
    status: 'loading',
    objects: [],
    tab: 'waiting',
    waiting: [],
    decided: [],
    more: false,
    titles: names,
  })
  let cursor: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let end = new AbortController()

  const set = (change: Partial<ReviewQueueState>) => $state.set({ ...$state.get(), ...change })
  const rows = (tab = $state.get().tab) => $state.get()[tab]
  const current = () => rows().find(({ id }) => id === $state.get().selected)

  const learn = async (reviews: readonly ReviewRow[]) => {
    const found = await learnReviews(api, locale, titles, reviews, $state.get().objects, names)
    for (const [id, title] of titles.known) names.set(id, title)
    if (found) set({})
  }

  /** Those that are for the person first, each kind oldest first. */
  const inOrder = (reviews: readonly ReviewRow[]) => {
    const rank = (one: ReviewRow) => (mayNot(one, $state.get()) ? 1 : 0)
    return [...reviews].sort((a, b) => rank(a) - rank(b) || (a.createdAt < b.createdAt ? -1 : 1))
  }

  const readFigures = async () => {
    const figures = await api.reviewFigures().catch(() => undefined)
    if (figures) set({ figures })
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(readFigures, GATHER_MS)
  }

  const readDecided = async (from?: string) => {
    const page = await api.list('review', {
      where: { status: { in: ['approved', 'changed', 'refused'] } },
      sort: '-decidedAt',
      limit: PAGE,
      ...(from && { cursor: from }),
    })
    cursor = page.nextCursor
    return page.items as readonly ReviewRow[]
  }

  const load = async (stands?: Promise<void>) => {
    try {
      const found = await readScreenModel(api, 'review')
      if (!found) return set({ status: 'failed', code: 'FORBIDDEN' })
      titles.use(found.model)
      set({ me: found.me, objects: found.model.objects })
      await stands
      const [page, decided] = await Promise.all([
        api.list('review', { where: { status: { in: WAITS } }, sort: 'createdAt', limit: MOST }),
        readDecided(),
        readFigures(),
      ])
      set({ status: 'ready', waiting: inOrder(page.items as readonly ReviewRow[]), decided, more: !!cursor })
      if (!current()) set({ selected: rows()[0]?.id })
      await learn([...$state.get().waiting, ...decided])
    } catch (error) {
      set({ status: 'failed', code: codeOf(error) })
    }
  }

  /** Puts a review where it belongs now; the one that is read stays under the eyes until the person goes on. */
  const put = (review: ReviewRow, held = $state.get().selected) => {
    const { waiting, decided, tab } = $state.get()
    const without = (all: readonly ReviewRow[]) => all.filter(({ id }) => id !== review.id)
    const here = waits(review)
    const stays = held === review.id && tab === 'waiting' && !here
    const later = held === review.id && tab === 'decided' && here
    set({
      waiting: here || stays ? replaced(waiting, review, inOrder) : without(waiting),
      decided: here ? (later ? replaced(decided, review) : without(decided)) : replaced(decided, review, newest),
    })
    learn([review])
  }

  const leave = (id: string) => {
    const { waiting, decided, selected } = $state.get()
    const gone = (all: readonly ReviewRow[]) => all.filter((one) => one.id !== id)
    const next = selected === id ? neighbour(id) : selected
    set({ waiting: gone(waiting), decided: gone(decided), selected: next })
  }

  const neighbour = (id: string) => {
    const all = rows()
    const at = all.findIndex((one) => one.id === id)
    return (all[at + 1] ?? all[at - 1])?.id
  }

  const select = (id: string | undefined) => {
    const { waiting, decided } = $state.get()
    const stay = (one: ReviewRow) => one.id === id
    set({
      selected: id,
      meanwhile: undefined,
      waiting: waiting.filter((one) => waits(one) || stay(one)),
      decided: decided.filter((one) => !waits(one) || stay(one)),
    })
  }

  const take = ({ type, object, id, record, actor }: LiveEvent) => {
    const { me, waiting, decided, selected } = $state.get()
    if (type === 'reset') return void load()
    if (object !== 'review') {
      if (record && titles.known.has(id) && titles.keep(object, record)) set({})
      return
    }
    soon()
    if (!record) return leave(id)
    const known = [...waiting, ...decided].find((one) => one.id === id)
    if (known && known.version >= record.version) return
    const other = actor?.kind !== 'user' || actor.id !== me?.actor.id
    if (known && selected === id && other && known.status !== record['status']) set({ meanwhile: id })
    put(record as ReviewRow)
    if (!$state.get().selected) set({ selected: id })
  }

  const call = (verdict: Verdict, id: string, input: VerdictInput, options: WriteOptions): Promise<StoredRecord> => {
    const { lookedSeconds, reason = '', commands = [], by } = input
    if (verdict === 'approve') return api.approveReview(id, { lookedSeconds, ...(reason && { reason }) }, options)
    if (verdict === 'change') return api.changeReview(id, { lookedSeconds, reason, commands }, options)
    if (verdict === 'refuse') return api.refuseReview(id, { lookedSeconds, reason }, options)
    return api.contestReview(id, { reason, ...(by && { by }) }, options)
  }

  return {
    $state,
    select,
    open() {
      end.abort()
      end = new AbortController()
      return load(follow(api, end.signal, take))
    },
    close() {
      end.abort()
      clearTimeout(timer)
    },
    show(tab) {
      set({ tab })
      select(rows(tab)[0]?.id)
    },
    async reveal(id) {
      const known = (tab: ReviewQueueState['tab']) => rows(tab).some((one) => one.id === id)
      if (!known('waiting') && !known('decided')) {
        const found = await api.get('review', id).catch(() => undefined)
        if (!found) return
        put(found as ReviewRow, '')
      }
      set({ tab: known('waiting') ? 'waiting' : 'decided' })
      select(id)
    },
    async more() {
      if (!cursor) return
      const known = new Set($state.get().decided.map(({ id }) => id))
      const page = await readDecided(cursor).catch(() => [])
      const next = page.filter(({ id }) => !known.has(id))
      set({ decided: [...$state.get().decided, ...next], more: !!cursor })
      await learn(next)
    },
    async decide(verdict, review, input, idempotencyKey) {
      try {
        const options = { ifVersion: review.version, idempotencyKey }
        const after = (await call(verdict, review.id, input, options)) as ReviewRow
        const stays = verdict === 'contest' && $state.get().tab === 'waiting'
        const next = stays ? review.id : neighbour(review.id)
        put(after, '')
        select(next)
        set({ notice: { verdict, review: after } })
        soon()
        return true
      } catch (error) {
        if (!RACES.includes(codeOf(error))) throw error
        const now = (await api.get('review', review.id).catch(() => undefined)) as ReviewRow | undefined
        if (!now || now.version === review.version) throw error
        set({ meanwhile: review.id })
        put(now)
        return false
      }
    },
    dismiss: () => set({ notice: undefined }),
  }
}

type Order = (reviews: readonly ReviewRow[]) => readonly ReviewRow[]

const newest: Order = (reviews) => [...reviews].sort((a, b) => ((a.decidedAt ?? '') > (b.decidedAt ?? '') ? -1 : 1))

function replaced(all: readonly ReviewRow[], review: ReviewRow, order: Order = (same) => same): readonly ReviewRow[] {
  const known = all.some(({ id }) => id === review.id)
  return known ? all.map((one) => (one.id === review.id ? review : one)) : order([...all, review])
}
