import type * as z from 'zod'
import { completeTaskInput, logActivityInput } from './activity/activity.inputs.ts'
import { giveConsentInput, withdrawConsentInput } from './consent/consent.inputs.ts'
import { closeConversationInput, openConversationInput } from './conversation/conversation.inputs.ts'
import { createDealInput, moveDealInput } from './deal/deal.inputs.ts'
import { convertLeadInput } from './lead/lead.inputs.ts'
import { messageInput } from './message/message.inputs.ts'
import { assignInput } from './ownership/ownership.inputs.ts'
import { acceptSubmissionInput, rejectSubmissionInput } from './submission/submission.inputs.ts'
import { closeTicketInput, openTicketInput } from './ticket/ticket.inputs.ts'

/** An operation as HTTP, OpenAPI and tools for agents show it. */
export interface OperationDescription {
  /** Name of the method of `CrmApi`; `createDeal` is `create('deal', …)`. */
  readonly name: string
  /** Object that it works on; `*` for every object. */
  readonly object: string
  /** Path below the base, always POST: `/leads/{id}/convert`. `{plural}` stands for any object. */
  readonly path: string
  readonly summary: string
  readonly input: z.ZodType
  /** The input takes any writable field of this object as well; its definition says which. */
  readonly fieldsOf?: string
  /** Object of the answer; absent: `{ lead, contact, company, deal }`. */
  readonly answers?: string
}

/** Everything that can be done beside reading, creating, updating and deleting. */
export const OPERATIONS: readonly OperationDescription[] = [
  {
    name: 'convertLead',
    object: 'lead',
    path: '/leads/{id}/convert',
    summary: 'Make a contact, company and deal of a lead',
    input: convertLeadInput,
  },
  {
    name: 'acceptSubmission',
    object: 'submission',
    path: '/submissions/{id}/accept',
    summary: 'Take a submission out of quarantine: it makes the lead that it would have made',
    input: acceptSubmissionInput,
    answers: 'submission',
  },
  {
    name: 'rejectSubmission',
    object: 'submission',
    path: '/submissions/{id}/reject',
    summary: 'Leave a submission in quarantine for what it is',
    input: rejectSubmissionInput,
    answers: 'submission',
  },
  {
    name: 'createDeal',
    object: 'deal',
    path: '/deals',
    summary: 'Create a deal in the first stage of its pipeline',
    input: createDealInput,
    fieldsOf: 'deal',
    answers: 'deal',
  },
  {
    name: 'moveDeal',
    object: 'deal',
    path: '/deals/{id}/move',
    summary: 'Move a deal to another stage of its pipeline',
    input: moveDealInput,
    answers: 'deal',
  },
  {
    name: 'assign',
    object: '*',
    path: '/{plural}/{id}/assign',
    summary: 'Give a record to somebody, or to nobody',
    input: assignInput,
    answers: '*',
  },
  {
    name: 'logActivity',
    object: 'activity',
    path: '/activities',
    summary: 'Log an activity, or plan one',
    input: logActivityInput,
    fieldsOf: 'activity',
    answers: 'activity',
  },
  {
    name: 'completeTask',
    object: 'activity',
    path: '/activities/{id}/complete',
    summary: 'Mark a task as done',
    input: completeTaskInput,
    answers: 'activity',
  },
  {
    name: 'openConversation',
    object: 'conversation',
    path: '/conversations',
    summary: 'Open a conversation',
    input: openConversationInput,
    answers: 'conversation',
  },
  {
    name: 'sendMessage',
    object: 'conversation',
    path: '/conversations/{id}/messages',
    summary: 'Answer in a conversation, or leave a note for colleagues',
    input: messageInput,
    answers: 'message',
  },
  {
    name: 'closeConversation',
    object: 'conversation',
    path: '/conversations/{id}/close',
    summary: 'Close a conversation',
    input: closeConversationInput,
    answers: 'conversation',
  },
  {
    name: 'giveConsent',
    object: 'consent',
    path: '/consents',
    summary: 'Write down a consent that somebody gave',
    input: giveConsentInput,
    answers: 'consent',
  },
  {
    name: 'withdrawConsent',
    object: 'consent',
    path: '/consents/{id}/withdraw',
    summary: 'Write down that somebody withdrew a consent',
    input: withdrawConsentInput,
    answers: 'consent',
  },
  {
    name: 'openTicket',
    object: 'ticket',
    path: '/tickets',
    summary: 'Open a ticket',
    input: openTicketInput,
    fieldsOf: 'ticket',
    answers: 'ticket',
  },
  {
    name: 'closeTicket',
    object: 'ticket',
    path: '/tickets/{id}/close',
    summary: 'Close a ticket',
    input: closeTicketInput,
    answers: 'ticket',
  },
]
