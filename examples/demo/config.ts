import { defineCrm } from '@kith/core'
import { realEstate } from '@kith/core/verticals/real-estate'

/** The demo company's CRM: an estate agent's. What a company adds of its own stands beside it, in this one place. */
export const config = defineCrm(realEstate)
