import { type CountedDeal, dealRollups } from '../domain/deal/rollups.ts'
import type { DomainEvent, Plan, Write } from '../domain/types.ts'
import type { Actor } from '../ports/crm-api.ts'
import type { Batch, ChangeDraft, Claim, Expectation, Job, RecordPut, Storage } from '../ports/storage.ts'
import { customSlots } from '../schema/custom-slots.ts'
import { derivedFrom } from '../schema/derive.ts'
import type { StoredRecord } from '../schema/record.ts'
import { isList, valueType } from '../schema/slots.ts'
import { addDuration } from '../shared/time.ts'
import { accessKeys, heirsOf } from './access-keys.ts'
import { type ChangeContext, draftChange, sameValue } from './change-draft.ts'
import { fileUses, sweepJob } from './file-uses.ts'
import { BIN_DAYS } from './purge-job.ts'
import type { RulesPayload } from './rules/rule-jobs.ts'
import { newTrail, type RuleTrail } from './rules/trail.ts'
import { watchesOf } from './rules/watches.ts'
import { stampWrite } from './stamp.ts'
import type { TenantState } from './tenant-state.ts'
import { claimsOf, claimsWithout } from './unique-claims.ts'

/** What the plan of one commit is carried out with. */
export interface WorkContext {
  readonly storage: Storage
  readonly state: TenantState
  readonly now: string
  readonly actor: Actor
  readonly cause: string
  readonly correlation: string
  readonly source?: Readonly<Record<string, string | number>>
  readonly newId: () => string
  readonly salt: () => string
  /** Where a rule commits: the rules that led to it. */
  readonly trail?: RuleTrail | undefined
}

/** A plan made ready: the batch to commit, and what the caller gets to see of it. */
export interface Work {
  readonly batch: Batch
  readonly records: ReadonlyMap<string, StoredRecord>
  readonly events: readonly DomainEvent[]
}

/** One record that is about to be written: as it was and as it will be. */
interface Pending {
  readonly object: string
  readonly before: StoredRecord | undefined
  readonly after: StoredRecord
}

export function recordKey(object: string, id: string): string {
  return `${object}:${id}`
}

/** Turns a plan into a batch: stamps, access keys, claims, expectations, log entries and jobs. Reads, never writes. */
export async function prepareWork(plan: Plan, context: WorkContext): Promise<Work> {
  const stamped = mergeWrites(plan.writes).map((write) => pendingOf(write, context))
  const pending = await withAccess(stamped, context)
  const { model } = context.state
  const changes: ChangeContext = { ...context, configVersion: context.state.configVersion, model }
  const drafts = pending.map((p) => draftChange(p.object, p.before, p.after, changes))
  const written = pending.filter((_, index) => drafts[index] !== undefined)
  const logged = drafts.filter((draft): draft is ChangeDraft => draft !== undefined)
  const events = [...plan.events, ...written.map((p, index) => recordEvent(p, logged[index] as ChangeDraft))]
  const { claim, release } = claimsFor(written, plan, context)
  const watches = written.map((p) => watchesOf(p, context.state, context))
  const batch: Batch = {
    expect: expectations(written, plan),
    release,
    claim,
    number: plan.numbers ?? [],
    put: written.map((p) => putOf(p, context)),
    add: [...(plan.adds ?? []), ...written.flatMap((p) => rollupsOf(p, context))],
    changes: logged,
    jobs: {
      done: watches.flatMap(({ done }) => done),
      put: [
        ...jobsFor(written, events, context),
        ...watches.flatMap(({ put }) => put),
        ...(plan.jobs ?? []).map((job) => newJob(job, context)),
      ],
    },
  }
  const asWritten = (p: Pending, index: number) => (drafts[index] || !p.before ? p.after : p.before)
  const records = new Map(pending.map((p, index) => [recordKey(p.object, p.after.id), asWritten(p, index)]))
  return { batch, events, records }
}

/** Several updates of one record in a plan become one write. */
function mergeWrites(writes: readonly Write[]): readonly Write[] {
  const merged = new Map<string, Write>()
  for (const write of writes) {
    const id = write.kind === 'create' ? write.record.id : write.before.id
    const key = recordKey(write.object, id)
    const earlier = merged.get(key)
    if (!earlier || write.kind === 'create') merged.set(key, write)
    else if (earlier.kind === 'create') merged.set(key, { ...earlier, record: { ...earlier.record, ...write.set, id } })
    else merged.set(key, { ...earlier, set: { ...earlier.set, ...write.set } })
  }
  return [...merged.values()]
}

function pendingOf(write: Write, context: WorkContext): Pending {
  const before = write.kind === 'update' ? write.before : undefined
  return { object: write.object, before, after: stampWrite(write, context) }
}

