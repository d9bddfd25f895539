import type { CrmApi, RulesApi, StoredRecord, UndoResult, WhyEntry } from '@kith/core'
import { atom, type ReadableAtom } from 'nanostores'
import type { ScreenObject } from '../values/model.ts'
import { follow } from './follow.ts'
import { pointing } from './pointing.ts'
import { codeOf } from './refusal.ts'
import { readScreenModel } from './screen-model.ts'
import { createTitles } from './titles.ts'

/** What the screen calls. */
export type WhyApi = Pick<CrmApi & RulesApi, 'me' | 'model' | 'list' | 'why' | 'undo' | 'changes'>

/** How far taking something back is. */
export interface WhyUndo {
  readonly status: 'busy' | 'done' | 'failed'
  readonly result?: UndoResult
  /** Why it failed. */
  readonly code?: string
}

/** What the screen shows. */
export interface WhyState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Code of the error when `failed`. */
  readonly code?: string
  readonly object?: ScreenObject
  readonly objects: readonly ScreenObject[]
  /** Newest first. */
  readonly entries: readonly WhyEntry[]
  /** There may be earlier ones. */
  readonly more: boolean
  /** What records are called, by id. */
  readonly titles: ReadonlyMap<string, string>
  /** By {@link whyKey}. */
  readonly undone: ReadonlyMap<string, WhyUndo>
}

/** What rules did to one record and why, live. */
export interface WhyStore {
  readonly $state: ReadableAtom<WhyState>
  /** Loads (again) and listens to changes until `close`. */
  open(): Promise<void>
  close(): void
  /** Reads earlier ones as well. */
  more(): Promise<void>
  /**
   * Takes back what a rule did, where nobody changed it since. Only that: its correlation also has what the person did
   * who set the rule off, and what other rules made of it.
   */
  undo(entry: WhyEntry): Promise<void>
}

/** Options of {@link whyStore}. */
export interface WhyOptions {
  /** Name or plural of the object. */
  readonly object: string
  readonly id: string
  /** BCP 47; rules are said in it. */
  readonly locale: string
}

const PAGE = 20
const GATHER_MS = 120

/** Tells entries apart: a rule does something once for each change that sets it off. */
export const whyKey = ({ at, ruleId, correlation }: WhyEntry): string => `${at} ${ruleId} ${correlation}`

/** Changes that can be taken back: what people decided about a proposal stays as it was. */
export const undoable = ({ did }: WhyEntry): readonly number[] => [
  ...new Set(did.flatMap(({ object, seq }) => (object === 'review' ? [] : [seq]))),
]

/**
 * Opens the store of one record's reasons.
 *
 * @example
 * const why = whyStore(api, { object: 'lead', id, locale: 'en' })
 * why.$state.listen(show)
 * await why.open()
 */
export function whyStore(api: WhyApi, { object: asked, id, locale }: WhyOptions): WhyStore {
  const titles = createTitles(api)
  const $state = atom<WhyState>({
    status: 'loading',
    objects: [],
    entries: [],
    more: false,
    titles: titles.known,
    undone: new Map(),
  })
  let limit = PAGE
  let end = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  const set = (change: Partial<WhyState>) => $state.set({ ...$state.get(), ...change })

  /** Learns the names that values and changed records stand for. */
  const learn = async (entries: readonly WhyEntry[]) => {
    const { object, objects } = $state.get()
    if (!object) return
    const seen = entries.flatMap(({ conditions }) => conditions.map(({ values }) => values as StoredRecord))
    const asks = [titles.learn(object, seen, Object.keys(object.fields))]
    for (const { object: name, id, field, before, after } of entries.flatMap(({ did }) => did)) {
      const of = objects.find((one) => one.name === name)
      if (!of) continue
      asks.push(titles.learn(pointing(of.name), [{ id } as StoredRecord], ['id']))
      if (field) asks.push(titles.learn(of, [{ [field]: before }, { [field]: after }] as never, [field]))
    }
    if ((await Promise.all(asks)).some(Boolean)) set({})
  }

  const read = async () => {
    const { object } = $state.get()
    if (!object) return
    const entries = await api.why(object.name, id, { locale, limit })
    set({ status: 'ready', entries, more: entries.length >= limit })
    await learn(entries)
  }

  const load = async (stands?: Promise<void>) => {
    try {
      const found = await readScreenModel(api, asked)
      if (!found) return set({ status: 'failed', code: 'FORBIDDEN' })
      titles.use(found.model)
      set({ object: found.object, objects: found.model.objects })
      await stands
      await read()
    } catch (error) {
      set({ status: 'failed', code: codeOf(error) })
    }
  }

  const mark = (entry: WhyEntry, undo: WhyUndo) =>
    set({ undone: new Map([...$state.get().undone, [whyKey(entry), undo]]) })

  return {
    $state,
    open() {
      end.abort()
      end = new AbortController()
      const stands = follow(api, end.signal, (event) => {
        const own = event.object === $state.get().object?.name && event.id === id
        if (!own && event.type !== 'reset') return
        clearTimeout(timer)
        timer = setTimeout(() => read().catch(() => undefined), GATHER_MS)
      })
      return load(stands)
    },
    close() {
      end.abort()
      clearTimeout(timer)
    },
    async more() {
      limit += PAGE
      await read().catch(() => undefined)
    },
    async undo(entry) {
      mark(entry, { status: 'busy' })
      try {
        const result = await api.undo({ changes: undoable(entry) })
        mark(entry, { status: 'done', result })
      } catch (error) {
        mark(entry, { status: 'failed', code: codeOf(error) })
      }
    },
  }
}
