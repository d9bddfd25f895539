import type { CompleteTaskInput } from '../domain/activity/activity.inputs.ts'
import type { GiveConsentInput, WithdrawConsentInput } from '../domain/consent/consent.inputs.ts'
import type { OpenConversationInput } from '../domain/conversation/conversation.inputs.ts'
import type { MoveDealInput } from '../domain/deal/deal.inputs.ts'
import type { ConvertLeadInput } from '../domain/lead/lead.inputs.ts'
import type { MessageInput } from '../domain/message/message.inputs.ts'
import type { AssignInput } from '../domain/ownership/ownership.inputs.ts'
import type { SubmissionInput } from '../domain/submission/submission.inputs.ts'
import type { CloseTicketInput } from '../domain/ticket/ticket.inputs.ts'
import type { Actor } from '../domain/types.ts'
import type { Condition, UncheckedFilter } from '../filter/types.ts'
import type { StoredRecord } from '../schema/record.ts'
import type { FieldDefinition, ObjectDefinition } from '../schema/types.ts'
import type { Label } from '../shared/locale.ts'
import type { RulesApi } from './rules-api.ts'

export type { Actor } from '../domain/types.ts'
export type {
  AssignInput,
  CloseTicketInput,
  CompleteTaskInput,
  ConvertLeadInput,
  GiveConsentInput,
  MessageInput,
  MoveDealInput,
  OpenConversationInput,
  SubmissionInput,
  WithdrawConsentInput,
}

/** What a role may do with one object. */
export interface Permission {
  /** Object name, or `*` for all. */
  readonly object: string
  readonly actions: readonly ('read' | 'create' | 'update' | 'delete')[]
  /** Which records: all (absent), the actor's own, the actor's teams' as well, or a Filter over the record's own fields. */
  readonly where?: 'own' | 'team' | UncheckedFilter
  /** Fields that the actor cannot see, write, filter, sort or sum. */
  readonly mask?: readonly string[]
}

/** A named set of permissions. Several roles add up; a field is masked only where all roles that give access mask it. */
export interface Role {
  readonly id: string
  readonly label: Label
  readonly permissions: readonly Permission[]
  /** May change the configuration: fields, forms, pipelines, roles. Default false. */
  readonly configure?: boolean
}

/** What every call runs in. */
export interface Scope {
  readonly tenant: string
  readonly actor: Actor
  readonly roles: readonly string[]
  readonly teams?: readonly string[]
}

/** Options of a call that writes. */
export interface WriteOptions {
  /** The same key gives the same result and no second write; 30 days. */
  readonly idempotencyKey?: string
  /**
   * Version that the person saw; needed for updates by people. Moves, assignments and deletions without it are about the
   * record as it is when they come, and are never planned again when somebody else comes between.
   * @throws `VERSION_CONFLICT` when it is stale, or when a race was lost
   */
  readonly ifVersion?: number
  /** Joins several calls to one intent in the log. */
  readonly correlation?: string
}

export interface ListQuery {
  readonly where?: UncheckedFilter
  /** Field id, `-` first for descending: `-createdAt` (the default). */
  readonly sort?: string
  /** 1 to 200, default 50. */
  readonly limit?: number
  readonly cursor?: string
  /** Words to search for, each a prefix. */
  readonly search?: string
  /** The recycle bin instead of what is there. Default false. */
  readonly deleted?: boolean
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Absent on the last page. */
  readonly nextCursor?: string
}

export interface TotalsQuery {
  readonly where?: UncheckedFilter
  /** Up to three field ids, each with an optional slot: `['stageId', 'amount.currency']`. */
  readonly groupBy?: readonly string[]
  /** Number fields or slots to add up: `['amount.amountMinor']`. */
  readonly sum?: readonly string[]
}

export interface TotalsRow {
  readonly keys: readonly (string | number | boolean | null)[]
  readonly count: number
  /** In the order of `sum`. */
  readonly sums: readonly number[]
}

/** One change as people read it. */
export interface Change {
  readonly seq: number
  readonly at: string
  readonly actor: Actor
  readonly cause: string
  readonly correlation: string
  readonly source?: Readonly<Record<string, string | number>>
  readonly object: string
  readonly id: string
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
  /** The content was erased with the person that it was about. */
  readonly erased?: boolean
}

/** An entry of a record's timeline: an activity, message, submission or change, newest first. */
export interface TimelineEntry {
  readonly at: string
  readonly kind: 'activity' | 'message' | 'submission' | 'consent' | 'change'
  readonly object: string
  readonly id: string
  readonly record?: StoredRecord
  readonly change?: Change
}

/** A record changed, seen through the permissions of who listens. `left`: it can no longer be seen. */
export interface LiveEvent {
  readonly seq: number
  readonly at: string
  readonly type: 'created' | 'updated' | 'deleted' | 'left' | 'reset'
  readonly object: string
  readonly id: string
  readonly actor?: Actor
  /** As it is now, without masked fields; absent for `deleted`, `left`, `reset`. */
  readonly record?: StoredRecord
}

