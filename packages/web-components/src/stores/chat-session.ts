import type { PublicMessage } from '@kith/core'
import type { WritableAtom } from 'nanostores'
import { backOff, newKey, pause } from '../api/call.ts'
import type { ChatApi } from '../api/visitor-chat.ts'
import type { ChatMessage, ChatState } from './chat.ts'
import { type ChatMemory, recallChat, rememberChat, type UnsentMessage } from './chat-memory.ts'

/** What {@link chatSession} needs. */
export interface ChatSessionOptions {
  readonly $state: WritableAtom<ChatState>
  readonly api: ChatApi
  /** Under which the token is kept in localStorage, from the first message on. */
  readonly name: string
  /** Whether the visitor sees the messages now; what comes otherwise counts as unread. */
  readonly isSeen: () => boolean
  readonly locale?: string
  /** A message arrived from the other side. */
  readonly onMessage?: (message: PublicMessage) => void
  readonly onError?: (error: unknown) => void
}

/** A visitor's conversation with the server. */
export interface ChatSession {
  /** Goes on with the kept conversation: history, what was not sent, and what is new. Once. */
  resume(): void
  /** Sends a text; the first opens the conversation. Texts go one after the other, each with a key of its own. */
  send(text: string): void
  /** Sends a refused message again, with the same key. */
  retry(key: string): void
  /** Leaves a closed conversation; what was refused by it goes into a new one. */
  anew(): void
  /** Everything is on screen now. */
  seen(): void
  /** Stops listening and sending. */
  stop(): void
  /** Stops, and keeps nothing from now on. */
  forget(): void
}

interface Refusal {
  readonly code?: string
  readonly status?: number
  readonly details?: { readonly retryAfterSeconds?: number }
}

