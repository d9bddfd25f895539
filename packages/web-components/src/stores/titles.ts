import type { CrmApi, ModelDescription, StoredRecord } from '@kith/core'
import { pointedTo, type ScreenObject } from '../values/model.ts'
import { titleOf } from '../values/text.ts'

const PAGE = 200

/** What records are called, by id: learned in batches, never one request per row. */
export interface Titles {
  /** By id. `user:ida` stands for the user `ida`, `<pipeline>/<stage>` for a stage. */
  readonly known: ReadonlyMap<string, string>
  /** Takes the objects of a model. */
  use(model: ModelDescription): void
  /** Learns what these records point to. Resolves when something new is known. */
  learn(object: ScreenObject, records: readonly StoredRecord[], fields: readonly string[]): Promise<boolean>
  /** Takes a name that is learned elsewhere: of a rule by `rule:<id>`. */
  call(id: string, name: string): void
  /** Keeps the name of a record that was seen anyway. Tells whether it was another one. */
  keep(object: string, record: StoredRecord): boolean
}

/** Opens an empty book of names. What the person may not see stays unknown. */
export function createTitles(api: Pick<CrmApi, 'list'>): Titles {
  const known = new Map<string, string>()
  const asked = new Set<string>()
  let model: ModelDescription = { objects: [] }

  const keep = (object: string, record: StoredRecord) => {
    const title = titleOf(record, model.objects.find(({ name }) => name === object)?.title)
    const before = known.get(record.id)
    known.set(record.id, title)
    if (object === 'user') known.set(`user:${record.id}`, title)
    return before !== undefined && before !== title
  }

  const ask = async (object: string, ids: readonly string[]) => {
    if (!model.objects.some(({ name }) => name === object)) return false
    for (const id of ids) asked.add(id)
    const page = await api.list(object, { where: { id: { in: ids } }, limit: PAGE }).catch(() => undefined)
    for (const record of page?.items ?? []) keep(object, record)
    if (!page) for (const id of ids) asked.delete(id)
    return !!page?.items.length
  }

  return {
    known,
    keep,
    call: (id, name) => void known.set(id, name),
    use: (next) => {
      model = next
    },
    async learn(object, records, fields) {
      const asks: Promise<boolean>[] = []
      for (const [to, all] of pointedTo(object, records, fields)) {
        const ids = [...all].filter((id) => !known.has(id) && !asked.has(id))
        for (let at = 0; at < ids.length; at += PAGE) asks.push(ask(to, ids.slice(at, at + PAGE)))
      }
      return (await Promise.all(asks)).some(Boolean)
    },
  }
}
