import { KithError } from '../../shared/errors.ts'
import { labelText } from '../../shared/locale.ts'
import { parseInput, parseNew } from '../inputs.ts'
import { create, event, isNothing, update, type Values } from '../plan.ts'
import type { OperationContext, Plan } from '../types.ts'
import {
  type CompleteTaskInput,
  completeTaskInput,
  type LogActivityInput,
  logActivityInput,
} from './activity.inputs.ts'
import type { Activity } from './activity.schema.ts'
import { type ActivityParents, type CountedActivity, lastActivity, nextActivity, oneMoreOpen } from './rollups.ts'

/**
 * Writes down an activity that was done, or one to do: it is open when it has `dueAt` and no `doneAt`, or is a task that
 * is not done. Without a subject it is called after its kind. What is about a deal is about the deal's contact and
 * company too. Roll-ups of its parents follow.
 *
 * @param state The records that the input names, the contact and company of its deal as well
 * @throws KithError `INVALID_INPUT`
 * @example
 * logActivity({ contact }, { kind: 'call', contactId: contact.id, outcome: 'reached' }, context)
 */
export function logActivity(state: ActivityParents, input: LogActivityInput, context: OperationContext): Plan {
  const allow = ['ownerId', 'teamId', 'externalIds', ...(context.actor.kind === 'rule' ? ['ruleId'] : [])]
  const values = parseNew('activity', parseInput(logActivityInput, input), context, { allow })
  const record = {
    ...withOwner(context),
    ...withParents(values, state),
    ...placed(values, context),
    ...titled(values, context),
    id: context.newId(),
  }
  const about = parentsOf(record, state)
  const { doneAt, dueAt } = record as Activity
  const rollups =
    doneAt !== undefined ? lastActivity(about, doneAt) : dueAt !== undefined ? oneMoreOpen(about, dueAt) : []
  const type = doneAt !== undefined ? 'activity.logged' : 'activity.planned'
  return {
    writes: [create('activity', record), ...rollups],
    events: [event(type, 'activity', record.id, { kind: record.kind })],
  }
}

type ActivityValues = Values & Pick<Activity, 'kind'>

function withOwner({ actor }: OperationContext): Values {
  return actor.kind === 'user' ? { ownerId: actor.id } : {}
}

function withParents(values: Values, { deal }: ActivityParents): ActivityValues {
  const parents =
    deal && deal.id === values['dealId'] ? { contactId: deal['contactId'], companyId: deal['companyId'] } : {}
  return { ...parents, ...values } as ActivityValues
}

function placed(values: Values, { now }: OperationContext): Pick<Activity, 'status' | 'doneAt'> {
  const open = isNothing(values['doneAt']) && (!isNothing(values['dueAt']) || values['kind'] === 'task')
  return open ? { status: 'open' } : { status: 'done', doneAt: (values['doneAt'] as string | undefined) ?? now }
}

function titled(values: Values, { model, locale }: OperationContext): Values {
  if (!isNothing(values['subject'])) return {}
  const option = model.field('activity', 'kind')?.options?.find((one) => one.id === values['kind'])
  return { subject: labelText(option?.label, locale, String(values['kind'])) }
}

/** Of the given records those that the activity is really about. */
function parentsOf(activity: Values, state: ActivityParents): ActivityParents {
  const entries = Object.entries(state).filter(([object, record]) => record && record.id === activity[`${object}Id`])
  return Object.fromEntries(entries)
}

/** What {@link completeTask} reads. */
export interface CompleteTaskState extends ActivityParents {
  readonly task: Activity
  /** The other open activities of the same parents: which of them is next. */
  readonly openActivities: readonly (CountedActivity & { readonly id: string })[]
}

/**
 * Marks an open activity as done now.
 *
 * @throws KithError `TASK_ALREADY_DONE`
 * @example
 * completeTask({ task, contact, openActivities: [] }, { outcome: 'reached' }, context)
 */
export function completeTask(state: CompleteTaskState, input: CompleteTaskInput, context: OperationContext): Plan {
  const { task, openActivities, ...parents } = state
  const { outcome } = parseInput(completeTaskInput, input)
  if (task.status !== 'open') throw new KithError('TASK_ALREADY_DONE', { activityId: task.id })
  const set = { status: 'done', doneAt: context.now, ...(isNothing(outcome) ? {} : { outcome }) }
  const about = parentsOf(task, parents)
  const others = openActivities.filter((one) => one.id !== task.id)
  return {
    writes: [update('activity', task, set), ...lastActivity(about, context.now), ...nextActivity(about, others)],
    events: [event('activity.completed', 'activity', task.id, { kind: task.kind, outcome })],
  }
}
