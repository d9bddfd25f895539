import type { DomainEvent, OperationContext, Plan } from '../domain/types.ts'
import type { Clock } from '../ports/clock.ts'
import type { Actor, WriteOptions } from '../ports/crm-api.ts'
import type { Random } from '../ports/random.ts'
import type { Batch, Storage } from '../ports/storage.ts'
import type { StoredRecord } from '../schema/record.ts'
import { bytesToHex } from '../shared/bytes.ts'
import { canonicalJson } from '../shared/canonical-json.ts'
import { isKithError, KithError } from '../shared/errors.ts'
import { createIdSource, type IdSource } from '../shared/id.ts'
import { sha256 } from '../shared/sha256.ts'
import { addDuration } from '../shared/time.ts'
import { MAX_ATTEMPTS } from './conflicts.ts'
import type { RuleTrail } from './rules/trail.ts'
import type { TenantState } from './tenant-state.ts'
import { prepareWork, recordKey } from './unit-of-work.ts'

/** Which record of a result a caller gets; stored as the answer of an idempotency key, so ids only. */
export interface RecordPointer {
  readonly object: string
  readonly id: string
}

/** What a planner says: the plan, and which records are its result by name. */
export interface Planned {
  readonly plan: Plan
  readonly result: Readonly<Record<string, RecordPointer | undefined>>
  /** What else the caller is answered, kept with the idempotency key: JSON with ids only. */
  readonly note?: unknown
  /** Where a rule plans: the rules that led to this. */
  readonly trail?: RuleTrail
}

export interface CommitRequest {
  readonly state: TenantState
  readonly actor: Actor
  readonly cause: string
  /** What the caller asked for, as JSON: the same key with other arguments is refused. */
  readonly args: unknown
  readonly options: WriteOptions
  readonly source?: Readonly<Record<string, string | number>>
  /** Finished with this commit. */
  readonly jobsDone?: readonly string[]
  /** Claim spaces where losing a race means to read and plan again, not to refuse. */
  readonly planAgainOn?: readonly string[]
  /** Default: true without `ifVersion`. false: a person says how a record is to be, so a lost race is told. */
  readonly planAgain?: boolean
  /** May be called again after a conflict, with the same clock and ids. */
  readonly plan: (context: OperationContext) => Promise<Planned>
}

export interface Committed {
  /** The records of the result, as they are after this commit (or now, when the key was seen before). */
  readonly records: Readonly<Record<string, StoredRecord>>
  readonly note: unknown
  readonly replayed: boolean
  /** Of what objects the records are. */
  readonly pointers: Planned['result']
}

export interface CommitterDeps {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Random
  /** Told after each commit that changed something. */
  readonly committed: (
    tenant: string,
    events: readonly DomainEvent[],
    records: ReadonlyMap<string, StoredRecord>,
  ) => void
}

const IDEMPOTENCY_DAYS = 30

/** Carries plans out: reads, plans, commits, and plans again where another commit came between. */
export type Committer = (request: CommitRequest) => Promise<Committed>

export function createCommitter(deps: CommitterDeps): Committer {
  const source = createIdSource(deps.clock.now, deps.random.bytes)
  return async (request) => {
    const now = deps.clock.now()
    const correlation = request.options.correlation ?? source()
    const newIds = repeatableIds(source)
    for (let attempt = 1; ; attempt++) {
      try {
        return await commitOnce(request, deps, now, correlation, newIds())
      } catch (error) {
        // The same call, sent twice at once, may have been carried out between this one's reading and its refusal.
        const replay = isKithError(error) ? await earlierAnswer(request, deps, now) : undefined
        if (replay) return replay
        if (attempt >= MAX_ATTEMPTS || !mayPlanAgain(error, request)) throw error
      }
    }
  }
}

async function commitOnce(
  request: CommitRequest,
  deps: CommitterDeps,
  now: string,
  correlation: string,
  newId: () => string,
): Promise<Committed> {
  const { state, actor, cause } = request
  const context: OperationContext = {
    now,
    newId,
    actor,
    model: state.model,
    zone: state.zone,
    locale: state.locale,
    baseCurrency: state.baseCurrency,
  }
  const replay = await earlierAnswer(request, deps, now)
  if (replay) return replay
  const { plan, result, note, trail } = await request.plan(context)
  const salt = () => bytesToHex(deps.random.bytes(16))
  const work = await prepareWork(plan, {
    storage: deps.storage,
    state,
    now,
    actor,
    cause,
    correlation,
    newId,
    salt,
    trail,
    ...(request.source ? { source: request.source } : {}),
  })
  const idempotency = idempotencyOf(request, { result, note }, now, state.zone)
  const jobs = { ...work.batch.jobs, done: [...(work.batch.jobs?.done ?? []), ...(request.jobsDone ?? [])] }
  const batch: Batch = { ...work.batch, jobs, ...(idempotency ? { idempotency } : {}) }
  const answer = { note, replayed: false, pointers: result }
  if (isEmpty(batch)) return { ...answer, records: await read(result, work.records, state, deps) }
  const committed = await deps.storage.commit({ tenant: state.tenant }, batch)
  if (committed.replayed) return replayed(committed.replayed.answer, state, deps)
  const records = numbered(work.records, batch, committed.numbers)
  deps.committed(state.tenant, work.events, records)
  return { ...answer, records: await read(result, records, state, deps) }
}

