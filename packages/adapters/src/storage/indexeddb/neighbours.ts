import { type Condition, compileCondition, type Lookup } from '@kith/core/filter'
import type { StoredRecord } from '@kith/core/storage'
import { beginningWith, textKey } from './keys.ts'
import { LINK_ENDS, linkEnd, type Row } from './layout.ts'
import { answered } from './requests.ts'
import { readRow } from './write.ts'

/** Picks the rows that a condition lets pass, with the relations and links that it follows. */
export type Picker = (rows: readonly Row[]) => Promise<readonly Row[]>

/**
 * Makes a picker for one transaction. A closure cannot wait, and IndexedDB only answers later: so rows are asked, what
 * was missing is fetched for all of them at once, and they are asked again, once for each step that a condition takes.
 */
export function picker(tx: IDBTransaction, tenant: string, where: Condition): Picker {
  const matches = compileCondition(where)
  const neighbours = new Neighbours(tx, tenant)
  return async (rows) => {
    for (;;) {
      const picked = rows.filter(({ record }) => matches(record, neighbours.lookup))
      if (!(await neighbours.fetch())) return picked
    }
  }
}

/** The objects whose indexes a condition may be answered from, beside that of the records. */
export function objectsIn(condition: Condition): readonly string[] {
  switch (condition.op) {
    case 'and':
    case 'or':
      return condition.of.flatMap(objectsIn)
    case 'not':
    case 'someItem':
      return objectsIn(condition.of)
    case 'related':
      return [condition.to, ...objectsIn(condition.of)]
    case 'someLinked':
      return ['link', ...objectsIn(condition.of)]
    default:
      return []
  }
}

/** Other records that were asked for: known after the next `fetch`. */
class Neighbours {
  readonly #tx: IDBTransaction
  readonly #tenant: string
  readonly #records = new Map<string, StoredRecord | undefined>()
  readonly #links = new Map<string, readonly StoredRecord[]>()
  #missing = new Map<string, () => Promise<void>>()

  constructor(tx: IDBTransaction, tenant: string) {
    this.#tx = tx
    this.#tenant = tenant
  }

  readonly lookup: Lookup = {
    get: (object, id) => this.#get(object, id),
    linked: (object, id, to, role) => this.#linked(object, id, to, role),
  }

  /** Fetches what was missing. @returns whether anything was */
  async fetch(): Promise<boolean> {
    const missing = [...this.#missing.values()]
    this.#missing = new Map()
    await Promise.all(missing.map((read) => read()))
    return missing.length > 0
  }

  #get(object: string, id: string): StoredRecord | undefined {
    const key = `${object}:${id}`
    if (!this.#records.has(key))
      this.#missing.set(key, async () => {
        this.#records.set(key, (await readRow(this.#tx, this.#tenant, object, id))?.record)
      })
    return this.#records.get(key)
  }

  #linked(object: string, id: string, to: string, role: string | undefined): readonly StoredRecord[] {
    const end = linkEnd(object, id)
    const links = this.#links.get(end)
    if (!links) this.#missing.set(`link ${end}`, () => this.#readLinks(end))
    return (links ?? []).flatMap((link) => {
      if (link['deletedAt'] !== undefined || (role !== undefined && link['role'] !== role)) return []
      return [...this.#far(link, object, id, to, 'from', 'to'), ...this.#far(link, object, id, to, 'to', 'from')]
    })
  }

  /** What stands at the other end of a link, where this record stands at `near`. */
  #far(link: StoredRecord, object: string, id: string, to: string, near: string, far: string): StoredRecord[] {
    if (link[`${near}Object`] !== object || link[`${near}Id`] !== id || link[`${far}Object`] !== to) return []
    const record = this.#get(to, String(link[`${far}Id`]))
    return record ? [record] : []
  }

  async #readLinks(end: string): Promise<void> {
    const range = beginningWith([textKey(this.#tenant), LINK_ENDS, end])
    const rows = await answered(this.#tx.objectStore('records').index('slots').getAll(range) as IDBRequest<Row[]>)
    this.#links.set(
      end,
      rows.map(({ record }) => record),
    )
  }
}
