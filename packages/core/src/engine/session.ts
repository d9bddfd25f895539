import type { OperationContext, Write } from '../domain/types.ts'
import type { FilterContext } from '../filter/types.ts'
import type { Clock } from '../ports/clock.ts'
import type { Scope, WriteOptions } from '../ports/crm-api.ts'
import type { FileStore } from '../ports/file-store.ts'
import type { Random } from '../ports/random.ts'
import type { Storage } from '../ports/storage.ts'
import type { WebhookSender } from '../ports/webhook-sender.ts'
import type { StoredRecord } from '../schema/record.ts'
import { isKithError, KithError } from '../shared/errors.ts'
import { type Access, actorKeys, maskRecord, resolveAccess } from './access.ts'
import type { Committed, Committer, Planned, RecordPointer } from './committer.ts'
import type { CrmConfig } from './config.ts'
import type { LiveHub } from './live.ts'
import { type ReadContext, readRecord } from './reads.ts'
import type { HostFunction } from './rules/effect-jobs.ts'
import type { Budgets } from './rules/trail.ts'
import type { SecretReader } from './secret.ts'
import type { TenantState } from './tenant-state.ts'
import type { Tenants } from './tenants.ts'

/** A simulation that is not over yet. */
export interface RunningSimulation {
  /** How much of it is done, 0 to 1. */
  share: number
  /** Whoever asked for it does not want it any more: it ends with its present turn. */
  readonly isGivenUp: () => boolean
  readonly over: Promise<void>
}

/** The parts of a running engine. */
export interface Engine {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Random
  readonly files: FileStore | undefined
  readonly tenants: Tenants
  readonly commit: Committer
  readonly live: LiveHub
  readonly config: CrmConfig
  readonly secret: SecretReader
  /** Functions of the host by name, for rules. */
  readonly functions: Readonly<Record<string, HostFunction>>
  readonly budgets: Budgets
  /** The simulation that runs, by tenant. */
  readonly simulating: Map<string, RunningSimulation>
  /** Jobs are due now. */
  readonly nudge: () => void
  readonly webhooks: WebhookSender | undefined
  readonly newId: () => string
  /** Tells of what went wrong where no caller waits. */
  readonly report: (error: unknown) => void
}

/** One call of one scope: who asks, what they may do, and the tenant as it is now. */
export interface Session {
  readonly engine: Engine
  readonly scope: Scope
  readonly state: TenantState
  readonly access: Access
  readonly reads: ReadContext
}

/** Resolves a scope against the tenant's current settings and the time now. */
export async function openSession(engine: Engine, scope: Scope): Promise<Session> {
  const state = await engine.tenants.get(scope.tenant)
  const actor = { id: scope.actor.id, teams: scope.teams ?? [], keys: actorKeys(scope) }
  const filter: FilterContext = { now: engine.clock.now(), zone: state.zone, actor }
  const access = resolveAccess(scope, state.model, state.roles, filter)
  return { engine, scope, state, access, reads: { storage: engine.storage, state, access, filter } }
}

/** Shows a record of a result as this scope may see it. @throws KithError `NOT_FOUND` when it is gone by now */
export function show(session: Session, object: string, record: StoredRecord | undefined): StoredRecord {
  if (!record) throw new KithError('NOT_FOUND')
  return maskRecord(record, session.access.of(object))
}

/** Reads the record that a person means to change and checks that it is still the one that they saw. */
export async function readForWrite(
  session: Session,
  object: string,
  id: string,
  options: WriteOptions,
  action: 'update' | 'delete' = 'update',
): Promise<StoredRecord> {
  const record = await readRecord(object, id, action, session.reads)
  // What lies in the recycle bin can be taken back or deleted, nothing else.
  if (action === 'update' && record['deletedAt'] !== undefined) throw new KithError('NOT_FOUND')
  if (options.ifVersion !== undefined && record.version !== options.ifVersion)
    throw new KithError('VERSION_CONFLICT', { object, id, current: show(session, object, record) })
  return record
}

