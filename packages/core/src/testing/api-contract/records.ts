import { equal, holds, refused } from '../storage-contract/assert.ts'
import { type ApiCase, aContactOf, aDealOf, textFile, UNKNOWN } from './kit.ts'

const KEY = { idempotencyKey: 'one-key-for-this' }

export const recordCases: readonly ApiCase[] = [
  {
    name: 'a new record has version 1 and is read as it was answered',
    async run({ admin }) {
      const made = await aContactOf(admin, { emails: [{ value: 'Kari@Example.com', kind: 'work' }] })
      equal(made.version, 1)
      equal(made['name'], { full: 'Kari Nes', given: 'Kari', family: 'Nes' })
      equal(await admin.get('contact', made.id), made)
    },
  },
  {
    name: 'an id of no record is not found',
    async run({ admin }) {
      await refused(admin.get('contact', UNKNOWN), 'NOT_FOUND')
      await refused(admin.update('contact', UNKNOWN, { title: 'x' }, { ifVersion: 1 }), 'NOT_FOUND')
    },
  },
  {
    name: 'a record of another tenant is not found, and stays as it is',
    async run({ admin, stranger }) {
      const made = await aContactOf(admin)
      await refused(stranger.get('contact', made.id), 'NOT_FOUND')
      await refused(stranger.update('contact', made.id, { title: 'x' }, { ifVersion: 1 }), 'NOT_FOUND')
      await refused(stranger.remove('contact', made.id), 'NOT_FOUND')
      equal(await admin.get('contact', made.id), made)
    },
  },
  {
    name: 'a record that the caller may not see is not found',
    async run({ admin, agent }) {
      const made = await aContactOf(admin)
      await refused(agent.get('contact', made.id), 'NOT_FOUND')
    },
  },
  {
    name: 'an unknown object is told by its name',
    run: async ({ admin }) => refused(admin.list('unicorn'), 'UNKNOWN_OBJECT'),
  },
  {
    name: 'an update sets fields, empties others with null, and counts the version',
    async run({ admin }) {
      const made = await aContactOf(admin, { title: 'Manager', source: 'fair' })
      const set = await admin.update('contact', made.id, { title: null, source: 'phone' }, { ifVersion: 1 })
      equal([set.version, set['title'], set['source']], [2, undefined, 'phone'])
      equal(await admin.get('contact', made.id), set)
    },
  },
  {
    name: 'an update by a person needs the version that they saw',
    async run({ admin }) {
      const made = await aContactOf(admin)
      await refused(admin.update('contact', made.id, { title: 'x' }), 'VERSION_REQUIRED')
    },
  },
  {
    name: 'a stale update is refused with the record as it is',
    async run({ admin }) {
      const made = await aContactOf(admin)
      const now = await admin.update('contact', made.id, { title: 'Manager' }, { ifVersion: 1 })
      const stale = admin.update('contact', made.id, { title: 'Owner' }, { ifVersion: 1 })
      await refused(stale, 'VERSION_CONFLICT', { current: now })
    },
  },
  {
    name: 'values that cannot be used are refused with the path of each',
    async run({ admin }) {
      const values = { emails: [{ value: 'nobody' }], shoeSize: 44, version: 7 }
      const outcome = await admin.create('contact', values).catch((error: unknown) => error)
      const { code, details } = outcome as { code: string; details: { issues: { path: string }[] } }
      equal(code, 'INVALID_INPUT')
      const paths = details.issues.map(({ path }) => path).sort()
      equal(paths, ['/emails/0/value', '/name', '/shoeSize', '/version'])
    },
  },
  {
    name: 'an e-mail address belongs to one contact',
    async run({ admin }) {
      const emails = [{ value: 'kari@example.com' }]
      await aContactOf(admin, { emails })
      await refused(aContactOf(admin, { emails }), 'ALREADY_EXISTS')
    },
  },
  {
    name: 'a removed record lies in the recycle bin until it is restored',
    async run({ admin }) {
      const made = await aContactOf(admin)
      const removed = await admin.remove('contact', made.id, { ifVersion: 1 })
      holds(typeof removed['deletedAt'] === 'string', 'a removed record says when')
      equal((await admin.list('contact')).items, [])
      equal((await admin.list('contact', { deleted: true })).items, [removed])
      const restored = await admin.restore('contact', made.id)
      equal([restored.version, restored['deletedAt']], [3, undefined])
      equal((await admin.list('contact')).items, [restored])
    },
  },
  {
    name: 'the same key makes one record and gives the same answer, also at once',
    async run({ admin }) {
      const [first, ...more] = await Promise.all([1, 2, 3].map(() => admin.create('deal', { name: 'New roof' }, KEY)))
      for (const other of more) equal(other.id, first?.id)
      equal((await admin.list('deal')).items.length, 1)
    },
  },
  {
    name: 'the same key with other values is refused',
    async run({ admin }) {
      await admin.create('deal', { name: 'New roof' }, KEY)
      await refused(admin.create('deal', { name: 'Old roof' }, KEY), 'IDEMPOTENCY_MISMATCH')
    },
  },
  {
    name: 'a repeated update with the same key is no conflict',
    async run({ admin }) {
      const deal = await aDealOf(admin)
      const once = () => admin.update('deal', deal.id, { name: 'Old roof' }, { ifVersion: deal.version, ...KEY })
      const first = await once()
      equal((await once()).version, first.version)
    },
  },
  {
    name: 'a file is kept under the last part of its name',
    async run({ admin }) {
      const made = await admin.upload({ name: 'plan.txt', mediaType: 'text/plain', body: textFile('Hello') })
      equal([made['name'], made['mediaType'], made['sizeBytes']], ['plan.txt', 'text/plain', 5])
    },
  },
]
