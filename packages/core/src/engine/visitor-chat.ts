import { startConversation } from '../domain/conversation/conversation.operations.ts'
import type { Conversation } from '../domain/conversation/conversation.schema.ts'
import { addMessage } from '../domain/message/message.operations.ts'
import type { Message } from '../domain/message/message.schema.ts'
import { withoutNothing } from '../domain/plan.ts'
import { checkFilter } from '../filter/check.ts'
import { checkSort } from '../filter/sort.ts'
import type { PublicApi, PublicMessage } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { equalSecrets } from '../shared/bytes.ts'
import { KithError } from '../shared/errors.ts'
import { hmacSha256 } from '../shared/sha256.ts'
import type { AbortSignalLike } from './live.ts'
import { madeBy } from './operations.ts'
import type { Site } from './public-api.ts'
import type { Engine } from './session.ts'

type VisitorChat = Pick<PublicApi, 'startConversation' | 'sendVisitorMessage' | 'visitorMessages' | 'visitorChanges'>

/** Messages that a visitor's page gets at a time. */
const PAGE = 200

/** A visitor's own conversation. The token is made of its id and the tenant's secret, so nothing of it is stored. */
export function createVisitorChat(engine: Engine, site: Site): VisitorChat {
  const scope = { tenant: site.tenant }

  async function tokenOf(conversationId: string): Promise<string> {
    return `${conversationId}.${hmacSha256(await engine.secret(site.tenant), `visitor\n${conversationId}`)}`
  }

  /** A wrong token and an unknown conversation look the same. */
  async function conversationOf(token: string): Promise<Conversation> {
    const id = token.slice(0, Math.max(token.lastIndexOf('.'), 0))
    const [found] = equalSecrets(token, await tokenOf(id)) ? await engine.storage.get(scope, 'conversation', [id]) : []
    if (!found || found['deletedAt'] !== undefined) throw new KithError('NOT_FOUND')
    return found as unknown as Conversation
  }

  async function messagesAfter(conversationId: string, after: number): Promise<readonly PublicMessage[]> {
    const { model } = await engine.tenants.get(site.tenant)
    const filter = { conversationId, order: { gt: after }, internal: { ne: true }, deletedAt: { empty: true } }
    const where = checkFilter(model, 'message', filter, { now: engine.clock.now(), zone: 'UTC' })
    const found = await engine.storage.find(scope, 'message', {
      where,
      sort: checkSort(model, 'message', 'order'),
      limit: PAGE,
    })
    return found.map(publicMessage)
  }

  return {
    async startConversation({ text, page, locale }, { idempotencyKey }) {
      const state = await engine.tenants.get(site.tenant)
      const { records } = await engine.commit({
        state,
        actor: { kind: 'visitor', id: 'chat' },
        cause: 'startConversation',
        args: { text },
        options: { idempotencyKey },
        plan: async (context) => {
          const plan = startConversation(
            { visitor: withoutNothing({ page, locale }), key: idempotencyKey },
            {},
            { text },
            context,
          )
          return { plan, result: { conversation: madeBy(plan, 'conversation'), message: madeBy(plan, 'message') } }
        },
      })
      const { conversation, message } = records as { conversation: StoredRecord; message: StoredRecord }
      return { token: await tokenOf(conversation.id), message: publicMessage(message) }
    },
    async sendVisitorMessage(token, { text }, { idempotencyKey }) {
      const { id } = await conversationOf(token)
      const state = await engine.tenants.get(site.tenant)
      const { records } = await engine.commit({
        state,
        actor: { kind: 'visitor', id },
        cause: 'sendMessage',
        args: { text },
        options: { idempotencyKey },
        plan: async (context) => {
          const conversation = await conversationOf(token)
          const plan = addMessage({ conversation, key: idempotencyKey }, { text }, context)
          return { plan, result: { message: madeBy(plan, 'message') } }
        },
      })
      return publicMessage(records['message'] as StoredRecord)
    },
    async visitorMessages(token, { after = 0 } = {}) {
      const { id, status } = await conversationOf(token)
      return { messages: await messagesAfter(id, after), status: status === 'closed' ? 'closed' : 'open' }
    },
    async *visitorChanges(token, options = {}) {
      const { id } = await conversationOf(token)
      const signal: AbortSignalLike | undefined = options.signal
      const head = await engine.storage.head(scope)
      let last = options.after ?? 0
      for (;;) {
        const page = await messagesAfter(id, last)
        for (const message of page) yield message
        last = page.at(-1)?.seq ?? last
        if (page.length < PAGE) break
      }
      for await (const changes of engine.live.follow(site.tenant, head, signal)) {
        for (const { change, record } of changes) {
          if (change.object !== 'message' || record?.['conversationId'] !== id) continue
          if (record['internal'] === true || record['deletedAt'] !== undefined) continue
          const message = publicMessage(record)
          if (message.seq <= last) continue
          last = message.seq
          yield message
        }
      }
    },
  }
}

function publicMessage(record: StoredRecord): PublicMessage {
  const { id, order, sentAt, authorKind, authorName, text, key } = record as StoredRecord & Message
  return {
    id,
    seq: order ?? 0,
    at: sentAt,
    from: authorKind,
    ...(authorName && authorKind === 'agent' ? { name: authorName } : {}),
    text,
    ...(key && authorKind === 'visitor' ? { key } : {}),
  }
}
