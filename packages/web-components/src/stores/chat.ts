import type { PublicMessage } from '@kith/core'
import { atom, type WritableAtom } from 'nanostores'

/** A message as the visitor sees it; own ones without `seq` are on their way. */
export interface ChatMessage extends Omit<PublicMessage, 'id' | 'seq'> {
  readonly id?: string
  /** Place in the conversation; absent until the server has it. */
  readonly seq?: number
  /** `failed`: refused, waits for the visitor. */
  readonly state?: 'pending' | 'failed'
}

/** Where a visitor's chat stands. */
export interface ChatState {
  /** In order; own ones that are on their way come last. */
  readonly messages: readonly ChatMessage[]
  /** `new`: nothing was sent, nothing is stored. */
  readonly status: 'new' | 'open' | 'closed'
  /** Messages from the other side that were not on screen. */
  readonly unread: number
  /** The server could not be reached last time; it is tried again. */
  readonly offline?: boolean
  /** The server asked to wait this long. */
  readonly waitSeconds?: number
}

/** The state of a chat; what talks to the server comes with `chat-session.ts`. */
export const chatStore = (): WritableAtom<ChatState> => atom<ChatState>({ messages: [], status: 'new', unread: 0 })

/** Whether this browser keeps a conversation under this name. */
export function hasChat(name: string): boolean {
  try {
    return localStorage.getItem(name) !== null
  } catch {
    return false
  }
}
