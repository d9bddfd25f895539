import type { Finding } from '@kith/core/storage'
import { beginningWith, textKey } from './keys.ts'
import type { TenantRow } from './log.ts'
import { answered, reading } from './requests.ts'
import type { Store } from './store.ts'

/** Part of the quota from which on a commit may soon be refused. */
const NEARLY_FULL = 0.8

/** Whether the browser promises to keep the data, how much room is left, and whether the logs are whole. */
export async function inspect(store: Store): Promise<readonly Finding[]> {
  const rooms = globalThis.navigator?.storage
  return [...(await durability(rooms)), ...(await room(rooms)), ...(await logs(store))]
}

async function durability(rooms: StorageManager | undefined): Promise<Finding[]> {
  if (!rooms?.persisted)
    return [advice('DURABILITY', 'This page cannot ask the browser to keep the data: serve it over HTTPS.')]
  if (await rooms.persisted()) return []
  const message =
    'The browser may delete this data when the disk runs short. Ask it not to, best after somebody has worked with it for a while: navigator.storage.persist().'
  return [advice('DURABILITY', message)]
}

async function room(rooms: StorageManager | undefined): Promise<Finding[]> {
  const { usage = 0, quota = Infinity } = (await rooms?.estimate?.()) ?? {}
  if (usage < quota * NEARLY_FULL) return []
  const megabytes = (bytes: number) => Math.ceil(bytes / 1_000_000)
  const message = `${megabytes(usage)} of ${megabytes(quota)} MB that the browser grants this site are used: free some of the disk, or move the data to a server, before commits are refused.`
  return [{ level: 'problem', code: 'QUOTA', message }]
}

/** An entry of the log that is gone was deleted by something else than Kith. */
async function logs({ db }: Store): Promise<Finding[]> {
  return reading(db, ['tenants', 'log'], async (tx) => {
    const rows = await answered(tx.objectStore('tenants').getAll() as IDBRequest<TenantRow[]>)
    const count = ({ tenant }: TenantRow) => answered(tx.objectStore('log').count(beginningWith([textKey(tenant)])))
    const counts = await Promise.all(rows.map(count))
    return rows.flatMap(({ tenant, seq }, at): Finding[] => {
      if (counts[at] === seq) return []
      const message = `The log of "${tenant}" has ${counts[at]} of ${seq} entries. Load a dump of it into an empty database.`
      return [{ level: 'problem', code: 'DAMAGED', message }]
    })
  })
}

function advice(code: string, message: string): Finding {
  return { level: 'advice', code, message }
}
