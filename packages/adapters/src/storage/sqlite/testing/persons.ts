// Persons whose words stand nowhere else, and what can be found of them in the bytes of files.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { type Crm, createCrm } from '@kith/core'
import { fold } from '@kith/core/shared'
import type { SealedChange, Storage } from '@kith/core/storage'

export const TENANT = { tenant: 'main' }

const LETTERS = 5
const CODES = 26 ** LETTERS
/** What every code begins with: no word does. */
const MARK = 'zx'

/** Eight letters of one person; already the first seven are of nobody else. In no order, so that they come to lie anywhere. */
export function codeOf(number: number): string {
  let rest = (number * 7_368_787 + 4_242) % CODES
  let code = ''
  for (let at = 0; at < LETTERS; at++) {
    code += String.fromCharCode(97 + (rest % 26))
    rest = Math.floor(rest / 26)
  }
  return `${MARK}${code}k`
}

function textsOf(number: number) {
  const code = codeOf(number)
  return {
    family: `Z${code.slice(1)}sen`,
    email: `${code}.Quuxberg@example.org`,
    phone: `+4741${String(100_000 + number)}`,
    message: `My dog ${code}phon likes your kitchens`,
    note: `Spoke with the person about ${code}brunft`,
  }
}

/** An engine on a storage, with an administrator who takes what comes in. */
export async function openCrm(storage: Storage): Promise<Crm> {
  const crm = await createCrm({ storage, jobsEveryMs: 0 })
  const users = [{ id: 'ida', name: 'Ida', roles: ['admin'], teamIds: ['inside-sales'] }]
  await crm.openTenant({ id: 'main', name: 'Main', teams: [{ id: 'inside-sales', name: 'Inside sales' }], users })
  return crm
}

/** A person with all that an app comes to know: a form, a conversion, a deal, a call, a ticket, a chat, a consent. */
export async function live(crm: Crm, number: number): Promise<string> {
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

/** Every file of a store, as bytes. */
export function bytesOf(file: string): Buffer {
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

/** Words of a person that stand there, written in any way. */
export function hits(haystack: Buffer, number: number): string[] {
  const { phone, ...texts } = textsOf(number)
  const isOwn = (word: string) => word.toLowerCase().includes(codeOf(number).slice(1))
  const all = [...Object.values(texts).flatMap((text) => text.split(/[\s@]/).filter(isOwn)), phone]
  return all.filter((text) => [...waysToWrite(text)].some((form) => haystack.includes(form)))
}

/** Which of so many persons have at least the first seven letters of their code there, in letters of one or two bytes. */
export function named(haystack: Buffer, persons: number): ReadonlySet<number> {
  const beginning = (code: string) => code.slice(0, MARK.length + LETTERS)
  const numbers = new Map(Array.from({ length: persons }, (_, number) => [beginning(codeOf(number)), number]))
  const text = haystack.toString('latin1').toLowerCase()
  const found = new Set<number>()
  for (const one of [text, text.replaceAll('\0', '')])
    for (const [code] of one.matchAll(/zx[a-z]{5}/g)) {
      const number = numbers.get(code)
      if (number !== undefined) found.add(number)
    }
  return found
}

/** Which of these texts of 32 hex digits stand there, also within longer ones. */
export function hexHits(haystack: Buffer, texts: ReadonlySet<string>): number {
  const found = new Set<string>()
  for (const [run] of haystack.toString('latin1').matchAll(/[0-9a-f]{32,}/g))
    for (let at = 0; at + 32 <= run.length; at++) {
      const part = run.slice(at, at + 32)
      if (texts.has(part)) found.add(part)
    }
  return found.size
}

export async function allChanges(storage: Storage): Promise<readonly SealedChange[]> {
  const all: SealedChange[] = []
  for (;;) {
    const page = await storage.changes(TENANT, { after: all.length, limit: 1_000 })
    all.push(...page)
    if (page.length < 1_000) return all
  }
}

/**
 * How many erased entries somebody finds out who has the whole store, and guesses right what they said: all of it, not the
 * address alone. What they lack is the salt, so they try none, every one that is still there, and what else they can see.
 */
export function guessed(before: readonly SealedChange[], after: readonly SealedChange[], most: number): number {
  const kept = new Set(after.flatMap(({ salt }) => salt ?? []))
  const erased = after.filter(({ payload }) => payload === null)
  const step = Math.max(1, Math.floor(erased.length / most))
  return erased.filter(({ seq, object, id, digest }, at) => {
    if (at % step !== 0) return false
    const { payload, chain } = before[seq - 1] as SealedChange
    const { correlation } = JSON.parse(payload ?? '{}') as { correlation?: string }
    const seen = ['', TENANT.tenant, `${seq}`, id, `${object}:${id}`, chain, before[seq - 2]?.chain, correlation]
    const isDigest = (salt = '') => createHash('sha256').update(`${salt}${payload}`).digest('hex') === digest
    return seen.some(isDigest) || [...kept].some(isDigest)
  }).length
}
