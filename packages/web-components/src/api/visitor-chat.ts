import type { PublicApi, PublicMessage } from '@kith/core'
import { call } from './call.ts'
import type { Connection } from './connection.ts'

/** What a visitor's chat needs of the server. */
export type ChatApi = Pick<PublicApi, 'startConversation' | 'sendVisitorMessage' | 'visitorMessages' | 'visitorChanges'>

/** The routes of the visitor's chat, by fetch. The token travels in a header, never in an address. */
export function chatApi(connection: Connection): ChatApi {
  const visitor = (token: string) => ({ 'Kith-Visitor': token })
  const keyed = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })
  return {
    startConversation: (body, { idempotencyKey }) =>
      call(connection, '/chat', { body, headers: keyed(idempotencyKey) }),
    sendVisitorMessage: (token, body, { idempotencyKey }) =>
      call(connection, '/chat/messages', { body, headers: { ...visitor(token), ...keyed(idempotencyKey) } }),
    visitorMessages: (token, { after } = {}) =>
      call(connection, '/chat/messages', { headers: visitor(token), query: { after } }),
    async *visitorChanges(token, { after, signal } = {}) {
      const { sse } = await import('./sse.ts')
      const lastEventId = after === undefined ? undefined : String(after)
      for await (const { data } of sse(connection, '/chat/changes', { headers: visitor(token), lastEventId, signal })) {
        const message = data && JSON.parse(data)
        if (message?.id) yield message as PublicMessage
      }
    },
  }
}
