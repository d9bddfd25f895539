import type { Condition } from '@kith/core/filter'
import type { Query } from '@kith/core/storage'
import { beginningWith, beginningWithText, recordKey, textKey } from './keys.ts'
import { nameOf, type ObjectLayout } from './layout.ts'
import { answered } from './requests.ts'
import { conjuncts, type Ids, type Source, slotOf, sourcesOf } from './sources.ts'
import type { Store } from './store.ts'

/** What a query can be answered from. */
export interface Candidates {
  /** Keys of a few records among which all answers are; undefined where they are many. */
  readonly few?: readonly IDBValidKey[][]
  /** Parts of indexes that hold all answers. */
  readonly sources: readonly Source[]
}

/** Whether a record has a word that begins so, or this very word. */
export type WordMatch = 'beginning' | 'whole'

/** Where the records of an object lie. */
export interface Place {
  readonly tx: IDBTransaction
  readonly store: Store
  readonly tenant: string
  readonly layout: ObjectLayout
}

/**
 * Nobody knows how rare a value or word is, and walking a whole list for a rare one takes long: so each index is asked
 * for one key more than a few, and what all of them have in common are the candidates.
 */
export async function candidates(
  place: Place,
  query: Pick<Query, 'where' | 'search'> & Partial<Pick<Query, 'sort'>>,
  words: WordMatch = 'beginning',
): Promise<Candidates> {
  const { layout, tenant, store } = place
  const found = [...sourcesOf(query.where, layout, textKey(tenant)), ...(await relatedSources(place, query.where))]
  const sources = [
    ...found.filter((one): one is Source => 'ranges' in one),
    ...wordSources(place, query.search ?? [], words),
  ]
  const ids = found.filter((one): one is Ids => 'ids' in one).map((one) => keysOfIds(place, one))
  const walked = query.sort && slotOf(query.sort.ref, layout)?.name
  const probed = sources.filter(({ bounds }) => bounds === undefined || bounds !== walked)
  const asked = await Promise.all(probed.map((source) => keysIn(place, source)))
  const complete = [...ids, ...asked].filter((keys) => keys !== undefined)
  const [first, ...others] = complete.sort((left, right) => left.size - right.size)
  if (!first) return { sources }
  const common = [...first].filter(([id]) => others.every((keys) => keys.has(id)))
  return common.length <= store.limits.few || ids.length > 0
    ? { few: common.map(([, key]) => key), sources }
    : { sources }
}

type Keys = ReadonlyMap<string, IDBValidKey[]>

function keysOfIds({ tenant, layout }: Place, { ids }: Ids): Keys {
  return new Map(
    ids.map((id) => {
      const key = recordKey(tenant, layout.object, id)
      return [key[2] as string, key]
    }),
  )
}

/** Keys of the records in a source; undefined where they are many. */
async function keysIn({ tx, store }: Place, { index, ranges }: Source): Promise<Keys | undefined> {
  const most = index === 'words' ? store.limits.many : store.limits.few
  const found = new Map<string, IDBValidKey[]>()
  for (const range of ranges) {
    const keys = await answered(
      tx
        .objectStore('records')
        .index(index)
        .getAllKeys(range, most + 1),
    )
    for (const key of keys as IDBValidKey[][]) found.set(key[2] as string, key)
    if (keys.length > most || found.size > most) return undefined
  }
  return found
}

function wordSources({ tenant, layout }: Place, words: readonly string[], match: WordMatch): Source[] {
  const prefix = [textKey(tenant), layout.object]
  const rangeOf = (word: string) =>
    match === 'whole' ? IDBKeyRange.only([...prefix, word]) : beginningWithText(prefix, word)
  const wanted = words.filter((word) => word !== '').map(textKey)
  return wanted.map((word) => ({ index: 'words', ranges: [rangeOf(word)] }))
}

/** A relation to one of a few records is a relation to one of these ids. */
async function relatedSources(place: Place, where: Condition): Promise<Source[]> {
  const sources: Source[] = []
  for (const part of conjuncts(where)) {
    if (part.op !== 'related') continue
    const { field, custom, to } = part
    const name = custom
      ? nameOf(place.layout.object, field, 'value', 'ordered')
      : place.layout.slots.get(`${field}.value`)?.name
    const there = { ...place, layout: place.store.layout(to) }
    const { few } = name ? await candidates(there, { where: part.of }) : {}
    if (!name || !few) continue
    const owner = textKey(place.tenant)
    sources.push({ index: 'slots', ranges: few.map((key) => beginningWith([owner, name, key[2] as string])) })
  }
  return sources
}
