import * as z from 'zod'
import { type Label, labelText } from '../../shared/locale.ts'
import { addSpan, type Span, spanSchema } from '../moment.ts'
import { type ActionKind, type ActionStep, labelSchema, type Reviewable, reviewShape, routine } from './action.ts'

/** Plans an activity about the record, for the record's owner. */
export interface CreateActivity extends Reviewable {
  readonly do: 'create-activity'
  /** Of the options of the field `kind` of `activity`. */
  readonly kind: string
  readonly subject?: Label
  readonly body?: Label
  /** Counted from now; absent: it has no due time. */
  readonly due?: Span
}

/** {@link CreateActivity}. */
export const createActivity: ActionKind<CreateActivity> = {
  name: 'create-activity',
  schema: z.strictObject({
    do: z.literal('create-activity'),
    kind: z.string().min(1).max(64),
    subject: labelSchema.exactOptional(),
    body: labelSchema.exactOptional(),
    due: spanSchema.exactOptional(),
    ...reviewShape,
  }),
  weight: routine,
  plan(action, step) {
    const { context, object, record, rule, state } = step
    const { kind, subject, body, due } = action
    const text = (of: Label) => labelText(of, context.locale)
    const input = {
      kind,
      ...(subject === undefined ? {} : { subject: text(subject) }),
      ...(body === undefined ? {} : { body: text(body) }),
      ...(due === undefined
        ? {}
        : { dueAt: addSpan(context.now, due, { zone: context.zone, calendar: state.calendar }) }),
      ...parentsOf(step, object, record.id),
      ...ownerOf(step),
      ruleId: `${rule.id}@${rule.version}`,
    }
    return { commands: [{ operation: 'logActivity', input }] }
  },
  describe({ kind, subject, due }, { say, value, label, quoted, span }) {
    const named = subject === undefined ? value('activity', 'kind', kind) : quoted(label(subject))
    const words = { kind: value('activity', 'kind', kind), subject: named }
    return due === undefined ? say('createActivity', words) : say('createActivityDue', { ...words, due: span(due) })
  },
}

/** The record itself, and what it points to in the fields that an activity has too. */
function parentsOf({ context, record }: ActionStep, object: string, id: string): Readonly<Record<string, unknown>> {
  const fields = ['contactId', 'companyId', 'leadId', 'dealId', 'ticketId']
  const shared = fields.filter((field) => typeof record[field] === 'string').map((field) => [field, record[field]])
  const own = context.model.field('activity', `${object}Id`) ? { [`${object}Id`]: id } : {}
  return { ...Object.fromEntries(shared), ...own }
}

function ownerOf({ record }: ActionStep): Readonly<Record<string, unknown>> {
  const { ownerId, teamId } = record
  return { ...(ownerId === undefined ? {} : { ownerId }), ...(teamId === undefined ? {} : { teamId }) }
}
