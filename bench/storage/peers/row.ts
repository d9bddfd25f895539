import { isList, readItems, type StoredRecord, slotsOf } from '@kith/core'
import { columnsOf } from '@kith/core/storage'
import { benchModel } from '../contacts.ts'
import { COLUMNS } from '../contestant.ts'
import type { Cell } from '../driver.ts'

const columns = columnsOf(benchModel(), 'contact')
const fields = benchModel().fields('contact')

/** The row of a contact in its table, by column: what a peer is given to write. */
export function rowOf(record: StoredRecord): Readonly<Record<string, Cell>> {
  const row: Record<string, Cell> = { $tenant: 'main' }
  for (const name of COLUMNS) row[name] = null
  for (const { name, field, toColumn } of columns) row[name] = toColumn(record[field])
  for (const name of COLUMNS.filter((one) => one.endsWith('$items'))) {
    const id = name.slice(0, -'$items'.length)
    const field = fields[id]
    const items = readItems(record, id)
    if (field && isList(field) && items.length > 0) row[name] = JSON.stringify(items.map((item) => slotsIn(item, id)))
  }
  return row
}

function slotsIn(item: unknown, id: string): Record<string, unknown> {
  const field = fields[id]
  const slots = field ? slotsOf(field) : []
  return Object.fromEntries(
    slots.flatMap(({ name, read }) => {
      const value = (read as (item: unknown) => unknown)(item)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
