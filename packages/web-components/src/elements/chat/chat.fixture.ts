import type { PublicMessage } from '@kith/core'
import type { ChatApi } from '../../api/visitor-chat.ts'

/** A conversation as a server would hold it; `say` is the other side. */
export interface FakeChat extends ChatApi {
  readonly messages: PublicMessage[]
  readonly calls: { readonly text: string; readonly key: string }[]
  status: 'open' | 'closed'
  /** Errors for the next calls that send, in order. */
  readonly refusals: unknown[]
  say(text: string, from?: 'agent' | 'system'): void
}

/** @param now when messages are written, ISO 8601 */
export function fakeChat(messages: PublicMessage[] = [], now = () => new Date().toISOString()): FakeChat {
  const calls: FakeChat['calls'][number][] = []
  const refusals: unknown[] = []
  const listeners = new Set<() => void>()
  const add = (message: Omit<PublicMessage, 'id' | 'seq' | 'at'>): PublicMessage => {
    const known = message.key && messages.find(({ key }) => key === message.key)
    if (known) return known
    const seq = messages.length + 1
    const added = { id: `m${seq}`, seq, at: now(), ...message }
    messages.push(added)
    for (const listener of listeners) listener()
    return added
  }
  const take = (text: string, key: string): PublicMessage => {
    calls.push({ text, key })
    const refusal = refusals.shift()
    if (refusal) throw refusal
    return add({ text, key, from: 'visitor' })
  }
  return {
    messages,
    calls,
    refusals,
    status: 'open',
    say: (text, from = 'agent') => void add({ text, from, ...(from === 'agent' ? { name: 'Merve Çelik' } : {}) }),
    startConversation: async ({ text }, { idempotencyKey }) => ({
      token: 'token-1',
      message: take(text, idempotencyKey),
    }),
    sendVisitorMessage: async (_, { text }, { idempotencyKey }) => take(text, idempotencyKey),
    async visitorMessages(_, { after = 0 } = {}) {
      return { messages: messages.filter(({ seq }) => seq > after), status: this.status }
    },
    async *visitorChanges(_, { after = 0, signal } = {}) {
      let last = after
      while (!signal?.aborted) {
        const next = messages.find(({ seq }) => seq > last)
        if (next) {
          last = next.seq
          yield next
          continue
        }
        await new Promise<void>((wake) => {
          listeners.add(wake)
          signal?.addEventListener('abort', () => wake())
        })
      }
    },
  }
}

/** The conversation of the pictures. */
export const aConversation = (): PublicMessage[] => [
  {
    id: 'm1',
    seq: 1,
    at: '2026-11-22T09:58:00.000Z',
    from: 'visitor',
    text: 'Hello! Is the flat at Brattvoll still free?',
  },
  {
    id: 'm2',
    seq: 2,
    at: '2026-11-22T10:02:00.000Z',
    from: 'agent',
    name: 'Merve Çelik',
    text: 'Hi! Which home are you looking at?',
  },
  { id: 'm3', seq: 3, at: '2026-11-23T14:01:00.000Z', from: 'visitor', text: 'Brattvoll. Is there a lift?' },
  {
    id: 'm4',
    seq: 4,
    at: '2026-11-23T14:02:00.000Z',
    from: 'agent',
    name: 'Merve Çelik',
    text: 'Yes, and the viewing starts at the east entrance.',
  },
  {
    id: 'm5',
    seq: 5,
    at: '2026-11-23T14:02:30.000Z',
    from: 'agent',
    name: 'Merve Çelik',
    text: 'See you on Thursday!',
  },
]
