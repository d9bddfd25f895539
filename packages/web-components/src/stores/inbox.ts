import type { LiveEvent, StoredRecord, UncheckedFilter } from '@kith/core'
import { atom, type ReadableAtom } from 'nanostores'
import { follow } from './follow.ts'
import { codeOf, openThread, type Thread } from './inbox-thread.ts'
import type { InboxApi, InboxConversation, InboxDraft, InboxFilter, InboxState, InboxThread } from './inbox-types.ts'

/** The conversations that agents answer: listed, read, written in, live in both directions. */
export interface InboxStore {
  readonly $state: ReadableAtom<InboxState>
  /** Loads (again) and listens to changes until `close`. */
  open(): Promise<void>
  close(): void
  filter(filter: InboxFilter): Promise<void>
  /** The next page of the list. */
  more(): Promise<void>
  /** Opens a conversation, or closes the one that is open; what was written stays as its draft. */
  choose(id: string | undefined): Promise<void>
  /** The page before the oldest message that is there. */
  older(): Promise<void>
  write(draft: InboxDraft): void
  /** Sends the draft; an empty one is not sent. */
  send(): Promise<void>
  /** Sends what failed again, under the same keys. */
  retry(): Promise<void>
  /** Gives the open conversation to a colleague, or to nobody. */
  assign(ownerId: string | null): Promise<void>
  /** Closes the open conversation. */
  finish(): Promise<void>
}

/** Options of {@link inboxStore}. */
export interface InboxOptions {
  /** A key that no other call has. */
  readonly newKey: () => string
  /** Milliseconds since 1970. Default: the clock of the machine. */
  readonly now?: () => number
}

const PAGE = 50
const MOST = 200
const NO_THREAD: InboxThread = { status: 'loading', messages: [], older: false }
const NO_DRAFT: InboxDraft = { text: '', internal: false }

/**
 * Opens the store of one inbox.
 *
 * @example
 * const inbox = inboxStore(httpApi({ base: '/kith/v1' }), { newKey: () => crypto.randomUUID() })
 * inbox.$state.listen(show)
 * await inbox.open()
 */
