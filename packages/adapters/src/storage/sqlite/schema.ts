import { KithError } from '@kith/core/shared'
import type { SchemaStep } from '@kith/core/storage'
import { CUSTOM, storedColumns, TENANT, tableColumns } from '../sql/layout.ts'
import { changedColumn, departed, refuseOtherEncoding, type Shape, shapeOf } from '../sql/shape.ts'
import { quote } from '../sql/sql.ts'
import type { Database } from './driver.ts'
import { indexSql } from './indexes.ts'
import { type ObjectLayout, ROW } from './layout.ts'
import { rankSql } from './rank.ts'
import { LOG_INDEXES, STORE_TABLES, STORE_VERSION } from './tables.ts'

/** A step that knows how it is done; without `perform` its statement is run. */
export interface Step extends SchemaStep {
  readonly perform?: () => void
}

/** The tables beside those of objects. @throws KithError `STORAGE_TOO_NEW` */
export function tableSteps(db: Database): readonly Step[] {
  const found = Number(readMeta(db, 'version') ?? 0)
  if (found > STORE_VERSION) throw new KithError('STORAGE_TOO_NEW', { found, known: STORE_VERSION })
  if (found === STORE_VERSION) return []
  const reason = 'The tables that every store has: log, claims, jobs, answers, numbers.'
  return [{ statement: STORE_TABLES.trim(), reason }, metaStep(db, 'version', String(STORE_VERSION), reason)]
}

/** When indexes are made that only questions need. */
export type IndexesWhen = 'now' | 'later'

/** Indexes of the log that are not there. */
export function logIndexSteps(db: Database): readonly Step[] {
  return missingLogIndexes(db).map((statement) => ({ statement, reason: indexReason('the log', true) }))
}

/** Statements that make the indexes of the log which are not there. */
export function missingLogIndexes(db: Database): readonly string[] {
  const known = indexNames(db, 'kith_log')
  return Object.entries(LOG_INDEXES).flatMap(([name, statement]) => (known.has(name) ? [] : [statement]))
}

/**
 * What an object still lacks of table, columns, indexes and derived values, in order; to be read and performed in one
 * transaction, so that it can be stopped anywhere and run again. Nothing is dropped but indexes, those of searches among them.
 *
 * @param rewrite Writes every record of the object again, with all that it is found by.
 * @throws KithError `INVALID_DEFINITION` when a field was made to hold something else
 */
export function objectSteps(
  db: Database,
  layout: ObjectLayout,
  rewrite: () => void,
  indexes: IndexesWhen = 'now',
): readonly Step[] {
  const { object } = layout
  const before = readShape(db, object)
  const after = shapeOf(layout)
  const changed = JSON.stringify(before) !== JSON.stringify(after)
  if (before && changed) refuseOtherEncoding(layout, before)
  const steps: Step[] = []
  const known = new Map<string, string>()
  if (!before) steps.push(...createTable(layout))
  else {
    if (changed) steps.push(...addColumns(db, layout, known))
    steps.push(...formerSearch(db, layout))
  }
  steps.push(
    ...missingIndexes(db, layout, indexes).map((statement) => ({
      statement,
      reason: indexReason(object, before !== undefined),
    })),
    ...formerIndexes(db, layout),
  )
  if (!changed) return steps
  if (before && Object.keys(after).some((field) => isStale(db, layout, field, before, after, known)))
    steps.push({
      statement: `-- every record of ${object} is written again`,
      reason: `What ${object} is found and sorted by is made by another rule; takes long on a large store.`,
      perform: rewrite,
    })
  return [...steps, metaStep(db, `object:${object}`, JSON.stringify(after), shapeReason(object, before, after))]
}

/** Statements that make the indexes which are not there. */
export function missingIndexes(db: Database, layout: ObjectLayout, when: IndexesWhen = 'now'): readonly string[] {
  const known = indexNames(db, `o_${layout.object}`)
  const wanted = layout.indexes.filter(({ unique }) => unique || when === 'now')
  return wanted.flatMap((index) => (known.has(index.name) ? [] : [indexSql(layout, index)]))
}

/** A layout with those of its indexes that are there. */
export function asIndexed(db: Database, layout: ObjectLayout): ObjectLayout {
  const known = indexNames(db, `o_${layout.object}`)
  return { ...layout, indexes: layout.indexes.filter(({ name }) => known.has(name)) }
}

/** Indexes of single values as earlier versions had them: others took their place. */
function formerIndexes(db: Database, layout: ObjectLayout): readonly Step[] {
  const known = indexNames(db, `o_${layout.object}`)
  const former = layout.indexes.flatMap(({ only }) => (only === undefined ? [] : [`i_${layout.object}_${only}`]))
  const reason = `An index of ${layout.object} that another one has taken the place of.`
  return former.flatMap((name) => (known.has(name) ? [{ statement: `DROP INDEX ${quote(name)}`, reason }] : []))
}

function indexNames(db: Database, table: string): ReadonlySet<unknown> {
  const rows = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?").all(table)
  return new Set(rows.map((row) => row['name']))
}

/** A step that notes something in the store's own table; without a value it is no longer noted. */
export function metaStep(db: Database, key: string, value: string | undefined, reason: string): Step {
  const write =
    'INSERT INTO kith_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
  const perform =
    value === undefined
      ? () => void db.prepare('DELETE FROM kith_meta WHERE key = ?').run(key)
      : () => void db.prepare(write).run(key, value)
  return { statement: `-- ${key} is noted`, reason, perform }
}

export function readMeta(db: Database, key: string): string | undefined {
  if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'kith_meta'").get()) return undefined
  return db.prepare('SELECT value FROM kith_meta WHERE key = ?').get(key)?.['value'] as string | undefined
}