/** What a call asks to be written. */
export interface WriteRequest {
  readonly cause: string
  readonly args: unknown
  readonly options: WriteOptions
  /** See `CommitRequest.source`. */
  readonly source?: Readonly<Record<string, string | number>>
  /** See `CommitRequest.planAgain`. */
  readonly planAgain?: boolean
  /** See `CommitRequest.planAgainOn`. */
  readonly planAgainOn?: readonly string[]
  /** What the plan makes is nobody's, unless it says otherwise. Default: it is of the person who calls. */
  readonly ownerless?: boolean
  readonly plan: (context: OperationContext) => Promise<Planned>
}

/** Carries a call's plan out as the scope's actor. A race that was lost between reading and committing is told with the record as it is now. */
export async function write(session: Session, request: WriteRequest): Promise<Committed> {
  const { engine, state, scope } = session
  try {
    const own = (planned: Planned) => (request.ownerless ? planned : withOwner(planned, scope))
    const plan = async (context: OperationContext) => own(await request.plan(context))
    const committed = await engine.commit({ state, actor: scope.actor, ...request, plan })
    return committed.replayed ? readableAgain(committed, session) : committed
  } catch (error) {
    throw await withCurrent(error, session)
  }
}

/** An answer that is given again shows of a record that was taken from the caller since that it is there, no more. */
function readableAgain(committed: Committed, session: Session): Committed {
  const shown = Object.entries(committed.records).map(([name, record]) => {
    const { object } = committed.pointers[name] as RecordPointer
    const access = session.access.of(object)
    const readable = access.actions.has('read') && access.allows('read', record)
    return [name, readable ? record : { id: record.id, version: record.version }]
  })
  return { ...committed, records: Object.fromEntries(shown) }
}

/** Objects that somebody looks after; the records of others belong to one of these, or to the app. */
const NOT_OWNED: ReadonlySet<string> = new Set([
  'message',
  'submission',
  'consent',
  'link',
  'file',
  'tag',
  'pipeline',
  'form',
  'user',
  'team',
  'territory',
  'tenant',
  'fieldDefinition',
])

/** What a person makes is theirs and their first team's, unless the plan says otherwise. */
function withOwner(planned: Planned, scope: Scope): Planned {
  if (scope.actor.kind !== 'user') return planned
  const owner = { ownerId: scope.actor.id, ...(scope.teams?.[0] === undefined ? {} : { teamId: scope.teams[0] }) }
  const writes = planned.plan.writes.map((write): Write => {
    if (write.kind === 'update' || NOT_OWNED.has(write.object)) return write
    const own = write.record['ownerId'] === undefined || write.record['ownerId'] === scope.actor.id
    return own ? { ...write, record: { ...owner, ...write.record } } : write
  })
  return { ...planned, plan: { ...planned.plan, writes } }
}

/** Tells what stands in the way as far as the caller may see it: the record as it is now, or who holds a value. */
async function withCurrent(error: unknown, session: Session): Promise<unknown> {
  if (!isKithError(error)) return error
  const {
    object,
    id,
    current,
    space: _,
    ...rest
  } = error.details as { object?: string; id?: string; current?: unknown; space?: string }
  if (object === undefined || id === undefined || current !== undefined) return error
  if (error.code !== 'VERSION_CONFLICT' && error.code !== 'ALREADY_EXISTS') return error
  const [found] = await session.engine.storage.get({ tenant: session.state.tenant }, object, [id])
  const visible = found !== undefined && session.access.of(object).allows('read', found)
  if (error.code === 'ALREADY_EXISTS')
    return new KithError('ALREADY_EXISTS', { object, ...rest, ...(visible ? { id } : {}) })
  return new KithError('VERSION_CONFLICT', {
    object,
    id,
    ...(visible ? { current: show(session, object, found) } : {}),
  })
}
