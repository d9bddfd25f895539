import type { Write } from '../domain/types.ts'
import { checkSort } from '../filter/sort.ts'
import type { Job, Keyset } from '../ports/storage.ts'
import type { StoredRecord } from '../schema/record.ts'
import { heirsOf } from './access-keys.ts'
import type { Engine } from './session.ts'

const PAGE = 200

/**
 * A record's access keys changed: writes its children again, so that they take over the new keys. Children of children
 * follow by the jobs that these writes put.
 */
export async function rewriteAccess(engine: Engine, tenant: string, job: Job): Promise<void> {
  const { object, id, correlation } = job.payload as { object: string; id: string; correlation: string }
  const state = await engine.tenants.get(tenant)
  for (const heir of heirsOf(state.model, object)) {
    const sort = checkSort(state.model, heir.object, 'id')
    let after: Keyset | undefined
    for (;;) {
      const ref = { field: heir.field, slot: 'value', kind: 'text', type: 'relation' } as const
      const where = { op: 'compare', ref, cmp: 'eq', value: id } as const
      const page: readonly StoredRecord[] = await engine.storage.find({ tenant }, heir.object, {
        where,
        sort,
        limit: PAGE,
        ...(after ? { after } : {}),
      })
      const ids = page.map((record) => record.id)
      const plan = async () => ({
        plan: { writes: await touch(engine, tenant, heir.object, ids), events: [] },
        result: {},
      })
      await engine.commit({
        state,
        actor: { kind: 'service', id: 'access' },
        cause: 'access',
        args: null,
        options: { correlation },
        plan,
      })
      const last = page.at(-1)
      if (!last || page.length < PAGE) break
      after = { value: last.id, id: last.id }
    }
  }
}

/** Updates that set nothing: the engine computes the access keys anew and leaves out what stays the same. */
async function touch(
  engine: Engine,
  tenant: string,
  object: string,
  ids: readonly string[],
): Promise<readonly Write[]> {
  const records = await engine.storage.get({ tenant }, object, ids)
  return records.flatMap((before): Write[] => (before ? [{ kind: 'update', object, before, set: {} }] : []))
}
