import type { Lookup } from '../../filter/compile.ts'
import type { StoredRecord } from '../../schema/record.ts'
import type { TenantStore } from './tenant-store.ts'

interface End {
  readonly object: string
  readonly id: string
  readonly role: unknown
}

/** Reads relations and links of one tenant during one query. */
export function lookupIn(store: TenantStore): Lookup {
  let ends: ReadonlyMap<string, readonly End[]> | undefined
  return {
    get: (object, id) => store.table(object).get(id),
    linked(object, id, to, role) {
      ends ??= otherEnds(store.table('link').values())
      const found: StoredRecord[] = []
      for (const end of ends.get(`${object}\n${id}`) ?? []) {
        const record =
          end.object === to && (role === undefined || end.role === role) ? store.table(to).get(end.id) : undefined
        if (record) found.push(record)
      }
      return found
    },
  }
}

/** For each record that a link has at one end: what stands at the other. */
function otherEnds(links: Iterable<StoredRecord>): ReadonlyMap<string, readonly End[]> {
  const ends = new Map<string, End[]>()
  const join = (object: unknown, id: unknown, end: End) => {
    const key = `${object}\n${id}`
    const known = ends.get(key)
    if (known) known.push(end)
    else ends.set(key, [end])
  }
  for (const link of links) {
    if (link['deletedAt'] !== undefined) continue
    const from = { object: String(link['fromObject']), id: String(link['fromId']), role: link['role'] }
    const to = { object: String(link['toObject']), id: String(link['toId']), role: link['role'] }
    join(from.object, from.id, to)
    join(to.object, to.id, from)
  }
  return ends
}
