import type { StoredRecord } from '@kith/core'
import type { InboxApi, InboxMessage, InboxThread } from './inbox-types.ts'

/** The messages of one conversation: in their order, each once, also those that are still on their way. */
export interface Thread {
  readonly state: () => InboxThread
  load(): Promise<void>
  /** The page before the oldest that is there. */
  older(): Promise<void>
  /** A message came alive. Reads what is missing where one was skipped. */
  take(record: StoredRecord): Promise<void>
  /** What came while nobody listened. */
  catchUp(): Promise<void>
  /** Sends after all that are still on their way. */
  send(text: string, internal: boolean): Promise<void>
  /** Sends those that failed again, with the same keys, in their order. */
  retry(): Promise<void>
}

/** Options of {@link openThread}. */
export interface ThreadOptions {
  readonly api: InboxApi
  readonly conversationId: string
  readonly me: string
  readonly now: () => number
  readonly newKey: () => string
  readonly changed: () => void
}

const PAGE = 30

const orderOf = (message: InboxMessage) => message.order ?? Number.POSITIVE_INFINITY

/** Opens the messages of a conversation; nothing is loaded yet. */
export function openThread({ api, conversationId, me, now, newKey, changed }: ThreadOptions): Thread {
  const known = new Map<string, InboxMessage>()
  let outbox: readonly InboxMessage[] = []
  let cursor: string | undefined
  let status: InboxThread['status'] = 'loading'
  let code: string | undefined
  let reading: Promise<void> | undefined
  let sending: Promise<void> | undefined

  const add = (records: readonly StoredRecord[]) => {
    for (const record of records as unknown as readonly InboxMessage[]) {
      known.set(record.id, record)
      if (record.key) outbox = outbox.filter(({ key }) => key !== record.key)
    }
  }
  const newest = () => Math.max(0, ...[...known.values()].map(({ order = 0 }) => order))
  const page = (from?: string) =>
    api.list('message', { where: { conversationId }, sort: '-order', limit: PAGE, ...(from && { cursor: from }) })

  /** One read at a time: a second caller waits for the first. */
  const alone = (read: () => Promise<void>): Promise<void> => {
    reading ??= read().finally(() => {
      reading = undefined
      changed()
    })
    return reading
  }

  const load = () =>
    alone(async () => {
      try {
        const { items, nextCursor } = await page()
        add(items)
        cursor = nextCursor
        status = 'ready'
      } catch (error) {
        status = 'failed'
        code = codeOf(error)
      }
    })

  const catchUp = async () => {
    for (let got = PAGE; got === PAGE; ) {
      const where = { conversationId, order: { gt: newest() } }
      const { items } = await api.list('message', { where, sort: 'order', limit: PAGE })
      add(items)
      got = items.length
    }
    changed()
  }

  const mark = (message: InboxMessage, state: 'pending' | 'failed', why?: string) => {
    outbox = outbox.map((one) => (one.id === message.id ? { ...one, state, ...(why && { code: why }) } : one))
    changed()
  }

  const flush = async () => {
    for (let next = outbox[0]; next; next = outbox[0]) {
      const { text, internal = false, id } = next
      mark(next, 'pending')
      try {
        add([await api.sendMessage(conversationId, { text, internal }, { idempotencyKey: id })])
        outbox = outbox.filter((one) => one.id !== id)
      } catch (error) {
        // What follows waits: order matters more than speed.
        for (const one of outbox) mark(one, 'failed', codeOf(error))
        return
      }
      changed()
    }
  }
  const retry = () => {
    sending ??= flush().finally(() => {
      sending = undefined
    })
    return sending
  }

  return {
    load,
    catchUp,
    retry,
    state: () => ({
      status,
      code,
      older: !!cursor,
      messages: [...[...known.values()].sort((a, b) => orderOf(a) - orderOf(b)), ...outbox],
    }),
    older: () =>
      alone(async () => {
        if (!cursor) return
        const { items, nextCursor } = await page(cursor)
        add(items)
        cursor = nextCursor
      }),
    async take(record) {
      await reading
      if (status !== 'ready' || known.has(record.id)) return
      // A number was skipped: something came while nobody listened.
      if (Number(record['order']) > newest() + 1) return catchUp()
      add([record])
      changed()
    },
    async send(text, internal) {
      const key = newKey()
      const sentAt = new Date(now()).toISOString()
      outbox = [
        ...outbox,
        { id: key, key, text, internal, sentAt, authorKind: 'agent', authorId: me, state: 'pending' },
      ]
      changed()
      await sending
      await retry()
    },
  }
}

/** Code of a refusal. */
export const codeOf = (error: unknown): string => (error as { code?: string }).code ?? 'INTERNAL'
