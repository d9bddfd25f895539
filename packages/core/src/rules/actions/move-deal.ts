import * as z from 'zod'
import { stageOf } from '../../domain/pipeline/pipeline.operations.ts'
import { type ActionKind, idSchema, type Reviewable, reviewShape } from './action.ts'

/** Moves the deal to another stage of its pipeline. */
export interface MoveDeal extends Reviewable {
  readonly do: 'move-deal'
  readonly stage: string
  /** Needed for a `lost` stage, unless the deal says why. */
  readonly lostReason?: string
}

/** {@link MoveDeal}. Winning and losing are heavy, and so is a stage that is not known; open stages are routine. */
export const moveDeal: ActionKind<MoveDeal> = {
  name: 'move-deal',
  only: 'deal',
  schema: z.strictObject({
    do: z.literal('move-deal'),
    stage: idSchema,
    lostReason: z.string().min(1).max(2_000).exactOptional(),
    ...reviewShape,
  }),
  weight({ stage }, { record, state: { pipelines = {} } }) {
    const { pipelineId } = record
    const own = typeof pipelineId === 'string' ? [pipelines[pipelineId]] : Object.values(pipelines)
    const kinds = own.flatMap((pipeline) => (pipeline ? (stageOf(pipeline, stage)?.kind ?? []) : []))
    return kinds.length > 0 && kinds.every((kind) => kind === 'open') ? 'routine' : 'heavy'
  },
  plan({ stage, lostReason }, { record }) {
    if (record['stageId'] === stage) return { skipped: 'no-change' }
    const input = { stageId: stage, ...(lostReason === undefined ? {} : { lostReason }) }
    return { commands: [{ operation: 'moveDeal', object: 'deal', id: record.id, input }], set: { stageId: stage } }
  },
  needs: () => ({ pipelines: true }),
  describe: ({ stage }, { say, stage: label }) => say('moveDeal', { stage: label(stage) }),
}
