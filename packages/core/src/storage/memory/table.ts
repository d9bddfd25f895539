import { compileCondition, type Predicate } from '../../filter/compile.ts'
import { compareBySort } from '../../filter/sort.ts'
import type { Condition, SortKey } from '../../filter/types.ts'
import type { Piece, RecordPut } from '../../ports/storage.ts'
import type { Model } from '../../schema/model.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { withNumber } from '../keep-numbers.ts'
import { searchWords } from '../search-words.ts'

type Compare = (left: StoredRecord, right: StoredRecord) => number

/** Records in an order, all or those that a condition takes. */
interface Order {
  readonly compare: Compare
  readonly takes?: Predicate
  readonly records: StoredRecord[]
}

/** Orders of a table that are kept while it changes; the one unused for longest goes first. */
const MAX_ORDERS = 24
const MAX_ASKED = 100

/** The records of one object of one tenant, by id and in every order that was asked for lately. */
export class MemoryTable {
  readonly #records = new Map<string, StoredRecord>()
  readonly #puts = new Map<string, RecordPut>()
  /** Run-time fields that some put asked to index: then they are indexed of every record. */
  readonly #indexed = new Set<string>()
  readonly #words = new Map<string, readonly string[]>()
  readonly #orders = new Map<string, Order>()
  /** Lists (condition and order) that were asked for once: at the second time they are kept. */
  readonly #asked = new Set<string>()

  get size(): number {
    return this.#records.size
  }

  get(id: string): StoredRecord | undefined {
    return this.#records.get(id)
  }

  values(): Iterable<StoredRecord> {
    return this.#records.values()
  }

  put(put: RecordPut, model: Model): void {
    this.#replace(put.record)
    this.#puts.set(put.record.id, put)
    for (const { field, indexed } of put.custom ?? []) if (indexed) this.#indexed.add(field)
    this.#words.set(put.record.id, searchWords(model, put))
  }

  /** Finds words anew, after the model has grown. */
  index(model: Model): void {
    for (const [id, put] of this.#puts) this.#words.set(id, searchWords(model, put))
  }

  /** Adds to a number field of a record, if there is one. */
  add(id: string, field: string, by: number): void {
    const [record, put] = [this.#records.get(id), this.#puts.get(id)]
    if (!record || !put) return
    const before = record[field]
    const next = withNumber(put, field, (typeof before === 'number' ? before : 0) + by)
    this.#puts.set(id, next)
    this.#replace(Object.freeze(next.record))
  }

  /** Every record as it is now, as pieces to be loaded elsewhere. */
  pieces(): Piece[] {
    return [...this.#puts.values()].map(({ object, record, custom }) => ({
      kind: 'record',
      object,
      record,
      ...(custom?.length ? { custom: custom.map((one) => ({ ...one, indexed: this.#indexed.has(one.field) })) } : {}),
    }))
  }

  /** Another version with the same words. */
  #replace(record: StoredRecord): void {
    this.#unorder(record.id)
    this.#records.set(record.id, record)
    for (const { compare, takes, records } of this.#orders.values()) {
      if (takes && !takes(record)) continue
      records.splice(
        firstIndex(records, (other) => compare(other, record) > 0),
        0,
        record,
      )
    }
  }

  delete(id: string): void {
    this.#unorder(id)
    this.#records.delete(id)
    this.#puts.delete(id)
    this.#words.delete(id)
  }

  /** Whether each of these begins a word of the record. */
  hasWords(id: string, beginnings: readonly string[]): boolean {
    const words = this.#words.get(id) ?? []
    return beginnings.every((beginning) => beginning === '' || words.some((word) => word.startsWith(beginning)))
  }

  /**
   * How well the words of a record answer a search that it meets, best first: whether it has each as it was typed, then how
   * few words it has beside them.
   */
  rank(id: string, wanted: readonly string[]): readonly [longer: number, words: number] {
    const words = this.#words.get(id) ?? []
    return [wanted.every((word) => word === '' || words.includes(word)) ? 0 : 1, words.length]
  }

  ordered(sort: SortKey): readonly StoredRecord[] {
    const key = keyOf(sort)
    const order = this.#orders.get(key) ?? inOrder(this.#records.values(), compareBySort(sort))
    return this.#keep(key, order)
  }

  /**
   * Those that a condition takes, in an order; undefined where that list is not kept. One that is asked for again and again
   * is, as long as records tell by themselves whether they are in it.
   */
  listed(sort: SortKey, where: Condition): readonly StoredRecord[] | undefined {
    if (where.op === 'true') return this.ordered(sort)
    if (!isOwn(where)) return undefined
    const key = `${keyOf(sort)} ${JSON.stringify(where)}`
    const kept = this.#orders.get(key)
    if (kept) return this.#keep(key, kept)
    if (this.#asked.delete(key)) {
      const takes = compileCondition(where)
      const found = [...this.#records.values()].filter((record) => takes(record))
      return this.#keep(key, { ...inOrder(found, compareBySort(sort)), takes })
    }
    if (this.#asked.size === MAX_ASKED) this.#asked.clear()
    this.#asked.add(key)
    return undefined
  }

  #keep(key: string, order: Order): readonly StoredRecord[] {
    this.#orders.delete(key)
    this.#orders.set(key, order)
    const oldest = this.#orders.keys().next().value
    if (this.#orders.size > MAX_ORDERS && oldest !== undefined) this.#orders.delete(oldest)
    return order.records
  }

  #unorder(id: string): void {
    const before = this.#records.get(id)
    if (!before) return
    for (const { compare, takes, records } of this.#orders.values()) {
      if (takes && !takes(before)) continue
      records.splice(
        firstIndex(records, (other) => compare(other, before) >= 0),
        1,
      )
    }
  }
}

function keyOf({ ref, direction }: SortKey): string {
  return JSON.stringify([ref.field, ref.slot, ref.type, direction])
}

function inOrder(records: Iterable<StoredRecord>, compare: Compare): Order {
  return { compare, records: [...records].sort(compare) }
}

/** Whether a condition asks of a record nothing but what it holds itself. */
function isOwn(condition: Condition): boolean {
  if (condition.op === 'and' || condition.op === 'or') return condition.of.every(isOwn)
  if (condition.op === 'not') return isOwn(condition.of)
  return condition.op !== 'related' && condition.op !== 'someLinked'
}

/** Index of the first entry that passes, in a list where all after it pass too. */
export function firstIndex<Entry>(list: readonly Entry[], passes: (entry: Entry) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (passes(list[middle] as Entry)) high = middle
    else low = middle + 1
  }
  return low
}
