import { joinPlans, NOTHING, sameValue } from '../../domain/plan.ts'
import type { ChangeReviewInput, ProposedCommand, RefuseReviewInput } from '../../domain/review/review.inputs.ts'
import {
  approveReview,
  changeReview,
  contestReview,
  type ReviewState,
  refuseReview,
} from '../../domain/review/review.operations.ts'
import type { Review } from '../../domain/review/review.schema.ts'
import type { OperationContext, Plan } from '../../domain/types.ts'
import type { User } from '../../domain/user/user.schema.ts'
import type { Change, Scope, WriteOptions } from '../../ports/crm-api.ts'
import type { RulesApi } from '../../ports/rules-api.ts'
import type { Command } from '../../rules/commands.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { createRecordParser } from '../../schema/record-parser.ts'
import { KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import { refuseMasked, requireAction } from '../access.ts'
import { activityRollups } from '../activity-rollups.ts'
import { parseChange } from '../change.ts'
import { load, runOperation } from '../operations.ts'
import { readRecord } from '../reads.ts'
import { type Engine, openSession, readForWrite, type Session } from '../session.ts'
import { planUndo } from '../undo.ts'
import { unseenBy } from '../undo-api.ts'
import { recordKey } from '../unit-of-work.ts'
import { planCommands } from './command-plan.ts'
import { eachRecord } from './pages.ts'

type ReviewApi = Pick<RulesApi, 'approveReview' | 'changeReview' | 'refuseReview' | 'contestReview' | 'reviewFigures'>
type Decide = (
  state: ReviewState & { readonly review: Review; readonly decider: User | undefined },
  context: OperationContext,
) => { readonly plan: Plan; readonly commands: readonly ProposedCommand[] }

/** Decisions about what rules proposed. What was approved is carried out in the same commit. */
export function createReviewApi(engine: Engine, scope: Scope): ReviewApi {
  const open = () => openSession(engine, scope)
  return {
    approveReview: async (id, input, options = {}) =>
      decide(await open(), 'approveReview', id, input, options, (state, context) =>
        approveReview(state, input, context),
      ),
    async changeReview(id, input, options = {}) {
      const session = await open()
      const given = { ...input, commands: input.commands } as ChangeReviewInput
      return decide(session, 'changeReview', id, input, options, (state, context) => {
        const decision = changeReview(state, given, context)
        for (const [at, command] of given.commands.entries())
          requireSameKind(session, command, state.review.commands?.[at], `/commands/${at}`)
        return decision
      })
    },
    refuseReview: async (id, input, options = {}) =>
      decide(await open(), 'refuseReview', id, input, options, (state, context) =>
        refuseReview(state, input as RefuseReviewInput, context),
      ),
    contestReview: async (id, input, options = {}) => contest(await open(), id, input, options),
    reviewFigures: async () => figures(await open()),
  }
}

async function decide(
  session: Session,
  cause: string,
  id: string,
  input: unknown,
  options: WriteOptions,
  decision: Decide,
): Promise<StoredRecord> {
  const seen = await readForWrite(session, 'review', id, options)
  return runOperation(session, {
    cause,
    args: { id, input },
    options,
    ownerless: true,
    planAgain: options.ifVersion === undefined,
    source: { rule: String(seen['ruleId']), version: Number(seen['ruleVersion']), review: id },
    about: { object: 'review', id },
    async plan(context) {
      const review = (await readForWrite(session, 'review', id, options)) as StoredRecord & Review
      const decider = await load<User>(session, 'user', session.scope.actor.id)
      const record = await load(session, String(review.object), review.recordId)
      const { plan, commands } = decision(
        { review, decider, ownerId: record?.['ownerId'] as string | undefined },
        context,
      )
      if (commands.length > 0) requireAsProposed(session, review, record)
      const carried = await planCommands(session, commands as readonly Command[], context, String(review.ruleId))
      const undo = plan.events.some(({ data }) => data?.['undo'] === true)
      return joinPlans(plan, carried, undo ? await undoOf(session, id, context.now) : NOTHING)
    },
  })
}

/**
 * What it is about is still there, and what would be changed holds what it held when it was proposed. Scores are left out:
 * time alone changes them.
 *
 * @throws KithError `REVIEW_OUTDATED`
 */
function requireAsProposed({ state }: Session, review: Review, record: StoredRecord | undefined): void {
  if (!record) throw new KithError('REVIEW_OUTDATED', { fields: ['deletedAt'] })
  const evidence: Readonly<Record<string, unknown>> = review.evidence ?? {}
  const isScore = (field: string) => state.scores.some((one) => one.object === review.object && one.field === field)
  const fields = (review.commands ?? []).flatMap(({ operation, id, set }) => {
    if (id !== record.id) return []
    return operation === 'moveDeal' ? ['stageId'] : operation === 'update' ? Object.keys(Object(set)) : []
  })
  const changed = fields.filter(
    (field) => Object.hasOwn(evidence, field) && !isScore(field) && !sameValue(evidence[field], record[field]),
  )
  if (changed.length > 0) throw new KithError('REVIEW_OUTDATED', { fields: changed })
}

/** What an approval carried out is taken back by the refusal after an objection. */
async function undoOf(session: Session, id: string, now: string): Promise<Plan> {
  const { storage } = session.engine
  const scope = { tenant: session.state.tenant }
  const steps = await storage.changes(scope, { after: 0, limit: 1_000, reverse: true, of: { object: 'review', id } })
  const done = steps.map(parseChange).find(({ after }) => typeof after?.['carriedOutAt'] === 'string')
  if (!done) return NOTHING
  const all = await storage.changes(scope, { after: 0, limit: 1_000, correlation: done.correlation })
  const own = all.map(parseChange).filter((one) => isOf(one, id) && one.at === done.at && one.object !== 'review')
  const records = new Map<string, StoredRecord>()
  for (const change of own) {
    const [record] = await storage.get(scope, change.object, [change.id])
    if (record) records.set(recordKey(change.object, change.id), record)
  }
  const { plan } = planUndo(own, records, now, session.state.model, unseenBy(session))
  return joinPlans(plan, await activityRollups(session, plan, own))
}

const isOf = ({ source }: Change, id: string) => source?.['review'] === id

const KINDS = { options: 'a value of the kind that was proposed' }

/** Changed values are of the kind that was proposed; those of fields are such as the person could write. */
function requireSameKind(
  session: Session,
  command: ProposedCommand,
  proposed: ProposedCommand | undefined,
  path: string,
): void {
  for (const [member, value] of Object.entries(command)) {
    const was = proposed?.[member]
    if (
      typeof was !== typeof value ||
      Array.isArray(was) !== Array.isArray(value) ||
      (was === null) !== (value === null)
    )
      throw new KithError('INVALID_INPUT', { issues: [issue(`${path}/${member}`, 'option', KINDS)] })
  }
  if (command.operation === 'add' && command['by'] !== proposed?.['by'])
    throw new KithError('INVALID_INPUT', { issues: [issue(`${path}/by`, 'option', KINDS)] })
  if (command.operation !== 'update') return
  const { object, set } = command as unknown as Extract<Command, { operation: 'update' }>
  refuseMasked(set, session.access.of(object), `${path}/set`)
  createRecordParser(session.state.model, object).parseUpdate(set)
}

async function contest(
  session: Session,
  id: string,
  input: Parameters<RulesApi['contestReview']>[1],
  options: WriteOptions,
): Promise<StoredRecord> {
  return runOperation(session, {
    cause: 'contestReview',
    args: { id, input },
    options,
    about: { object: 'review', id },
    async plan(context) {
      const review = (await readRecord('review', id, 'read', session.reads)) as StoredRecord & Review
      if (options.ifVersion !== undefined && review.version !== options.ifVersion)
        throw new KithError('VERSION_CONFLICT', { object: 'review', id })
      return contestReview({ review }, input, context)
    },
  })
}

/** An approval after less than this many seconds was hardly a look. */
const QUICK_SECONDS = 5

async function figures(session: Session): ReturnType<RulesApi['reviewFigures']> {
  const { condition, canSee } = requireAction(session.access, 'review', 'read')
  const counts = { approved: 0, refused: 0, changed: 0, contested: 0 }
  const looked: number[] = []
  for await (const review of eachRecord(session, 'review', condition('read'))) {
    const steps = canSee('steps') ? ((review['steps'] ?? []) as NonNullable<Review['steps']>) : []
    for (const { as, lookedSeconds } of steps) {
      counts[as]++
      if ((as === 'approved' || as === 'changed') && lookedSeconds !== undefined) looked.push(lookedSeconds)
    }
  }
  looked.sort((a, b) => a - b)
  const middle = Math.floor(looked.length / 2)
  const upper = looked[middle] ?? 0
  const medianSeconds = looked.length % 2 === 1 ? upper : ((looked[middle - 1] ?? 0) + upper) / 2
  return { ...counts, medianSeconds, quick: looked.filter((seconds) => seconds < QUICK_SECONDS).length }
}
