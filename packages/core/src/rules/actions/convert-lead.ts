import * as z from 'zod'
import { type ActionKind, idSchema, type Reviewable, reviewShape, routine } from './action.ts'

/** Makes a contact, a company and a deal of the lead. */
export interface ConvertLead extends Reviewable {
  readonly do: 'convert-lead'
  /** Makes a deal as well; default true. */
  readonly deal?: boolean
  /** Default: the tenant's first pipeline. */
  readonly pipeline?: string
}

/** {@link ConvertLead}. */
export const convertLead: ActionKind<ConvertLead> = {
  name: 'convert-lead',
  only: 'lead',
  schema: z.strictObject({
    do: z.literal('convert-lead'),
    deal: z.boolean().exactOptional(),
    pipeline: idSchema.exactOptional(),
    ...reviewShape,
  }),
  weight: routine,
  plan({ deal, pipeline }, { record }) {
    if (record['status'] === 'converted') return { skipped: 'no-change' }
    const input = {
      ...(deal === undefined ? {} : { deal }),
      ...(pipeline === undefined ? {} : { pipelineId: pipeline }),
    }
    const command = { operation: 'convertLead', object: 'lead', id: record.id, input } as const
    return { commands: [command], set: { status: 'converted' } }
  },
  describe: ({ deal }, { say }) => say(deal === false ? 'convertLeadOnly' : 'convertLead', {}),
}
