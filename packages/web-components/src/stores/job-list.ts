import type { CrmApi, JobDescription, Page, RulesApi, StoredRecord } from '@kith/core'
import { atom, type ReadableAtom } from 'nanostores'
import type { ScreenObject } from '../values/model.ts'
import { pointing } from './pointing.ts'
import { codeOf } from './refusal.ts'
import { readRuleNames } from './rule-names.ts'
import { createTitles } from './titles.ts'

/** What the list calls. */
export type JobListApi = Pick<CrmApi & RulesApi, 'model' | 'list' | 'ruleLabels' | 'jobs' | 'retryJob'>

/** What became of jobs that were put back. */
export interface JobsRetried {
  /** Still to be put back; 0 when all were. */
  readonly left: number
  /** Ids of those that were. */
  readonly put: readonly string[]
  /** How many could not be, and the code of the last refusal. */
  readonly failed: number
  readonly code?: string
}

/** What the list shows. */
export interface JobListState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Code of the error when `failed`. */
  readonly code?: string
  readonly objects: readonly ScreenObject[]
  readonly dead: readonly JobDescription[]
  readonly waiting: readonly JobDescription[]
  /** There are more than are shown, by state. */
  readonly more: { readonly dead: boolean; readonly waiting: boolean }
  /** What records are called, by id. */
  readonly titles: ReadonlyMap<string, string>
  /** What rules are called, by id. */
  readonly rules: ReadonlyMap<string, string>
  /** When it was last read, milliseconds. */
  readonly readAt?: number
  /** The last reading failed; what is shown is older. */
  readonly stale: boolean
  /** Ids of those that are being put back. */
  readonly busy: ReadonlySet<string>
  readonly retried?: JobsRetried | undefined
}

/** Work that waits and work that gave up. */
export interface JobListStore {
  readonly $state: ReadableAtom<JobListState>
  open(): Promise<void>
  /** Reads the lists again; what is shown stays where that fails. */
  refresh(): Promise<void>
  /** Puts jobs that gave up to be done again now, one after another, and reads the lists again. */
  retry(ids: readonly string[]): Promise<void>
  /** Closes what was told of the last ones. */
  dismiss(): void
}

/** Options of {@link jobListStore}. */
export interface JobListOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** BCP 47; rules are called by their names in it. */
  readonly locale: string
}

/** How many of each state are read. */
export const MOST_JOBS = 200

/**
 * Opens the list. It reads only when it is told to: whoever shows it knows whether anybody looks.
 *
 * @example
 * const jobs = jobListStore(api, { now: Date.now, locale: 'en' })
 * await jobs.open()
 */
export function jobListStore(api: JobListApi, { now, locale }: JobListOptions): JobListStore {
  const titles = createTitles(api)
  const $state = atom<JobListState>({
    status: 'loading',
    objects: [],
    dead: [],
    waiting: [],
    more: { dead: false, waiting: false },
    titles: titles.known,
    rules: new Map(),
    stale: false,
    busy: new Set(),
  })
  let round = 0

  const set = (change: Partial<JobListState>) => $state.set({ ...$state.get(), ...change })

  const learn = async (jobs: readonly JobDescription[]) => {
    const asks = $state.get().objects.map((object) => {
      const own = jobs.filter((job) => job.object === object.name && job.recordId)
      return titles.learn(
        pointing(object.name),
        own.map(({ recordId }) => ({ id: recordId }) as StoredRecord),
        ['id'],
      )
    })
    if ((await Promise.all(asks)).some(Boolean)) set({})
  }

  const read = async () => {
    const mine = ++round
    const ask = (state: 'dead' | 'waiting') => api.jobs({ state, limit: MOST_JOBS })
    const [dead, waiting] = await Promise.all([ask('dead'), ask('waiting')])
    if (mine !== round) return
    set({
      status: 'ready',
      dead: dead.items,
      waiting: [...waiting.items].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)),
      more: { dead: isFull(dead), waiting: isFull(waiting) },
      readAt: now(),
      stale: false,
    })
    await learn([...dead.items, ...waiting.items])
  }

  const refresh = () => read().catch(() => set({ stale: true }))

  return {
    $state,
    async open() {
      try {
        const [model, rules] = await Promise.all([api.model(), readRuleNames(api, locale)])
        titles.use(model)
        set({ objects: model.objects, rules })
        await read()
      } catch (error) {
        set({ status: 'failed', code: codeOf(error) })
      }
    },
    refresh,
    async retry(ids) {
      const put: string[] = []
      let failed = 0
      let code: string | undefined
      set({ busy: new Set([...$state.get().busy, ...ids]), retried: { left: ids.length, put: [], failed } })
      for (const [at, id] of ids.entries()) {
        await api.retryJob(id).then(
          () => put.push(id),
          (error) => {
            failed++
            code = codeOf(error)
          },
        )
        set({ retried: { left: ids.length - at - 1, put: [...put], failed, ...(code && { code }) } })
      }
      const { busy } = $state.get()
      set({ busy: new Set([...busy].filter((id) => !ids.includes(id))) })
      await refresh()
    },
    dismiss: () => set({ retried: undefined }),
  }
}

const isFull = ({ items, nextCursor }: Page<JobDescription>) => !!nextCursor || items.length >= MOST_JOBS

/** What became of the jobs that were put back, as far as the last reading tells. */
export function outcomes({ retried, dead, waiting, more }: JobListState): {
  readonly done: number
  readonly waiting: number
  readonly dead: number
} {
  const has = (jobs: readonly JobDescription[], id: string) => jobs.some((job) => job.id === id)
  const put = retried?.put ?? []
  const again = put.filter((id) => has(dead, id)).length
  const still = put.filter((id) => has(waiting, id)).length
  return { dead: again, waiting: still, done: more.waiting || more.dead ? 0 : put.length - again - still }
}
