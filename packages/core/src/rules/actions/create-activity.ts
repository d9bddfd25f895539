import * as z from 'zod'
import { type Label, labelText } from '../../shared/locale.ts'
import { addDuration, type Duration } from '../../shared/time.ts'
import { addWorkingDays, DEFAULT_CALENDAR } from '../working-time.ts'
import type { ActionKind, ActionStep } from './action.ts'

/** Plans an activity about the record, for the record's owner. */
export interface CreateActivity {
  readonly do: 'create-activity'
  /** Of the options of the field `kind` of `activity`. */
  readonly kind: string
  readonly subject?: Label
  readonly body?: Label
  /** Counted from now; absent: it has no due time. */
  readonly due?: { readonly workingDays: number } | Duration
}

const label = z.union([z.string().min(1).max(200), z.record(z.string(), z.string().max(200))])
const amount = z.number().min(0).max(100_000).exactOptional()

/** {@link CreateActivity}. */
export const createActivity: ActionKind<CreateActivity> = {
  name: 'create-activity',
  schema: z.strictObject({
    do: z.literal('create-activity'),
    kind: z.string().min(1).max(64),
    subject: label.exactOptional(),
    body: label.exactOptional(),
    due: z
      .union([
        z.strictObject({ workingDays: z.int().min(0).max(1_000) }),
        z.strictObject({ minutes: amount, hours: amount, days: amount, weeks: amount, months: amount, years: amount }),
      ])
      .exactOptional(),
  }),
  plan(action, step) {
    const { context, object, record, rule } = step
    const { kind, subject, body } = action
    const text = (of: Label) => labelText(of, context.locale)
    const input = {
      kind,
      ...(subject === undefined ? {} : { subject: text(subject) }),
      ...(body === undefined ? {} : { body: text(body) }),
      ...(action.due === undefined ? {} : { dueAt: dueAt(action.due, step) }),
      ...parentsOf(step, object, record.id),
      ...ownerOf(step),
      ruleId: `${rule.id}@${rule.version}`,
    }
    return { commands: [{ operation: 'logActivity', input }] }
  },
}

function dueAt(due: NonNullable<CreateActivity['due']>, { state, context }: ActionStep): string {
  const { now, zone } = context
  if ('workingDays' in due) return addWorkingDays(now, due.workingDays, state.calendar ?? DEFAULT_CALENDAR, zone)
  return addDuration(now, due, zone)
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
