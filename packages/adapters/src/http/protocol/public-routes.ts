import type { PublicApi } from '@kith/core'
import { BODIES, ref } from './schemas.ts'
import type { Parameter, Route, RouteInput } from './types.ts'

const site: Parameter = {
  type: 'text',
  summary: 'Site key, where the header `Kith-Site` cannot be sent.',
  example: 'site_demo',
}
const locale: Parameter = { type: 'text', summary: 'Language of the texts, BCP 47.', example: 'nb' }
const after: Parameter = { type: 'integer', min: 0, summary: 'Only what came after this number.' }

/** The key of the call; the server makes one where the caller sent none. */
const keyed = ({ options }: RouteInput) => ({ idempotencyKey: options.idempotencyKey ?? '' })

/** What a visitor's page may call. */
export const PUBLIC_ROUTES: readonly Route[] = [
  {
    name: 'getForm',
    method: 'GET',
    path: '/forms/{id}',
    auth: 'site',
    kind: 'json',
    limit: 'read',
    summary: 'What a form shows: its fields, its consents, and the token to send back with the answers.',
    query: { site, locale },
    output: ref('PublicForm'),
    status: 200,
    call: (api, { id, query }) => api.form(id, query as { locale?: string }),
  },
  {
    name: 'submitForm',
    method: 'POST',
    path: '/forms/{id}/submissions',
    auth: 'site',
    kind: 'submit',
    limit: 'form',
    summary: 'Hands in the answers of a form, as JSON or as a plain form post. Answered once they are on disk.',
    query: { site },
    body: BODIES.submission,
    output: ref('Receipt'),
    status: 201,
  },
  {
    name: 'uploadFormFile',
    method: 'POST',
    path: '/forms/{id}/files',
    auth: 'site',
    kind: 'public-upload',
    limit: 'file',
    summary: 'Stores a file that a submission then names. Swept after a day unless one does.',
    query: { site, name: { type: 'text', summary: 'Name of a raw body.', example: 'plan.pdf' } },
    output: ref('PublicFile'),
    status: 201,
  },
  {
    name: 'thankYou',
    method: 'GET',
    path: '/forms/{id}/thanks',
    auth: 'site',
    kind: 'thanks',
    limit: 'read',
    summary: 'The page that a plain form post ends on.',
    query: { site, locale },
    output: { type: 'string' },
    status: 200,
  },
  {
    name: 'startConversation',
    method: 'POST',
    path: '/chat',
    auth: 'site',
    kind: 'json',
    limit: 'chat',
    summary: "Sends a visitor's first message. The token is the visitor's key to the conversation.",
    body: BODIES.startConversation,
    output: ref('StartedConversation'),
    status: 201,
    call: (api, input) =>
      api.startConversation(input.body as Parameters<PublicApi['startConversation']>[0], keyed(input)),
  },
  {
    name: 'visitorMessages',
    method: 'GET',
    path: '/chat/messages',
    auth: 'visitor',
    kind: 'json',
    limit: 'read',
    summary: "The messages of the visitor's own conversation.",
    query: { after },
    output: ref('VisitorMessages'),
    status: 200,
    call: (api, { visitor, query }) => api.visitorMessages(visitor, query as { after?: number }),
  },
  {
    name: 'sendVisitorMessage',
    method: 'POST',
    path: '/chat/messages',
    auth: 'visitor',
    kind: 'json',
    limit: 'chat',
    summary: "Adds a message to the visitor's own conversation.",
    body: BODIES.visitorMessage,
    output: ref('PublicMessage'),
    status: 201,
    call: (api, input) => api.sendVisitorMessage(input.visitor, input.body as { text: string }, keyed(input)),
  },
  {
    name: 'visitorChanges',
    method: 'GET',
    path: '/chat/changes',
    auth: 'visitor',
    kind: 'stream',
    limit: 'read',
    summary: "New messages of the visitor's own conversation, as server-sent events.",
    query: { after },
    output: ref('PublicMessage'),
    status: 200,
    open: (api, { visitor, after: seq, signal }) =>
      api.visitorChanges(visitor, { signal, ...(seq === undefined ? {} : { after: seq }) }),
  },
  {
    name: 'openApi',
    method: 'GET',
    path: '/openapi.json',
    auth: 'public',
    kind: 'openapi',
    summary: 'This document. A known user also sees the fields that were added at run time.',
    output: { type: 'object' },
    status: 200,
  },
]
