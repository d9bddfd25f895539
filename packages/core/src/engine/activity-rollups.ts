import type { Activity } from '../domain/activity/activity.schema.ts'
import { joinPlans, updateIfNeeded } from '../domain/plan.ts'
import type { Plan, Write } from '../domain/types.ts'
import { checkFilter } from '../filter/check.ts'
import { checkSort } from '../filter/sort.ts'
import type { Change } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { loadAll } from './operations.ts'
import type { Session } from './session.ts'
import { recordKey } from './unit-of-work.ts'

type Task = StoredRecord & Activity

const PARENTS = ['contact', 'company', 'lead', 'deal'] as const
const ROLLUPS = ['nextActivityAt', 'lastActivityAt']

/** Fields of an activity that decide what its parents count. */
const COUNTED: readonly string[] = ['status', 'dueAt', 'doneAt', 'deletedAt', ...PARENTS.map((object) => `${object}Id`)]

/** Whether an activity changes that others count; a new one is counted by the operation that makes it. */
function movesRollups(write: Write): boolean {
  return write.kind === 'update' && write.object === 'activity' && COUNTED.some((field) => field in write.set)
}

/** The plan with the roll-ups that its updates of activities move. */
export async function withActivityRollups(session: Session, plan: Plan): Promise<Plan> {
  return plan.writes.some(movesRollups) ? joinPlans(plan, await activityRollups(session, plan)) : plan
}

/**
 * Writes of the roll-ups of contact, company, lead and deal that changed activities move: by an update, the recycle bin or
 * an undo. They are counted anew from the activities as they will be, never set back to what they were, because others may
 * have planned and done something since.
 *
 * @param plan What is written
 * @param changes What an undo takes back
 */
export async function activityRollups(session: Session, plan: Plan, changes: readonly Change[] = []): Promise<Plan> {
  const changed = new Map(
    plan.writes.flatMap((write) => (write.object === 'activity' ? [[idOf(write), statesOf(write)] as const] : [])),
  )
  const parents = new Map<string, readonly [object: (typeof PARENTS)[number], id: string]>()
  for (const object of PARENTS) {
    for (const record of [...changed.values()].flat()) {
      const id = record[`${object}Id`]
      if (typeof id === 'string') parents.set(recordKey(object, id), [object, id])
    }
    for (const change of changes)
      if (change.object === object && ROLLUPS.some((field) => field in (change.after ?? {})))
        parents.set(recordKey(object, change.id), [object, change.id])
  }
  const after = new Map([...changed].map(([id, states]) => [id, states.at(-1) as Task]))
  const writes: Write[] = []
  for (const [object, id] of parents.values()) writes.push(...(await countAnew(session, object, id, after)))
  return { writes, events: [] }
}

const idOf = (write: Write) => (write.kind === 'create' ? write.record.id : write.before.id)

/** As it was, where it was, and as it will be. */
function statesOf(write: Write): readonly StoredRecord[] {
  if (write.kind === 'create') return [{ version: 0, ...write.record }]
  return [write.before, { ...write.before, ...write.set }]
}

async function countAnew(
  session: Session,
  object: (typeof PARENTS)[number],
  id: string,
  changed: ReadonlyMap<string, Task>,
): Promise<readonly Write[]> {
  const { model, tenant } = session.state
  if (!model.objects.has('activity') || !model.objects.has(object)) return []
  const [parent] = await session.engine.storage.get({ tenant }, object, [id])
  if (!parent) return []
  const about = { [`${object}Id`]: id }
  const own = [...changed.values()].filter((one) => one[`${object}Id`] === id && one['deletedAt'] === undefined)
  const others = (all: readonly Task[]) => all.filter((one) => !changed.has(one.id))
  const open = await loadAll<Task>(session, 'activity', { ...about, status: 'open' })
  const done = (await session.engine.storage.find({ tenant }, 'activity', {
    where: checkFilter(
      model,
      'activity',
      { ...about, status: 'done', deletedAt: { empty: true } },
      session.reads.filter,
    ),
    sort: checkSort(model, 'activity', '-doneAt'),
    limit: changed.size + 1,
  })) as unknown as readonly Task[]
  const times = (all: readonly Task[], status: Activity['status'], field: 'dueAt' | 'doneAt') =>
    all.flatMap((one) => (one.status === status && one[field] !== undefined ? [one[field]] : [])).sort()
  return updateIfNeeded(object, parent, {
    nextActivityAt: times([...others(open), ...own], 'open', 'dueAt')[0],
    lastActivityAt: times([...others(done), ...own], 'done', 'doneAt').at(-1),
  })
}
