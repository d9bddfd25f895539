import { KithError } from '@kith/core/shared'
import { operatorsOf } from '@kith/core/storage'
import { type Connection, transaction } from './connection.ts'
import { CUSTOM, type FieldLayout, type ObjectLayout, quote, ROW, TENANT, tableColumns } from './layout.ts'
import { STORE_TABLES, STORE_VERSION } from './tables.ts'

/** What derived columns and index rows were made by, by field: when it differs they are made anew. */
type Shape = Readonly<Record<string, string>>

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
  rewrite: (layout: ObjectLayout) => void,
): void {
  transaction(connection, () => upgradeTables(connection))
  for (const layout of layouts.values()) transaction(connection, () => upgradeObject(connection, layout, rewrite))
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

function shapeOf(layout: ObjectLayout): Shape {
  return Object.fromEntries([...layout.fields.values()].map((field) => [field.id, shapeOfField(field)]))
}

function shapeOfField({ columns, items, list, indexed, searchable, definition }: FieldLayout): string {
  const parts = columns.map(({ name, sqlType, indexed: found }) => [name, sqlType, found])
  const value = { json: columns[0]?.json ?? false, list }
  return JSON.stringify([definition.type, value, parts, items?.map((slot) => slot.name) ?? null, indexed, searchable])
}

function createTable(connection: Connection, layout: ObjectLayout): ReadonlySet<string> {
  const columns = tableColumns(layout).map(({ name, type }) => `${quote(name)} ${type}`)
  connection.db.exec(
    `CREATE TABLE ${layout.table} (${ROW} INTEGER PRIMARY KEY, ${TENANT} TEXT NOT NULL, ${columns.join(', ')}) STRICT;
     CREATE VIRTUAL TABLE ${layout.search} USING fts5 (words, tokenize = 'ascii', detail = 'none', prefix = '2 3');
     INSERT INTO ${layout.search} (${layout.search}, rank) VALUES ('secure-delete', 1);`,
  )
  return new Set()
}

/** @returns the columns that were there before */
function addColumns(connection: Connection, layout: ObjectLayout): ReadonlySet<string> {
  const rows = connection.db.prepare(`SELECT name, type FROM pragma_table_info(?)`).all(`o_${layout.object}`)
  const known = new Map(rows.map((row) => [row['name'] as string, row['type'] as string]))
  for (const { name, type } of tableColumns(layout)) {
    const found = known.get(name)
    if (found === undefined) connection.db.exec(`ALTER TABLE ${layout.table} ADD COLUMN ${quote(name)} ${type}`)
    else if (found !== type) throw changed(layout.object, name, found, type)
  }
  return new Set(known.keys())
}

/** JSON and plain text share a column type, so the column cannot tell them apart. */
function refuseOtherEncoding(layout: ObjectLayout, before: Shape): void {
  for (const { id, columns, list } of layout.fields.values()) {
    const shape = before[id]
    const [value] = columns
    if (shape === undefined || !value) continue
    const [, known] = JSON.parse(shape) as [string, { json: boolean; list: boolean }]
    if (known.json !== value.json || known.list !== list)
      throw changed(layout.object, id, known.list ? 'a list' : 'one value', list ? 'a list' : 'one value')
  }
}

function changed(object: string, field: string, from: string, to: string): KithError {
  const reason = `it was stored as ${from} and would now be ${to}: give the changed field a new id`
  return new KithError('INVALID_DEFINITION', { path: `/${object}/fields/${field}`, reason })
}

/** Every index begins with the tenant; those for lists go on with `deletedAt` and end with what pages go by. */
function indexStatements(layout: ObjectLayout): string[] {
  const index = (name: string, columns: readonly string[], where = '') =>
    `CREATE INDEX IF NOT EXISTS ${quote(`i_${layout.object}_${name}`)} ON ${layout.table} (${[TENANT, ...columns].join(', ')})${where}`
  const statements = [
    `CREATE UNIQUE INDEX IF NOT EXISTS ${quote(`u_${layout.object}`)} ON ${layout.table} (${TENANT}, "id")`,
  ]
  for (const { name, field, indexed } of layout.columns) {
    const definition = layout.fields.get(field)?.definition
    if (!indexed || !definition || field === 'id' || field === 'deletedAt') continue
    const column = quote(name)
    if (operatorsOf(definition).includes('gt')) statements.push(index(name, ['"deletedAt"', column, '"id"']))
    else statements.push(index(name, ['"deletedAt"', column, '"createdAt"', '"id"'], ` WHERE ${column} IS NOT NULL`))
  }
  if (layout.object === 'link') statements.push(index('from', ['"fromId"']), index('to', ['"toId"']))
  return statements
}

function readMeta(connection: Connection, key: string): string | undefined {
  return connection.sql('SELECT value FROM kith_meta WHERE key = ?').get(key)?.['value'] as string | undefined
}

function writeMeta(connection: Connection, key: string, value: string): void {
  connection
    .sql('INSERT INTO kith_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    .run(key, value)
}