export function inboxStore(api: InboxApi, { newKey, now = Date.now }: InboxOptions): InboxStore {
  const names = new Map<string, string>()
  const $state = atom<InboxState>({
    status: 'loading',
    filter: 'open',
    conversations: [],
    more: false,
    unread: 0,
    names,
    team: [],
    me: '',
    readOnly: false,
    thread: NO_THREAD,
    draft: NO_DRAFT,
  })
  /** Newest version that is known of each conversation, also of those that the filter leaves out; gone ones are null. */
  const known = new Map<string, InboxConversation | null>()
  const seqs = new Map<string, number>()
  const threads = new Map<string, Thread>()
  const drafts = new Map<string, InboxDraft>()
  let held: LiveEvent[] | undefined
  let ready = false
  let cursor: string | undefined
  let currentId: string | undefined
  /** Was unread when it was opened: keeps its place at the top while it is being read. */
  let pinned: string | undefined
  let round = 0
  let end = new AbortController()

  const set = (change: Partial<InboxState>) => $state.set({ ...$state.get(), ...change })

  const show = (change?: Partial<InboxState>) => {
    const { filter, me } = $state.get()
    const all = [...known.values()].filter((one) => !!one)
    const conversations = all.filter((one) => fits(one, filter, me)).sort(inOrder(pinned))
    set({
      conversations,
      more: !!cursor,
      unread: conversations.reduce((sum, { unreadByAgent = 0 }) => sum + unreadByAgent, 0),
      current: (currentId && known.get(currentId)) || undefined,
      thread: (currentId && threads.get(currentId)?.state()) || NO_THREAD,
      draft: drafts.get(currentId ?? '') ?? NO_DRAFT,
      ...change,
    })
  }

  /** Takes a conversation unless something newer is known. */
  const settle = (record: StoredRecord): boolean => {
    const before = known.get(record.id)
    if (before === null || (before && before.version > record.version)) return false
    known.set(record.id, record as InboxConversation)
    return true
  }

  const learn = async (records: readonly InboxConversation[]) => {
    const ids = new Set(records.map(({ contactId }) => contactId).filter((id) => id && !names.has(id)))
    if (ids.size === 0) return
    const found = await api.list('contact', { where: { id: { in: [...ids] } }, limit: MOST }).catch(() => undefined)
    for (const record of found?.items ?? []) names.set(record.id, nameOf(record))
    show()
  }

  const page = async (where: UncheckedFilter, limit: number, from?: string) => {
    const mine = round
    const query = { where, sort: '-lastMessageAt', limit, ...(from && { cursor: from }) }
    const { items, nextCursor } = await api.list('conversation', query)
    if (mine !== round) return undefined
    items.forEach(settle)
    learn(items as readonly InboxConversation[])
    return { nextCursor }
  }

  const load = async (stands?: Promise<void>) => {
    const mine = ++round
    held ??= []
    try {
      if (!ready) {
        const [{ actor }, { objects }, users] = await Promise.all([
          api.me(),
          api.model(),
          api.list('user', { limit: MOST, sort: 'name' }).catch(() => ({ items: [] })),
        ])
        const team = users.items.filter((user) => user['active'] !== false)
        for (const user of users.items) names.set(user.id, nameOf(user))
        ready = true
        set({
          me: actor.id,
          team: team.map((user) => ({ id: user.id, name: nameOf(user) })),
          readOnly: !objects.find(({ name }) => name === 'conversation')?.can.includes('update'),
        })
      }
      await stands
      const { filter, me } = $state.get()
      const where = whereOf(filter, me)
      known.clear()
      // Unread ones come first in the list, so they are read first, however old they are.
      const unread = filter === 'closed' ? undefined : page({ ...where, unreadByAgent: { gt: 0 } }, MOST)
      const [first] = await Promise.all([page(where, PAGE), unread])
      if (mine !== round) return
      cursor = first?.nextCursor
      if (currentId && !known.has(currentId)) await api.get('conversation', currentId).then(settle, () => {})
      const events = held
      held = undefined
      show({ status: 'ready' })
      events.forEach(take)
      await Promise.all([...threads.values()].map((thread) => thread.catchUp())).catch(() => {})
    } catch (error) {
      if (mine === round) set({ status: 'failed', code: codeOf(error) })
    }
  }

  const take = (event: LiveEvent) => {
    const { id, seq, object, record } = event
    if (event.type === 'reset') load()
    else if (held) held.push(event)
    else if (object === 'message' && record)
      threads
        .get(record['conversationId'] as string)
        ?.take(record)
        .catch(() => {})
    else if (object === 'conversation' && seq > (seqs.get(id) ?? 0)) {
      seqs.set(id, seq)
      if (!record) known.set(id, null)
      else {
        if (known.get(id) === null) known.delete(id)
        if (!settle(record)) return
        learn([record as InboxConversation])
      }
      show()
      if (id === currentId) read()
    }
  }

  /** Says that the person has seen what is open. */
  const read = async () => {
    const one = known.get(currentId ?? '')
    if (!one?.unreadByAgent || $state.get().readOnly) return
    const done = await api
      .update('conversation', one.id, { unreadByAgent: 0 }, { ifVersion: one.version, idempotencyKey: newKey() })
      .catch(() => undefined)
    if (done && settle(done)) show()
  }

  const act = async (call: (conversation: InboxConversation) => Promise<StoredRecord>) => {
    const { current } = $state.get()
    if (!current) return
    set({ problem: undefined })
    try {
      settle(await call(current))
      show()
    } catch (error) {
      const { current: now } = (error as { details?: { current?: StoredRecord } }).details ?? {}
      if (now) settle(now)
      show({ problem: codeOf(error) })
    }
  }

  const meet = async (conversation: InboxConversation) => {
    const { id, contactId, leadId } = conversation
    const quiet = () => undefined
    const contact = contactId ? await api.get('contact', contactId).catch(quiet) : undefined
    const companyId = contact?.['companyId'] as string | undefined
    const where = contactId ? { contactId } : { leadId }
    const [company, sent] = await Promise.all([
      companyId ? api.get('company', companyId).catch(quiet) : undefined,
      contactId || leadId ? api.list('submission', { where, limit: 5 }).catch(quiet) : undefined,
    ])
    if (id !== currentId) return
    set({ person: { submissions: sent?.items ?? [], ...(contact && { contact }), ...(company && { company }) } })
  }

  return {
    $state,
    open() {
      end.abort()
      end = new AbortController()
      return load(follow(api, end.signal, take))
    },
    close: () => end.abort(),
    filter(filter) {
      set({ filter, status: 'loading' })
      return load()
    },
    async more() {
      const from = cursor
      if (!from) return
      cursor = undefined
      const { filter, me } = $state.get()
      const got = await page(whereOf(filter, me), PAGE, from).catch(() => ({ nextCursor: from }))
      if (got) cursor = got.nextCursor
      show()
    },
    async choose(id) {
      currentId = id
      pinned = id && known.get(id)?.unreadByAgent ? id : undefined
      set({ problem: undefined, person: undefined })
      const { me } = $state.get()
      let thread = id ? threads.get(id) : undefined
      if (id && !thread) {
        thread = openThread({ api, conversationId: id, me, now, newKey, changed: show })
        threads.set(id, thread)
      }
      show()
      const conversation = id && known.get(id)
      if (!conversation) return
      await Promise.all([thread?.state().status === 'ready' ? undefined : thread?.load(), meet(conversation), read()])
    },
    older: async () => (currentId ? threads.get(currentId)?.older() : undefined),
    write(draft) {
      if (!currentId) return
      drafts.set(currentId, draft)
      set({ draft })
    },
    async send() {
      const { draft } = $state.get()
      const thread = threads.get(currentId ?? '')
      const text = draft.text.trim()
      if (!thread || !currentId || !text) return
      drafts.set(currentId, { ...draft, text: '' })
      show({ problem: undefined })
      await thread.send(text, draft.internal)
    },
    retry: async () => threads.get(currentId ?? '')?.retry(),
    assign: (ownerId) =>
      act(({ id, version }) =>
        api.assign('conversation', id, { ownerId }, { ifVersion: version, idempotencyKey: newKey() }),
      ),
    finish: () => act(({ id, version }) => api.closeConversation(id, { ifVersion: version, idempotencyKey: newKey() })),
  }
}

function whereOf(filter: InboxFilter, me: string): UncheckedFilter {
  if (filter === 'closed') return { status: 'closed' }
  if (filter === 'mine') return { status: 'open', ownerId: me }
  return filter === 'unassigned' ? { status: 'open', ownerId: { empty: true } } : { status: 'open' }
}

function fits({ status, ownerId }: InboxConversation, filter: InboxFilter, me: string): boolean {
  if (filter === 'closed') return status === 'closed'
  return status === 'open' && (filter === 'mine' ? ownerId === me : filter !== 'unassigned' || !ownerId)
}

/** Unread ones first, then who wrote last. */
const inOrder = (pinned: string | undefined) => (a: InboxConversation, b: InboxConversation) => {
  const key = ({ unreadByAgent, lastMessageAt = '', id }: InboxConversation) =>
    `${+(!!unreadByAgent || id === pinned)}${lastMessageAt}${id}`
  return key(a) < key(b) ? 1 : -1
}

function nameOf({ name = '' }: StoredRecord): string {
  return (name as { full?: string }).full ?? (name as string)
}
