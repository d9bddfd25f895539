import { checkFilter } from '../../filter/check.ts'
import { compileCondition, type Lookup } from '../../filter/compile.ts'
import { describeFilter } from '../../filter/describe.ts'
import { requiredFields } from '../../filter/required-fields.ts'
import type { UncheckedFilter } from '../../filter/types.ts'
import { createRecordParser } from '../../schema/record-parser.ts'
import { type Issue, KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import type { Contact } from '../contact/contact.schema.ts'
import { countryOf, parseInput, parseNew } from '../inputs.ts'
import { firstStage, isForward, type PipelineState, probabilityOf, stageOf } from '../pipeline/pipeline.operations.ts'
import type { Stage } from '../pipeline/pipeline.schema.ts'
import { create, event, isNothing, NOTHING, update, updateIfNeeded, type Values } from '../plan.ts'
import type { NewRecord, OperationContext, Plan } from '../types.ts'
import { type CreateDealInput, createDealInput, type MoveDealInput, moveDealInput } from './deal.inputs.ts'
import type { Deal, StageVisit } from './deal.schema.ts'

/** Stays that a deal keeps in `stageHistory`. */
export const STAGE_HISTORY_LIMIT = 100

/** The fields that place a deal in a stage: also those that tell whether it is open. */
export function enterStage(stage: Stage, pipeline: PipelineState, now: string, history: readonly StageVisit[] = []) {
  const left = history.map((visit) => (visit.leftAt === undefined ? { ...visit, leftAt: now } : visit))
  return {
    pipelineId: pipeline.id,
    stageId: stage.id,
    stageEnteredAt: now,
    stageHistory: [...left, { stageId: stage.id, enteredAt: now }].slice(-STAGE_HISTORY_LIMIT),
    status: stage.kind,
    probability: probabilityOf(stage),
    closedAt: stage.kind === 'open' ? undefined : now,
  } as const
}

/**
 * Makes a deal, in the first open stage unless the input names another.
 *
 * @param state.pipeline The pipeline of `input.pipelineId`, or the tenant's first
 * @throws KithError `STAGE_NOT_IN_PIPELINE`; `LOST_REASON_REQUIRED`; `INVALID_INPUT`
 * @example
 * createDeal({ pipeline }, { name: 'Kitchen', amount: { amountMinor: 9_500_000, currency: 'NOK' } }, context)
 */
export function createDeal(
  state: { readonly pipeline: PipelineState },
  input: CreateDealInput,
  context: OperationContext,
): Plan {
  const { pipeline } = state
  const { stageId, pipelineId: _, ...values } = parseInput(createDealInput, input)
  const stage = stageId === undefined ? firstStage(pipeline) : stageOf(pipeline, stageId)
  if (!stage) throw new KithError('STAGE_NOT_IN_PIPELINE', { stageId })
  const parsed = parseNew('deal', values, context, { allow: ['ownerId', 'teamId', 'externalIds'] })
  if (stage.kind === 'lost' && isNothing(parsed['lostReason'])) throw new KithError('LOST_REASON_REQUIRED')
  const placed = enterStage(stage, pipeline, context.now)
  const probability = parsed['probability'] ?? placed.probability
  return planNewDeal({ ...parsed, ...placed, probability, id: context.newId() })
}

/** The plan that makes a deal whose values are complete. */
export function planNewDeal(record: NewRecord): Plan {
  const { status } = record as NewRecord & Deal
  const events = status === 'open' ? [] : [event(`deal.${status}`, 'deal', record.id)]
  return { writes: [create('deal', record)], events }
}

/** What {@link moveDeal} reads. */
export interface MoveDealState {
  readonly deal: Deal
  /** The deal's own pipeline. */
  readonly pipeline: PipelineState
  /** The deal's contact, who becomes a customer when the deal is won. */
  readonly contact?: Contact | undefined
  /** Records that exit conditions over relations look at. */
  readonly lookup?: Lookup | undefined
}

/**
 * Moves a deal to another stage of its own pipeline.
 *
 * Entering a `won` or `lost` stage closes the deal, entering an open one opens it again. A step forward, over
 * however many stages, needs the exit conditions of the stage that is left: those that it jumps over ask nothing, since
 * the deal never was in them. A step back or to `lost` needs none. The same stage without `set` is no change.
 *
 * @throws KithError `STAGE_NOT_IN_PIPELINE` when the stage belongs to another pipeline
 * @throws KithError `LOST_REASON_REQUIRED` when the stage is `lost` and neither input nor deal says why
 * @throws KithError `STAGE_EXIT_UNMET` with `issues` for the fields that the unmet conditions look at (`/set/closeOn`)
 * @example
 * moveDeal({ deal, pipeline }, { stageId: 'offer' }, context)
 * // { writes: [{ kind: 'update', object: 'deal', before: deal, set: { stageId: 'offer', … } }], events: [{ type: 'deal.moved', … }] }
 */
export function moveDeal(state: MoveDealState, input: MoveDealInput, context: OperationContext): Plan {
  const { deal, pipeline } = state
  const { stageId, lostReason, set: given = {} } = parseInput(moveDealInput, input)
  const stage = stageOf(pipeline, stageId)
  if (!stage) throw new KithError('STAGE_NOT_IN_PIPELINE', { dealId: deal.id, stageId })
  const set = { ...parseSet(deal, given, context), ...(isNothing(lostReason) ? {} : { lostReason }) }
  if (stage.id === deal.stageId) return setOnly(deal, set)
  const wanted: Values = { ...deal, ...set }
  if (stage.kind === 'lost' && isNothing(wanted['lostReason']))
    throw new KithError('LOST_REASON_REQUIRED', { dealId: deal.id })
  requireExit(state, stage, wanted, context)
  const placed = enterStage(stage, pipeline, context.now, deal.stageHistory)
  const reopened = stage.kind === 'open' && !isNothing(deal.lostReason) ? { lostReason: undefined } : {}
  return planMove(state, { ...reopened, ...set, ...placed })
}

function planMove(
  { deal, contact }: MoveDealState,
  set: Values & { readonly stageId: string; readonly status: Stage['kind'] },
): Plan {
  const after = { ...deal, ...set } as Deal
  const data = { from: deal.stageId, to: set.stageId, ...(after.lostReason ? { lostReason: after.lostReason } : {}) }
  const closed =
    set.status === 'open' || set.status === deal.status ? [] : [event(`deal.${set.status}`, 'deal', deal.id)]
  const customer = set.status === 'won' && contact ? updateIfNeeded('contact', contact, { lifecycle: 'customer' }) : []
  return {
    writes: [update('deal', deal, set), ...customer],
    events: [event('deal.moved', 'deal', deal.id, data), ...closed],
  }
}

function parseSet(deal: Deal, set: Values, context: OperationContext): Values {
  try {
    return createRecordParser(context.model, 'deal', countryOf(context)).parseUpdate(set, { before: deal })
  } catch (error) {
    if (!(error instanceof KithError)) throw error
    const issues = (error.details.issues ?? []).map((one) => ({ ...one, path: `/set${one.path}` }))
    throw new KithError(error.code, { ...error.details, issues })
  }
}

function setOnly(deal: Deal, set: Values): Plan {
  const writes = updateIfNeeded('deal', deal, set)
  return writes.length === 0 ? NOTHING : { writes, events: [] }
}

function requireExit(
  { deal, pipeline, lookup }: MoveDealState,
  to: Stage,
  wanted: Values,
  context: OperationContext,
): void {
  const from = stageOf(pipeline, deal.stageId)
  if (!from || !isForward(pipeline, from, to)) return
  const { model, now, zone, locale, baseCurrency } = context
  const holds = (filter: UncheckedFilter) =>
    compileCondition(checkFilter(model, 'deal', filter, { now, zone }))(wanted as Deal, lookup)
  const unmet = (from.exit ?? []).filter((filter) => !holds(filter))
  if (unmet.length === 0) return
  const sentence = (filter: UncheckedFilter) => describeFilter(model, 'deal', filter, locale, { zone, baseCurrency })
  const issues = unmet.flatMap((filter) =>
    requiredFields(model, 'deal', filter).map((field) => exitIssue(field, wanted[field], sentence(filter))),
  )
  throw new KithError('STAGE_EXIT_UNMET', {
    dealId: deal.id,
    stageId: to.id,
    reason: unmet.map(sentence).join('; '),
    issues,
  })
}

function exitIssue(field: string, value: unknown, condition: string): Issue {
  const path = `/set/${field}`
  return isNothing(value)
    ? issue(path, 'required')
    : { path, code: 'condition', message: `${condition}.`, params: { condition } }
}
