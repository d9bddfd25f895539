import type { Activity } from '../domain/activity/activity.schema.ts'
import { updateIfNeeded } from '../domain/plan.ts'
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

/** Whether writing these fields of a record moves roll-ups of others. */
export function movesRollups(object: string, set: Readonly<Record<string, unknown>>): boolean {
  return object === 'activity' && COUNTED.some((field) => field in set)
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
    plan.writes.flatMap((write) =>
      write.kind === 'update' && write.object === 'activity'
        ? [[write.before.id, [write.before, { ...write.before, ...write.set }] as readonly StoredRecord[]] as const]
        : [],
    ),
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
  const after = new Map([...changed].map(([id, [, record]]) => [id, record as Task]))
  const writes: Write[] = []
  for (const [object, id] of parents.values()) writes.push(...(await countAnew(session, object, id, after)))
  return { writes, events: [] }
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