export interface UndoResult {
  /** Changes of the new commit. */
  readonly undone: readonly { readonly object: string; readonly id: string; readonly fields: readonly string[] }[]
  /** Fields that somebody changed since: left as they are. */
  readonly conflicts: readonly {
    readonly object: string
    readonly id: string
    readonly field: string
    readonly current: unknown
    readonly wanted: unknown
  }[]
  /** What went out to the world and cannot be called back. */
  readonly effects: readonly { readonly kind: string; readonly at: string }[]
}

/** Who the caller is and may do, for screens. */
export interface Me {
  readonly actor: Actor
  readonly tenant: string
  readonly name?: string
  readonly roles: readonly string[]
  readonly locale: string
  readonly zone: string
  readonly baseCurrency: string
  readonly canConfigure: boolean
}

/** The model as a screen needs it: objects with the fields that the caller may see. */
export interface ModelDescription {
  readonly objects: readonly (ObjectDefinition & {
    readonly can: readonly ('read' | 'create' | 'update' | 'delete')[]
  })[]
}

/**
 * The records that a lead became. The e-mail may be that of a contact whom the caller may not see: the lead is given to it
 * all the same, unchanged, and `contact` is its id with version 0. What else may not be read is left out.
 */
export interface ConvertLeadResult {
  readonly lead: StoredRecord
  readonly contact: StoredRecord
  readonly company?: StoredRecord
  readonly deal?: StoredRecord
}

/**
 * The one interface to a CRM. The engine implements it in process, the HTTP client remotely, with the same answers.
 * Every call runs in the scope that the object was made for. Records come without fields that are masked for the caller;
 * what the caller may not see answers `NOT_FOUND`, exactly as what does not exist.
 */
export interface CrmApi {
  me(): Promise<Me>
  model(): Promise<ModelDescription>

  list(object: string, query?: ListQuery): Promise<Page<StoredRecord>>
  get(object: string, id: string): Promise<StoredRecord>
  create(object: string, values: Readonly<Record<string, unknown>>, options?: WriteOptions): Promise<StoredRecord>
  /** Sets the given fields; null empties one. @throws `VERSION_REQUIRED` without `options.ifVersion` */
  update(
    object: string,
    id: string,
    values: Readonly<Record<string, unknown>>,
    options?: WriteOptions,
  ): Promise<StoredRecord>
  /** Moves to the recycle bin. */
  remove(object: string, id: string, options?: WriteOptions): Promise<StoredRecord>
  /** Takes back from the recycle bin. */
  restore(object: string, id: string, options?: WriteOptions): Promise<StoredRecord>
  /** Counts and sums of what the caller may see. @throws `TOO_MANY_GROUPS` past 20,000 groups, `SUM_TOO_LARGE` */
  totals(object: string, query?: TotalsQuery): Promise<readonly TotalsRow[]>
  /** Records of all searchable objects whose words begin with these, a few of each. */
  search(
    text: string,
    options?: { readonly objects?: readonly string[]; readonly limit?: number },
  ): Promise<readonly { readonly object: string; readonly record: StoredRecord }[]>
  timeline(
    object: string,
    id: string,
    query?: { readonly limit?: number; readonly cursor?: string },
  ): Promise<Page<TimelineEntry>>
  history(
    object: string,
    id: string,
    query?: { readonly limit?: number; readonly cursor?: string },
  ): Promise<Page<Change>>
  /** Who changed what, and why, over all records that the caller may read: newest first. A page may be short though more follows. */
  log(query?: { readonly limit?: number; readonly cursor?: string }): Promise<Page<Change>>

  convertLead(id: string, input?: ConvertLeadInput, options?: WriteOptions): Promise<ConvertLeadResult>
  moveDeal(id: string, input: MoveDealInput, options?: WriteOptions): Promise<StoredRecord>
  assign(object: string, id: string, input: AssignInput, options?: WriteOptions): Promise<StoredRecord>
  logActivity(input: Readonly<Record<string, unknown>>, options?: WriteOptions): Promise<StoredRecord>
  completeTask(id: string, input?: CompleteTaskInput, options?: WriteOptions): Promise<StoredRecord>
  openConversation(input: OpenConversationInput, options?: WriteOptions): Promise<StoredRecord>
  sendMessage(conversationId: string, input: MessageInput, options?: WriteOptions): Promise<StoredRecord>
  closeConversation(id: string, options?: WriteOptions): Promise<StoredRecord>
  giveConsent(input: GiveConsentInput, options?: WriteOptions): Promise<StoredRecord>
  withdrawConsent(id: string, input?: WithdrawConsentInput, options?: WriteOptions): Promise<StoredRecord>
  openTicket(input: Readonly<Record<string, unknown>>, options?: WriteOptions): Promise<StoredRecord>
  closeTicket(id: string, input?: CloseTicketInput, options?: WriteOptions): Promise<StoredRecord>

