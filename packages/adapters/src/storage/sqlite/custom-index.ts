import { customRows, type IndexRow } from '../sql/index-rows.ts'
import { CUSTOM_SLOTS, TENANT } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import type { Connection } from './connection.ts'
import type { ObjectLayout } from './layout.ts'

/**
 * Which run-time fields have all their values in `field_value`. A field gets there with the first put that asks for it,
 * together with every record that was there before, and stays: a condition may rely on it.
 */
export class CustomIndexes {
  readonly #connection: Connection
  #known = new Set<string>()
  #dataVersion = 0
  #current = false

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Other connections may have changed something: it is looked for when somebody asks. */
  refresh(): void {
    this.#current = false
  }

  /** Reads what other processes, or a batch that failed, have left. */
  load(): void {
    const rows = this.#connection.sql('SELECT tenant, object, field FROM kith_custom_index', 'array').all()
    this.#known = new Set(rows.map((row) => JSON.stringify(Object.values(row))))
  }

  has(tenant: string, object: string, field: string): boolean {
    if (!this.#current) this.#follow()
    return this.#known.size > 0 && this.#known.has(JSON.stringify([tenant, object, field]))
  }

  #follow(): void {
    this.#current = true
    const version = this.#connection.dataVersion()
    if (version === this.#dataVersion) return
    this.#dataVersion = version
    this.load()
  }

  /** Makes the rows of all records that are there; what is put from now on brings its own. */
  add(tenant: string, layout: ObjectLayout, field: string): void {
    if (this.has(tenant, layout.object, field)) return
    const register = 'INSERT OR IGNORE INTO kith_custom_index (tenant, object, field) VALUES (?, ?, ?)'
    this.#connection.sql(register).run(tenant, layout.object, field)
    const slots = quote(CUSTOM_SLOTS)
    const text = `SELECT "id", json_extract(${slots}, ?) FROM ${layout.table} WHERE ${TENANT} = ? AND json_type(${slots}, ?) IS NOT NULL`
    const path = `$.${field}`
    for (const row of this.#connection.sql(text, 'array').all(path, tenant, path)) {
      const [id, json] = Object.values(row) as [string, string]
      insertIndexRows(this.#connection, tenant, layout.object, id, customRows(field, JSON.parse(json)))
    }
    this.#known.add(JSON.stringify([tenant, layout.object, field]))
  }
}

export function insertIndexRows(
  connection: Connection,
  tenant: string,
  object: string,
  id: string,
  rows: readonly IndexRow[],
): void {
  const insert = connection.sql(
    'INSERT OR IGNORE INTO field_value (tenant, object, field, slot, value_text, value_num, id) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  for (const row of rows) insert.run(tenant, object, row.field, row.slot, row.text, row.number, id)
}

export function deleteIndexRows(
  connection: Connection,
  tenant: string,
  object: string,
  id: string,
  rows: readonly IndexRow[],
): void {
  const remove = connection.sql(
    'DELETE FROM field_value WHERE tenant = ? AND object = ? AND field = ? AND slot = ? AND value_text = ? AND value_num = ? AND id = ?',
  )
  for (const row of rows) remove.run(tenant, object, row.field, row.slot, row.text, row.number, id)
}
