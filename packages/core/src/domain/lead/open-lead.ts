import { normalizeEmail } from '../../shared/email.ts'
import { fold } from '../../shared/fold.ts'
import type { Values } from '../plan.ts'
import type { Lead } from './lead.schema.ts'

/** Claim space that says which open lead stands for an e-mail address. */
export const OPEN_LEAD = 'lead.open'

/** The key of {@link OPEN_LEAD} for values as stored or as a visitor typed them; undefined without an e-mail. */
export function openLeadKey(values: Values): string | undefined {
  const { email } = values
  return typeof email === 'string' && email.trim() !== '' ? fold(normalizeEmail(email) ?? email.trim()) : undefined
}

/** Whether a lead still gains what its person sends: nobody converted, dismissed, deleted or merged it. */
export function isOpenLead(lead: Lead): boolean {
  const open = lead.status === undefined || lead.status === 'new' || lead.status === 'working'
  return open && lead.deletedAt === undefined && lead.mergedInto === undefined
}