  /** Undoes changes by seq, or all of one correlation. Reads what it needs from the log. */
  undo(
    input: { readonly changes?: readonly number[]; readonly correlation?: string },
    options?: WriteOptions,
  ): Promise<UndoResult>
  /** Adds a run-time field; needs `configure`. `id` gets the prefix `x_` where it has none. */
  addField(
    object: string,
    id: string,
    definition: FieldDefinition,
    options?: WriteOptions,
  ): Promise<FieldDefinition & { readonly id: string }>
  /** Stores a file. `mediaType` is what its reader found in the content (never in the name); absent: `application/octet-stream`. */
  upload(file: {
    readonly name: string
    readonly mediaType?: string
    readonly body: Blob | ReadableStream<Uint8Array>
  }): Promise<StoredRecord>
  /**
   * Changes after a seq, or from now on. Ends when `signal` aborts. A `reset` says that nothing is missed from its seq
   * on, but of what was before only a new reading tells: it comes first without `after`, and where that is too old.
   */
  changes(options?: { readonly after?: number; readonly signal?: AbortSignal }): AsyncIterable<LiveEvent>
}

/** What is done with submissions that were suspected: `list('submission', { where: { state: 'quarantined' } })`. */
export interface QuarantineApi {
  /** Takes a submission out of quarantine: it makes the lead that it would have made. @throws `FORBIDDEN` without the right to create leads */
  acceptSubmission(id: string, options?: WriteOptions): Promise<StoredRecord>
  /** Leaves a submission in quarantine for what it is. @throws `SUBMISSION_ALREADY_ACCEPTED` */
  rejectSubmission(id: string, options?: WriteOptions): Promise<StoredRecord>
}

/** All that the engine, and the HTTP client, offer to somebody who is signed in. */
export type FullCrmApi = CrmApi & QuarantineApi & RulesApi

/** What a form shows: from its record, with the labels of the fields that it names. */
export interface PublicForm {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly intro?: string
  readonly submitLabel: string
  readonly thanks: string
  readonly locale: string
  readonly fields: readonly PublicFormField[]
  readonly consents: readonly {
    readonly purpose: string
    readonly channel?: string
    readonly text: string
    readonly required?: boolean
  }[]
  /** Where a page without JavaScript goes after sending; absent: to a thank-you page of the server. */
  readonly redirectUrl?: string
  /** Signed render time; sent back with the submission. */
  readonly token: string
}

export interface PublicFormField {
  /** Field id of the object the form makes: where the value is found later. */
  readonly id: string
  readonly type: FieldDefinition['type']
  readonly label: string
  readonly help?: string
  readonly placeholder?: string
  readonly required?: boolean
  readonly maxLength?: number
  readonly min?: number
  readonly max?: number
  readonly options?: readonly { readonly id: string; readonly label: string }[]
  /** Shown, and required, only while the answers to earlier fields satisfy this: see `compileFormCondition`. */
  readonly when?: Condition
}

/** Proof for the visitor: the submission is on disk. */
export interface Receipt {
  readonly id: string
  readonly at: string
}

/** A file as a visitor who sent it sees it. */
export interface PublicFile {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
}

/** A message as a visitor sees it. */
export interface PublicMessage {
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly from: 'visitor' | 'agent' | 'system'
  readonly name?: string
  readonly text: string
  /** The key that the visitor's browser gave the message, to find its own again. */
  readonly key?: string
}

/** What a visitor's page may do: read a form, hand in answers, talk in the visitor's own conversation. Nothing else. */
export interface PublicApi {
  form(id: string, options?: { readonly locale?: string }): Promise<PublicForm>
  submit(formId: string, input: SubmissionInput, options: { readonly idempotencyKey: string }): Promise<Receipt>
  /** Stores a file that a submission of this form then names by its id. Swept after a day unless one does. Absent where files are not kept. */
  uploadFile?(
    formId: string,
    file: { readonly name: string; readonly mediaType?: string; readonly body: Blob | ReadableStream<Uint8Array> },
  ): Promise<PublicFile>
  /** First message: opens the conversation; the token is the visitor's key to it. */
  startConversation(
    input: { readonly text: string; readonly page?: string; readonly locale?: string },
    options: { readonly idempotencyKey: string },
  ): Promise<{ readonly token: string; readonly message: PublicMessage }>
  sendVisitorMessage(
    token: string,
    input: { readonly text: string },
    options: { readonly idempotencyKey: string },
  ): Promise<PublicMessage>
  visitorMessages(
    token: string,
    query?: { readonly after?: number },
  ): Promise<{ readonly messages: readonly PublicMessage[]; readonly status: 'open' | 'closed' }>
  /** New messages of the visitor's own conversation. */
  visitorChanges(
    token: string,
    options?: { readonly after?: number; readonly signal?: AbortSignal },
  ): AsyncIterable<PublicMessage>
}
