import * as z from 'zod'
import { type TriggerKind, valuesOf } from './trigger.ts'

/** A deal came into a stage: it was moved there, or made there. */
export interface StageEntered {
  readonly when: 'stage-entered'
  readonly stage: string
  /** Absent: a stage of this id in any pipeline. */
  readonly pipeline?: string
}

/** {@link StageEntered}. */
export const stageEntered: TriggerKind<StageEntered> = {
  name: 'stage-entered',
  schema: z.strictObject({
    when: z.literal('stage-entered'),
    stage: z.string().min(1).max(64),
    pipeline: z.string().min(1).max(64).exactOptional(),
  }),
  object: () => 'deal',
  events: () => ['deal.moved', 'deal.created'],
  startedBy: ({ stage }, event) =>
    (event.type === 'deal.moved' ? event.data?.['to'] : valuesOf(event, 'after')['stageId']) === stage,
  fits: ({ pipeline }, deal) => pipeline === undefined || deal['pipelineId'] === pipeline,
  describe: ({ stage, pipeline }, { say, stage: label }) => say('stageEntered', { stage: label(stage, pipeline) }),
}
