import type { Plan, Write } from '../domain/types.ts'
import type { Change, UndoResult } from '../ports/crm-api.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { sameValue } from './change-draft.ts'

/** What an undo would do, and what stands in its way. */
export interface UndoPlan {
  readonly plan: Plan
  readonly result: UndoResult
}

/** What stays as it is, whoever undoes: a consent and its withdrawal are the person's own, and every submission is kept. */
function isKept({ object, before, after }: Change): string | undefined {
  if (object === 'submission' && before === null) return 'submission.kept'
  if (object !== 'consent') return undefined
  if (before === null) return 'consent.given'
  return after?.['state'] === 'withdrawn' ? 'consent.withdrawn' : undefined
}

/** Objects of which a new record has left the house: it can be deleted here, but not called back. */
const EFFECTS: Readonly<Record<string, (after: Readonly<Record<string, unknown>>) => string | undefined>> = {
  message: (after) => (after['direction'] === 'out' && after['internal'] !== true ? 'message.sent' : undefined),
  activity: (after) => (after['direction'] === 'out' && after['kind'] === 'email' ? 'email.sent' : undefined),
}

/**
 * Plans to take changes back, newest first: a field returns to `before` only where it still equals `after`; anything
 * that was changed since is a conflict and stays. A created record goes to the recycle bin if nothing of it was changed.
 *
 * @param model Says which fields are roll-ups: they follow from other records, so they are neither set back nor conflicts
 * @param unseen Fields that do not tell whether a new record was changed since
 */
export function planUndo(
  changes: readonly Change[],
  records: ReadonlyMap<string, StoredRecord>,
  now: string,
  model?: Pick<Model, 'field'>,
  unseen: (object: string, field: string) => boolean = () => false,
): UndoPlan {
  const follows = (object: string) => (field: string) =>
    DERIVED.has(field) || model?.field(object, field)?.type === 'rollup'
  const open = new Map<string, Record<string, unknown>>()
  const conflicts: UndoResult['conflicts'][number][] = []
  const effects: UndoResult['effects'][number][] = []
  for (const change of [...changes].sort((a, b) => b.seq - a.seq)) {
    const key = `${change.object}:${change.id}`
    const record = records.get(key)
    if (!record || change.erased) continue
    const kept = isKept(change)
    if (kept) {
      effects.push({ kind: kept, at: change.at })
      continue
    }
    const state = open.get(key) ?? { ...record }
    open.set(key, state)
    const effect = change.before === null ? EFFECTS[change.object]?.(change.after ?? {}) : undefined
    if (effect) effects.push({ kind: effect, at: change.at })
    conflicts.push(...takeBack(change, state, now, follows(change.object), unseen))
  }
  const writes: Write[] = []
  const undone: UndoResult['undone'][number][] = []
  for (const [key, state] of open) {
    const before = records.get(key) as StoredRecord
    const fields = Object.keys({ ...before, ...state }).filter((field) => !sameValue(before[field], state[field]))
    if (fields.length === 0) continue
    const object = key.slice(0, key.indexOf(':'))
    writes.push({
      kind: 'update',
      object,
      before,
      set: Object.fromEntries(fields.map((field) => [field, state[field]])),
    })
    undone.push({ object, id: before.id, fields })
  }
  return { plan: { writes, events: [] }, result: { undone, conflicts, effects } }
}

/** Materialised by the engine at each write. */
const DERIVED = new Set(['access', 'createdAt', 'createdBy'])
/** Never in the log, or no value of the record. */
const STAMPS = new Set(['id', 'version', 'updatedAt', 'updatedBy', 'deletedAt'])

function takeBack(
  change: Change,
  state: Record<string, unknown>,
  now: string,
  follows: (field: string) => boolean,
  unseen: (object: string, field: string) => boolean,
): UndoResult['conflicts'][number][] {
  const conflicts: UndoResult['conflicts'][number][] = []
  const after = Object.entries(change.after ?? {}).filter(([field]) => !follows(field))
  for (const [field, value] of after) {
    if (sameValue(state[field], value)) continue
    const wanted = change.before === null ? null : (change.before[field] ?? null)
    conflicts.push({ object: change.object, id: change.id, field, current: state[field] ?? null, wanted })
  }
  if (change.before === null) {
    if (conflicts.length === 0)
      conflicts.push(...addedSince(change, state, (field) => follows(field) || unseen(change.object, field)))
    if (conflicts.length === 0) state['deletedAt'] = now
    return conflicts
  }
  for (const [field, value] of after)
    if (sameValue(state[field], value)) state[field] = change.before[field] ?? undefined
  return conflicts
}

/** Fields that a record was made without, and that hold something now. */
function addedSince(
  { object, id, after }: Change,
  state: Readonly<Record<string, unknown>>,
  skips: (field: string) => boolean,
): UndoResult['conflicts'][number][] {
  const added = Object.keys(state).filter(
    (field) =>
      !STAMPS.has(field) && !skips(field) && !Object.hasOwn(after ?? {}, field) && !sameValue(state[field], null),
  )
  return added.map((field) => ({ object, id, field, current: state[field], wanted: null }))
}
