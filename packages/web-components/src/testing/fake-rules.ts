import type {
  CrmApi,
  createModel,
  describeRule,
  parseRule,
  Rule,
  RuleDescription,
  RulesApi,
  SimulationReport,
  StoredRecord,
  simulate,
  standardObjects,
} from '@kith/core'
import { KithError, labelText } from '@kith/core/shared'

/** What rules are read, said and simulated by; given by who uses it, because what ships never imports the engine. */
export interface RuleEngine {
  readonly createModel: typeof createModel
  readonly standardObjects: typeof standardObjects
  readonly describeRule: typeof describeRule
  readonly parseRule: typeof parseRule
  readonly simulate: typeof simulate
}

/** One thing that a lead of the {@link pastLeads} went through. */
type Change = Parameters<typeof simulate>[0]['changes'][number]

/** A client with rules in memory: said, checked and simulated by the engine's own functions. */
export type FakeRules = CrmApi & RulesApi & { readonly calls: string[]; fail(method: string, error: Error): void }

/** What {@link fakeRules} starts with. */
export interface FakeRulesOptions {
  readonly code?: readonly Rule[]
  readonly stored?: readonly Rule[]
  readonly history?: {
    readonly start: Readonly<Record<string, readonly StoredRecord[]>>
    readonly changes: readonly Change[]
  }
  readonly names?: Readonly<Record<string, string>>
  /** Answers that differ. */
  readonly instead?: Partial<CrmApi & RulesApi>
}

const ZONE = 'Europe/Oslo'

/**
 * Opens it on top of a client that answers all else.
 *
 * @example
 * editor.client = fakeRules(admin, { createModel, standardObjects, describeRule, parseRule, simulate })
 */
export function fakeRules(base: CrmApi, engine: RuleEngine, options: FakeRulesOptions = {}): FakeRules {
  const model = engine.createModel(engine.standardObjects)
  const { history = { start: {}, changes: [] }, names = NAMES } = options
  const known = new Map<string, { rule: Rule; origin: 'code' | 'stored'; version?: number }>()
  const failures = new Map<string, Error>()
  const calls: string[] = []
  for (const rule of options.code ?? []) known.set(rule.id, { rule, origin: 'code' })
  for (const rule of options.stored ?? []) known.set(rule.id, { rule, origin: 'stored', version: 1 })

  const enter = (call: string) => {
    calls.push(call)
    const error = failures.get(call.split(' ')[0] ?? '')
    failures.delete(call.split(' ')[0] ?? '')
    if (error) throw error
  }
  const nameOf = (object: string, id: string) => names[`${object}:${id}`]
  const say = (rule: Rule, locale = 'en') =>
    engine.describeRule(rule, model, locale, { zone: ZONE, baseCurrency: 'NOK', nameOf })
  const tell = (
    { rule, origin, version }: NonNullable<ReturnType<typeof known.get>>,
    locale?: string,
  ): RuleDescription => {
    const count = rule.id.length % 4 === 0 ? 0 : rule.id.length * 3
    const runs = count ? { count, lastAt: new Date(Date.now() - count * 9e6).toISOString() } : { count }
    const own = version === undefined ? {} : { recordVersion: version }
    return { rule, origin, active: rule.active !== false, ...own, said: say(rule, locale), runs }
  }
  const whole = (rule: unknown): Rule =>
    typeof rule === 'string' ? (known.get(rule)?.rule as Rule) : engine.parseRule(rule, model)
  const run = (rules: readonly unknown[], from: string, to: string) =>
    engine.simulate({
      model,
      rules: rules.map(whole),
      ...history,
      from,
      to,
      zone: ZONE,
      locale: 'en',
      baseCurrency: 'NOK',
    })

  const own: Partial<FakeRules> = {
    calls,
    fail: (method, error) => void failures.set(method, error),
    // The first record of the history is older than those of the client below.
    list: async (object, query = {}) => {
      const { sort, limit } = query
      const first = sort === 'createdAt' && limit === 1 && history.changes.find((one) => one.object === object)
      if (first) return { items: [{ id: first.id, version: 1, createdAt: first.at } as StoredRecord] }
      return base.list(object, query)
    },
    async rules({ locale } = {}) {
      enter('rules')
      return [...known.values()].map((one) => tell(one, locale))
    },
    async ruleLabels({ locale = 'en' } = {}) {
      return [...known.values()].map(({ rule }) => ({ id: rule.id, label: labelText(rule.label, locale, rule.id) }))
    },
    async describeRule(rule, { locale } = {}) {
      enter('describeRule')
      return say(engine.parseRule(rule, model), locale)
    },
    async saveRule(id, rule, { ifVersion } = {}) {
      enter(`saveRule ${id}`)
      const before = known.get(id)
      if (before?.version !== undefined && ifVersion !== before.version) throw new KithError('VERSION_CONFLICT')
      const next =
        before?.origin === 'code'
          ? { ...before.rule, active: (rule as Rule).active !== false }
          : engine.parseRule({ ...(rule as object), id }, model)
      const saved = { rule: next, origin: before?.origin ?? 'stored', version: (before?.version ?? 0) + 1 } as const
      known.set(id, saved)
      return tell(saved)
    },
    async simulationProgress() {
      enter('simulationProgress')
      return { share: null }
    },
    async simulateRules({ rules, instead, from, to }) {
      enter('simulateRules')
      const [old, now] = [run(rules, from, to), instead && run(instead, from, to)]
      return { ...reportOf(old, from, to), ...(now && { differences: differ(old, now) }) }
    },
  }
  return Object.assign(Object.create(base) as FakeRules, base, own, options.instead)
}

