import { joinPlans } from '../domain/plan.ts'
import type { Change, CrmApi, UndoResult, WriteOptions } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { type Issue, KithError } from '../shared/errors.ts'
import { activityRollups } from './activity-rollups.ts'
import { parseChange } from './change.ts'
import { maskChange } from './record-api.ts'
import { type Session, write } from './session.ts'
import { planUndo } from './undo.ts'
import { recordKey } from './unit-of-work.ts'

type UndoInput = Parameters<CrmApi['undo']>[0]

const MAX_CHANGES = 1_000

/**
 * Takes back the changes that the caller may both see and update; others answer as if they were not there. To take back
 * that somebody else made a record, or that it was deleted, needs the right to delete it. The same key gives the same
 * answer again.
 */
export async function undoChanges(session: Session, input: UndoInput, options: WriteOptions): Promise<UndoResult> {
  const changes = await readChanges(session, input)
  let result: UndoResult | undefined
  const { note } = await write(session, {
    cause: 'undo',
    args: input,
    options,
    plan: async ({ now }) => {
      const { records, allowed } = await readTargets(session, changes)
      const planned = planUndo(allowed, records, now, session.state.model, unseenBy(session))
      result = planned.result
      const rollups = await activityRollups(session, planned.plan, allowed)
      return { plan: joinPlans(planned.plan, rollups), result: {}, note: withoutValues(planned.result) }
    },
  })
  return result ?? withValues(note as UndoResult, session, changes)
}

/** Fields that do not tell whether somebody changed a new record: scores follow from it, and masked ones are not the caller's to know. */
export function unseenBy({ state, access }: Session): (object: string, field: string) => boolean {
  return (object, field) =>
    state.scores.some((score) => score.object === object && score.field === field) || !access.of(object).canSee(field)
}

/** What is kept with an idempotency key: no values, because they may be erased later. */
function withoutValues({ conflicts, ...result }: UndoResult): unknown {
  return { ...result, conflicts: conflicts.map(({ object, id, field }) => ({ object, id, field })) }
}

async function withValues(note: UndoResult, session: Session, changes: readonly Change[]): Promise<UndoResult> {
  const { records, allowed } = await readTargets(session, changes)
  const conflicts = note.conflicts.map(({ object, id, field }) => {
    const earliest = allowed.find((one) => one.object === object && one.id === id && field in (one.after ?? {}))
    const current = records.get(recordKey(object, id))?.[field] ?? null
    return { object, id, field, current, wanted: earliest?.before?.[field] ?? null }
  })
  return { ...note, conflicts }
}

async function readChanges(session: Session, input: UndoInput): Promise<readonly Change[]> {
  const { storage } = session.engine
  const scope = { tenant: session.state.tenant }
  const seqs = input.changes ?? []
  if (seqs.length > MAX_CHANGES) throw refused(`Undo at most ${MAX_CHANGES} changes at a time.`)
  if ((seqs.length === 0) === (input.correlation === undefined))
    throw refused('Name either `changes` (sequence numbers) or `correlation`.')
  const pages = input.correlation
    ? [await storage.changes(scope, { after: 0, limit: MAX_CHANGES, correlation: input.correlation })]
    : await Promise.all(seqs.map((seq) => storage.changes(scope, { after: seq - 1, limit: 1 })))
  const found = pages.flat().filter((sealed) => input.correlation !== undefined || seqs.includes(sealed.seq))
  if (found.length === 0) throw new KithError('NOT_FOUND')
  return found.map(parseChange)
}

async function readTargets(session: Session, changes: readonly Change[]) {
  const records = new Map<string, StoredRecord>()
  const allowed: Change[] = []
  for (const change of changes) {
    const key = recordKey(change.object, change.id)
    if (!session.state.model.objects.has(change.object)) continue
    const access = session.access.of(change.object)
    const record =
      records.get(key) ??
      (await session.engine.storage.get({ tenant: session.state.tenant }, change.object, [change.id]))[0]
    if (!record || !access.allows('read', record) || !access.allows('update', record)) continue
    if (!mayRemove(change, session) && !access.allows('delete', record)) continue
    records.set(key, record)
    allowed.push(maskChange(change, session))
  }
  if (allowed.length === 0) throw new KithError('NOT_FOUND')
  return { records, allowed }
}

/** Whether a change is taken back without the right to delete: it removes nothing, or what the caller has made. */
function mayRemove({ before, after, actor }: Change, { scope }: Session): boolean {
  if (before === null) return actor.kind === scope.actor.kind && actor.id === scope.actor.id
  return !('deletedAt' in (after ?? {}))
}

function refused(message: string): KithError {
  const issues: readonly Issue[] = [{ path: '', code: 'invalid', message }]
  return new KithError('INVALID_INPUT', { issues })
}
