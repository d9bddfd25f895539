import { OPEN_LEAD, openLeadKey } from '../domain/lead/open-lead.ts'
import { checkSort, keysetOf } from '../filter/sort.ts'
import type { Batch, ChangeDraft, Claim, Job } from '../ports/storage.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { slotRef } from '../schema/slots.ts'
import { bytesToHex } from '../shared/bytes.ts'
import { KithError } from '../shared/errors.ts'
import { againOnConflict } from './conflicts.ts'
import { redact, textsOfPerson } from './erase-texts.ts'
import { fileUses, sweepJob } from './file-uses.ts'
import type { Engine } from './session.ts'
import type { TenantState } from './tenant-state.ts'
import { claimsOf } from './unique-claims.ts'

/** Somebody who is to be forgotten. */
export interface ErasedPerson {
  readonly object: 'contact' | 'lead'
  readonly id: string
}

/** What an erasure did: records that are gone, and those that stay without the person. */
export interface Erasure {
  readonly removed: number
  readonly changed: number
}

interface Found {
  readonly object: string
  readonly record: StoredRecord
}

/** All that is stored about somebody: what goes with them, and what stays without them. */
interface About {
  readonly gone: ReadonlyMap<string, Found>
  readonly kept: ReadonlyMap<string, Found>
}

const PAGE = 500
const MOST_JOBS = 100_000
/** Who works here is erased by the host, with their account. */
const STAFF = new Set(['user'])

/**
 * Forgets a person: the record, what they wrote and what was written about them, with every claim, waiting job and log entry
 * that tells of it. Deals and the like stay, without the person and their name. One commit; the log still verifies.
 *
 * @throws KithError `NOT_FOUND`
 */
export async function erasePerson(engine: Engine, tenant: string, person: ErasedPerson): Promise<Erasure> {
  return againOnConflict(() => eraseOnce(engine, tenant, person))
}

async function eraseOnce(engine: Engine, tenant: string, person: ErasedPerson): Promise<Erasure> {
  const state = await engine.tenants.get(tenant)
  const about = await allAbout(engine, state, person)
  const texts = textsOfPerson([...about.gone.values()], state.model)
  const gone = [...about.gone.values()]
  const changed = [...about.kept.values()].map((found) => without(found, state.model, about, texts, engine.clock.now()))
  const ids = new Set(gone.map(({ record }) => record.id))
  const files = gone.flatMap(({ object, record }) =>
    fileUses({ object, before: record, after: undefined }, state.model),
  )
  const batch: Batch = {
    expect: [...gone, ...about.kept.values()].map(({ object, record }) => ({
      object,
      id: record.id,
      version: record.version,
    })),
    release: gone.flatMap((found) => claimsAbout(state.model, found)),
    remove: gone.map(({ object, record }) => ({ object, id: record.id })),
    put: changed.map(({ object, record }) => ({ object, record })),
    add: files,
    changes: [
      ...gone.map((found) => entry(engine, state, found, {}, null)),
      ...changed.map((one) => change(engine, state, one)),
    ],
    jobs: { done: await jobsAbout(engine, tenant, ids), put: files.map(({ id }) => sweep(engine, state, id)) },
    eraseSubjects: [...about.gone.keys()],
  }
  await engine.storage.commit({ tenant }, batch)
  engine.live.wake(tenant)
  return { removed: gone.length, changed: changed.length }
}

const keyOf = (object: string, id: string) => `${object}:${id}`
const isPersonal = (model: Model, object: string) =>
  !STAFF.has(object) && Object.values(model.fields(object)).some((field) => field.personal)

/** Follows relations and links from the person to all that is about them. */
async function allAbout(engine: Engine, state: TenantState, person: ErasedPerson): Promise<About> {
  const { tenant, model } = state
  const [record] = await engine.storage.get({ tenant }, person.object, [person.id])
  if (!record) throw new KithError('NOT_FOUND')
  const gone = new Map<string, Found>([[keyOf(person.object, person.id), { object: person.object, record }]])
  const kept = new Map<string, Found>()
  let next: readonly Found[] = [...gone.values()]
  while (next.length > 0) {
    const found: Found[] = []
    for (const one of await pointingTo(engine, state, next)) {
      const key = keyOf(one.object, one.record.id)
      if (gone.has(key)) continue
      if (!one.goes && !isPersonal(model, one.object)) kept.set(key, one)
      else {
        gone.set(key, one)
        found.push(one)
      }
    }
    next = found
  }
  for (const key of gone.keys()) kept.delete(key)
  return { gone, kept }
}

interface Pointing extends Found {
  /** It is nothing without what it points to. */
  readonly goes: boolean
}