async function withAccess(pending: readonly Pending[], context: WorkContext): Promise<readonly Pending[]> {
  const { model, tenant } = context.state
  const done = new Map<string, StoredRecord>(pending.map((p) => [recordKey(p.object, p.after.id), p.after]))
  const read = async (object: string, id: string) => {
    const key = recordKey(object, id)
    if (!done.has(key)) {
      const [stored] = await context.storage.get({ tenant }, object, [id])
      if (stored) done.set(key, stored)
    }
    return done.get(key)
  }
  const out: Pending[] = []
  for (const p of pending) {
    const access = await accessKeys(model, p.object, p.after, read)
    const { access: _, ...rest } = p.after
    const after = (access.length > 0 ? { ...rest, access } : rest) as StoredRecord
    done.set(recordKey(p.object, after.id), after)
    out.push({ ...p, after })
  }
  return out
}

function expectations(written: readonly Pending[], plan: Plan): readonly Expectation[] {
  const own = written.map(
    ({ object, before, after }): Expectation =>
      before ? { object, id: after.id, version: before.version } : { object, id: after.id, exists: false },
  )
  const writes = new Map(written.map((p) => [recordKey(p.object, p.after.id), p.before?.version]))
  // One that was read twice, in two states, is relied on in both: that is refused, and planned again.
  const others = (plan.reliesOn ?? []).filter(
    ({ object, record }) => writes.get(recordKey(object, record.id)) !== record.version,
  )
  const read = others.map(({ object, record }) => ({ object, id: record.id, version: record.version }))
  return [...own, ...read]
}

function claimsFor(
  written: readonly Pending[],
  plan: Plan,
  context: WorkContext,
): { claim: readonly Claim[]; release: Batch['release'] & {} } {
  const claim: Claim[] = []
  const release: { space: string; key: string; id: string }[] = []
  for (const { object, before, after } of written) {
    const had = claimsOf(context.state.model, object, before)
    const has = claimsOf(context.state.model, object, after)
    claim.push(...claimsWithout(has, had))
    release.push(...claimsWithout(had, has))
  }
  return { claim: [...claim, ...(plan.claims ?? [])], release: [...release, ...(plan.releases ?? [])] }
}

function putOf({ object, before, after }: Pending, context: WorkContext): RecordPut {
  const { model } = context.state
  const custom = customSlots(model, object, after)
  const keep = before ? numberFields(model.fields(object)).filter((id) => before[id] === after[id]) : []
  return {
    object,
    record: after,
    ...(custom.length > 0 ? { custom } : {}),
    ...(keep.length > 0 ? { keep } : {}),
  }
}

/** What an `add` of another commit may have moved since the record was read: `add` leaves the version as it is. */
const numberFields = derivedFrom((fields) =>
  Object.entries(fields).flatMap(([id, field]) =>
    id !== 'version' && valueType(field) === 'number' && !isList(field) ? [id] : [],
  ),
)

/** A record was written: with the values that changed, as they were and as they are. */
function recordEvent({ object, before, after }: Pending, draft: ChangeDraft): DomainEvent {
  const type = !before
    ? 'created'
    : after['deletedAt'] && !before['deletedAt']
      ? 'deleted'
      : before['deletedAt'] && !after['deletedAt']
        ? 'restored'
        : 'updated'
  const data = { before: draft.before ?? {}, after: draft.after ?? {} }
  return { type: `${object}.${type}`, object, id: after.id, data }
}

/** Stored roll-ups that follow from a write, whatever call it came by. */
function rollupsOf(pending: Pending, context: WorkContext): NonNullable<Batch['add']> {
  const { object, before, after } = pending
  const deals = object === 'deal' ? dealRollups(before as CountedDeal | undefined, after as CountedDeal) : []
  return [...deals, ...fileUses(pending, context.state.model)]
}

function jobsFor(written: readonly Pending[], events: readonly DomainEvent[], context: WorkContext): readonly Job[] {
  const { now, correlation, state } = context
  const jobs: Job[] = []
  const heard = events.filter(state.rules.listensTo)
  if (heard.length > 0) {
    const run = context.newId()
    const payload: RulesPayload = { events: heard, trail: context.trail ?? newTrail(run), correlation }
    jobs.push(newJob({ kind: 'rules', key: `${correlation}:${run}`, dueAt: now, payload }, context))
  }
  for (const { object, before, after } of written) {
    for (const { id, by } of before ? fileUses({ object, before, after }, state.model) : [])
      if (by < 0) jobs.push(newJob(sweepJob(id, now, state.zone), context))
    const about = { object, id: after.id, correlation }
    const key = `${recordKey(object, after.id)}:${after.version}`
    if (before && !sameValue(before['access'], after['access']) && heirsOf(state.model, object).length > 0)
      jobs.push(newJob({ kind: 'access', key, dueAt: now, payload: about }, context))
    if (after['deletedAt'] !== undefined && before?.['deletedAt'] === undefined)
      jobs.push(
        newJob(
          { kind: 'purge', key, dueAt: addDuration(now, { days: BIN_DAYS }, state.zone), payload: about },
          context,
        ),
      )
  }
  return jobs
}

function newJob(job: Pick<Job, 'kind' | 'key' | 'dueAt' | 'payload'>, context: WorkContext): Job {
  return { ...job, id: context.newId(), key: `${job.kind}:${job.key}`, attempts: 0, state: 'waiting' }
}
