import { hash, randomBytes, randomUUID } from 'node:crypto'
import type { StoredRecord } from '@kith/core'
import { fold, words } from '@kith/core/shared'
import { idOf, type inputOf } from './contacts.ts'
import type { Cell } from './driver.ts'

/** The rows that stand for one new contact, in every table but the log. */
export interface ContactRows {
  readonly contact: readonly Cell[]
  readonly words: string
  /** What the contact is ranked by. */
  readonly rank: readonly [size: number, made: number]
  readonly values: readonly (readonly Cell[])[]
  readonly claim: readonly Cell[]
}

type Input = ReturnType<typeof inputOf>
type Contact = StoredRecord & Input & { readonly [Field in 'createdAt' | 'createdBy' | 'ownerId']: string }

/** Begins the word that stands for the tenant, which is the first of the file. */
const TENANT_WORD = '\uE0001'
const CALLING_CODE = '+47'

/** What a program for these contacts and nothing else makes of one: in the order of the columns, as Kith stores it. */
export function rowsOf(record: StoredRecord): ContactRows {
  const { id, createdAt, createdBy, ownerId, title, lifecycle, locale, source, name, emails, phones } =
    record as Contact
  const teamId = (record['teamId'] as string | undefined) ?? null
  const access = record['access'] as readonly string[]
  const [mail, phone] = [emails[0] as Input['emails'][0], phones[0] as Input['phones'][0]]
  const address = fold(mail.value)
  const by = fold(createdBy)
  const found = wordsOf(name.full, address, phone.value, title)
  const mails = `[{"kind":"${mail.kind}","primary":true,"value":${JSON.stringify(mail.value)}}]`
  const mailSlots = `[{"fold":${JSON.stringify(address)},"kind":"${mail.kind}","primary":true}]`
  const numbers = `[{"kind":"${phone.kind}","primary":true,"value":"${phone.value}"}]`
  const numberSlots = `[{"value":"${phone.value}","kind":"${phone.kind}","primary":true}]`
  const fullName = `{"family":${JSON.stringify(name.family)},"full":${JSON.stringify(name.full)},"given":${JSON.stringify(name.given)}}`
  const stamps = [createdAt, createdBy, by, createdAt, createdBy, by, null, ownerId, teamId, JSON.stringify(access)]
  return {
    contact: [
      ...['main', id, 1, ...stamps, null, null, fullName, fold(name.full), mails, numbers, null, null],
      ...[title, fold(title), null, lifecycle, locale, fold(locale), null, null, source, fold(source)],
      ...[null, null, null, null, null, null, null, null, null, mailSlots, numberSlots, null, null, null],
    ],
    words: found.join(' '),
    rank: [found.length, Date.parse(createdAt)],
    values: [
      ...access.map((key) => ['main', 'contact', 'access', 'value', key, 0, id]),
      ['main', 'contact', 'emails', 'fold', address, 0, id],
      ['main', 'contact', 'phones', 'value', phone.value, 0, id],
    ],
    claim: ['main', 'contact.emails', address, 'contact', id],
  }
}

/** The full name holds the words of its parts. */
function wordsOf(name: string, address: string, phone: string, title: string): string[] {
  const found = new Set([TENANT_WORD])
  for (const text of [name, address]) for (const word of words(text)) found.add(word)
  found.add(phone.slice(1)).add(phone.slice(CALLING_CODE.length))
  for (const word of words(title)) found.add(word)
  return [...found]
}

/** The record that comes of what somebody entered, now. */
export function recordOf(number: number, input: Input): StoredRecord {
  const createdAt = new Date().toISOString()
  const by = 'user:ida'
  const stamps = { version: 1, createdAt, createdBy: by, updatedAt: createdAt, updatedBy: by }
  return { id: idOf(number), ...stamps, ownerId: 'ida', access: ['u:ida'], ...input }
}

/** The end of the log: the number of its last entry, and the chain up to there. */
export interface End {
  readonly seq: number
  readonly chain: string
}

/** The entry of the log that says that a contact was made, as a row, with where the log ends then. */
export function entryOf(record: StoredRecord, { seq, chain }: End): { readonly cells: readonly Cell[]; end: End } {
  const { createdAt, name, emails, phones, lifecycle, locale, source, title } = record as Contact
  const [{ value: mail, kind }, phone] = [emails[0] as Input['emails'][0], phones[0] as Input['phones'][0]]
  const correlation = randomUUID()
  const text = JSON.stringify
  const after =
    `{"access":["u:ida"],"createdAt":"${createdAt}","createdBy":"user:ida","emails":[{"kind":"${kind}","primary":true,"value":${text(mail)}}],` +
    `"id":"${record.id}","lifecycle":"${lifecycle}","locale":"${locale}","name":{"family":${text(name.family)},"full":${text(name.full)},"given":${text(name.given)}},` +
    `"ownerId":"ida","phones":[{"kind":"${phone.kind}","primary":true,"value":"${phone.value}"}],"source":${text(source)},"title":${text(title)}}`
  const payload =
    `{"actor":{"id":"ida","kind":"user"},"after":${after},"at":"${createdAt}","before":null,"cause":"create","configVersion":1,` +
    `"correlation":"${correlation}","id":"${record.id}","object":"contact","subjects":["contact:${record.id}"]}`
  const salt = randomBytes(16).toString('hex')
  const digest = sha256(salt + payload)
  const end = { seq: seq + 1, chain: sha256(`${chain}\n${seq + 1}\n${digest}`) }
  return { cells: ['main', end.seq, 'contact', record.id, correlation, payload, salt, digest, end.chain], end }
}

const sha256 = (text: string) => hash('sha256', text)
