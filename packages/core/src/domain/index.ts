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
import { notification } from './notification/notification.schema.ts'
import { pipeline } from './pipeline/pipeline.schema.ts'
import { review } from './review/review.schema.ts'
import { rule } from './rule/rule.schema.ts'
import { segment } from './segment/segment.schema.ts'
import { segmentMember } from './segment-member/segment-member.schema.ts'
import { submission } from './submission/submission.schema.ts'
import { tag } from './tag/tag.schema.ts'
import { team } from './team/team.schema.ts'
import { tenant } from './tenant/tenant.schema.ts'
import { territory } from './territory/territory.schema.ts'
import { ticket } from './ticket/ticket.schema.ts'
import { user } from './user/user.schema.ts'

export type { CompleteTaskInput, LogActivityInput } from './activity/activity.inputs.ts'
export { completeTask, logActivity } from './activity/activity.operations.ts'
export type { Activity } from './activity/activity.schema.ts'
export type { Company } from './company/company.schema.ts'
export type { GiveConsentInput, WithdrawConsentInput } from './consent/consent.inputs.ts'
export { giveConsent, withdrawConsent } from './consent/consent.operations.ts'
export type { Consent } from './consent/consent.schema.ts'
export type { Contact } from './contact/contact.schema.ts'
export type { CloseConversationInput, OpenConversationInput } from './conversation/conversation.inputs.ts'
export { closeConversation, openConversation, startConversation } from './conversation/conversation.operations.ts'
export type { Conversation } from './conversation/conversation.schema.ts'
export type { CreateDealInput, MoveDealInput } from './deal/deal.inputs.ts'
export { createDeal, moveDeal } from './deal/deal.operations.ts'
export type { Deal, StageVisit } from './deal/deal.schema.ts'
export { dealRollups } from './deal/rollups.ts'
export {
  contactForm,
  defaultForms,
  defaultPipelines,
  defaultRoles,
  defaultRules,
  followUpNewLead,
  salesPipeline,
} from './defaults.ts'
export type { FieldDefinitionRecord } from './field-definition/field-definition.schema.ts'
export type { File } from './file/file.schema.ts'
export { checkForm, defineForm, type FormDefinition, type FormInput } from './form/define-form.ts'
export { consentDigest, publicForm, validateSubmission } from './form/form.operations.ts'
export type { Form, FormConsent, FormField } from './form/form.schema.ts'
export { countryOf, parseInput } from './inputs.ts'
export type { ConvertLeadInput } from './lead/lead.inputs.ts'
export { convertLead } from './lead/lead.operations.ts'
export type { Lead } from './lead/lead.schema.ts'
export { isOpenLead, OPEN_LEAD, openLeadKey } from './lead/open-lead.ts'
export type { Link } from './link/link.schema.ts'
export type { MessageInput } from './message/message.inputs.ts'
export { addMessage } from './message/message.operations.ts'
export type { Message } from './message/message.schema.ts'
export { type NotifyUserInput, notifyUser, readNotification } from './notification/notification.operations.ts'
export type { Notification } from './notification/notification.schema.ts'
export { OPERATIONS, type OperationDescription } from './operations.ts'
export type { AssignInput } from './ownership/ownership.inputs.ts'
export { assign } from './ownership/ownership.operations.ts'
export { checkPipeline, definePipeline, type PipelineDefinition } from './pipeline/define-pipeline.ts'
export { firstStage, stageOf } from './pipeline/pipeline.operations.ts'
export type { Pipeline, Stage } from './pipeline/pipeline.schema.ts'
export { createdId, joinPlans, NOTHING } from './plan.ts'
export type {
  ApproveReviewInput,
  ChangeReviewInput,
  ContestReviewInput,
  ProposedCommand,
  ProposeReviewInput,
  RefuseReviewInput,
  ReviewReason,
} from './review/review.inputs.ts'
export {
  approveReview,
  changeReview,
  contestReview,
  proposeReview,
  type ReviewDecision,
  type ReviewState,
  refuseReview,
} from './review/review.operations.ts'
export type { CounterCase, Review, ReviewStep } from './review/review.schema.ts'
export type { RuleRecord } from './rule/rule.schema.ts'
export {
  SEGMENT_MEMBER,
  type SweepSegmentInput,
  type SweepSegmentState,
  sweepSegment,
} from './segment/segment.operations.ts'
export type { Segment } from './segment/segment.schema.ts'
export type { SegmentMember } from './segment-member/segment-member.schema.ts'
export { judgeSubmission, type RenderFacts, readRender, type SpamVerdict, signRender } from './spam.ts'
export { acceptSubmission, rejectSubmission } from './submission/quarantine.operations.ts'
export type { SubmissionInput } from './submission/submission.inputs.ts'
export { captureLead, SUBMISSION, submissionKey } from './submission/submission.operations.ts'
export type { Submission, SubmittedConsent } from './submission/submission.schema.ts'
export type { Tag } from './tag/tag.schema.ts'
export type { Team } from './team/team.schema.ts'
export type { Rates, Tenant, WorkingCalendar } from './tenant/tenant.schema.ts'
export type { Territory } from './territory/territory.schema.ts'
export type { CloseTicketInput, OpenTicketInput } from './ticket/ticket.inputs.ts'
export { closeTicket, openTicket } from './ticket/ticket.operations.ts'
export type { Ticket } from './ticket/ticket.schema.ts'
export type { User } from './user/user.schema.ts'

/** The objects that every app has; it adds fields to them and objects of its own. */
export const standardObjects = [
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
  rule,
  review,
  segment,
  segmentMember,
  notification,
  tenant,
  fieldDefinition,
] as const satisfies readonly ObjectDefinition[]
