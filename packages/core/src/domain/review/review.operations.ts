import { KithError } from '../../shared/errors.ts'
import { parseInput } from '../inputs.ts'
import { create, event, sameValue, update, type Values } from '../plan.ts'
import { tidyText } from '../touch.ts'
import type { OperationContext, Plan } from '../types.ts'
import type { User } from '../user/user.schema.ts'
import {
  type ApproveReviewInput,
  approveReviewInput,
  type ChangeReviewInput,
  type ContestReviewInput,
  changeReviewInput,
  contestReviewInput,
  type ProposedCommand,
  type ProposeReviewInput,
  type RefuseReviewInput,
  refuseReviewInput,
} from './review.inputs.ts'
import type { CounterCase, Review, ReviewStep } from './review.schema.ts'

/** What deciding reads. */
export interface ReviewState {
  readonly review: Review
  /** The user who decides: the actor of the context. */
  readonly decider?: User | undefined
  /** Whose the record is now: it serves them as well as who had it when it was proposed. */
  readonly ownerId?: string | undefined
}

/** A decision: what is written, and the commands that it sets free, to be carried out in the same commit. */
export interface ReviewDecision {
  readonly plan: Plan
  readonly commands: readonly ProposedCommand[]
}

const NAMED = ['contactId', 'companyId', 'leadId', 'dealId', 'ticketId']

/**
 * Puts a decision before people. Nothing of it happens.
 *
 * @param state.counterCase The nearest case that went the other way, where there is one
 * @example
 * proposeReview({}, { title: 'Dismiss the lead', rule, object: 'lead', recordId: lead.id, commands, reasons, evidence, serves: ['ida'], about: { leadId: lead.id } }, context)
 */
export function proposeReview(
  state: { readonly counterCase?: CounterCase | undefined },
  input: ProposeReviewInput,
  context: OperationContext,
): Plan {
  const { rule, about, title, object, recordId, commands, reasons, evidence, serves, approverRole } = input
  const named = Object.fromEntries(NAMED.flatMap((field) => (about[field] ? [[field, about[field]]] : [])))
  const record = {
    ...named,
    id: context.newId(),
    title: tidyText(title, 500),
    status: 'proposed',
    ruleId: rule.id,
    ruleVersion: rule.version,
    object,
    recordId,
    commands,
    reasons,
    evidence,
    counterCase: state.counterCase,
    servesIds: [...new Set(serves)],
    approverRole,
  }
  return {
    writes: [create('review', record)],
    events: [event('review.proposed', 'review', record.id, { ruleId: rule.id, object, recordId })],
  }
}

/**
 * Says yes to what a rule proposes. Only this and {@link changeReview} give its commands out, and only once: an approval
 * after an objection to one that was carried out gives none.
 *
 * @throws KithError `REVIEW_ALREADY_DECIDED`
 * @throws KithError `REVIEW_NOT_YOURS` for a person whom it serves, who decided before an objection, or without the role
 * @example
 * const { plan, commands } = approveReview({ review, decider }, { lookedSeconds: 41 }, context)
 */
export function approveReview(
  state: ReviewState,
  input: ApproveReviewInput,
  context: OperationContext,
): ReviewDecision {
  const { lookedSeconds, reason } = parseInput(approveReviewInput, input)
  return decide(state, { as: 'approved', reason, lookedSeconds }, state.review.commands ?? [], context)
}

/**
 * Says yes to something else: the same operations on the same records, with other values.
 *
 * @throws KithError `REVIEW_ALREADY_DECIDED`; `REVIEW_NOT_YOURS`
 * @throws KithError `INVALID_INPUT` at `/commands` for other operations or records than were proposed
 */
export function changeReview(state: ReviewState, input: ChangeReviewInput, context: OperationContext): ReviewDecision {
  const { lookedSeconds, reason, commands } = parseInput(changeReviewInput, input)
  const proposed = state.review.commands ?? []
  const same =
    commands.length === proposed.length && commands.every((one, at) => isSameDeed(one, proposed[at] as ProposedCommand))
  if (!same) {
    const message = 'Only the values of what was proposed can be changed.'
    throw new KithError('INVALID_INPUT', { issues: [{ path: '/commands', code: 'option', message }] })
  }
  return decide(state, { as: 'changed', reason, lookedSeconds }, commands, context)
}