function readShape(db: Database, object: string): Shape | undefined {
  return JSON.parse(readMeta(db, `object:${object}`) ?? 'null') ?? undefined
}

function indexReason(object: string, filled: boolean): string {
  return filled
    ? `An index of ${object}, so that lists and filters need not read every row; reads the whole table once.`
    : `An index of ${object}.`
}

function shapeReason(object: string, before: Shape | undefined, after: Shape): string {
  return departed(object, before, after) ?? `So that the next start knows that ${object} is up to date.`
}

/** Whether what is stored of a field was made by another rule: changed, or gone from the model for a while. */
function isStale(
  db: Database,
  layout: ObjectLayout,
  field: string,
  before: Shape,
  after: Shape,
  columns: ReadonlyMap<string, string>,
): boolean {
  if (before[field] !== undefined) return before[field] !== after[field]
  const strayed = `SELECT 1 FROM ${layout.table} WHERE json_type(${quote(CUSTOM)}, ?) IS NOT NULL LIMIT 1`
  return columns.has(field) || db.prepare(strayed).get(`$.${field}`) !== undefined
}

function createTable(layout: ObjectLayout): readonly Step[] {
  const { object, table } = layout
  const columns = readFirst(layout).map(({ name, type }) => `${quote(name)} ${type}`)
  return [
    {
      statement: `CREATE TABLE ${table} (${ROW} INTEGER PRIMARY KEY, ${TENANT} TEXT NOT NULL, ${columns.join(', ')}) STRICT`,
      reason: `The records of ${object}.`,
    },
    ...createSearch(layout),
  ]
}

/**
 * With `detail = 'none'` the index would be smaller, but FTS5 (up to SQLite 3.53) forgets what else one transaction writes of
 * a word behind a row that it takes out and puts in again, where it is to delete securely. See https://sqlite.org/fts5.html.
 * How many words a row has stands in its rank. An index of another text than this is made anew.
 */
const SEARCH = "fts5 (words, tokenize = 'ascii', detail = 'column', columnsize = 0, prefix = '1 2 3')"

function createSearch({ object, search, ranks }: ObjectLayout): readonly Step[] {
  return [
    { statement: `CREATE VIRTUAL TABLE ${search} USING ${SEARCH}`, reason: `The words that ${object} is found by.` },
    {
      statement: `INSERT INTO ${search} (${search}, rank) VALUES ('secure-delete', 1)`,
      reason: 'So that what is erased leaves the search index too.',
    },
    {
      statement: `CREATE TABLE ${ranks} ("row" INTEGER PRIMARY KEY, rank INTEGER NOT NULL) STRICT`,
      reason: `What the search ranks ${object} by.`,
    },
  ]
}

/** A search index of another kind, as earlier versions had them, becomes one of today: those of version 1 could lack records. */
function formerSearch(db: Database, layout: ObjectLayout): readonly Step[] {
  const { object, search, ranks, table } = layout
  const name = `s_${object}`
  const made = db
    .prepare('SELECT sql FROM sqlite_schema WHERE name IN (?, ?) ORDER BY name DESC')
    .all(name, `r_${object}`)
  if (made.length === 2 && String(made[0]?.['sql']).endsWith(SEARCH)) return []
  const former = quote(`${name}_former`)
  const reason = `A search index of ${object} that lacks no record, and ranks them; reads the words of the former one once.`
  const rank = rankSql("length(f.words) - length(replace(f.words, ' ', '')) + 1", 't."createdAt"')
  const from = `FROM ${former} f CROSS JOIN ${table} t ON t.${ROW} = f."row"`
  return [
    { statement: `CREATE TABLE ${former} AS SELECT rowid AS "row", words FROM ${search}`, reason },
    { statement: `DROP TABLE ${search}`, reason },
    ...createSearch(layout),
    { statement: `INSERT INTO ${search} (rowid, words) SELECT f."row", f.words ${from}`, reason },
    { statement: `INSERT INTO ${ranks} ("row", rank) SELECT f."row", ${rank} ${from}`, reason },
    { statement: `DROP TABLE ${former}`, reason },
  ]
}

/** What is read back stands before what records are only found by: SQLite goes through a row from its beginning. */
function readFirst(layout: ObjectLayout): ReturnType<typeof columnTypes> {
  const stored = new Set(storedColumns(layout))
  const { read = [], found = [] } = Object.groupBy(columnTypes(layout), ({ name }) =>
    stored.has(name) ? 'read' : 'found',
  )
  return [...read, ...found]
}

/** JSON is kept as text. */
function columnTypes(layout: ObjectLayout): readonly { readonly name: string; readonly type: string }[] {
  return tableColumns(layout).map(({ name, type }) => ({ name, type: type === 'JSON' ? 'TEXT' : type }))
}

/** @param known Is filled with the columns that are there, and their types. */
function addColumns(db: Database, layout: ObjectLayout, known: Map<string, string>): readonly Step[] {
  const rows = db.prepare('SELECT name, type FROM pragma_table_info(?)').all(`o_${layout.object}`)
  for (const row of rows) known.set(row['name'] as string, row['type'] as string)
  return columnTypes(layout).flatMap(({ name, type }) => {
    const found = known.get(name)
    if (found !== undefined && found !== type) throw changedColumn(layout.object, name, found, type)
    const statement = `ALTER TABLE ${layout.table} ADD COLUMN ${quote(name)} ${type}`
    return found === undefined ? [{ statement, reason: `A new column of ${layout.object}; done at once.` }] : []
  })
}
