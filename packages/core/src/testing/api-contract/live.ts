import { equal } from '../storage-contract/assert.ts'
import { type ApiCase, abortable, aContactOf, take } from './kit.ts'

const shown = (events: readonly { type: string; object: string; id: string }[]) =>
  events.map(({ type, object, id }) => [type, object, id])

export const liveCases: readonly ApiCase[] = [
  {
    name: 'changes after a number come in order, each once',
    async run({ admin }) {
      const contact = await aContactOf(admin)
      const { items } = await admin.history('contact', contact.id)
      const start = Number(items[0]?.seq)
      const updated = await admin.update('contact', contact.id, { title: 'Manager' }, { ifVersion: 1 })
      await admin.remove('contact', contact.id, { ifVersion: 2 })
      const events = await take(admin.changes({ after: start - 1 }), 3)
      equal(
        events.map(({ seq }) => seq - start),
        [0, 1, 2],
      )
      equal(shown(events).at(-1), ['deleted', 'contact', contact.id])
      equal(updated.version, 2)
    },
  },
  {
    name: 'a change reaches those who wait for it',
    async run({ admin }) {
      const first = await aContactOf(admin)
      const { items } = await admin.history('contact', first.id)
      const end = abortable()
      const waiting = take(admin.changes({ after: Number(items[0]?.seq), signal: end.signal }), 1)
      const second = await aContactOf(admin, { name: 'Ola Nes' })
      const [event] = await waiting
      equal([event?.type, event?.record], ['created', second])
      end.abort()
    },
  },
  {
    name: 'a listener gets what they may see, and is told when they may no longer',
    async run({ admin, agent, stranger }) {
      const contact = await aContactOf(admin)
      await admin.assign('contact', contact.id, { ownerId: 'main-agent' })
      const { items } = await admin.history('contact', contact.id)
      const start = Number(items[0]?.seq)
      const end = abortable()
      const mine = agent.changes({ after: start - 1, signal: end.signal })[Symbol.asyncIterator]()
      const theirs = take(stranger.changes({ after: 0, signal: end.signal }), 1_000)
      const next = async () => {
        const { value } = await mine.next()
        return [value?.type, value?.id]
      }
      equal(await next(), ['created', contact.id])
      await admin.assign('contact', contact.id, { ownerId: null })
      equal(await next(), ['left', contact.id])
      end.abort()
      equal(
        (await theirs).filter(({ id }) => id === contact.id),
        [],
      )
    },
  },
  {
    name: 'a place in the log that is not there yet answers to read everything anew',
    async run({ admin }) {
      const end = abortable()
      const [event] = await take(admin.changes({ after: 1_000_000, signal: end.signal }), 1)
      equal(event?.type, 'reset')
      end.abort()
    },
  },
  {
    name: 'a stream without a place says first where it stands, and goes on from there',
    async run({ admin }) {
      const end = abortable()
      const stream = admin.changes({ signal: end.signal })[Symbol.asyncIterator]()
      const { value: first } = await stream.next()
      const contact = await aContactOf(admin)
      const { value: second } = await stream.next()
      equal([first?.type, second?.type, second?.id], ['reset', 'created', contact.id])
      equal(second.seq > first.seq, true)
      end.abort()
    },
  },
  {
    name: 'a stream ends when its listener has heard enough',
    async run({ admin }) {
      const end = abortable()
      const waiting = take(admin.changes({ signal: end.signal }), 1)
      end.abort()
      equal(await waiting, [])
    },
  },
]
