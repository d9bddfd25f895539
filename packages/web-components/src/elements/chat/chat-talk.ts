import type { WritableAtom } from 'nanostores'
import { chatApi } from '../../api/visitor-chat.ts'
import type { ChatState } from '../../stores/chat.ts'
import { type ChatSession, chatSession } from '../../stores/chat-session.ts'
import type { KithChat } from './chat.ts'

/** Joins an element to the server; comes in a file of its own when the chat is opened, or goes on after a reload. */
export function talk(host: KithChat, $state: WritableAtom<ChatState>): ChatSession {
  const session = chatSession({
    $state,
    api: host.client ?? chatApi(host.connection),
    name: host.storageKey,
    isSeen: () => host.open && document.visibilityState === 'visible',
    locale: host.locale,
    onMessage: ({ id }) => host.emit('kith-message', { messageId: id }),
    onError: (error) => host.emit('kith-error', { code: (error as { code?: string }).code ?? 'INTERNAL' }),
  })
  session.resume()
  return session
}
