import type { UncheckedFilter } from '../../filter/types.ts'
import { KithError } from '../../shared/errors.ts'
import type { Pipeline, Stage } from './pipeline.schema.ts'

/** What operations need of a pipeline: a record, or its definition in code. */
export type PipelineState = Pick<Pipeline, 'id' | 'stages'>

/** The stage of a pipeline by its id. */
export function stageOf(pipeline: PipelineState, stageId: string | undefined): Stage | undefined {
  return pipeline.stages?.find((stage) => stage.id === stageId)
}

/** What must hold before a deal leaves a stage, of all stages of a pipeline. */
export function exitsOf(pipeline: PipelineState | undefined): readonly UncheckedFilter[] {
  return pipeline?.stages?.flatMap((stage) => stage.exit ?? []) ?? []
}

/** The stage where new deals start: the first open one. @throws KithError `INVALID_DEFINITION` when there is none */
export function firstStage(pipeline: PipelineState): Stage {
  const first = pipeline.stages?.find((stage) => stage.kind === 'open')
  if (!first) throw new KithError('INVALID_DEFINITION', { path: '/stages', reason: 'a pipeline needs an open stage' })
  return first
}

/** How likely a deal in a stage is won, 0 to 100; undefined where the stage does not say. */
export function probabilityOf(stage: Stage): number | undefined {
  return stage.probability ?? (stage.kind === 'won' ? 100 : stage.kind === 'lost' ? 0 : undefined)
}

/** Whether a move is a step forward: to a later open stage, or to a won one. */
export function isForward(pipeline: PipelineState, from: Stage, to: Stage): boolean {
  const stages = pipeline.stages ?? []
  if (to.kind !== 'open') return to.kind === 'won'
  return stages.indexOf(to) > stages.indexOf(from)
}
