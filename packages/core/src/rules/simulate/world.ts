import type { Actor, Plan, Write } from '../../domain/types.ts'
import type { Lookup } from '../../filter/compile.ts'
import type { StoredRecord } from '../../schema/record.ts'
import type { SeenChange } from './derive-events.ts'
import type { Records } from './history.ts'

/** All records at one moment of a simulation. */
export interface World extends Lookup {
  get(object: string, id: string): StoredRecord | undefined
  all(object: string): Iterable<StoredRecord>
  put(object: string, record: StoredRecord): void
  remove(object: string, id: string): void
  /** Another one after each write. */
  readonly version: number
  /** Open leads, deals and activities of a user. */
  load(userId: string): number
  /** What a person has agreed to, as a contact and as a lead. */
  consents(person: Person): readonly StoredRecord[]
}

/** Ids of the records that a person has. */
export interface Person {
  readonly contactId?: unknown
  readonly leadId?: unknown
}

/** A world that starts with some records. Records are never changed, only replaced. */
export function createWorld(start: Records): World {
  const tables = new Map<string, Map<string, StoredRecord>>()
  const links = new Map<string, Set<string>>()
  const consents = new Map<string, Set<string>>()
  const loads = new Map<string, number>()
  const table = (object: string) => {
    const known = tables.get(object) ?? new Map<string, StoredRecord>()
    tables.set(object, known)
    return known
  }
  const count = (object: string, record: StoredRecord | undefined, by: number) => {
    const owner = record && openWorkOf(object, record)
    if (owner !== undefined) loads.set(owner, (loads.get(owner) ?? 0) + by)
  }
  let version = 0
  const world: World = {
    get version() {
      return version
    },
    get: (object, id) => tables.get(object)?.get(id),
    all: (object) => tables.get(object)?.values() ?? [],
    put(object, record) {
      version++
      count(object, table(object).get(record.id), -1)
      count(object, record, 1)
      table(object).set(record.id, record)
      if (object === 'link')
        for (const end of endsOf(record)) links.set(end, (links.get(end) ?? new Set()).add(record.id))
      if (object === 'consent')
        for (const key of personKeys(record as Person))
          consents.set(key, (consents.get(key) ?? new Set()).add(record.id))
    },
    remove(object, id) {
      version++
      count(object, table(object).get(id), -1)
      table(object).delete(id)
    },
    linked: (object, id, to, role) => linkedTo(world, links, object, id, to, role),
    load: (userId) => loads.get(userId) ?? 0,
    consents: (person) => consentsOf(world, consents, person),
  }
  for (const [object, records] of Object.entries(start)) for (const record of records) world.put(object, record)
  return world
}

const OPEN: Readonly<Record<string, readonly unknown[]>> = {
  lead: ['new', 'working'],
  deal: ['open'],
  activity: ['open'],
}

function openWorkOf(object: string, record: StoredRecord): string | undefined {
  const open = OPEN[object]?.includes(record['status']) === true && record['deletedAt'] === undefined
  return open && typeof record['ownerId'] === 'string' ? record['ownerId'] : undefined
}

/** Under what a person's consents are kept. */
const personKeys = ({ contactId, leadId }: Person) => [
  ...(contactId === undefined ? [] : [`contact:${contactId}`]),
  ...(leadId === undefined ? [] : [`lead:${leadId}`]),
]

function consentsOf(
  world: World,
  consents: ReadonlyMap<string, ReadonlySet<string>>,
  person: Person,
): readonly StoredRecord[] {
  const keys = personKeys(person)
  const ids = new Set(keys.flatMap((key) => [...(consents.get(key) ?? [])]))
  return [...ids].flatMap((id) => {
    const consent = world.get('consent', id)
    // It may have been given to somebody else since.
    return consent && personKeys(consent as Person).some((key) => keys.includes(key)) ? [consent] : []
  })
}

const endsOf = (link: StoredRecord) => [
  `${link['fromObject']}:${link['fromId']}`,
  `${link['toObject']}:${link['toId']}`,
]

function linkedTo(
  world: World,
  links: ReadonlyMap<string, ReadonlySet<string>>,
  object: string,
  id: string,
  to: string,
  role: string | undefined,
): readonly StoredRecord[] {
  const own = `${object}:${id}`
  return [...(links.get(own) ?? [])].flatMap((linkId) => {
    const link = world.get('link', linkId)
    if (!link || link['deletedAt'] !== undefined || (role !== undefined && link['role'] !== role)) return []
    const ends = endsOf(link)
    const other = ends[0] === own ? ends[1] : ends[0]
    const found = other?.startsWith(`${to}:`) ? world.get(to, other.slice(to.length + 1)) : undefined
    return found ? [found] : []
  })
}

/** Who writes, and when. */
export interface WriteStamp {
  readonly now: string
  readonly actor: Actor
  readonly baseCurrency: string
  /** Next of a series of numbers. */
  readonly next: (series: string) => number
}

/** Carries a plan out in a world, as the engine would in a store, and tells what was written. */
export function applyPlan(world: World, plan: Plan, stamp: WriteStamp): readonly SeenChange[] {
  const seen = plan.writes.flatMap((write) => applyWrite(world, write, stamp))
  for (const { series, object, id, field } of plan.numbers ?? []) {
    const record = world.get(object, id)
    if (record) world.put(object, { ...record, [field]: stamp.next(series) })
  }
  for (const { object, id, field, by } of plan.adds ?? []) {
    const record = world.get(object, id)
    if (record) world.put(object, { ...record, [field]: Number(record[field] ?? 0) + by })
  }
  return seen
}

function applyWrite(world: World, write: Write, stamp: WriteStamp): readonly SeenChange[] {
  const id = write.kind === 'create' ? write.record.id : write.before.id
  const before = world.get(write.object, id)
  const values = write.kind === 'create' ? write.record : write.set
  const by = `${stamp.actor.kind}:${stamp.actor.id}`
  const made = before ? {} : { createdAt: stamp.now, createdBy: by }
  const merged = { ...before, ...withBase(values, stamp), ...made, id }
  const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => !isNothing(value)))
  const after: StoredRecord = { ...kept, id, version: (before?.version ?? 0) + 1, updatedAt: stamp.now, updatedBy: by }
  world.put(write.object, after)
  const fields = Object.keys({ ...values, ...made }).filter((field) => before?.[field] !== after[field])
  const pick = (record: StoredRecord) => Object.fromEntries(fields.map((field) => [field, record[field] ?? null]))
  const change = { object: write.object, id, cause: 'rule', before: before ? pick(before) : null, after: pick(after) }
  return [{ change, before, after }]
}

const isNothing = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** Amounts in the base currency are their own base amounts; others have none, since no rates are known here. */
function withBase(values: Readonly<Record<string, unknown>>, { baseCurrency }: WriteStamp) {
  const entries = Object.entries(values).map(([field, value]) => {
    const isMoney = typeof value === 'object' && value !== null && 'amountMinor' in value && 'currency' in value
    return [field, isMoney && value.currency === baseCurrency ? { ...value, baseMinor: value.amountMinor } : value]
  })
  return Object.fromEntries(entries) as Readonly<Record<string, unknown>>
}
