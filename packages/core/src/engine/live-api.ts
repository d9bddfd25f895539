import type { CrmApi, LiveEvent, Scope } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { type LiveChange, liveEvent, MAX_REPLAY } from './live.ts'
import { type Engine, openSession, type Session, show } from './session.ts'

type ChangesOptions = NonNullable<Parameters<CrmApi['changes']>[0]>

/**
 * Changes that the scope may see, from now on or after a seq; a `reset` first where it cannot go on after that seq.
 * Permissions are resolved anew for each page, so a change of settings counts at once.
 */
export async function* followChanges(engine: Engine, scope: Scope, options: ChangesOptions): AsyncGenerator<LiveEvent> {
  const head = await engine.storage.head({ tenant: scope.tenant })
  if (options.signal?.aborted) return
  const { after = Number.POSITIVE_INFINITY } = options
  const resumes = after <= head && head - after <= MAX_REPLAY
  if (!resumes) yield { seq: head, at: engine.clock.now(), type: 'reset', object: '', id: '' }
  yield* follow(engine, scope, resumes ? after : head, options)
}

async function* follow(
  engine: Engine,
  scope: Scope,
  after: number,
  options: ChangesOptions,
): AsyncGenerator<LiveEvent> {
  for await (const page of engine.live.follow(scope.tenant, after, options.signal)) {
    const session = await openSession(engine, scope)
    for (const entry of page) {
      const event = eventFor(entry, session)
      if (event) yield event
    }
  }
}

function eventFor(entry: LiveChange, session: Session): LiveEvent | undefined {
  const { object } = entry.change
  if (!session.state.model.objects.has(object)) return undefined
  const access = session.access.of(object)
  const mask = (record: StoredRecord) => show(session, object, record)
  return liveEvent(entry, (record) => access.actions.has('read') && access.allows('read', record), mask)
}
