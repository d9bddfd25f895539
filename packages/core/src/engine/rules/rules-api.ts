import { event, joinPlans, NOTHING, updateIfNeeded } from '../../domain/plan.ts'
import type { RuleRecord } from '../../domain/rule/rule.schema.ts'
import type { OperationContext, Plan } from '../../domain/types.ts'
import type { Scope, WriteOptions } from '../../ports/crm-api.ts'
import type { RuleDescription, RulesApi } from '../../ports/rules-api.ts'
import { parseRule } from '../../rules/parse-rule.ts'
import { saveRule as planSave } from '../../rules/save-rule.ts'
import { objectOf } from '../../rules/triggers/event.ts'
import { RULE_STARTED } from '../../rules/triggers/manual.ts'
import { KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import { labelText } from '../../shared/locale.ts'
import { addDuration } from '../../shared/time.ts'
import { load } from '../operations.ts'
import { type Engine, openSession, readForWrite, type Session, write } from '../session.ts'
import { listJobs, requireConfigure, retryJob } from './job-api.ts'
import { newestChanges } from './pages.ts'
import { createReviewApi } from './review-api.ts'
import type { KnownRule } from './rule-set.ts'
import { createSpeaker, type Speaker, sayOrNothing } from './say.ts'
import { simulateRules, simulationProgress } from './simulate-api.ts'
import { scanJob } from './watches.ts'
import { ruleBehind, why } from './why.ts'

/** The calls about rules and their work. */
export function createRulesApi(engine: Engine, scope: Scope): RulesApi {
  const open = () => openSession(engine, scope)
  return {
    ...createReviewApi(engine, scope),
    rules: async (options = {}) => listRules(await open(), options.locale),
    ruleLabels: async (options = {}) => listLabels(await open(), options.locale),
    describeRule: async (rule, options = {}) => describeOne(await open(), rule, options.locale),
    saveRule: async (id, rule, options = {}) => save(await open(), id, rule, options),
    startRule: async (id, input, options = {}) => start(await open(), id, input, options),
    simulateRules: async (input, options = {}) => simulateRules(await open(), input, options),
    simulationProgress: async () => simulationProgress(await open()),
    why: async (object, id, options = {}) => why(await open(), object, id, options),
    jobs: async (query) => listJobs(await open(), query),
    retryJob: async (id) => retryJob(await open(), id),
  }
}

async function listRules(session: Session, locale: string | undefined): Promise<readonly RuleDescription[]> {
  requireConfigure(session, 'rule')
  const speaker = await createSpeaker(session, locale)
  const runs = await recentRuns(session)
  const described: RuleDescription[] = []
  for (const known of session.state.rules.all) described.push(await describeKnown(known, speaker, runs))
  return described
}

/** @throws KithError `FORBIDDEN` for who does not work in the tenant */
async function listLabels(session: Session, locale: string | undefined): ReturnType<RulesApi['ruleLabels']> {
  const { scope, state } = session
  if (!['user', 'service', 'rule'].includes(scope.actor.kind))
    throw new KithError('FORBIDDEN', { action: 'read', object: 'rule' })
  const { locale: language } = await createSpeaker(session, locale)
  return state.rules.all.map(({ rule }) => ({ id: rule.id, label: labelText(rule.label, language, rule.id) }))
}

type Runs = ReadonlyMap<string, RuleDescription['runs']>

async function describeKnown(known: KnownRule, speaker: Speaker, runs: Runs): Promise<RuleDescription> {
  const { rule, origin, record, problem } = known
  const said = problem === undefined ? await sayOrNothing(speaker, rule) : { when: '', then: [], text: problem }
  return {
    rule,
    origin,
    active: rule.active !== false,
    ...(record ? { recordVersion: record.version, createdAt: String(record['createdAt']) } : {}),
    said,
    runs: runs.get(rule.id) ?? { count: 0 },
  }
}

/** How far back runs are counted, and how many changes are gone through for it at most. */
const RUN_DAYS = 30
const MOST_CHANGES = 20_000

async function recentRuns(session: Session): Promise<Runs> {
  const since = addDuration(session.engine.clock.now(), { days: -RUN_DAYS }, session.state.zone)
  const runs = new Map<string, { readonly count: number; readonly lastAt: string }>()
  const seen = new Set<string>()
  let looked = 0
  for await (const change of newestChanges(session)) {
    if (++looked > MOST_CHANGES || (!change.erased && change.at < since)) break
    const rule = change.actor.kind === 'rule' ? ruleBehind(change) : undefined
    const key = `${rule?.id} ${change.correlation} ${change.at}`
    if (!rule || seen.has(key)) continue
    seen.add(key)
    const known = runs.get(rule.id)
    runs.set(rule.id, { count: (known?.count ?? 0) + 1, lastAt: known?.lastAt ?? change.at })
  }
  return runs
}

async function describeOne(session: Session, rule: unknown, locale: string | undefined) {
  const speaker = await createSpeaker(session, locale)
  return speaker.rule(parseRule(withId(rule), session.state.model))
}

/** A rule that is being written has no id yet. */
export function withId(rule: unknown): unknown {
  const isObject = typeof rule === 'object' && rule !== null && !Array.isArray(rule)
  return isObject && !('id' in rule) ? { ...rule, id: 'new' } : rule
}

async function save(session: Session, id: string, json: unknown, options: WriteOptions): Promise<RuleDescription> {
  requireConfigure(session, 'rule')
  const known = session.state.rules.get(id)
  const body = objectIn(json)
  const plan = async (context: OperationContext): Promise<Plan> => {
    const record = await load(session, 'rule', id)
    requireVersion(record, options)
    if (known?.origin === 'code') return switchRule(known, body, record as RuleRecord | undefined, context)
    return planSave({ rule: record as RuleRecord | undefined }, body, { ...context, newId: () => id })
  }
  await write(session, {
    cause: 'saveRule',
    args: { id, rule: json },
    options,
    planAgain: false,
    async plan(context) {
      // Each saving has a scan of its own: one that is under way has passed records that the new dates are about.
      const scan = { ...scanJob({ ruleId: id }, context.now), key: `scan:${id}:${context.newId()}` }
      return {
        plan: joinPlans(await plan(context), { ...NOTHING, jobs: [scan] }),
        result: { record: { object: 'rule', id } },
      }
    },
  })
  const { engine, scope } = session
  engine.tenants.forget(scope.tenant)
  const again = await openSession(engine, scope)
  const saved = again.state.rules.get(id)
  if (!saved) throw new KithError('NOT_FOUND')
  return describeKnown(saved, await createSpeaker(again, undefined), known ? await recentRuns(again) : new Map())
}

function objectIn(json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return json as Readonly<Record<string, unknown>>
  throw new KithError('INVALID_DEFINITION', { path: '', reason: 'a rule is an object' })
}

function requireVersion(record: { readonly version: number } | undefined, { ifVersion }: WriteOptions): void {
  if (!record) {
    if (ifVersion !== undefined) throw new KithError('NOT_FOUND')
    return
  }
  if (ifVersion === undefined) throw new KithError('VERSION_REQUIRED')
  if (record.version !== ifVersion)
    throw new KithError('VERSION_CONFLICT', { object: 'rule', id: 'id' in record ? record.id : '' })
}

/** A rule from code is switched on and off, nothing else: its text is in the program. */
function switchRule(
  { rule }: KnownRule,
  { active, ...others }: Readonly<Record<string, unknown>>,
  record: RuleRecord | undefined,
  context: OperationContext,
): Plan {
  const [other] = Object.keys(others).filter(
    (field) => JSON.stringify(others[field]) !== JSON.stringify(rule[field as keyof typeof rule]),
  )
  if (typeof active !== 'boolean' || other !== undefined) {
    const reason = 'a rule from code can only be switched on and off; copy it to change it'
    throw new KithError('INVALID_DEFINITION', { path: `/${other ?? 'active'}`, reason })
  }
  const events = [event('rule.saved', 'rule', rule.id)]
  if (record) return { writes: updateIfNeeded('rule', record, { active }), events }
  const { id, version: _, active: __, ...definition } = rule
  const name = labelText(rule.label, context.locale, id)
  const made = { id, name, object: objectOf(rule), active, definition }
  return { writes: [{ kind: 'create', object: 'rule', record: made }], events }
}

async function start(
  session: Session,
  id: string,
  input: Parameters<RulesApi['startRule']>[1],
  options: WriteOptions,
): Promise<void> {
  const { object, id: recordId } = input
  const known = session.state.rules.get(id)
  const on = known?.problem === undefined && known?.rule.active !== false ? known?.rule.on : undefined
  if (typeof on !== 'object' || on.when !== 'manual') throw new KithError('NOT_FOUND')
  if (on.object !== object)
    throw new KithError('INVALID_INPUT', { issues: [issue('/object', 'option', { options: on.object })] })
  const { ifVersion: _, ...others } = options
  await write(session, {
    cause: 'startRule',
    args: { id, input },
    options: others,
    async plan({ actor }) {
      await readForWrite(session, object, recordId, options)
      const started = event(RULE_STARTED, object, recordId, { ruleId: id, by: actor.id })
      return { plan: { writes: [], events: [started] }, result: {} }
    },
  })
}
