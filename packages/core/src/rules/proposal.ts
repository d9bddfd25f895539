import type { ProposedCommand, ProposeReviewInput } from '../domain/review/review.inputs.ts'
import { labelText } from '../shared/locale.ts'
import type { ActionStep } from './actions/action.ts'
import { actionKind } from './actions/index.ts'
import type { Command } from './commands.ts'
import { speakerOf } from './describe/speaker.ts'
import type { ConditionResult, RuleAction } from './types.ts'

/** Fields of a review that name who and what it is about. */
const ABOUT = ['contactId', 'companyId', 'leadId', 'dealId', 'ticketId']

/** What a heavy action becomes: a proposal with its reasons and the facts of the moment. Nothing of it is carried out. */
export function proposalOf(
  action: RuleAction,
  commands: readonly Command[],
  step: ActionStep & { readonly conditions: readonly ConditionResult[] },
): ProposeReviewInput {
  const { object, record, rule, conditions, event } = step
  const serves = [record['ownerId'], event.data?.['by']].filter((id) => typeof id === 'string')
  const about = ABOUT.filter((field) => typeof record[field] === 'string').map((field) => [field, record[field]])
  const own = ABOUT.includes(`${object}Id`) ? { [`${object}Id`]: record.id } : {}
  return {
    title: titleOf(action, step),
    rule,
    object,
    recordId: record.id,
    about: { ...Object.fromEntries(about), ...own },
    commands: commands as readonly ProposedCommand[],
    reasons: conditions.map(({ sentence, holds, values }) => ({ sentence, holds, values })),
    evidence: evidenceOf(action, step),
    serves,
    ...(typeof action.review === 'object' ? { approverRole: action.review.by } : {}),
  }
}

function titleOf(action: RuleAction, { object, state, context }: ActionStep): string {
  const { model, locale, zone, baseCurrency } = context
  if (action.do === 'request-review') return labelText(action.question, locale)
  const { pipelines } = state
  const speaker = speakerOf(model, object, locale, { zone, baseCurrency, pipelines: pipelines ?? {} })
  const said = actionKind(action).describe(action, speaker)
  return said.slice(0, 1).toLocaleUpperCase(speaker.tag) + said.slice(1)
}

/** The values that the conditions looked at, and those that would be changed. */
function evidenceOf(
  action: RuleAction,
  { record, conditions, context, object }: ActionStep & { readonly conditions: readonly ConditionResult[] },
): Readonly<Record<string, unknown>> {
  const changed = action.do === 'set-fields' ? Object.keys(action.set) : action.do === 'move-deal' ? ['stageId'] : []
  const title = context.model.objects.get(object)?.title
  const fields = [...(title === undefined ? [] : [title]), ...changed]
  const looked = Object.assign({}, ...conditions.map((condition) => condition.values))
  return { ...Object.fromEntries(fields.map((field) => [field, record[field] ?? null])), ...looked }
}