/** Members of a command that say what it does to what; the others are values. */
const DEED = ['operation', 'object', 'id', 'field', 'from', 'to', 'key', 'url', 'event', 'name', 'about', 'userId']

function isSameDeed(one: ProposedCommand, proposed: ProposedCommand): boolean {
  const fieldsOf = ({ set }: ProposedCommand) => Object.keys(typeof set === 'object' && set !== null ? set : {})
  const known = new Set(fieldsOf(proposed))
  return (
    fieldsOf(one).every((field) => known.has(field)) && DEED.every((member) => sameValue(one[member], proposed[member]))
  )
}

/** Says no. Nothing happens. @throws KithError `REVIEW_ALREADY_DECIDED`; `REVIEW_NOT_YOURS` */
export function refuseReview(state: ReviewState, input: RefuseReviewInput, context: OperationContext): ReviewDecision {
  const { lookedSeconds, reason } = parseInput(refuseReviewInput, input)
  return decide(state, { as: 'refused', reason, lookedSeconds }, [], context)
}

/**
 * Objects to a proposal or to a decision, for the person whom it is about. Somebody who has not decided yet must decide
 * (again). What was carried out stays until then; a refusal tells in its event that it is to be undone.
 *
 * @throws KithError `REVIEW_ALREADY_DECIDED` for one that is contested already
 */
export function contestReview(
  { review }: Pick<ReviewState, 'review'>,
  input: ContestReviewInput,
  context: OperationContext,
): Plan {
  const { reason, by = context.actor.id } = parseInput(contestReviewInput, input)
  if (review.status === 'contested') throw new KithError('REVIEW_ALREADY_DECIDED', { status: review.status })
  const step: ReviewStep = { as: 'contested', by, at: context.now, reason }
  const set = { status: 'contested', steps: [...(review.steps ?? []), step] }
  return {
    writes: [update('review', review, set)],
    events: [event('review.contested', 'review', review.id, { was: review.status })],
  }
}

function decide(
  state: ReviewState,
  given: { as: 'approved' | 'changed' | 'refused'; reason: string | undefined; lookedSeconds: number },
  commands: readonly ProposedCommand[],
  context: OperationContext,
): ReviewDecision {
  const { review } = state
  requireDecider(state, context)
  const { as, reason, lookedSeconds } = given
  const step = { as, by: context.actor.id, at: context.now, lookedSeconds, ...(reason ? { reason } : {}) }
  const already = review.carriedOutAt !== undefined
  const yes = as !== 'refused'
  const set: Values = {
    status: as,
    steps: [...(review.steps ?? []), step],
    decidedBy: context.actor.id,
    decidedAt: context.now,
    lookedSeconds,
    ...(as === 'changed' && !already ? { changedCommands: commands } : {}),
    ...(yes && !already ? { carriedOutAt: context.now } : {}),
  }
  const data = { ruleId: review.ruleId, undo: !yes && already ? true : undefined }
  const plan: Plan = {
    writes: [update('review', review, set)],
    events: [event(`review.${as}`, 'review', review.id, data)],
  }
  return { plan, commands: yes && !already ? commands : [] }
}

function requireDecider({ review, decider, ownerId }: ReviewState, { actor }: OperationContext): void {
  if (review.status !== 'proposed' && review.status !== 'contested')
    throw new KithError('REVIEW_ALREADY_DECIDED', { status: review.status })
  const isPerson = actor.kind === 'user' && decider?.id === actor.id && decider.active !== false
  const served = ownerId === actor.id || review.servesIds?.includes(actor.id) === true
  const before = review.steps?.some((step) => step.by === actor.id) === true
  const role = review.approverRole === undefined || decider?.roles?.includes(review.approverRole) === true
  if (!isPerson || served || before || !role)
    throw new KithError('REVIEW_NOT_YOURS', {
      reason: served
        ? 'it serves you'
        : before
          ? 'you decided or objected before'
          : isPerson
            ? `it needs the role "${review.approverRole}"`
            : 'only a person decides',
    })
}
