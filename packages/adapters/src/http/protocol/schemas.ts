import { RULE_ANSWERS, RULE_BODIES } from './rule-schemas.ts'
import { anyObject, flag, id, instant, orNull, ref, shape, strings, text, whole } from './shapes.ts'
import type { JsonSchema } from './types.ts'

export { anyObject, listOf, none, page, ref } from './shapes.ts'

const money = shape({ amountMinor: { type: 'integer' }, currency: text(3) })

/** Bodies of operations. Records have theirs from the model. */
export const BODIES = {
  convertLead: shape({
    'contactId?': id,
    'companyId?': id,
    'deal?': flag,
    'dealName?': text(),
    'pipelineId?': id,
    'amount?': money,
  }),
  moveDeal: shape({ stageId: id, 'lostReason?': text(2000), 'set?': anyObject }),
  assign: shape({ ownerId: orNull(id), 'teamId?': orNull(id) }),
  completeTask: shape({ 'outcome?': text(2000) }),
  openConversation: shape({ 'contactId?': id, 'subject?': text(), 'channel?': text(64) }),
  sendMessage: shape({
    text: text(10_000),
    'fileIds?': { type: 'array', items: id, maxItems: 20 },
    'internal?': flag,
  }),
  giveConsent: shape({ contactId: id, purpose: text(64), 'channel?': text(64), text: text(20_000), method: text(64) }),
  withdrawConsent: shape({ 'reason?': text(2000) }),
  closeTicket: shape({ 'resolution?': text(20_000) }),
  undo: shape({
    'changes?': { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: 1000 },
    'correlation?': text(200),
  }),
  submission: shape({
    values: anyObject,
    'consents?': {
      type: 'array',
      items: shape({ purpose: text(64), 'channel?': text(64) }),
      maxItems: 50,
    },
    'token?': text(2000),
    'source?': { type: 'object', additionalProperties: text(2048), maxProperties: 40 },
    'locale?': text(35),
    'website_url?': text(2000),
  }),
  ...RULE_BODIES,
  startConversation: shape({ text: text(10_000), 'page?': text(2048), 'locale?': text(35) }),
  visitorMessage: shape({ text: text(10_000) }),
} as const satisfies Record<string, JsonSchema>

const actor = shape({ kind: text(), id: text() })
const actions: JsonSchema = { type: 'array', items: { enum: ['read', 'create', 'update', 'delete'] } }
const consent = shape({ purpose: text(), 'channel?': text(), text: { type: 'string' }, 'required?': flag })

/** Answers that no object of the model describes: `components.schemas` of the OpenAPI document. */
export const ANSWERS: Readonly<Record<string, JsonSchema>> = {
  Record: {
    type: 'object',
    properties: { id, version: { type: 'integer', minimum: 1 } },
    required: ['id', 'version'],
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457 problem details. `code` is stable across versions.',
    properties: {
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string' },
      detail: { type: 'string' },
      requestId: { type: 'string' },
      issues: { type: 'array', items: ref('Issue') },
      current: { type: 'object', description: 'The record as it is now, on a version conflict.' },
    },
    required: ['type', 'title', 'status', 'code', 'detail'],
  },
  Issue: {
    type: 'object',
    properties: {
      path: { type: 'string', description: 'JSON Pointer from the root of the input.' },
      code: { type: 'string' },
      message: { type: 'string' },
      params: { type: 'object' },
    },
    required: ['path', 'code', 'message'],
  },
  Me: shape({
    actor,
    tenant: text(),
    'name?': text(),
    roles: strings,
    locale: text(),
    zone: text(),
    baseCurrency: text(),
    canConfigure: flag,
  }),
  Model: listIn('objects', { type: 'object', properties: { name: text(), can: actions } }),
  SearchHit: shape({ object: text(), record: ref('Record') }),
  TotalsRow: shape({
    keys: { type: 'array', items: { type: ['string', 'number', 'boolean', 'null'] } },
    count: whole,
    sums: { type: 'array', items: { type: 'number' } },
  }),
  Change: shape({
    seq: whole,
    at: instant,
    actor,
    cause: text(),
    correlation: text(),
    'source?': anyObject,
    object: text(),
    id,
    before: orNull(anyObject),
    after: orNull(anyObject),
    'erased?': flag,
  }),
  TimelineEntry: shape({
    at: instant,
    kind: { enum: ['activity', 'message', 'submission', 'consent', 'change'] },
    object: text(),
    id,
    'record?': ref('Record'),
    'change?': ref('Change'),
  }),
  LiveEvent: shape({
    seq: whole,
    at: instant,
    type: { enum: ['created', 'updated', 'deleted', 'left', 'reset'] },
    object: text(),
    id: text(),
    'actor?': actor,
    'record?': ref('Record'),
  }),
  UndoResult: shape({
    undone: { type: 'array', items: shape({ object: text(), id, fields: strings }) },
    conflicts: {
      type: 'array',
      items: shape({ object: text(), id, field: text(), 'current?': {}, 'wanted?': {} }),
    },
    effects: { type: 'array', items: shape({ kind: text(), at: instant }) },
  }),
  ConvertedLead: shape({
    lead: ref('Record'),
    contact: ref('Record'),
    'company?': ref('Record'),
    'deal?': ref('Record'),
  }),
  Field: { type: 'object', properties: { id: text(), type: text() }, required: ['id', 'type'] },
  PublicForm: shape({
    id,
    version: whole,
    title: text(),
    'intro?': { type: 'string' },
    submitLabel: text(),
    thanks: { type: 'string' },
    locale: text(),
    fields: { type: 'array', items: { type: 'object', required: ['id', 'type', 'label'] } },
    consents: { type: 'array', items: consent },
    token: { type: 'string' },
  }),
  ...RULE_ANSWERS,
  Receipt: shape({ id, at: instant }),
  PublicFile: shape({ id, name: text(), mediaType: text(), sizeBytes: whole }),
  PublicMessage: shape({
    id,
    seq: whole,
    at: instant,
    from: { enum: ['visitor', 'agent', 'system'] },
    'name?': text(),
    text: { type: 'string' },
    'key?': text(),
  }),
  StartedConversation: shape({ token: { type: 'string' }, message: ref('PublicMessage') }),
  VisitorMessages: shape({
    messages: { type: 'array', items: ref('PublicMessage') },
    status: { enum: ['open', 'closed'] },
  }),
}

function listIn(name: string, items: JsonSchema): JsonSchema {
  return { type: 'object', properties: { [name]: { type: 'array', items } }, required: [name] }
}
