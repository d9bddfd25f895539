import { createIndexes, createStore } from 'tinybase'
import { contactOf, PAGE_SIZE } from '../contacts.ts'
import type { Contestant, Plain } from '../contestant.ts'

/** A table whose cells hold no objects, and an index of its rows by what pages ask for, newest first. */
export function openTinyBase(rows: number): Contestant {
  const store = createStore()
  store.transaction(() => {
    for (let number = 0; number < rows; number++) store.setRow('contact', contactOf(number).id, flat(contactOf(number)))
  })
  const slice = (row: Plain) => `${row['deletedAt'] === undefined} ${row['lifecycle']} ${row['source']}`
  const indexes = createIndexes(store).setIndexDefinition(
    'newest',
    'contact',
    (cell) => slice({ deletedAt: cell('deletedAt'), lifecycle: cell('lifecycle'), source: cell('source') }),
    'createdAt',
    undefined,
    (left, right) => (String(left) < String(right) ? 1 : -1),
  )
  return {
    page(behind) {
      const last = (behind as Plain[] | undefined)?.at(-1)
      const ids = indexes.getSliceRowIds('newest', 'true prospect website')
      const from = last ? ids.indexOf(String(last['id'])) + 1 : 0
      return ids.slice(from, from + PAGE_SIZE).map((id) => store.getRow('contact', id))
    },
    ready() {},
    records: (answer) => (answer as Plain[]).map(deep),
    close() {},
  }
}

const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number'
const JSON_CELL = /^json:/

function flat(record: object): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(record).map(([field, value]) => [field, isText(value) ? value : `json:${JSON.stringify(value)}`]),
  )
}

function deep(row: Plain): Plain {
  const value = (cell: unknown) =>
    typeof cell === 'string' && JSON_CELL.test(cell) ? JSON.parse(cell.replace(JSON_CELL, '')) : cell
  return Object.fromEntries(Object.entries(row).map(([field, cell]) => [field, value(cell)]))
}