async function pointingTo(engine: Engine, state: TenantState, targets: readonly Found[]): Promise<readonly Pointing[]> {
  const found: Pointing[] = []
  for (const [to, of] of Map.groupBy(targets, ({ object }) => object)) {
    const ids = of.map(({ record }) => record.id)
    for (const { name: object } of state.model.objects.values())
      for (const { field, goes } of pointers(state.model, object, to))
        for (const record of await findAll(engine, state, object, field, ids)) found.push({ object, record, goes })
  }
  return found
}

/** Fields of an object that point to records of another. */
function pointers(
  model: Model,
  object: string,
  to: string,
): readonly { readonly field: string; readonly goes: boolean }[] {
  if (object === 'link')
    return [
      { field: 'fromId', goes: true },
      { field: 'toId', goes: true },
    ]
  return Object.entries(model.fields(object)).flatMap(([field, { type, to: target, many, required }]) => {
    if (field === 'recordId') return [{ field, goes: true }]
    if (type !== 'relation' || target !== to || many || field === 'id') return []
    return [{ field, goes: required === true }]
  })
}

/** All records with one of these in a field. */
async function findAll(
  engine: Engine,
  { tenant, model }: TenantState,
  object: string,
  field: string,
  values: readonly string[],
): Promise<readonly StoredRecord[]> {
  const ref = slotRef(model, object, field)
  if (!ref) return []
  const sort = checkSort(model, object, 'id')
  const all: StoredRecord[] = []
  for (;;) {
    const last = all.at(-1)
    const after = last ? { after: keysetOf(last, sort) } : {}
    const where = { op: 'in', ref, values } as const
    const page = await engine.storage.find({ tenant }, object, { where, sort, limit: PAGE, ...after })
    all.push(...page)
    if (page.length < PAGE) return all
  }
}

interface Changed extends Found {
  readonly before: StoredRecord
}

/** A record that stays: it points to nobody who is gone, and its texts do not name them. */
function without(found: Found, model: Model, { gone }: About, texts: readonly string[], now: string): Changed {
  const { object, record } = found
  const fields = model.fields(object)
  const values = Object.entries(record).flatMap(([field, value]) => {
    const to = fields[field]?.to
    if (to !== undefined && typeof value === 'string' && gone.has(keyOf(to, value))) return []
    return [[field, field === 'id' ? value : redact(value, texts)] as const]
  })
  const next = {
    ...Object.fromEntries(values),
    version: record.version + 1,
    updatedAt: now,
    updatedBy: 'service:erase',
  }
  return { object, before: record, record: next as unknown as StoredRecord }
}

/** Says which fields changed; neither what they held of the person nor that it was they. */
function change(engine: Engine, state: TenantState, changed: Changed): ChangeDraft {
  const { before, record } = changed
  const differs = (field: string) => JSON.stringify(before[field]) !== JSON.stringify(record[field])
  const stamps = new Set(['version', 'updatedAt', 'updatedBy'])
  const fields = Object.keys(before).filter((field) => !stamps.has(field) && differs(field))
  const after = Object.fromEntries(fields.map((field) => [field, record[field] ?? null]))
  return entry(engine, state, changed, after, after)
}

function entry(
  engine: Engine,
  state: TenantState,
  { object, record }: Found,
  before: ChangeDraft['before'],
  after: ChangeDraft['after'],
): ChangeDraft {
  return {
    at: engine.clock.now(),
    actor: { kind: 'service', id: 'erase' },
    cause: 'erase',
    correlation: `erase:${object}:${record.id}`,
    configVersion: state.configVersion,
    object,
    id: record.id,
    subjects: [],
    before,
    after,
    salt: bytesToHex(engine.random.bytes(16)),
  }
}

function claimsAbout(model: Model, { object, record }: Found): readonly Claim[] {
  const claims = claimsOf(model, object, { ...record, deletedAt: undefined } as unknown as StoredRecord)
  const open = object === 'lead' ? openLeadKey(record) : undefined
  return open === undefined ? claims : [...claims, { space: OPEN_LEAD, key: open, object, id: record.id }]
}

/** Jobs that tell of a record that is gone. */
async function jobsAbout(engine: Engine, tenant: string, ids: ReadonlySet<string>): Promise<readonly string[]> {
  const done: string[] = []
  for (const state of ['waiting', 'dead'] as const)
    for (const job of await engine.storage.jobs({ tenant }, { state, limit: MOST_JOBS })) {
      const text = JSON.stringify(job)
      if ([...ids].some((id) => text.includes(id))) done.push(job.id)
    }
  return done
}

function sweep(engine: Engine, state: TenantState, file: string): Job {
  const job = sweepJob(file, engine.clock.now(), state.zone)
  return { ...job, id: engine.newId(), key: `${job.kind}:${job.key}`, attempts: 0, state: 'waiting' }
}
