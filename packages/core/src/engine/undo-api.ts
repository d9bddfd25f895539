import type { Change, CrmApi, UndoResult, WriteOptions } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { type Issue, KithError } from '../shared/errors.ts'
import { parseChange } from './change.ts'
import { type Session, write } from './session.ts'
import { planUndo } from './undo.ts'
import { recordKey } from './unit-of-work.ts'

type UndoInput = Parameters<CrmApi['undo']>[0]

const MAX_CHANGES = 1_000

/** Takes back the changes that the caller may both see and update; others answer as if they were not there. */
export async function undoChanges(session: Session, input: UndoInput, options: WriteOptions): Promise<UndoResult> {
  const changes = await readChanges(session, input)
  let result: UndoResult = { undone: [], conflicts: [], effects: [] }
  await write(session, {
    cause: 'undo',
    args: input,
    options,
    plan: async ({ now }) => {
      const { records, allowed } = await readTargets(session, changes)
      const planned = planUndo(allowed, records, now)
      result = planned.result
      return { plan: planned.plan, result: {} }
    },
  })
  return result
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
    records.set(key, record)
    allowed.push(change)
  }
  if (allowed.length === 0) throw new KithError('NOT_FOUND')
  return { records, allowed }
}

function refused(message: string): KithError {
  const issues: readonly Issue[] = [{ path: '', code: 'invalid', message }]
  return new KithError('INVALID_INPUT', { issues })
}
