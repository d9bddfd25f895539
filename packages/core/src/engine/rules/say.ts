import { isLanguageTag } from '../../domain/submission/submission.inputs.ts'
import { checkFilter } from '../../filter/check.ts'
import type { UncheckedFilter } from '../../filter/types.ts'
import type { SaidCondition, SaidRule } from '../../ports/rules-api.ts'
import { titleOf } from '../../rules/describe/describe-command.ts'
import { describeRule } from '../../rules/describe/describe-rule.ts'
import type { DescribeRuleOptions } from '../../rules/describe/speaker.ts'
import type { ConditionResult, Rule } from '../../rules/types.ts'
import { isKithError } from '../../shared/errors.ts'
import { load } from '../operations.ts'
import type { Session } from '../session.ts'
import { readPipelines } from './rule-state.ts'

/** Says things with the names of the records in them, as far as the caller may know them. */
export interface Speaker {
  readonly locale: string
  /** Calls twice: the first time it is only seen which names are wanted. */
  say<Said>(describe: (options: DescribeRuleOptions) => Said): Promise<Said>
  rule(rule: Rule): Promise<SaidRule>
}

export async function createSpeaker(session: Session, locale: string | undefined): Promise<Speaker> {
  const { zone, baseCurrency, model, locale: own } = session.state
  const pipelines = await readPipelines(session)
  const known = new Map<string, string | undefined>()
  const language = locale !== undefined && isLanguageTag(locale) ? locale : own
  const speaker: Speaker = {
    locale: language,
    async say(describe) {
      const wanted = new Map<string, readonly [string, string]>()
      const nameOf = (object: string, id: string) => {
        wanted.set(`${object}:${id}`, [object, id])
        return known.get(`${object}:${id}`)
      }
      const options = { zone, baseCurrency, pipelines, nameOf }
      const said = describe(options)
      const missing = [...wanted].filter(([key]) => !known.has(key))
      if (missing.length === 0) return said
      for (const [key, [object, id]] of missing) known.set(key, await nameFor(session, object, id))
      return describe(options)
    },
    rule: (rule) => speaker.say((options) => describeRule(rule, model, language, options)),
  }
  return speaker
}

async function nameFor(session: Session, object: string, id: string): Promise<string | undefined> {
  const definition = session.state.model.objects.get(object)
  if (!definition) return undefined
  const access = session.access.of(object)
  const record = await load(session, object, id)
  if (!record || !access.allows('read', record) || !access.canSee(definition.title)) return undefined
  return titleOf(session.state.model, object, record)
}

/** What cannot be read any more says nothing. */
export const UNSAID: SaidRule = { when: '', then: [], text: '' }

/** The rule in words, or nothing where the model has outgrown it. */
export async function sayOrNothing(speaker: Speaker, rule: Rule): Promise<SaidRule> {
  try {
    return await speaker.rule(rule)
  } catch (error) {
    if (isKithError(error) || error instanceof TypeError) return UNSAID
    throw error
  }
}

/** The conditions of a rule as the caller may know them: those over fields that are masked are left out. */
export function shownConditions(
  session: Session,
  object: string,
  conditions: readonly ConditionResult[],
): readonly SaidCondition[] {
  const { canSee } = session.access.of(object)
  return conditions
    .filter(({ condition }) => mayAsk(session, object, condition))
    .map(({ sentence, holds, values }) => ({
      sentence,
      holds,
      values: Object.fromEntries(Object.entries(values).filter(([field]) => canSee(field))),
    }))
}

function mayAsk(session: Session, object: string, condition: UncheckedFilter): boolean {
  if ('consent' in condition && !session.state.model.field(object, 'consent'))
    return session.access.of('consent').actions.has('read')
  const allow = (of: string, field: string) => {
    const reachable = session.access.of(of)
    return reachable.actions.has('read') && reachable.canSee(field)
  }
  try {
    checkFilter(session.state.model, object, condition, session.reads.filter, { allow, before: true })
    return true
  } catch (error) {
    if (isKithError(error, 'INVALID_FILTER')) return false
    throw error
  }
}
