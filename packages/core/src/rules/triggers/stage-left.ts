import * as z from 'zod'
import type { TriggerKind } from './trigger.ts'

/** A deal was moved out of a stage. */
export interface StageLeft {
  readonly when: 'stage-left'
  readonly stage: string
  /** Absent: a stage of this id in any pipeline. */
  readonly pipeline?: string
}

/** {@link StageLeft}. */
export const stageLeft: TriggerKind<StageLeft> = {
  name: 'stage-left',
  schema: z.strictObject({
    when: z.literal('stage-left'),
    stage: z.string().min(1).max(64),
    pipeline: z.string().min(1).max(64).exactOptional(),
  }),
  object: () => 'deal',
  events: () => ['deal.moved'],
  startedBy: ({ stage }, { data }) => data?.['from'] === stage,
  fits: ({ pipeline }, deal) => pipeline === undefined || deal['pipelineId'] === pipeline,
  describe: ({ stage, pipeline }, { say, stage: label }) => say('stageLeft', { stage: label(stage, pipeline) }),
}
