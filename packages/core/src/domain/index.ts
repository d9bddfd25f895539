import type { ObjectDefinition } from '../schema/types.ts'
import { activity } from './activity/activity.schema.ts'
import { company } from './company/company.schema.ts'
import { consent } from './consent/consent.schema.ts'
import { contact } from './contact/contact.schema.ts'
import { conversation } from './conversation/conversation.schema.ts'
import { deal } from './deal/deal.schema.ts'
import { fieldDefinition } from './field-definition/field-definition.schema.ts'
import { file } from './file/file.schema.ts'
import { form } from './form/form.schema.ts'
import { lead } from './lead/lead.schema.ts'
import { link } from './link/link.schema.ts'
import { message } from './message/message.schema.ts'
import { pipeline } from './pipeline/pipeline.schema.ts'
import { submission } from './submission/submission.schema.ts'
import { tag } from './tag/tag.schema.ts'
import { team } from './team/team.schema.ts'
import { tenant } from './tenant/tenant.schema.ts'
import { territory } from './territory/territory.schema.ts'
import { ticket } from './ticket/ticket.schema.ts'
import { user } from './user/user.schema.ts'

/** The objects that every app has; it adds fields to them and objects of its own. */
export const standardObjects: readonly ObjectDefinition[] = [
  contact,
  company,
  lead,
  deal,
  pipeline,
  activity,
  ticket,
  form,
  submission,
  consent,
  conversation,
  message,
  user,
  team,
  territory,
  tag,
  file,
  link,
  tenant,
  fieldDefinition,
]
