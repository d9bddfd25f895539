import type { RuleRecord } from '../../domain/rule/rule.schema.ts'
import { checkFilter } from '../../filter/check.ts'
import { checkSort } from '../../filter/sort.ts'
import type { Change } from '../../ports/crm-api.ts'
import type { RulesApi, SaidCondition, WhyEntry } from '../../ports/rules-api.ts'
import { explainConditions } from '../../rules/explain.ts'
import { ruleOf } from '../../rules/save-rule.ts'
import { objectOf } from '../../rules/triggers/event.ts'
import type { Rule } from '../../rules/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { isKithError } from '../../shared/errors.ts'
import { labelText } from '../../shared/locale.ts'
import { parseChange } from '../change.ts'
import { checkLimit, readRecord } from '../reads.ts'
import type { Session } from '../session.ts'
import { readAround } from './around.ts'
import { beforeChange, newestChanges } from './pages.ts'
import { createSpeaker, type Speaker, sayOrNothing, shownConditions, UNSAID } from './say.ts'

/** What rules did to a record, newest first, with their conditions as they were then. */
export async function why(
  session: Session,
  object: string,
  id: string,
  { locale, limit }: { readonly locale?: string; readonly limit?: number } = {},
): ReturnType<RulesApi['why']> {
  const most = checkLimit(limit)
  await readRecord(object, id, 'read', session.reads)
  const speaker = await createSpeaker(session, locale)
  const found = [
    ...(await changesByRules(session, object, id, most)),
    ...(await madeByRules(session, object, id, most)),
  ]
  const entries = new Map<string, WhyEntry>()
  for (const { change, rule } of found.sort((a, b) => b.change.seq - a.change.seq)) {
    const key = `${rule.id} ${change.correlation} ${change.at}`
    if (!entries.has(key)) entries.set(key, await entryOf(session, speaker, change, rule))
    if (entries.size >= most) break
  }
  return [...entries.values()]
}

interface Done {
  readonly change: Change
  readonly rule: { readonly id: string; readonly version: number }
}

async function changesByRules(session: Session, object: string, id: string, most: number): Promise<readonly Done[]> {
  const done: Done[] = []
  for await (const change of newestChanges(session, { of: { object, id } })) {
    const rule = ruleBehind(change)
    if (rule) done.push({ change, rule })
    if (done.length >= most) break
  }
  return done
}

/** What rules make about records, each with the field that says about which. */
const MADE = ['activity', 'conversation', 'review']

/** Tasks and the like that rules made about a record: the record itself was not changed by them. */
async function madeByRules(session: Session, object: string, id: string, most: number): Promise<readonly Done[]> {
  const { model, tenant } = session.state
  const done: Done[] = []
  for (const made of MADE) {
    if (!model.objects.has(made) || model.field(made, `${object}Id`)?.type !== 'relation') continue
    const access = session.access.of(made)
    if (!access.actions.has('read')) continue
    const records = await session.engine.storage.find({ tenant }, made, {
      where: checkFilter(model, made, { [`${object}Id`]: id, deletedAt: { empty: true } }, session.reads.filter),
      sort: checkSort(model, made, '-createdAt'),
      limit: most,
    })
    for (const record of records) {
      if (!String(record['createdBy']).startsWith('rule:') || !access.allows('read', record)) continue
      const scope = { object: made, id: record.id }
      const [first] = await session.engine.storage.changes({ tenant }, { after: 0, limit: 1, of: scope })
      const change = first && parseChange(first)
      const rule = change && ruleBehind(change)
      if (rule) done.push({ change, rule })
    }
  }
  return done
}

/** Name and version of the rule that made a change. */
export function ruleBehind({ actor, source }: Change): { readonly id: string; readonly version: number } | undefined {
  const id = source?.['rule'] ?? (actor.kind === 'rule' ? actor.id : undefined)
  return id === undefined ? undefined : { id: String(id), version: Number(source?.['version'] ?? 1) }
}

async function entryOf(
  session: Session,
  speaker: Speaker,
  change: Change,
  name: { readonly id: string; readonly version: number },
): Promise<WhyEntry> {
  const rule = await ruleAt(session, name.id, name.version)
  const label = rule ? labelText(rule.label, speaker.locale, name.id) : name.id
  return {
    at: change.at,
    ruleId: name.id,
    ruleVersion: name.version,
    label,
    said: rule ? await sayOrNothing(speaker, rule) : UNSAID,
    conditions: rule ? await conditionsThen(session, speaker, rule, change) : [],
    did: await deedsOf(session, change, name),
    correlation: change.correlation,
  }
}