const NAMES: Readonly<Record<string, string>> = {
  'team:inside-sales': 'Sales',
  'user:ida': 'Ida Hansen',
  'user:ola': 'Ola Nordmann',
}

type Result = ReturnType<typeof simulate>

function general(clause: string, title: string | undefined) {
  const said = title ? clause.replaceAll(title, 'a lead') : clause
  return { said, alike: said }
}

function reportOf({ runs, rules, stops, complete }: Result, from: string, to: string): SimulationReport {
  const said = runs.map(({ rule, title, waitsUntil, ...one }) => ({
    at: one.at,
    ruleId: rule.id,
    ruleVersion: rule.version,
    object: one.object,
    id: one.id,
    said: one.said,
    deeds: one.said.map((said) => general(said, title)),
    skipped: one.skipped.map(({ at, reason }) => `step ${at + 1} does nothing (${reason})`),
    conditions: one.conditions,
    chain: one.chain.map((link) => link.id),
    review: one.commands.some(({ operation }) => operation === 'proposeReview'),
    ...(title === undefined ? {} : { title }),
    ...(waitsUntil === undefined ? {} : { waitsUntil }),
  }))
  const tallies = Object.entries(rules).map(([ruleId, tally]) => ({ ruleId, ...tally }))
  const stopped = stops.map(({ at, object, id, reason, message }) => ({
    at,
    object,
    id,
    reason,
    ...(message ? { message } : {}),
  }))
  return { from, to, changes: 0, runs: said, more: false, tallies, stops: stopped, complete }
}

function differ(old: Result, now: Result): NonNullable<SimulationReport['differences']> {
  const by = ({ runs }: Result) =>
    Map.groupBy(
      runs.filter(({ said }) => said.length),
      ({ object, id }) => `${object}:${id}`,
    )
  const [left, right] = [by(old), by(now)]
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) => {
    const [before = [], after = []] = [left.get(key), right.get(key)]
    const [one] = [...before, ...after]
    const clauses = (runs: typeof before) => runs.flatMap(({ said }) => said)
    if (!one || clauses(before).join() === clauses(after).join()) return []
    const title = one.title === undefined ? {} : { title: one.title }
    return [{ object: one.object, id: one.id, ...title, before: clauses(before), after: clauses(after) }]
  })
}

const PEOPLE = [
  'Kari Nes',
  'Per Vik',
  'Åse Ødegård',
  'Łukasz Zieliński',
  'Siti Nurhaliza',
  'Emre Yıldız',
  'Noor de Vries',
]
const DAY_MS = 864e5

/** Leads of eighteen months: every second from the website, every third of those never called. */
export function pastLeads(now: number, count = 90): NonNullable<FakeRulesOptions['history']> {
  const users = [
    { id: 'ida', version: 1, name: 'Ida Hansen', managerId: 'ola', active: true },
    { id: 'ola', version: 1, name: 'Ola Nordmann', active: true },
  ] as unknown as readonly StoredRecord[]
  const begin = now - 548 * DAY_MS
  const changes = Array.from({ length: count }, (_, at) => {
    const made = begin + (at * 545 * DAY_MS) / count
    const id = `lead-${at}`
    const source = at % 2 ? 'phone' : 'website'
    const name = PEOPLE[at % PEOPLE.length] as string
    const lead = {
      name: { full: `${name} ${at}` },
      source,
      status: 'new',
      ownerId: 'ida',
      submissionId: `s-${at}`,
      formId: 'contact',
    }
    const first = change(made, id, 'captureLead', null, lead)
    const called =
      at % 3
        ? [change(made + 36e5, id, 'logActivity', { lastActivityAt: null }, { lastActivityAt: instant(made + 36e5) })]
        : []
    return [first, ...called]
  })
  return { start: { user: users }, changes: changes.flat().sort((a, b) => (a.at < b.at ? -1 : 1)) }
}

const instant = (at: number) => new Date(at).toISOString()

const change = (at: number, id: string, cause: string, before: Change['before'], after: Change['after']): Change => ({
  at: instant(at),
  actor: { kind: 'visitor', id: 'x' },
  cause,
  correlation: `${id}-${at}`,
  object: 'lead',
  id,
  before,
  after: { ...after, ...(before === null ? { createdAt: instant(at) } : {}) },
})
