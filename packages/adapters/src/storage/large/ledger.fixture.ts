import { createIdSource } from '@kith/core'
import type { Batch, ChangeDraft, Claim, StoredRecord } from '@kith/core/storage'
import { type SeededRandom, seededRandom } from '@kith/core/testing'
import type { Office } from './office.fixture.ts'

type Values = Readonly<Record<string, unknown>>

/** Not in the log: derived at each write. */
const NOT_LOGGED = new Set(['id', 'version', 'updatedAt', 'updatedBy'])
const PERSONS = new Set(['contact', 'lead'])

/**
 * Writes records and their history down as the engine does, in the memory of one batch: what comes of it is what the engine
 * would have left after all these writes.
 */
export class Ledger {
  readonly random: SeededRandom
  readonly #office: Office
  readonly #newId: () => string
  #at = ''
  #salts: number
  #records = new Map<string, { readonly object: string; record: StoredRecord }>()
  #changes: ChangeDraft[] = []
  #claims: Claim[] = []

  constructor(office: Office, seed: number) {
    this.#office = office
    this.random = seededRandom(seed)
    this.#salts = seed
    this.#newId = createIdSource(() => this.#at, this.random.bytes)
  }

  /** From now on everything happens at this instant. */
  set at(instant: string) {
    this.#at = instant
  }

  get at(): string {
    return this.#at
  }

  /** How many entries of the log wait. */
  get length(): number {
    return this.#changes.length
  }

  create(object: string, values: Values, inherited: readonly string[] = []): StoredRecord {
    const by = `user:${values['ownerId'] ?? 'chief'}`
    const stamps = { version: 1, createdAt: this.#at, createdBy: by, updatedAt: this.#at, updatedBy: by }
    const teamId = values['ownerId'] === undefined ? {} : { teamId: this.#office.teamOf(String(values['ownerId'])) }
    const record = withAccess({ id: this.#newId(), ...stamps, ...teamId, ...values }, inherited)
    this.#records.set(record.id, { object, record })
    this.#log('create', object, undefined, record)
    for (const { value } of object === 'contact' ? (record['emails'] as { value: string }[]) : [])
      this.#claims.push({ space: 'contact.emails', key: value.toLowerCase(), object, id: record.id })
    return record
  }

  update(id: string, set: Values, cause = 'update'): StoredRecord {
    const { object, record: before } = this.#records.get(id) as { object: string; record: StoredRecord }
    const record = { ...before, ...set, version: before.version + 1, updatedAt: this.#at }
    this.#records.set(id, { object, record })
    this.#log(cause, object, before, record, Object.keys(set))
    return record
  }

  /** A stored roll-up that moved: not in the log. */
  add(id: string, field: string, by: number): void {
    const known = this.#records.get(id) as { record: StoredRecord }
    known.record = { ...known.record, [field]: Number(known.record[field] ?? 0) + by }
  }

  /** What was written since the last time. */
  take(): Batch {
    const put = [...this.#records.values()]
    const batch = {
      expect: put.map(({ object, record }) => ({ object, id: record.id, exists: false })),
      claim: this.#claims,
      put,
      changes: this.#changes,
    }
    this.#records = new Map()
    this.#changes = []
    this.#claims = []
    return batch
  }

  #log(
    cause: string,
    object: string,
    before: StoredRecord | undefined,
    after: StoredRecord,
    fields: readonly string[] = Object.keys(after).filter((field) => !NOT_LOGGED.has(field)),
  ): void {
    const pick = (record: StoredRecord) => Object.fromEntries(fields.map((field) => [field, record[field] ?? null]))
    this.#changes.push({
      at: this.#at,
      actor: { kind: 'user', id: String(after['ownerId'] ?? 'chief') },
      cause,
      correlation: `${cause}-${after.id}`,
      configVersion: 1,
      object,
      id: after.id,
      subjects: subjectsOf(object, after),
      before: before ? pick(before) : null,
      after: pick(after),
      salt: (++this.#salts).toString(16).padStart(32, '0'),
    })
  }
}

function withAccess(record: StoredRecord, inherited: readonly string[]): StoredRecord {
  const keys = new Set(inherited)
  if (record['ownerId'] !== undefined) keys.add(`u:${record['ownerId']}`)
  if (record['teamId'] !== undefined) keys.add(`t:${record['teamId']}`)
  return keys.size === 0 ? record : { ...record, access: [...keys].sort() }
}

function subjectsOf(object: string, record: StoredRecord): readonly string[] {
  const subjects = new Set(PERSONS.has(object) ? [`${object}:${record.id}`] : [])
  if (record['contactId'] !== undefined) subjects.add(`contact:${record['contactId']}`)
  if (record['leadId'] !== undefined) subjects.add(`lead:${record['leadId']}`)
  for (const end of ['from', 'to'])
    if (object === 'link' && PERSONS.has(String(record[`${end}Object`])))
      subjects.add(`${record[`${end}Object`]}:${record[`${end}Id`]}`)
  return [...subjects].sort()
}
