import { KithError } from '@kith/core/shared'
import { CUSTOM, TENANT, tableColumns } from '../sql/layout.ts'
import { changedColumn, indexedColumns, refuseOtherEncoding, type Shape, shapeOf } from '../sql/shape.ts'
import { quote } from '../sql/sql.ts'
import type { TotalsLayout } from '../sql/totals.ts'
import { type Connection, transaction } from './connection.ts'
import { type ObjectLayout, ROW } from './layout.ts'
import { STORE_TABLES, STORE_VERSION } from './tables.ts'
import { upgradeTotals } from './totals.ts'

/**
 * Brings the file to this version and this model: adds tables, columns and indexes, and makes derived values anew where
 * their rule has changed. One transaction per object, so that it can be stopped anywhere and run again. Nothing is dropped.
 *
 * @param rewrite Writes every record of an object again, with all that it is found by.
 * @throws KithError `STORAGE_TOO_NEW`, or `INVALID_DEFINITION` when a field was made to hold something else
 */
export function upgradeStore(
  connection: Connection,
  layouts: ReadonlyMap<string, ObjectLayout>,
  totals: ReadonlyMap<string, TotalsLayout | undefined>,
  rewrite: (layout: ObjectLayout) => void,
): void {
  transaction(connection, () => upgradeTables(connection))
  for (const layout of layouts.values())
    transaction(connection, () => {
      upgradeObject(connection, layout, rewrite)
      const key = `totals:${layout.object}`
      const known = readMeta(connection, key)
      const now = upgradeTotals(connection, layout, totals.get(layout.object), known)
      if (now !== known) writeMeta(connection, key, now)
    })
}

function upgradeTables(connection: Connection): void {
  const { db } = connection
  const exists = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'kith_meta'").get()
  const found = exists ? Number(readMeta(connection, 'version')) : 0
  if (found > STORE_VERSION) throw new KithError('STORAGE_TOO_NEW', { found, known: STORE_VERSION })
  if (found === STORE_VERSION) return
  db.exec(STORE_TABLES)
  writeMeta(connection, 'version', String(STORE_VERSION))
}

function upgradeObject(connection: Connection, layout: ObjectLayout, rewrite: (layout: ObjectLayout) => void): void {
  const key = `object:${layout.object}`
  const before = JSON.parse(readMeta(connection, key) ?? 'null') as Shape | null
  const after = shapeOf(layout)
  if (before && JSON.stringify(before) === JSON.stringify(after)) return
  if (before) refuseOtherEncoding(layout, before)
  const known = before ? addColumns(connection, layout) : createTable(connection, layout)
  for (const statement of indexStatements(layout)) connection.db.exec(statement)
  if (before && Object.keys(after).some((field) => isStale(connection, layout, field, before, after, known)))
    rewrite(layout)
  writeMeta(connection, key, JSON.stringify(after))
}

/** Whether what is stored of a field was made by another rule: changed, or gone from the model for a while. */
function isStale(
  connection: Connection,
  layout: ObjectLayout,
  field: string,
  before: Shape,
  after: Shape,
  columns: ReadonlySet<string>,
): boolean {
  if (before[field] !== undefined) return before[field] !== after[field]
  const strayed = `SELECT 1 FROM ${layout.table} WHERE json_type(${quote(CUSTOM)}, ?) IS NOT NULL LIMIT 1`
  return columns.has(field) || connection.db.prepare(strayed).get(`$.${field}`) !== undefined
}

function createTable(connection: Connection, layout: ObjectLayout): ReadonlySet<string> {
  const columns = columnTypes(layout).map(({ name, type }) => `${quote(name)} ${type}`)
  connection.db.exec(
    `CREATE TABLE ${layout.table} (${ROW} INTEGER PRIMARY KEY, ${TENANT} TEXT NOT NULL, ${columns.join(', ')}) STRICT;
     CREATE VIRTUAL TABLE ${layout.search} USING fts5 (words, tokenize = 'ascii', detail = 'none', prefix = '2 3');
     INSERT INTO ${layout.search} (${layout.search}, rank) VALUES ('secure-delete', 1);`,
  )
  return new Set()
}

/** JSON is kept as text. */
function columnTypes(layout: ObjectLayout): readonly { readonly name: string; readonly type: string }[] {
  return tableColumns(layout).map(({ name, type }) => ({ name, type: type === 'JSON' ? 'TEXT' : type }))
}

/** @returns the columns that were there before */
function addColumns(connection: Connection, layout: ObjectLayout): ReadonlySet<string> {
  const rows = connection.db.prepare(`SELECT name, type FROM pragma_table_info(?)`).all(`o_${layout.object}`)
  const known = new Map(rows.map((row) => [row['name'] as string, row['type'] as string]))
  for (const { name, type } of columnTypes(layout)) {
    const found = known.get(name)
    if (found === undefined) connection.db.exec(`ALTER TABLE ${layout.table} ADD COLUMN ${quote(name)} ${type}`)
    else if (found !== type) throw changedColumn(layout.object, name, found, type)
  }
  return new Set(known.keys())
}

/** Every index begins with the tenant; those for lists go on with `deletedAt` and end with what pages go by. */
function indexStatements(layout: ObjectLayout): string[] {
  const index = (name: string, columns: readonly string[], where = '') =>
    `CREATE INDEX IF NOT EXISTS ${quote(`i_${layout.object}_${name}`)} ON ${layout.table} (${[TENANT, ...columns].join(', ')})${where}`
  const statements = [
    `CREATE UNIQUE INDEX IF NOT EXISTS ${quote(`u_${layout.object}`)} ON ${layout.table} (${TENANT}, "id")`,
  ]
  for (const { name, ordered } of indexedColumns(layout)) {
    const column = quote(name)
    if (ordered) statements.push(index(name, ['"deletedAt"', column, '"id"']))
    else statements.push(index(name, ['"deletedAt"', column, '"createdAt"', '"id"'], ` WHERE ${column} IS NOT NULL`))
  }
  if (layout.object === 'link') statements.push(index('from', ['"fromId"']), index('to', ['"toId"']))
  return statements
}

function readMeta(connection: Connection, key: string): string | undefined {
  return connection.sql('SELECT value FROM kith_meta WHERE key = ?').get(key)?.['value'] as string | undefined
}

function writeMeta(connection: Connection, key: string, value: string | undefined): void {
  if (value === undefined) connection.sql('DELETE FROM kith_meta WHERE key = ?').run(key)
  else
    connection
      .sql('INSERT INTO kith_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
      .run(key, value)
}
