import { contactOf, PAGE_SIZE } from '../contacts.ts'
import { COLUMNS, type Contestant, plainRow } from '../contestant.ts'
import type { Cell } from '../driver.ts'
import { rowOf } from './row.ts'

export type Row = Readonly<Record<string, Cell>>

/** Names of the columns as properties: none of the mappers of npm needs a `$` in them. */
export const PROPERTIES: readonly (readonly [property: string, column: string])[] = ['$tenant', ...COLUMNS].map(
  (column) => [propertyOf(column), column],
)

/** `name$fold` is `name_fold`, `$tenant` is `tenant`. */
export function propertyOf(column: string): string {
  return column.replace(/^\$/, '').replaceAll('$', '_')
}

/** What a page behind another one starts after. */
export interface Behind {
  readonly createdAt: string
  readonly id: string
}

export const ASKED = { tenant: 'main', lifecycle: 'prospect', source_fold: 'website', limit: PAGE_SIZE } as const

/** What all mappers share: rows of the one table of contacts, by property, none of them parsed. */
export function mapper(
  run: Pick<Contestant, 'get' | 'close'> & {
    readonly page: (behind: Behind | undefined) => unknown
    readonly insert: (row: Row) => unknown
    readonly bulk: (rows: readonly Row[]) => unknown
  },
): Contestant {
  let rows = new Map<number, Row>()
  const rowFor = (number: number) => rows.get(number) as Row
  return {
    ...run,
    page: (behind) => run.page((behind as Behind[] | undefined)?.at(-1)),
    ready(numbers) {
      rows = new Map(numbers.map((number) => [number, byProperty(rowOf(contactOf(number)))]))
    },
    insert: (number) => run.insert(rowFor(number)),
    bulk: (numbers) => run.bulk(numbers.map(rowFor)),
    records: (answer) => ([answer].flat() as Row[]).map((row) => plainRow(byColumn(row))),
  }
}

function byProperty(row: Row): Row {
  return Object.fromEntries(PROPERTIES.map(([property, column]) => [property, row[column] ?? null]))
}

function byColumn(row: Row): Row {
  return Object.fromEntries(PROPERTIES.map(([property, column]) => [column, row[property] ?? null]))
}

/** SQLite takes 32,766 values a statement: so many rows of this table. */
export const MOST_ROWS = Math.floor(32_766 / PROPERTIES.length)

export function inPieces(rows: readonly Row[]): readonly (readonly Row[])[] {
  const pieces: Row[][] = []
  for (let at = 0; at < rows.length; at += MOST_ROWS) pieces.push(rows.slice(at, at + MOST_ROWS))
  return pieces
}
