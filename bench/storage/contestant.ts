import { type FieldMap, isStored, type StoredRecord, valueTypeOf } from '@kith/core'
import { canonicalJson } from '@kith/core/shared'
import { columnsOf } from '@kith/core/storage'
import { benchModel } from './contacts.ts'
import type { Cell } from './driver.ts'

/** What is timed, in this order: what many rows warm up comes before single ones. `group`: inserts of 32 callers who wait at the same time, each for its own answer on disk. */
export const OPERATIONS = ['get', 'page', 'search', 'bulk', 'group', 'insert'] as const
export type Operation = (typeof OPERATIONS)[number]

/** Rows of one `bulk`, and callers of one `group`. */
export const BULK = 1_000
export const CALLERS = 32

/** Somebody who keeps contacts. What it cannot do it leaves out. */
export interface Contestant {
  /** One contact by its number. */
  get?(number: number): unknown
  /** Prospects from the website, newest first: the first page, or the one behind another. */
  page?(behind: unknown): unknown
  /** The best contacts for words that somebody began to type. */
  search?(beginnings: readonly string[]): unknown
  /** Makes what the next writes write: not timed. */
  ready(numbers: readonly number[]): void
  insert?(number: number): unknown
  group?(numbers: readonly number[]): unknown
  /** All in one commit. */
  bulk?(numbers: readonly number[]): unknown
  /** The records of an answer. */
  records(answer: unknown): readonly Plain[]
  close(): unknown
}

export type Plain = Readonly<Record<string, unknown>>

/** All columns of the table of contacts behind row and tenant, and those of them that hold values. */
export const COLUMNS = [
  ...columnsOf(benchModel(), 'contact').map(({ name }) => name),
  ...itemColumns(),
  '$custom',
  '$slots',
]
export const VALUES = columnsOf(benchModel(), 'contact').filter(({ derived }) => !derived)

function itemColumns(): string[] {
  const fields: FieldMap = benchModel().fields('contact')
  return Object.entries(fields).flatMap(([id, field]) =>
    isStored(field) && field.many === true && valueTypeOf(field).itemKinds ? [`${id}$items`] : [],
  )
}

export function quoted(name: string): string {
  return `"${name}"`
}

/** A row of the table as the record that it stands for. */
export function plainRow(row: Readonly<Record<string, unknown>>): Plain {
  const record: Record<string, unknown> = {}
  for (const { name, json } of VALUES) {
    const cell = row[name] as Cell | undefined
    if (cell !== null && cell !== undefined) record[name] = json && typeof cell === 'string' ? JSON.parse(cell) : cell
  }
  return record
}

/** The same text for the same records, whoever gives them. */
export function asText(records: readonly (Plain | StoredRecord)[]): string {
  const whole = (record: Plain | StoredRecord) =>
    Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined))
  return canonicalJson(records.map(whole))
}
