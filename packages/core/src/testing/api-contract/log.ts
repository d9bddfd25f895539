import { equal, refused } from '../storage-contract/assert.ts'
import { type ApiCase, aContactOf, UNKNOWN } from './kit.ts'

export const logCases: readonly ApiCase[] = [
  {
    name: 'the history says who changed what, newest first',
    async run({ admin }) {
      const contact = await aContactOf(admin)
      await admin.update('contact', contact.id, { title: 'Manager' }, { ifVersion: 1, correlation: 'one-intent' })
      const { items } = await admin.history('contact', contact.id)
      const [last, first] = items
      equal(items.length, 2)
      equal(
        [last?.actor, last?.after?.['title'], last?.correlation],
        [{ kind: 'user', id: 'main-admin' }, 'Manager', 'one-intent'],
      )
      equal(first?.before, null)
    },
  },
  {
    name: 'the log tells newest first, page after page, of what one may read and nothing else',
    async run({ admin, stranger }) {
      const first = await aContactOf(admin)
      const second = await aContactOf(admin, { name: 'Ola Nes' })
      await admin.remove('contact', first.id, { ifVersion: first.version })
      const start = await admin.log({ limit: 1 })
      const rest = await admin.log({ limit: 200, ...(start.nextCursor ? { cursor: start.nextCursor } : {}) })
      const told = [...start.items, ...rest.items].filter(({ object }) => object === 'contact')
      equal(
        told.slice(0, 3).map(({ id, cause }) => [id, cause]),
        [
          [first.id, 'remove'],
          [second.id, 'create'],
          [first.id, 'create'],
        ],
      )
      const foreign = await stranger.log({ limit: 200 })
      equal(
        foreign.items.filter(({ id }) => id === first.id || id === second.id),
        [],
      )
    },
  },
  {
    name: 'the history of what is not there is not found',
    async run({ admin, stranger }) {
      const contact = await aContactOf(admin)
      await refused(admin.history('contact', UNKNOWN), 'NOT_FOUND')
      await refused(stranger.history('contact', contact.id), 'NOT_FOUND')
      await refused(stranger.timeline('contact', contact.id), 'NOT_FOUND')
    },
  },
  {
    name: 'the timeline of a contact shows its activities',
    async run({ admin }) {
      const contact = await aContactOf(admin)
      const note = await admin.logActivity({ kind: 'note', subject: 'Met at the fair', contactId: contact.id })
      const { items } = await admin.timeline('contact', contact.id)
      equal(
        items.filter(({ kind }) => kind === 'activity').map(({ id }) => id),
        [note.id],
      )
    },
  },
  {
    name: 'a change is undone',
    async run({ admin }) {
      const contact = await aContactOf(admin, { title: 'Owner' })
      await admin.update('contact', contact.id, { title: 'Manager' }, { ifVersion: 1, correlation: 'slip' })
      const { undone, conflicts } = await admin.undo({ correlation: 'slip' })
      equal([undone, conflicts], [[{ object: 'contact', id: contact.id, fields: ['title'] }], []])
      equal((await admin.get('contact', contact.id))['title'], 'Owner')
    },
  },
  {
    name: 'what somebody changed since is left, and told',
    async run({ admin }) {
      const contact = await aContactOf(admin, { title: 'Owner' })
      await admin.update('contact', contact.id, { title: 'Manager' }, { ifVersion: 1, correlation: 'slip' })
      await admin.update('contact', contact.id, { title: 'Director' }, { ifVersion: 2 })
      const { undone, conflicts } = await admin.undo({ correlation: 'slip' })
      equal(undone, [])
      equal(
        conflicts.map(({ field, current, wanted }) => [field, current, wanted]),
        [['title', 'Director', 'Owner']],
      )
    },
  },
]