/** Own messages are sent once each (same key until acknowledged) and survive a reload; order is the server's. */
export function chatSession(options: ChatSessionOptions): ChatSession {
  const { $state, api, name } = options
  let memory: ChatMemory = recallChat(name)
  let end = new AbortController()
  let sending = false
  let listening = false

  const set = (change: Partial<ChatState>) => $state.set({ ...$state.get(), ...change })
  let forgotten = false
  const remember = (change: ChatMemory) => {
    memory = { ...memory, ...change }
    if (!forgotten) rememberChat(name, memory)
  }
  const unsent = () => memory.unsent ?? []

  const merge = (arrived: readonly PublicMessage[]) => {
    const known = new Map<string, ChatMessage>()
    for (const message of [...$state.get().messages, ...arrived]) known.set(message.key ?? message.id ?? '', message)
    const own = new Set(arrived.map(({ key }) => key))
    if (unsent().some(({ key }) => own.has(key))) remember({ unsent: unsent().filter(({ key }) => !own.has(key)) })
    const place = ({ seq = Number.MAX_SAFE_INTEGER }: ChatMessage) => seq
    set({ messages: [...known.values()].sort((a, b) => place(a) - place(b)) })
    count()
  }

  /** What is on screen is read; the rest is counted, also on the next page. */
  const count = () => {
    if (options.isSeen() && memory.token && memory.seen !== lastSeq()) remember({ seen: lastSeq() })
    const { seen = 0 } = memory
    set({ unread: $state.get().messages.filter(({ from, seq = 0 }) => from !== 'visitor' && seq > seen).length })
  }

  const mark = (key: string, state: 'pending' | 'failed') =>
    set({ messages: $state.get().messages.map((one) => (one.key === key && !one.seq ? { ...one, state } : one)) })

  const lastSeq = () => Math.max(0, ...$state.get().messages.map(({ seq = 0 }) => seq))

  const readHistory = async (token: string) => {
    const { messages, status } = await api.visitorMessages(token, { after: lastSeq() })
    merge(messages)
    set({ status })
  }

  const forgetConversation = () => {
    end.abort()
    end = new AbortController()
    sending = listening = false
    memory = {}
    rememberChat(name, undefined)
  }

  const arrive = (message: PublicMessage) => {
    const isNew = !$state.get().messages.some(({ id }) => id === message.id)
    merge([message])
    if (message.from === 'system' && memory.token) readHistory(memory.token).catch(() => {})
    if (isNew && message.from !== 'visitor') options.onMessage?.(message)
  }

  const listen = async () => {
    const { token } = memory
    const { signal } = end
    if (!token || listening) return
    listening = true
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await readHistory(token)
        set({ offline: false })
        for await (const message of api.visitorChanges(token, { after: lastSeq(), signal })) {
          failures = 0
          arrive(message)
        }
      } catch (error) {
        if (signal.aborted) return
        const { status = 0, code } = error as Refusal
        if ([401, 403, 404].includes(status)) {
          forgetConversation()
          return set({ status: 'new' })
        }
        if (code === 'NETWORK') set({ offline: true })
      }
      await pause(backOff(failures, 1_000, 30_000), signal)
    }
  }

  const deliver = async (message: UnsentMessage): Promise<void> => {
    const { text, key } = message
    const idempotencyKey = { idempotencyKey: key }
    if (memory.token) return merge([await api.sendVisitorMessage(memory.token, { text }, idempotencyKey)])
    const page = location.origin + location.pathname
    const { locale } = options
    const started = await api.startConversation({ text, page, ...(locale ? { locale } : {}) }, idempotencyKey)
    remember({ token: started.token })
    merge([started.message])
    set({ status: 'open' })
    listen()
  }

  /** Waits where that helps. @returns whether to try the same message again */
  const recover = async (error: Refusal, failures: number, key: string, signal: AbortSignal): Promise<boolean> => {
    const { code, status = 0, details } = error
    const waitSeconds = details?.retryAfterSeconds ?? 0
    if (code === 'NETWORK' || status > 500 || (code === 'RATE_LIMITED' && waitSeconds < 120)) {
      set({ offline: code === 'NETWORK', waitSeconds })
      await pause(Math.max(waitSeconds * 1_000, backOff(failures, 1_000, 30_000)), signal)
      return true
    }
    mark(key, 'failed')
    remember({ unsent: unsent().filter((one) => one.key !== key) })
    if (code === 'CONVERSATION_CLOSED') set({ status: 'closed' })
    options.onError?.(error)
    return false
  }

  const sendAll = async () => {
    if (sending) return
    sending = true
    const { signal } = end
    for (let failures = 0; unsent()[0] && !signal.aborted; failures++) {
      const [next] = unsent() as [UnsentMessage]
      try {
        await deliver(next)
        remember({ unsent: unsent().filter(({ key }) => key !== next.key) })
        set({ offline: false, waitSeconds: 0 })
        failures = -1
      } catch (error) {
        if (signal.aborted) return
        if (!(await recover(error as Refusal, failures, next.key, signal))) failures = -1
      }
    }
    if (!signal.aborted) sending = false
  }

  const enqueue = (message: UnsentMessage) => {
    remember({ unsent: [...unsent(), message] })
    sendAll()
  }
  const show = ({ key, text, at }: UnsentMessage): ChatMessage => ({ key, text, at, from: 'visitor', state: 'pending' })

  return {
    resume() {
      if (!memory.token && unsent().length === 0) return
      set({ status: 'open', messages: [...$state.get().messages, ...unsent().map(show)] })
      listen()
      sendAll()
    },
    send(text) {
      const message = { key: newKey(), text, at: new Date().toISOString() }
      set({ messages: [...$state.get().messages, show(message)] })
      enqueue(message)
    },
    retry(key) {
      const message = $state.get().messages.find((one) => one.key === key && one.state === 'failed')
      if (!message) return
      mark(key, 'pending')
      enqueue({ key, text: message.text, at: message.at })
    },
    anew() {
      const refused = $state.get().messages.filter(({ state }) => state)
      forgetConversation()
      $state.set({ messages: [], status: 'new', unread: 0 })
      for (const { text } of refused) this.send(text)
    },
    seen: count,
    stop: () => end.abort(),
    forget() {
      forgotten = true
      forgetConversation()
      end.abort()
    },
  }
}
