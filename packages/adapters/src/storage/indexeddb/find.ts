import { compareBySort, isAfter, type SortKey } from '@kith/core/filter'
import type { Query, SlotValue, StoredRecord } from '@kith/core/storage'
import { candidates, type Place, type WordMatch } from './candidates.ts'
import { after, type Bounds, beginningWith, type Entry, NOTHING, textKey, valueKey, within } from './keys.ts'
import type { Row } from './layout.ts'
import { type Picker, picker } from './neighbours.ts'
import { answered, rowsOf } from './requests.ts'
import { narrowest } from './scan.ts'
import { boundsBySlot, conjuncts, type Source, slotOf } from './sources.ts'
import { readRow } from './write.ts'

/** Values that are walked side by side, newest records first. */
const MAX_VALUES = 8

export async function getRecords(
  tx: IDBTransaction,
  tenant: string,
  object: string,
  ids: readonly string[],
): Promise<(StoredRecord | undefined)[]> {
  const rows = await Promise.all(ids.map((id) => readRow(tx, tenant, object, id)))
  return rows.map((row) => row?.record)
}

/** A query while it is answered: all from one transaction. */
interface Search extends Place {
  readonly query: Query
  readonly pick: Picker
}

/** A page of a list. Few candidates are sorted; otherwise an index is walked in the order of the list until it is full. */
export async function findRecords(place: Place, query: Query): Promise<StoredRecord[]> {
  if (query.ranked && query.search?.length && !query.after) return ranked(place, query)
  return page(place, query)
}

/**
 * Records that have the words as they were typed come before those that have longer ones. Of few, those of few words
 * come first; of many, the first of the list.
 */
async function ranked(place: Place, query: Query): Promise<StoredRecord[]> {
  const exact = await page(place, query, 'whole')
  if (exact.length >= query.limit) return exact
  const known = new Set(exact.map(({ id }) => id))
  const others = await page(place, query)
  return [...exact, ...others.filter(({ id }) => !known.has(id))].slice(0, query.limit)
}

async function page(place: Place, query: Query, words: WordMatch = 'beginning'): Promise<StoredRecord[]> {
  const matching = picker(place.tx, place.tenant, query.where)
  const wanted = (query.search ?? []).filter((word) => word !== '').map(textKey)
  const pick: Picker = (rows) => matching(rows.filter((row) => wanted.every((word) => hasWord(row, word, words))))
  const search = { ...place, query, pick }
  const { few, sources } = await candidates(place, query, words)
  if (few)
    return query.ranked && !query.after
      ? best(search, await rowsAt(place, few))
      : sorted(search, await rowsAt(place, few))
  const newest =
    query.sort.ref.field === 'createdAt' && sources.find(({ newest }) => newest && newest.length <= MAX_VALUES)
  if (newest) return newestOf(search, newest.newest as readonly Entry[])
  const walks = walksBySort(search)
  return walks ? walked(search, walks) : scanned(search, sources)
}

function hasWord({ words }: Row, wanted: string, match: WordMatch): boolean {
  return words.some((entry) => (match === 'whole' ? entry[2] === wanted : (entry[2] as string).startsWith(wanted)))
}

async function rowsAt({ tx }: Place, keys: readonly IDBValidKey[][]): Promise<Row[]> {
  const records = tx.objectStore('records')
  const rows = await Promise.all(keys.map((key) => answered(records.get(key) as IDBRequest<Row | undefined>)))
  return rows.filter((row) => row !== undefined)
}

/** What of these rows belongs to the page, in order. */
async function sorted({ query, pick }: Search, rows: readonly Row[]): Promise<StoredRecord[]> {
  const { sort, after: keyset } = query
  const records = (await pick(rows)).map(({ record }) => record)
  return inOrder(query, keyset ? records.filter((record) => isAfter(record, keyset, sort)) : records)
}

/** The same by the number of words first. */
async function best({ query, pick }: Search, rows: readonly Row[]): Promise<StoredRecord[]> {
  const order = compareBySort(query.sort)
  return [...(await pick(rows))]
    .sort((left, right) => left.words.length - right.words.length || order(left.record, right.record))
    .slice(0, query.limit)
    .map(({ record }) => record)
}

/** A part of an index, or of the records themselves, in the order of the list. */
interface Walk {
  readonly source: IDBObjectStore | IDBIndex
  readonly range: IDBKeyRange
  readonly direction: SortKey['direction']
  /** The key by which a row stands here. */
  readonly keyOf: (row: Row) => Entry
  /** Leaves out what comes elsewhere. */
  readonly only?: (row: Row) => boolean
}

