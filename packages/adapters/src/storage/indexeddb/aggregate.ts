import { compareSlotValues } from '@kith/core/filter'
import {
  type AggregateQuery,
  type AggregateRow,
  type SlotValue,
  type StoredRecord,
  safeSum,
  slotReader,
} from '@kith/core/storage'
import { candidates, type Place } from './candidates.ts'
import type { Row } from './layout.ts'
import { picker } from './neighbours.ts'
import { answered } from './requests.ts'
import { narrowest } from './scan.ts'

type Measure = AggregateQuery['measures'][number]

/** Groups and adds up while records are read in chunks: only the groups stay in memory. */
export async function aggregateRecords(place: Place, query: AggregateQuery): Promise<AggregateRow[]> {
  const pick = picker(place.tx, place.tenant, query.where)
  const groups = new Groups(query)
  for await (const rows of matchable(place, query)) for (const { record } of await pick(rows)) groups.add(record)
  return groups.rows().slice(0, query.limit)
}

async function* matchable(place: Place, { where }: AggregateQuery): AsyncGenerator<readonly Row[]> {
  const { few, sources } = await candidates(place, { where })
  if (!few) return yield* narrowest(place, sources)
  const records = place.tx.objectStore('records')
  const rows = await Promise.all(few.map((key) => answered(records.get(key) as IDBRequest<Row | undefined>)))
  yield rows.filter((row) => row !== undefined)
}

/** Adds one record after the other to a measure. */
interface Sum {
  add(record: StoredRecord): void
  value(): SlotValue | undefined
}

class Groups {
  readonly #groups = new Map<string, { readonly keys: AggregateRow['keys']; readonly sums: readonly Sum[] }>()
  readonly #measures: AggregateQuery['measures']
  readonly #readers: readonly ((record: StoredRecord) => SlotValue | undefined)[]

  constructor({ groupBy, measures }: AggregateQuery) {
    this.#measures = measures
    this.#readers = groupBy.map(slotReader)
    if (groupBy.length === 0) this.#group([])
  }

  add(record: StoredRecord): void {
    for (const sum of this.#group(this.#readers.map((read) => read(record)))) sum.add(record)
  }

  rows(): AggregateRow[] {
    return [...this.#groups.values()].map(({ keys, sums }) => ({ keys, values: sums.map((sum) => sum.value()) }))
  }

  #group(keys: AggregateRow['keys']): readonly Sum[] {
    const name = JSON.stringify(keys)
    const known = this.#groups.get(name)
    if (known) return known.sums
    const sums = this.#measures.map(sumOf)
    this.#groups.set(name, { keys, sums })
    return sums
  }
}

function sumOf(measure: Measure): Sum {
  if (measure.fn === 'count') return counter()
  const read = slotReader(measure.ref)
  if (measure.fn !== 'sum') return extreme(read, measure.fn === 'min' ? -1 : 1)
  return measure.ref.kind === 'real' ? realSum(read) : exactSum(read, measure.ref.field)
}

type Read = (record: StoredRecord) => SlotValue | undefined

function counter(): Sum {
  let count = 0
  return { add: () => void count++, value: () => count }
}

function extreme(read: Read, wins: -1 | 1): Sum {
  let best: SlotValue | undefined
  return {
    add(record) {
      const value = read(record)
      if (value !== undefined && (best === undefined || compareSlotValues(value, best) * wins > 0)) best = value
    },
    value: () => best,
  }
}

/** Exact, or refused: a sum that is a little wrong is worse than none. */
function exactSum(read: Read, field: string): Sum {
  let sum = 0n
  return {
    add(record) {
      const value = read(record)
      if (value !== undefined) sum += BigInt(value)
    },
    value: () => safeSum(sum, field),
  }
}

/** Neumaier's compensated sum: the same to the last digits in any order, as the other stores add. */
function realSum(read: Read): Sum {
  let [sum, lost] = [0, 0]
  return {
    add(record) {
      const value = read(record)
      if (typeof value !== 'number') return
      const next = sum + value
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
      sum = next
    },
    value: () => (Number.isFinite(lost) ? sum + lost : sum),
  }
}
