import type { CrmApi, RuleDescription, RulesApi } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { atom, type ReadableAtom } from 'nanostores'
import { follow } from './follow.ts'
import { codeOf } from './refusal.ts'

/** What a list of rules calls. */
export type RuleListApi = Pick<CrmApi, 'me' | 'changes'> & Pick<RulesApi, 'rules' | 'saveRule'>

/** What a list of rules shows. */
export interface RuleListState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Code of the error when `failed`. */
  readonly code?: string
  readonly rules: readonly RuleDescription[]
  readonly search: string
  /** Ids of rules that are being switched. */
  readonly busy: ReadonlySet<string>
  readonly notice?: RuleListNotice | undefined
}

/** What was done, or was not. */
export interface RuleListNotice {
  readonly kind: 'on' | 'off' | 'failed'
  readonly id: string
  readonly name: string
  readonly code?: string
}

/** All rules of a tenant. */
export interface RuleListStore {
  readonly $state: ReadableAtom<RuleListState>
  /** Loads (again), and follows what others change until `close`. */
  open(): Promise<void>
  close(): void
  search(words: string): void
  /** Switches a rule on or off, at once. */
  toggle(id: string): Promise<void>
  /** Takes the last switch back. */
  undo(): Promise<void>
  dismiss(): void
}

const GATHER_MS = 300

/** Rules of which the name or the sentence has all words. */
export function foundRules({ rules, search }: RuleListState, locale: string): readonly RuleDescription[] {
  const words = search.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean)
  return rules.filter(({ rule, said }) => {
    const text = `${labelText(rule.label, locale)} ${said.text}`.toLocaleLowerCase(locale)
    return words.every((word) => text.includes(word))
  })
}

/**
 * Opens the store of one list.
 *
 * @example
 * const list = ruleListStore(api, 'en')
 * await list.open()
 */
export function ruleListStore(api: RuleListApi, locale: string): RuleListStore {
  const $state = atom<RuleListState>({ status: 'loading', rules: [], search: '', busy: new Set() })
  const set = (change: Partial<RuleListState>) => $state.set({ ...$state.get(), ...change })
  let end = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Others change rules too: they are read again a moment after the last change. */
  const again = () => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const rules = await api.rules({ locale }).catch(() => undefined)
      if (rules && !end.signal.aborted && $state.get().busy.size === 0) set({ rules })
    }, GATHER_MS)
  }
  const put = (next: RuleDescription) =>
    set({ rules: $state.get().rules.map((one) => (one.rule.id === next.rule.id ? next : one)) })

  const flip = async (id: string, again = true): Promise<void> => {
    const { rules, busy } = $state.get()
    const found = rules.find(({ rule }) => rule.id === id)
    if (!found || busy.has(id)) return
    const { rule, origin, active, recordVersion: ifVersion } = found
    const name = labelText(rule.label, locale, id)
    set({ busy: new Set([...busy, id]), notice: undefined })
    put({ ...found, active: !active })
    try {
      const wanted = origin === 'code' ? { active: !active } : { ...rule, active: !active }
      put(await api.saveRule(id, wanted, ifVersion === undefined ? {} : { ifVersion }))
      set({ notice: { kind: active ? 'off' : 'on', id, name } })
    } catch (error) {
      put(found)
      if (codeOf(error) === 'VERSION_CONFLICT' && again) {
        set({ busy: new Set(), rules: await api.rules({ locale }) })
        return flip(id, false)
      }
      set({ notice: { kind: 'failed', id, name, code: codeOf(error) } })
    } finally {
      set({ busy: new Set([...$state.get().busy].filter((one) => one !== id)) })
    }
  }

  return {
    $state,
    async open() {
      set({ status: $state.get().rules.length ? 'ready' : 'loading' })
      try {
        const { canConfigure } = await api.me()
        if (!canConfigure) throw { code: 'FORBIDDEN' }
        end.abort()
        end = new AbortController()
        follow(api, end.signal, ({ object, type }) => (object === 'rule' || type === 'reset') && again())
        set({ rules: await api.rules({ locale }), status: 'ready' })
      } catch (error) {
        set({ status: 'failed', code: codeOf(error) })
      }
    },
    close() {
      end.abort()
      clearTimeout(timer)
    },
    search: (search) => set({ search }),
    toggle: (id) => flip(id),
    async undo() {
      const { notice } = $state.get()
      if (!notice) return
      await flip(notice.id)
      set({ notice: undefined })
    },
    dismiss: () => set({ notice: undefined }),
  }
}
