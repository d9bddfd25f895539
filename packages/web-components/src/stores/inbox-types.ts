import type { CrmApi, StoredRecord } from '@kith/core'

/** What an inbox asks of a {@link CrmApi}. */
export type InboxApi = Pick<
  CrmApi,
  'me' | 'model' | 'list' | 'get' | 'update' | 'assign' | 'sendMessage' | 'closeConversation' | 'changes'
>

/** The fields of a conversation that an inbox shows. Those that are masked for the person are absent. */
export interface InboxConversation extends StoredRecord {
  readonly status: 'open' | 'closed'
  readonly subject?: string
  readonly channel?: string
  readonly contactId?: string
  readonly leadId?: string
  readonly ownerId?: string
  readonly visitorName?: string
  readonly visitorEmail?: string
  readonly page?: string
  readonly locale?: string
  readonly lastMessageAt?: string
  readonly lastMessageText?: string
  /** Id of the agent who wrote last; absent when the visitor did. */
  readonly lastMessageBy?: string
  readonly unreadByAgent?: number
  readonly waitingSince?: string
}

/** One message, or one that is on its way. */
export interface InboxMessage {
  /** Id of the record; of a message on its way its key. */
  readonly id: string
  readonly text: string
  readonly sentAt: string
  readonly authorKind: 'visitor' | 'agent' | 'system'
  readonly authorId?: string
  readonly authorName?: string
  readonly internal?: boolean
  readonly key?: string
  /** 1, 2, 3… within the conversation. Absent while it is on its way. */
  readonly order?: number
  readonly state?: 'pending' | 'failed'
  /** Why it failed. */
  readonly code?: string
}

/** Messages of one conversation. */
export interface InboxThread {
  readonly status: 'loading' | 'ready' | 'failed'
  readonly code?: string | undefined
  /** Oldest first; those on their way last. */
  readonly messages: readonly InboxMessage[]
  /** There are older ones than those loaded. */
  readonly older: boolean
}

/** Who writes: what is known of them. */
export interface InboxPerson {
  readonly contact?: StoredRecord
  readonly company?: StoredRecord
  /** Newest first. */
  readonly submissions: readonly StoredRecord[]
}

/** Which conversations are listed. */
export type InboxFilter = 'open' | 'mine' | 'unassigned' | 'closed'

/** What the person wrote and did not send. */
export interface InboxDraft {
  readonly text: string
  /** A note for colleagues. */
  readonly internal: boolean
}

/** What an inbox shows. */
export interface InboxState {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Code of the error when `failed`. */
  readonly code?: string
  readonly filter: InboxFilter
  /** Unread ones first, then by their last message. */
  readonly conversations: readonly InboxConversation[]
  readonly more: boolean
  /** Messages that nobody has read, in all conversations that are listed. */
  readonly unread: number
  /** Names of contacts and users by id, as far as they are known. */
  readonly names: ReadonlyMap<string, string>
  /** Colleagues to whom a conversation can be given. */
  readonly team: readonly { readonly id: string; readonly name: string }[]
  /** Id of the person who looks. */
  readonly me: string
  readonly readOnly: boolean
  /** The conversation that is open. */
  readonly current?: InboxConversation | undefined
  readonly thread: InboxThread
  readonly person?: InboxPerson | undefined
  readonly draft: InboxDraft
  /** What did not work, until the next action. */
  readonly problem?: string | undefined
}