/** A person's stale write is never planned again: they are told. */
function mayPlanAgain(error: unknown, request: CommitRequest): boolean {
  if (isKithError(error, 'VERSION_CONFLICT')) return request.planAgain ?? request.options.ifVersion === undefined
  return isKithError(error, 'ALREADY_EXISTS') && request.planAgainOn?.includes(String(error.details['space'])) === true
}

function isEmpty(batch: Batch): boolean {
  const lists = [
    batch.claim,
    batch.release,
    batch.number,
    batch.put,
    batch.remove,
    batch.add,
    batch.changes,
    batch.jobs?.put,
    batch.jobs?.done,
  ]
  return batch.idempotency === undefined && lists.every((list) => !list?.length)
}

/** With the caller's key, which is not stored: what they asked for (an e-mail address, say) cannot be guessed from it. */
function fingerprintOf({ cause, args, options }: CommitRequest): string {
  return sha256(canonicalJson({ key: options.idempotencyKey ?? null, cause, args: args ?? null }))
}

function idempotencyOf(
  request: CommitRequest,
  { result, note }: Pick<Planned, 'result' | 'note'>,
  now: string,
  zone: string,
): Batch['idempotency'] {
  const key = idempotencyKey(request)
  if (key === undefined) return undefined
  const pointers = Object.fromEntries(Object.entries(result).filter(([, pointer]) => pointer !== undefined))
  return {
    key,
    fingerprint: fingerprintOf(request),
    answer: note === undefined ? pointers : { ...pointers, note },
    now,
    expiresAt: addDuration(now, { days: IDEMPOTENCY_DAYS }, zone),
  }
}

/** One person's keys cannot meet another's. Only a digest is stored: the key is the salt of the fingerprint. */
function idempotencyKey({ actor, options: { idempotencyKey: key } }: CommitRequest): string | undefined {
  return key === undefined ? undefined : `${actor.kind}:${actor.id}:${sha256(key)}`
}

/** Asks before planning, because a plan that was carried out once may be refused the second time ("already converted"). */
async function earlierAnswer(request: CommitRequest, deps: CommitterDeps, now: string): Promise<Committed | undefined> {
  const key = idempotencyKey(request)
  if (key === undefined) return undefined
  const earlier = await deps.storage.answer({ tenant: request.state.tenant }, key, now)
  if (!earlier) return undefined
  if (earlier.fingerprint !== fingerprintOf(request)) throw new KithError('IDEMPOTENCY_MISMATCH')
  return replayed(earlier.answer, request.state, deps)
}

async function replayed(answer: unknown, state: TenantState, deps: CommitterDeps): Promise<Committed> {
  const { note, ...pointers } = answer as Readonly<Record<string, RecordPointer>> & { readonly note?: unknown }
  return { records: await read(pointers, new Map(), state, deps), note, replayed: true, pointers }
}

async function read(
  result: Planned['result'],
  known: ReadonlyMap<string, StoredRecord>,
  state: TenantState,
  deps: CommitterDeps,
): Promise<Record<string, StoredRecord>> {
  const records: Record<string, StoredRecord> = {}
  for (const [name, pointer] of Object.entries(result)) {
    if (!pointer) continue
    const written = known.get(recordKey(pointer.object, pointer.id))
    const record = written ?? (await deps.storage.get({ tenant: state.tenant }, pointer.object, [pointer.id]))[0]
    if (record) records[name] = record
  }
  return records
}

function numbered(
  records: ReadonlyMap<string, StoredRecord>,
  batch: Batch,
  numbers: readonly number[],
): ReadonlyMap<string, StoredRecord> {
  if (numbers.length === 0) return records
  const out = new Map(records)
  for (const [index, { object, id, field }] of (batch.number ?? []).entries()) {
    const record = out.get(recordKey(object, id))
    if (record) out.set(recordKey(object, id), { ...record, [field]: numbers[index] })
  }
  return out
}

/** Gives an id source that hands out the same ids at each attempt. */
function repeatableIds(source: IdSource): () => () => string {
  const given: string[] = []
  return () => {
    let next = 0
    return () => {
      if (next === given.length) given.push(source())
      return given[next++] as string
    }
  }
}
