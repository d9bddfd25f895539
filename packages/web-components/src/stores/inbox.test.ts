import { KithError } from '@kith/core/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeCrm, type FakeCrmOptions, fakeCrm } from '../testing/fake-crm.ts'
import { conversations, NOW, talk } from '../testing/fake-records.ts'
import { type InboxStore, inboxStore } from './inbox.ts'

let crm: FakeCrm
let inbox: InboxStore

async function start(
  more: Record<string, readonly object[]> = {},
  options: Partial<FakeCrmOptions> = {},
): Promise<void> {
  let keys = 0
  const records: Record<string, readonly object[]> = conversations()
  for (const [object, rows] of Object.entries(more)) records[object] = [...(records[object] ?? []), ...rows]
  crm = fakeCrm({ records: records as FakeCrmOptions['records'], now: NOW, ...options })
  inbox = inboxStore(crm, { now: () => crm.now, newKey: () => `key-${++keys}` })
  await inbox.open()
}

afterEach(() => inbox.close())

const state = () => inbox.$state.get()
const listed = () => state().conversations.map(({ id }) => id)
const texts = () => state().thread.messages.map(({ text }) => text)
/** Lets all that waits for nothing but its turn be done. */
const heard = () => new Promise((done) => setImmediate(done))

function hold(): () => Promise<unknown> {
  let open = () => {}
  crm.gate = new Promise<void>((go) => {
    open = go
  })
  return () => {
    crm.gate = undefined
    open()
    return heard()
  }
}

describe('inboxStore', () => {
  it('lists open conversations, unread ones first, then by their last message', async () => {
    await start()
    expect(listed()).toEqual(['k1', 'k2', 'k3', 'k4'])
    expect(state().unread).toBe(3)
  })

  it('lists old unread ones even where many were read since', async () => {
    const read = Array.from({ length: 70 }, (_, at) => ({
      id: `r${at}`,
      status: 'open',
      lastMessageAt: new Date(NOW - at).toISOString(),
    }))
    const old = { id: 'old', status: 'open', unreadByAgent: 1, lastMessageAt: '2025-01-01T00:00:00.000Z' }
    await start({ conversation: [...read, old] })
    expect(listed().slice(0, 3)).toEqual(['k1', 'k2', 'old'])
    await inbox.more()
    expect(new Set(listed()).size).toBe(75)
    expect(state().more).toBe(false)
  })

  it.each([
    ['mine', ['k1']],
    ['unassigned', ['k2']],
    ['closed', ['k5']],
  ] as const)('filters: %s', async (filter, ids) => {
    await start()
    await inbox.filter(filter)
    expect(listed()).toEqual(ids)
  })

  it('knows contacts and colleagues by name', async () => {
    await start()
    await heard()
    expect(state().names.get('p1')).toBe('Liv Bergstrøm')
    expect(state().team.map(({ name }) => name)).toContain('Ida Hansen')
  })

  it('says why it could not load', async () => {
    await start()
    crm.fail('list', new KithError('UNAUTHENTICATED'), 2)
    await inbox.open()
    expect(state()).toMatchObject({ status: 'failed', code: 'UNAUTHENTICATED' })
  })

  it('is read-only where the person may not change conversations, and marks nothing read', async () => {
    await start({}, { readOnly: true })
    await inbox.choose('k1')
    expect(state().readOnly).toBe(true)
    expect(crm.record('conversation', 'k1')?.['unreadByAgent']).toBe(2)
  })
})

