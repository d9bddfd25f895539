import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Crm, createCrm } from '@kith/core'
import { fold } from '@kith/core/shared'
import type { Storage } from '@kith/core/storage'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'

const SOAK = Boolean(process.env['KITH_SOAK'])
const PERSONS = SOAK ? Number(process.env['KITH_SOAK_N'] ?? 1_000) : 4
const KEPT = 3
const folder = mkdtempSync(join(tmpdir(), 'kith-erasure-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const TENANT = { tenant: 'main' }

/** Words that stand nowhere else. */
const textsOf = (number: number) => ({
  family: `Zebulónsen${number}q`,
  email: `Zebulon.Quuxberg${number}q@example.org`,
  phone: `+4741${String(100_000 + number)}`,
  message: `My dog Xylophon${number}q likes your kitchens`,
  note: `Spoke with the person about Wurzelbrunft${number}q`,
})

/** A person with all that an app comes to know: a form, a conversion, a deal, a call, a ticket, a chat, a consent. */
async function live(crm: Crm, number: number): Promise<string> {
  const { family, email, phone, message, note } = textsOf(number)
  const ida = crm.as({ ...TENANT, actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
  const site = crm.visitors({ tenant: 'main' })
  const values = { name: `Kari ${family}`, email, phone, message }
  const key = `form-${number}-000000000000000000`
  await site.submit('contact', { values, consents: [{ purpose: 'sales' }] }, { idempotencyKey: key })
  const { items } = await ida.list('lead', { where: { email }, limit: 1 })
  const lead = items[0] as { readonly id: string; readonly version: number }
  const options = { ifVersion: lead.version, idempotencyKey: `convert-${number}` }
  const converted = await ida.convertLead(lead.id, { deal: true } as never, options)
  const contactId = converted.contact.id
  await ida.logActivity({ kind: 'call', subject: note, contactId } as never, { idempotencyKey: `call-${number}` })
  await ida.openTicket({ kind: 'case', subject: `About ${family}`, description: note, contactId } as never)
  const { version } = await ida.get('contact', contactId)
  await ida.update('contact', contactId, { title: note } as never, { ifVersion: version })
  return contactId
}

/** Every file of the store, as bytes. */
function bytes(file: string): Buffer {
  const files = ['', '-wal', '-shm'].map((end) => file + end).filter(existsSync)
  return Buffer.concat(files.map((path) => readFileSync(path)))
}

/** How a text may be written: as it is, in small letters, folded, in UTF-16, and in base64 at each place in its groups of three. */
function* waysToWrite(text: string): Generator<Buffer> {
  for (const form of new Set([text, text.toLowerCase(), fold(text)])) {
    const utf8 = Buffer.from(form)
    yield utf8
    yield Buffer.from(form, 'utf16le')
    yield Buffer.from(form, 'utf16le').swap16()
    for (const before of [0, 1, 2]) {
      const encoded = Buffer.concat([Buffer.alloc(before), utf8])
        .toString('base64')
        .replaceAll('=', '')
      // The first and the last sign depend on what stands around.
      yield Buffer.from(encoded.slice(Math.ceil((before * 8) / 6) + 1, -2))
    }
  }
}

function hits(haystack: Buffer, number: number): string[] {
  const { phone, ...texts } = textsOf(number)
  // A number is part of longer ones: what stands around it is asked for too.
  const all = [...Object.values(texts).flatMap((text) => text.split(/[\s@]/).filter((word) => /\dq/.test(word))), phone]
  return all.filter((text) => [...waysToWrite(text)].some((form) => haystack.includes(form)))
}

/** Numbers of all persons of whom a word stands there, in letters of one or two bytes. */
function named(haystack: Buffer): ReadonlySet<number> {
  const text = haystack.toString('latin1')
  const words = /(?:nsen|xylophon|wurzelbrunft|quuxberg)(\d+)q/gi
  const found = [text, text.replaceAll('\0', '')].flatMap((one) => [...one.matchAll(words)])
  return new Set(found.map(([, number]) => Number(number)))
}

/** Persons that are looked for in every way of writing; all others by their words. */
const SAMPLE = Array.from({ length: Math.min(PERSONS, 20) }, (_, at) =>
  Math.floor((at * PERSONS) / Math.min(PERSONS, 20)),
)

/** Guesses that somebody could make who knows the address and how entries are written. */
async function guessed(storage: Storage, number: number): Promise<number> {
  const { email } = textsOf(number)
  const guesses = [email, email.toLowerCase(), fold(email), JSON.stringify(email), JSON.stringify({ email })]
  const digests = new Set(guesses.map((guess) => createHash('sha256').update(guess).digest('hex')))
  let found = 0
  for (let after = 0; ; ) {
    const page = await storage.changes(TENANT, { after, limit: 1_000 })
    found += page.filter(({ digest, chain }) => digests.has(digest) || digests.has(chain)).length
    const last = page.at(-1)
    if (!last || page.length < 1_000) return found
    after = last.seq
  }
}

describe('erasing a person from SQLite', () => {
  it(
    `leaves nothing of ${PERSONS} persons in the file, and all of the others; the log still verifies`,
    async ({ task }) => {
      const file = join(folder, 'crm.db')
      const storage = sqliteStorage({ file })
      const crm = await createCrm({ storage, jobsEveryMs: 0 })
      const users = [{ id: 'ida', name: 'Ida', roles: ['admin'], teamIds: ['inside-sales'] }]
      await crm.openTenant({ id: 'main', name: 'Main', teams: [{ id: 'inside-sales', name: 'Inside sales' }], users })
      const contacts: string[] = []
      for (let number = 0; number < PERSONS + KEPT; number++) {
        contacts.push(await live(crm, number))
        if (number % 3 === 0) await crm.tick()
      }
      expect(hits(bytes(file), 0).length).toBeGreaterThan(4)
      expect(named(bytes(file)).size).toBe(PERSONS + KEPT)
      const times: number[] = []
      let changed = 0
      for (const id of contacts.slice(0, PERSONS)) {
        const started = performance.now()
        changed += (await crm.erase('main', { object: 'contact', id })).changed
        times.push(performance.now() - started)
      }
      const left = bytes(file)
      const found = SAMPLE.flatMap((number) => hits(left, number))
      const stillNamed = [...named(left)].filter((number) => number < PERSONS)
      const others = Array.from({ length: KEPT }, (_, at) => hits(left, PERSONS + at).length)
      const verified = await crm.verify('main')
      let guesses = 0
      for (const number of SOAK ? [0, PERSONS >> 1, PERSONS - 1] : [0, 1]) guesses += await guessed(storage, number)
      expect({ found, stillNamed }).toEqual({ found: [], stillNamed: [] })
      expect(changed).toBeGreaterThanOrEqual(PERSONS)
      expect(others.every((count) => count > 4)).toBe(true)
      expect(verified).toMatchObject({ ok: true, faults: [] })
      expect(verified.erased).toBeGreaterThan(PERSONS * 4)
      expect(guesses).toBe(0)
      await crm.close()
      expect([...named(bytes(file))].filter((number) => number < PERSONS)).toEqual([])
      task.meta.report = {
        name: 'erasure',
        what: 'Persons erased from SQLite, each with a form, a lead, a deal, a call, a ticket and a consent; their texts searched for in file and write-ahead log, plain, in small letters, folded, in UTF-16 and base64.',
        n: PERSONS,
        figures: {
          hits: found.length + stillNamed.length,
          erasedEntries: verified.erased,
          faults: verified.faults.length,
          guesses,
          medianMs: Math.round(times.toSorted((left, right) => left - right)[times.length >> 1] ?? 0),
          slowestMs: Math.round(Math.max(...times)),
        },
      }
    },
    SOAK ? 3_600_000 : 60_000,
  )

  it('says when there is nobody, and leaves all as it was', async () => {
    const crm = await createCrm({ storage: sqliteStorage({ file: join(folder, 'nobody.db') }), jobsEveryMs: 0 })
    await crm.openTenant({ id: 'main', name: 'Main' })
    await expect(crm.erase('main', { object: 'contact', id: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await crm.close()
  })
})
