import type { Session } from './session.ts'
import { textArray } from './values.ts'

/** What PostgreSQL has of a store, in the schema that comes first in the search path. */
export interface Catalog {
  /** Types of columns by table and column. */
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** By name: whether it can be used. One that was broken off while it was made cannot. */
  readonly indexes: ReadonlyMap<string, boolean>
  /** Tables whose rows are kept apart by tenant. */
  readonly secured: ReadonlySet<string>
  readonly notes: ReadonlyMap<string, string>
}

const HERE = 'c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(?::text[])'

const COLUMNS = `SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE ${HERE} AND a.attnum > 0 AND NOT a.attisdropped`

const INDEXES = `SELECT c.relname, i.indisvalid FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE ${HERE}`

const SECURED = `SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
  WHERE ${HERE} AND p.polname = 'kith_tenant' AND c.relrowsecurity AND c.relforcerowsecurity`

/** What the store has noted of itself; nothing where there is none. */
export async function readNotes(session: Session): Promise<ReadonlyMap<string, string>> {
  const there = await session.one("SELECT to_regclass('kith_meta') IS NOT NULL")
  return new Map(
    (there?.[0] ? await session.all('SELECT key, value FROM kith_meta') : []) as readonly [string, string][],
  )
}

/** @param names Of tables and of indexes that are looked for. */
export async function readCatalog(
  session: Session,
  names: { readonly tables: readonly string[]; readonly indexes: readonly string[] },
): Promise<Catalog> {
  const tables = new Map<string, Map<string, string>>()
  const wanted = [textArray(names.tables)]
  for (const [table, column, type] of (await session.all(COLUMNS, wanted)) as readonly [string, string, string][]) {
    const columns = tables.get(table) ?? new Map<string, string>()
    tables.set(table, columns.set(column, type))
  }
  const indexes = (await session.all(INDEXES, [textArray(names.indexes)])) as readonly [string, boolean][]
  const secured = (await session.all(SECURED, wanted)) as readonly [string][]
  return {
    tables,
    indexes: new Map(indexes),
    secured: new Set(secured.map(([name]) => name)),
    notes: await readNotes(session),
  }
}
