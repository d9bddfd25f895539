import { equal, holds, refused } from '../storage-contract/assert.ts'
import { type ApiCase, abortable, aLeadBy, take, textFile, UNKNOWN } from './kit.ts'

const values = { name: 'Kari Nes', email: 'kari@example.com' }
const KEY = { idempotencyKey: 'key-of-the-page' }

export const visitorCases: readonly ApiCase[] = [
  {
    name: 'a form shows its fields and consents in the language that is asked for',
    async run({ visitors }) {
      const form = await visitors.form('contact', { locale: 'nb' })
      equal([form.id, form.locale], ['contact', 'nb'])
      equal(
        form.fields.map(({ id }) => id),
        ['name', 'email', 'phone', 'message'],
      )
      equal(
        form.consents.map(({ purpose }) => purpose),
        ['sales'],
      )
    },
  },
  {
    name: 'a form that is not there is not found',
    async run({ visitors }) {
      await refused(visitors.form('nothing'), 'NOT_FOUND')
      await refused(visitors.submit('nothing', { values }, KEY), 'NOT_FOUND')
    },
  },
  {
    name: 'a submission makes a lead',
    async run(kit) {
      const lead = await aLeadBy(kit)
      equal([lead['email'], lead['name']], ['kari@example.com', { full: 'Kari Nes', given: 'Kari', family: 'Nes' }])
    },
  },
  {
    name: 'the same key twenty times at once is one lead with one receipt',
    async run({ visitors, admin }) {
      const send = () => visitors.submit('contact', { values }, KEY)
      const receipts = await Promise.all(Array.from({ length: 20 }, send))
      equal(new Set(receipts.map(({ id }) => id)).size, 1)
      equal((await admin.list('lead')).items.length, 1)
    },
  },
  {
    name: 'the same key with other answers is refused',
    async run({ visitors }) {
      await visitors.submit('contact', { values }, KEY)
      const other = { values: { ...values, name: 'Ola Nes' } }
      await refused(visitors.submit('contact', other, KEY), 'IDEMPOTENCY_MISMATCH')
    },
  },
  {
    name: 'a field that the form does not define is refused, and nothing is stored',
    async run({ visitors, admin }) {
      const outcome = await visitors
        .submit('contact', { values: { ...values, score: 100 } }, KEY)
        .catch((error) => error)
      holds(['FORM_FIELD_UNKNOWN', 'INVALID_INPUT'].includes(outcome.code), `refused, got ${String(outcome)}`)
      equal((await admin.list('lead')).items, [])
    },
  },
  {
    name: 'a conversation goes both ways, in order, each message once',
    async run({ visitors, admin }) {
      const { token, message } = await visitors.startConversation({ text: 'Hello' }, KEY)
      equal([message.from, message.text], ['visitor', 'Hello'])
      const { items } = await admin.list('conversation')
      await admin.sendMessage(String(items[0]?.id), { text: 'How can I help?' })
      await admin.sendMessage(String(items[0]?.id), { text: 'Between us', internal: true })
      await visitors.sendVisitorMessage(token, { text: 'A roof' }, { idempotencyKey: 'second-message' })
      await visitors.sendVisitorMessage(token, { text: 'A roof' }, { idempotencyKey: 'second-message' })
      const { messages, status } = await visitors.visitorMessages(token)
      equal(
        messages.map(({ from, text }) => [from, text]),
        [
          ['visitor', 'Hello'],
          ['agent', 'How can I help?'],
          ['visitor', 'A roof'],
        ],
      )
      equal(status, 'open')
      const [, second] = messages
      equal((await visitors.visitorMessages(token, { after: Number(second?.seq) })).messages.length, 1)
    },
  },
  {
    name: 'a token of nobody reads nothing',
    async run({ visitors }) {
      const { token } = await visitors.startConversation({ text: 'Hello' }, KEY)
      const forged = `${UNKNOWN}${token.slice(token.lastIndexOf('.'))}`
      for (const wrong of ['nonsense', forged, token.slice(0, -1)]) {
        await refused(visitors.visitorMessages(wrong), 'NOT_FOUND')
        await refused(
          visitors.sendVisitorMessage(wrong, { text: 'x' }, { idempotencyKey: 'other-key-of-it' }),
          'NOT_FOUND',
        )
      }
    },
  },
  {
    name: 'an answer reaches the visitor while they wait',
    async run({ visitors, admin }) {
      const { token, message } = await visitors.startConversation({ text: 'Hello' }, KEY)
      const end = abortable()
      const waiting = take(visitors.visitorChanges(token, { after: message.seq, signal: end.signal }), 1)
      const { items } = await admin.list('conversation')
      await admin.sendMessage(String(items[0]?.id), { text: 'How can I help?' })
      equal(
        (await waiting).map(({ text }) => text),
        ['How can I help?'],
      )
      end.abort()
    },
  },
  {
    name: 'a file is taken for a form that there is, and told by its id, name and size alone',
    async run({ visitors }) {
      const file = { name: 'plan.txt', mediaType: 'text/plain', body: textFile('Hello') }
      const { id, ...told } = (await visitors.uploadFile?.('contact', file)) ?? { id: '' }
      holds(id !== '', 'the file has an id')
      equal(told, { name: 'plan.txt', mediaType: 'text/plain', sizeBytes: 5 })
      const nowhere = visitors.uploadFile?.('no-such-form', { ...file, body: textFile('Hello') })
      await refused(nowhere ?? Promise.resolve(), 'NOT_FOUND')
    },
  },
]
