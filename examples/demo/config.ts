import { defineCrm } from '@kith/core'
import { realEstate } from '@kith/core/verticals/real-estate'
import { largeDealsNeedApproval, leadScore, ruleFields, rules } from './rules.ts'

const { fields, pipelines } = realEstate

/** Nobody wins a large deal before a manager has said yes. */
const withApproval = pipelines.map((pipeline) => ({
  ...pipeline,
  stages: pipeline.stages.map((stage) =>
    stage.id === 'contract' ? { ...stage, exit: [largeDealsNeedApproval] } : stage,
  ),
}))

/** The demo company's CRM: an estate agent's. What a company adds of its own stands beside it, in this one place. */
export const config = defineCrm({
  ...realEstate,
  fields: { ...fields, deal: { ...fields.deal, ...ruleFields['deal'] } },
  pipelines: withApproval,
  rules,
  scores: [leadScore],
})