describe('an open conversation', () => {
  it('shows its messages in their order, marks them read, and keeps its place', async () => {
    await start()
    await inbox.choose('k1')
    expect(texts().at(-1)).toBe('And is there parking for visitors?')
    expect(state().thread.messages.map(({ order }) => order)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(crm.record('conversation', 'k1')?.['unreadByAgent']).toBe(0)
    expect(listed()[0]).toBe('k1')
  })

  it('shows who writes: contact, company and what they handed in', async () => {
    await start()
    await inbox.choose('k1')
    expect(state().person).toMatchObject({ contact: { id: 'p1' }, company: { id: 'c1' }, submissions: [{ id: 's1' }] })
  })

  it('does not show the person of a conversation that was left meanwhile', async () => {
    await start()
    const release = hold()
    const slow = inbox.choose('k1')
    const fast = inbox.choose('k2')
    await release()
    await Promise.all([slow, fast])
    expect(state().current?.id).toBe('k2')
    expect(state().person?.contact).toBeUndefined()
    expect(texts()).toEqual(['Can I see it on Saturday?'])
  })

  it('loads older messages upwards, each once', async () => {
    await start({ message: talk('k9', 75), conversation: [{ id: 'k9', status: 'open' }] })
    await inbox.choose('k9')
    expect(texts()[0]).toBe('Message 46')
    await Promise.all([inbox.older(), inbox.older()])
    expect(texts()[0]).toBe('Message 16')
    await inbox.older()
    expect(texts()).toHaveLength(75)
    expect(state().thread.older).toBe(false)
  })

  it('keeps a draft for each conversation', async () => {
    await start()
    await inbox.choose('k1')
    inbox.write({ text: 'Half a sen', internal: true })
    await inbox.choose('k2')
    expect(state().draft).toEqual({ text: '', internal: false })
    await inbox.choose('k1')
    expect(state().draft).toEqual({ text: 'Half a sen', internal: true })
  })
})

const say = (text: string, internal = false) => {
  inbox.write({ text, internal })
  return inbox.send()
}

describe('sending', () => {
  it('shows a message at once, and once', async () => {
    await start()
    await inbox.choose('k2')
    const release = hold()
    const sent = say('Of course!')
    expect(state().thread.messages.at(-1)).toMatchObject({ text: 'Of course!', state: 'pending' })
    expect(state().draft.text).toBe('')
    await release()
    await sent
    await heard()
    expect(texts()).toEqual(['Can I see it on Saturday?', 'Of course!'])
    expect(state().thread.messages.at(-1)?.state).toBeUndefined()
  })

  it('keeps the order of messages that are written faster than they are sent', async () => {
    await start()
    await inbox.choose('k2')
    const release = hold()
    const all = [say('One'), say('Two'), say('Three')]
    await release()
    await Promise.all(all)
    await heard()
    expect(texts().slice(1)).toEqual(['One', 'Two', 'Three'])
    expect(state().thread.messages.map(({ order }) => order)).toEqual([1, 2, 3, 4])
  })

  it('keeps what failed, and sends it again under the same key before what follows', async () => {
    await start()
    await inbox.choose('k2')
    crm.fail('sendMessage', new KithError('NETWORK'))
    await say('One')
    expect(state().thread.messages.at(-1)).toMatchObject({ text: 'One', state: 'failed', code: 'NETWORK' })
    await say('Two')
    await heard()
    expect(texts().slice(1)).toEqual(['One', 'Two'])
    expect(state().thread.messages.some(({ state }) => state)).toBe(false)
  })

  it('does not store a message twice whose answer was lost', async () => {
    await start()
    await inbox.choose('k2')
    const sendMessage = crm.sendMessage
    let lost = true
    crm.sendMessage = async (...args) => {
      const record = await sendMessage(...args)
      if (!lost) return record
      lost = false
      throw new KithError('NETWORK')
    }
    await say('Once')
    await inbox.retry()
    await heard()
    expect(texts().slice(1)).toEqual(['Once'])
  })

  it('sends a note for colleagues, also into a closed conversation', async () => {
    await start()
    await inbox.filter('closed')
    await inbox.choose('k5')
    await say('Bought a house after all', true)
    expect(state().thread.messages.at(-1)).toMatchObject({ internal: true, text: 'Bought a house after all' })
  })

  it('sends nothing when there is nothing to say', async () => {
    await start()
    await inbox.choose('k2')
    await say('   ')
    expect(crm.calls.some((call) => call.startsWith('sendMessage'))).toBe(false)
  })
})

const visitor = (id: string, order: number, text: string) =>
  crm.write('message', id, {
    conversationId: 'k2',
    order,
    text,
    authorKind: 'visitor',
    sentAt: new Date(NOW).toISOString(),
  })

describe('changes of others', () => {
  it('add messages in their order, each once', async () => {
    await start()
    await inbox.choose('k2')
    const second = visitor('n2', 2, 'Two')
    if (second) crm.tell({ type: 'created', object: 'message', id: 'n2', record: second })
    visitor('n3', 3, 'Three')
    await heard()
    expect(texts().slice(1)).toEqual(['Two', 'Three'])
  })

  it('read what was missed where a number was skipped', async () => {
    await start()
    await inbox.choose('k2')
    crm.write(
      'message',
      'n2',
      { conversationId: 'k2', order: 2, text: 'Two', authorKind: 'visitor', sentAt: '2026-03-11T09:00:00.000Z' },
      { quiet: true },
    )
    visitor('n3', 3, 'Three')
    await heard()
    expect(texts().slice(1)).toEqual(['Two', 'Three'])
  })

  it('show a new conversation, on top', async () => {
    await start()
    crm.write('conversation', 'k6', {
      status: 'open',
      visitorName: 'Ola',
      unreadByAgent: 1,
      lastMessageAt: new Date(NOW).toISOString(),
    })
    await heard()
    expect(listed()[0]).toBe('k6')
    expect(state().unread).toBe(4)
  })

  it('take away one that a colleague closed, and count once what comes twice', async () => {
    await start()
    const closed = crm.write('conversation', 'k2', { status: 'closed', unreadByAgent: 0 })
    if (closed)
      crm.tell({ seq: 1, object: 'conversation', id: 'k2', record: { ...closed, status: 'open', version: 1 } })
    await heard()
    expect(listed()).not.toContain('k2')
    expect(state().unread).toBe(2)
  })

  it('mark a message read that comes while one looks', async () => {
    await start()
    await inbox.choose('k2')
    crm.write('conversation', 'k2', { unreadByAgent: 1 })
    await heard()
    expect(crm.record('conversation', 'k2')?.['unreadByAgent']).toBe(0)
  })

  it('read all anew after a reset, also the open thread', async () => {
    await start()
    await inbox.choose('k2')
    crm.write(
      'message',
      'n2',
      { conversationId: 'k2', order: 2, text: 'Two', authorKind: 'visitor', sentAt: '2026-03-11T09:00:00.000Z' },
      { quiet: true },
    )
    crm.write('conversation', 'k7', { status: 'open' }, { quiet: true })
    crm.tell({ type: 'reset', object: '' })
    await heard()
    expect(listed()).toContain('k7')
    expect(texts()).toContain('Two')
  })
})

describe('acting', () => {
  it('gives a conversation to a colleague, and to nobody', async () => {
    await start()
    await inbox.choose('k1')
    await inbox.assign('kari')
    expect(state().current?.ownerId).toBe('kari')
    await inbox.assign(null)
    expect(crm.record('conversation', 'k1')?.['ownerId']).toBeUndefined()
  })

  it('closes it', async () => {
    await start()
    await inbox.choose('k1')
    await inbox.finish()
    expect(state().current?.status).toBe('closed')
    expect(listed()).not.toContain('k1')
  })

  it('tells of a colleague who was faster, and shows what they did', async () => {
    await start()
    await inbox.choose('k3')
    crm.write('conversation', 'k3', { ownerId: 'mehmet' }, { quiet: true })
    await inbox.assign('ida')
    expect(state().problem).toBe('VERSION_CONFLICT')
    expect(state().current?.ownerId).toBe('mehmet')
  })
})