/** A rule as it was in one version; undefined where nobody knows any more. */
async function ruleAt(session: Session, id: string, version: number): Promise<Rule | undefined> {
  const { model, rules, tenant } = session.state
  const known = rules.get(id)
  if (known?.origin === 'code') return (known.rule.version ?? 1) === version ? known.rule : undefined
  const [stored] = await session.engine.storage.get({ tenant }, 'rule', [id])
  let record: StoredRecord | undefined = stored
  if (!record) return undefined
  if (record.version > version)
    for await (const change of newestChanges(session, { of: { object: 'rule', id } })) {
      record = beforeChange(record, change)
      if (!record || record.version <= version) break
    }
  if (record?.version !== version) return undefined
  try {
    return ruleOf(record as unknown as RuleRecord, model)
  } catch (error) {
    if (isKithError(error)) return undefined
    throw error
  }
}

/** The record that a rule looked at, before it did anything, and before what started it. */
async function conditionsThen(
  session: Session,
  { locale }: Speaker,
  rule: Rule,
  change: Change,
): Promise<readonly SaidCondition[]> {
  if (rule.if === undefined) return []
  const object = objectOf(rule)
  const id = await subjectIdOf(session, object, change)
  const then = id === undefined ? undefined : await recordBefore(session, object, id, change.seq)
  if (!then || !session.access.of(object).allows('read', then.now)) return []
  const { model, zone, baseCurrency } = session.state
  const lookup = await readAround(session, object, then.record, [rule.if])
  const context = { now: change.at, model, zone, baseCurrency, locale }
  try {
    const explained = explainConditions(rule.if, object, then.record, lookup, context, then.earlier ?? null)
    return shownConditions(session, object, explained)
  } catch (error) {
    if (isKithError(error, 'INVALID_FILTER')) return []
    throw error
  }
}

async function subjectIdOf(session: Session, object: string, change: Change): Promise<string | undefined> {
  if (change.object === object) return change.id
  const values = { ...change.before, ...change.after }
  const pointed = values[`${object}Id`] ?? (values['object'] === object ? values['recordId'] : undefined)
  if (typeof pointed === 'string') return pointed
  const [record] = await session.engine.storage.get({ tenant: session.state.tenant }, change.object, [change.id])
  const id = record?.[`${object}Id`]
  return typeof id === 'string' ? id : undefined
}

async function recordBefore(session: Session, object: string, id: string, seq: number) {
  const [now] = await session.engine.storage.get({ tenant: session.state.tenant }, object, [id])
  if (!now) return undefined
  let record: StoredRecord | undefined = now
  for await (const change of newestChanges(session, { of: { object, id } })) {
    if (change.seq < seq) return record && { now, record, earlier: beforeChange(record, change) }
    record = beforeChange(record, change)
  }
  return record && { now, record, earlier: undefined }
}

const HIDDEN = new Set(['access', 'createdAt', 'createdBy'])

/** All that the rule changed in the same commit, as far as the caller may see it. */
async function deedsOf(
  session: Session,
  { correlation, at }: Change,
  rule: { readonly id: string; readonly version: number },
): Promise<WhyEntry['did']> {
  const did: WhyEntry['did'][number][] = []
  for await (const change of newestChanges(session, { correlation })) {
    const behind = ruleBehind(change)
    if (change.at !== at || behind?.id !== rule.id || behind.version !== rule.version) continue
    const { object, id, seq, before, after } = change
    if (!session.state.model.objects.has(object)) continue
    const access = session.access.of(object)
    const [record] = await session.engine.storage.get({ tenant: session.state.tenant }, object, [id])
    if (!record || !access.actions.has('read') || !access.allows('read', record)) continue
    if (before === null) did.push({ object, id, seq })
    else
      for (const field of Object.keys(after ?? {}))
        if (access.canSee(field) && !HIDDEN.has(field))
          did.push({ object, id, field, before: before[field] ?? null, after: after?.[field] ?? null, seq })
  }
  return did.sort((a, b) => a.seq - b.seq)
}
