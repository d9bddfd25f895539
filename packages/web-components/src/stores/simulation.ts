import type { CrmApi, ModelDescription, RulesApi, SimulationReport } from '@kith/core'
import { atom, type ReadableAtom } from 'nanostores'
import { codeOf } from './refusal.ts'
import { objectOfRule } from './rule-triggers.ts'

/** What a simulation calls. */
export type SimulationApi = Pick<CrmApi, 'me' | 'model' | 'list'> &
  Pick<RulesApi, 'simulateRules' | 'simulationProgress' | 'describeRule'>

/** How far back it goes: days, or to the first record. */
export type SimulationPeriod = '30' | '90' | 'all'

/** A condition alone, and for how many of the records it was so. */
export interface ConditionShare {
  readonly sentence: string
  readonly held: number
}

/** What a simulation shows. */
export interface SimulationState {
  /** Of the tenant: times are shown in it, as in what is said. */
  readonly zone?: string
  readonly status: 'idle' | 'running' | 'ready' | 'failed' | 'stopped'
  readonly code?: string
  readonly message?: string
  readonly period: SimulationPeriod
  readonly from?: string
  readonly to?: string
  /** When it was started, milliseconds. */
  readonly since?: number
  /** How much of it is done, 0 to 1, where that is known. */
  readonly share?: number | undefined
  readonly report?: SimulationReport | undefined
  readonly objects: ModelDescription['objects']
  /** Which condition keeps it from doing anything; `looking` while that is found out. */
  readonly shares?: readonly ConditionShare[] | 'looking' | undefined
}

/** What would have happened. Nothing is done by it. */
export interface SimulationStore {
  readonly $state: ReadableAtom<SimulationState>
  start(): Promise<void>
  stop(): void
  /** Asks how far it is, while it runs. */
  look(): Promise<void>
  setPeriod(period: SimulationPeriod): void
  /** Tries each condition of a rule alone, to tell which of them is rare. */
  findCause(): Promise<void>
}

/** Options of {@link simulationStore}. */
export interface SimulationOptions {
  /** Whole rules, or ids of existing ones. */
  readonly rules: readonly unknown[]
  /** These in their place: the differences are told. */
  readonly instead?: readonly unknown[] | undefined
  readonly locale: string
  readonly period?: SimulationPeriod
  /** Milliseconds. Default: the clock. */
  readonly now?: () => number
}

const DAY_MS = 864e5
const LONG_AGO = '2000-01-01T00:00:00.000Z'
const CONDITIONS = 6
const TURN_MS = 1_500
const TURNS = 40

/**
 * Opens the store of one simulation.
 *
 * @example
 * const past = simulationStore(api, { rules: ['first-call'], locale: 'en', period: '90' })
 * await past.start()
 */
export function simulationStore(api: SimulationApi, options: SimulationOptions): SimulationStore {
  const { rules, instead, locale, now = Date.now } = options
  const $state = atom<SimulationState>({
    status: 'idle',
    period: options.period ?? '30',
    objects: [],
  })
  const set = (change: Partial<SimulationState>) => $state.set({ ...$state.get(), ...change })
  let end = new AbortController()

  const asked = instead ?? rules
  const first = asked.find((rule): rule is Readonly<Record<string, unknown>> => typeof rule === 'object' && !!rule)

  /** The first record that the rules look at; where that is not known, long ago. */
  const beginning = async (): Promise<string> => {
    const object = objectOfRule(first?.['on'])
    if (!object) return LONG_AGO
    const { items } = await api.list(object, { sort: 'createdAt', limit: 1 }).catch(() => ({ items: [] }))
    return String(items[0]?.['createdAt'] ?? LONG_AGO)
  }
  /** One runs at a time for each tenant, and one that was stopped may not have ended yet: it waits for its turn. */
  const run = async (given: readonly unknown[], signal: AbortSignal, other?: readonly unknown[]) => {
    const { from = LONG_AGO, to = '' } = $state.get()
    const input = { rules: given, ...(other && { instead: other }), from, to }
    for (let tries = 1; ; tries++) {
      try {
        return await api.simulateRules(input, { locale, signal })
      } catch (error) {
        if (codeOf(error) !== 'RATE_LIMITED' || tries > TURNS || signal.aborted) throw error
        await new Promise((go) => setTimeout(go, TURN_MS))
      }
    }
  }
  /** What the new rules would have done, and how the old ones differ. */
  const compare = async (signal: AbortSignal): Promise<SimulationReport> => {
    if (!instead) return run(rules, signal)
    const { differences = [], ...report } = await run(instead, signal, rules)
    return { ...report, differences: differences.map((one) => ({ ...one, before: one.after, after: one.before })) }
  }

  return {
    $state,
    async start() {
      end.abort()
      end = new AbortController()
      const { signal } = end
      const { period } = $state.get()
      set({ status: 'running', since: now(), share: undefined, report: undefined, shares: undefined })
      try {
        const to = new Date(now()).toISOString()
        const from = period === 'all' ? await beginning() : new Date(now() - Number(period) * DAY_MS).toISOString()
        set({ from, to })
        const [{ objects }, { zone }, report] = await Promise.all([api.model(), api.me(), compare(signal)])
        if (!signal.aborted) set({ status: 'ready', report, objects, zone })
      } catch (error) {
        if (!signal.aborted) set({ status: 'failed', code: codeOf(error), message: reasonOf(error) })
      }
    },
    stop() {
      end.abort()
      set({ status: 'stopped' })
    },
    async look() {
      const { signal } = end
      const { share } = await api.simulationProgress().catch(() => ({ share: null }))
      if (share !== null && !signal.aborted && $state.get().status === 'running') set({ share })
    },
    setPeriod(period) {
      set({ period })
    },
    async findCause() {
      const conditions = Object.entries((first?.['if'] ?? {}) as object).slice(0, CONDITIONS)
      if (!first || !conditions.length) return
      set({ shares: 'looking' })
      const { signal } = end
      const shares: ConditionShare[] = []
      try {
        for (const [field, operand] of conditions) {
          const alone = { ...first, if: { [field]: operand } }
          const [said, { tallies }] = await Promise.all([api.describeRule(alone, { locale }), run([alone], signal)])
          shares.push({ sentence: said.if ?? field, held: tallies.reduce((all, { fired }) => all + fired, 0) })
        }
        set({ shares: shares.sort((a, b) => a.held - b.held) })
      } catch {
        set({ shares: undefined })
      }
    },
  }
}

const reasonOf = (error: unknown): string => {
  const { details, message } = error as { details?: { reason?: string }; message?: string }
  return String(details?.reason ?? message ?? '')
}
