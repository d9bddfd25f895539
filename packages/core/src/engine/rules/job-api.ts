import type { Page } from '../../ports/crm-api.ts'
import type { JobDescription, RulesApi } from '../../ports/rules-api.ts'
import type { Job } from '../../ports/storage.ts'
import { KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import { checkLimit } from '../reads.ts'
import type { Session } from '../session.ts'

/** @throws KithError `FORBIDDEN` for somebody who may not configure */
export function requireConfigure({ access }: Session, object: string): void {
  if (!access.canConfigure) throw new KithError('FORBIDDEN', { action: 'configure', object })
}

const MOST = 10_000

/** Jobs that wait or gave up. */
export async function listJobs(
  session: Session,
  { state, limit }: Parameters<RulesApi['jobs']>[0],
): Promise<Page<JobDescription>> {
  requireConfigure(session, 'job')
  if (state !== 'waiting' && state !== 'dead')
    throw new KithError('INVALID_INPUT', { issues: [issue('/state', 'option', { options: 'waiting, dead' })] })
  const most = checkLimit(limit)
  const found = await session.engine.storage.jobs({ tenant: session.state.tenant }, { state, limit: most })
  return { items: found.map(describeJob) }
}

/** Puts a job that gave up again; it is done with the next that are due. */
export async function retryJob(session: Session, id: string): Promise<void> {
  requireConfigure(session, 'job')
  const scope = { tenant: session.state.tenant }
  const dead = await session.engine.storage.jobs(scope, { state: 'dead', limit: MOST })
  const job = dead.find((one) => one.id === id)
  if (!job) throw new KithError('NOT_FOUND')
  const { leasedUntil: _, lastError: __, ...rest } = job
  const again: Job = { ...rest, state: 'waiting', attempts: 0, dueAt: session.engine.clock.now() }
  await session.engine.storage.commit(scope, { jobs: { put: [again] } })
  session.engine.nudge()
}

interface Payload {
  readonly ruleId?: unknown
  readonly object?: unknown
  readonly id?: unknown
  readonly event?: Payload
  readonly events?: readonly Payload[]
  readonly continuation?: Payload & { readonly rule?: Payload }
  readonly command?: { readonly about?: Payload }
  readonly trail?: { readonly chain?: readonly Payload[] }
}

function describeJob({ id, kind, state, dueAt, attempts, lastError, payload }: Job): JobDescription {
  const given = (payload ?? {}) as Payload
  const about = [given.continuation, given.event, given.command?.about, given.events?.[0], given].find(
    (one) => typeof one?.object === 'string' && typeof one.id === 'string',
  )
  const ruleId = given.ruleId ?? given.continuation?.rule?.id ?? given.trail?.chain?.at(-1)?.id
  return {
    id,
    kind,
    state,
    dueAt,
    attempts,
    ...(lastError === undefined ? {} : { lastError }),
    ...(about ? { object: String(about.object), recordId: String(about.id) } : {}),
    ...(typeof ruleId === 'string' ? { ruleId } : {}),
  }
}