/** Walks one part after the other until the page is full: in steps of as many rows as it holds at first, then more. */
async function walked({ query, pick, store }: Search, walks: readonly Walk[]): Promise<StoredRecord[]> {
  const found: StoredRecord[] = []
  for (const { source, range, direction, keyOf, only } of walks) {
    let count = Math.min(query.limit, store.limits.batch)
    let rest: IDBKeyRange | undefined = range
    while (rest && found.length < query.limit) {
      const rows: Row[] = await rowsOf(source, rest, direction, count)
      for (const { record } of await pick(only ? rows.filter(only) : rows)) found.push(record)
      const last = rows.at(-1)
      rest = last && rows.length === count ? after(rest, keyOf(last), direction) : undefined
      count = Math.min(Math.max(count * 2, 50), store.limits.batch)
    }
  }
  return found.slice(0, query.limit)
}

/** Walks in the order of the list; undefined where no index has it. */
function walksBySort(search: Search): readonly Walk[] | undefined {
  const { layout, query } = search
  const { ref } = query.sort
  if (ref.field === 'id') return behind(walkById(search), query.after && idKey(search, query.after.id))
  const slot = slotOf(ref, layout)
  if (slot?.form !== 'ordered') return undefined
  const bounds = boundsBySlot(conjuncts(query.where), layout).get(slot.name)
  const withValue = walksWithValue(search, [textKey(search.tenant), slot.name], bounds)
  if (bounds) return withValue
  const complete = layout.slots.get(`${ref.field}.${ref.slot}`)?.complete
  const without = complete
    ? walksWithNothing(search, [textKey(search.tenant), slot.name])
    : walksLacking(search, slot.name)
  return [...withValue, ...without]
}

/** The part of a walk behind the place that the page starts after. */
function behind(walk: Walk, place: Entry | undefined): readonly Walk[] {
  const range = place ? after(walk.range, place, walk.direction) : walk.range
  return range ? [{ ...walk, range }] : []
}

function idKey({ tenant, layout }: Place, id: string): Entry {
  return [textKey(tenant), layout.object, textKey(id)]
}

function walkById(search: Search): Walk {
  return {
    source: search.tx.objectStore('records'),
    range: beginningWith([textKey(search.tenant), search.layout.object]),
    direction: search.query.sort.direction,
    keyOf: ({ record }) => idKey(search, record.id),
  }
}

function walkBySlot({ tx, query }: Search, range: IDBKeyRange, prefix: Entry): Walk {
  const isOurs = (entry: Entry) => prefix.every((part, at) => entry[at] === part)
  const source = tx.objectStore('records').index('slots')
  return { source, range, direction: query.sort.direction, keyOf: ({ slots }) => slots.find(isOurs) as Entry }
}

/** Entries behind a prefix that go on with a value. */
function walksWithValue(search: Search, prefix: Entry, bounds: Bounds = {}): readonly Walk[] {
  const { after: keyset } = search.query
  const range = within(prefix, bounds)
  if (!range || (keyset && keyset.value === undefined)) return []
  const place = keyset && [...prefix, valueKey(keyset.value as SlotValue), textKey(keyset.id)]
  return behind(walkBySlot(search, range, prefix), place)
}

/** What has nothing to sort by comes last both ways. */
function walksWithNothing(search: Search, prefix: Entry): readonly Walk[] {
  const { after: keyset } = search.query
  const place = keyset && keyset.value === undefined ? [...prefix, NOTHING, textKey(keyset.id)] : undefined
  return behind(walkBySlot(search, beginningWith([...prefix, NOTHING]), prefix), place)
}

/** The same where what has nothing there has no entry. */
function walksLacking(search: Search, name: string): readonly Walk[] {
  const { after: keyset } = search.query
  const place = keyset && keyset.value === undefined ? idKey(search, keyset.id) : undefined
  const lacks = ({ slots }: Row) => !slots.some((entry) => entry[1] === name)
  return behind({ ...walkById(search), only: lacks }, place)
}

/** The newest (or oldest) of each value, and of these the newest of all. */
async function newestOf(search: Search, prefixes: readonly Entry[]): Promise<StoredRecord[]> {
  const found: StoredRecord[] = []
  for (const prefix of prefixes)
    found.push(...(await walked(search, [...walksWithValue(search, prefix), ...walksWithNothing(search, prefix)])))
  return inOrder(search.query, found)
}

/** The first of these records, each once. */
function inOrder({ sort, limit }: Query, records: readonly StoredRecord[]): StoredRecord[] {
  const unique = [...new Map(records.map((record) => [record.id, record])).values()]
  return unique.sort(compareBySort(sort)).slice(0, limit)
}

/** No index has the order: all that may match is looked at, and the best are kept. */
async function scanned(search: Search, sources: readonly Source[]): Promise<StoredRecord[]> {
  let best: StoredRecord[] = []
  for await (const rows of narrowest(search, sources))
    best = inOrder(search.query, [...best, ...(await sorted(search, rows))])
  return best
}
