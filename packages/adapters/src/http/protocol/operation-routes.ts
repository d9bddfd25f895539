import type { CrmApi, MessageInput, MoveDealInput } from '@kith/core'
import { anyObject, BODIES, none, ref } from './schemas.ts'
import type { Route, RouteInput, UserRoute } from './types.ts'

type Input<Name extends keyof CrmApi, At extends number> = Parameters<CrmApi[Name]>[At] & {}

/** A POST by a known user, answered with a record. */
function operation(
  row: Pick<UserRoute, 'name' | 'path' | 'summary' | 'call'> &
    Partial<Pick<UserRoute, 'body' | 'bodyOptional' | 'version' | 'output' | 'status'>>,
): Route {
  return { method: 'POST', auth: 'user', kind: 'json', output: ref('Record'), status: 200, ...row }
}

const bodyOf = <Body>(input: RouteInput) => input.body as Body

/** What people do with records beyond writing fields. */
export const OPERATION_ROUTES: readonly Route[] = [
  operation({
    name: 'convertLead',
    path: '/leads/{id}/convert',
    summary: 'Makes a contact, a company and a deal of a lead.',
    body: BODIES.convertLead,
    bodyOptional: true,
    version: 'optional',
    output: ref('ConvertedLead'),
    call: (api, input) => api.convertLead(input.id, bodyOf<Input<'convertLead', 1>>(input), input.options),
  }),
  operation({
    name: 'acceptSubmission',
    path: '/submissions/{id}/accept',
    summary: 'Takes a submission out of quarantine: it makes the lead that it would have made.',
    body: none,
    bodyOptional: true,
    version: 'optional',
    call: (api, { id, options }) => api.acceptSubmission(id, options),
  }),
  operation({
    name: 'rejectSubmission',
    path: '/submissions/{id}/reject',
    summary: 'Leaves a submission in quarantine for what it is.',
    body: none,
    bodyOptional: true,
    version: 'optional',
    call: (api, { id, options }) => api.rejectSubmission(id, options),
  }),
  operation({
    name: 'moveDeal',
    path: '/deals/{id}/move',
    summary:
      'Moves a deal to another stage of its pipeline. Without `If-Match` from where it is now; a race that is lost is told with 412.',
    body: BODIES.moveDeal,
    version: 'optional',
    call: (api, input) => api.moveDeal(input.id, bodyOf<MoveDealInput>(input), input.options),
  }),
  operation({
    name: 'assign',
    path: '/{plural}/{id}/assign',
    summary: 'Gives a record to an owner or a team; null takes it away.',
    body: BODIES.assign,
    version: 'optional',
    call: (api, input) => api.assign(input.object, input.id, bodyOf<Input<'assign', 2>>(input), input.options),
  }),
  operation({
    name: 'logActivity',
    path: '/activities',
    summary: 'Logs a call, a meeting, a note… or plans a task.',
    body: anyObject,
    status: 201,
    call: (api, { body, options }) => api.logActivity(body, options),
  }),
  operation({
    name: 'completeTask',
    path: '/activities/{id}/complete',
    summary: 'Marks a task as done.',
    body: BODIES.completeTask,
    bodyOptional: true,
    version: 'optional',
    call: (api, { id, body, options }) => api.completeTask(id, body, options),
  }),
  operation({
    name: 'openConversation',
    path: '/conversations',
    summary: 'Opens a conversation.',
    body: BODIES.openConversation,
    status: 201,
    call: (api, { body, options }) => api.openConversation(body, options),
  }),
  operation({
    name: 'sendMessage',
    path: '/conversations/{id}/messages',
    summary: 'Answers in a conversation, or leaves an internal note in it.',
    body: BODIES.sendMessage,
    status: 201,
    call: (api, input) => api.sendMessage(input.id, bodyOf<MessageInput>(input), input.options),
  }),
  operation({
    name: 'closeConversation',
    path: '/conversations/{id}/close',
    summary: 'Closes a conversation.',
    body: none,
    bodyOptional: true,
    version: 'optional',
    call: (api, { id, options }) => api.closeConversation(id, options),
  }),
  operation({
    name: 'giveConsent',
    path: '/consents',
    summary: 'Records a consent with the text that the person saw.',
    body: BODIES.giveConsent,
    status: 201,
    call: (api, input) => api.giveConsent(bodyOf<Input<'giveConsent', 0>>(input), input.options),
  }),
  operation({
    name: 'withdrawConsent',
    path: '/consents/{id}/withdraw',
    summary: 'Records that a consent was withdrawn.',
    body: BODIES.withdrawConsent,
    bodyOptional: true,
    call: (api, { id, body, options }) => api.withdrawConsent(id, body, options),
  }),
  operation({
    name: 'openTicket',
    path: '/tickets',
    summary: 'Opens a ticket.',
    body: anyObject,
    status: 201,
    call: (api, { body, options }) => api.openTicket(body, options),
  }),
  operation({
    name: 'closeTicket',
    path: '/tickets/{id}/close',
    summary: 'Closes a ticket.',
    body: BODIES.closeTicket,
    bodyOptional: true,
    version: 'optional',
    call: (api, { id, body, options }) => api.closeTicket(id, body, options),
  }),
  operation({
    name: 'undo',
    path: '/undo',
    summary: 'Undoes changes, or all of one correlation, and lists what could not be undone.',
    body: BODIES.undo,
    output: ref('UndoResult'),
    call: (api, { body, options }) => api.undo(body, options),
  }),
]
