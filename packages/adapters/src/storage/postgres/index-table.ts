import type { RecordPut } from '@kith/core/storage'
import { customRows, type IndexRow } from '../sql/index-rows.ts'
import { CUSTOM_SLOTS, TENANT } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import { binaryArray, keyOf, numberArray } from './values.ts'
import { indexKey, type Work } from './work.ts'

/** A row of `field_value` with the record that it is of. */
export interface RecordRow extends IndexRow {
  readonly id: string
}

/**
 * Finds out which run-time fields are kept in `field_value`, and puts those there that these records ask for, with every
 * record that was there before. Who writes run-time fields shares the tenant's row; who adds an index has it alone, so
 * that no record comes between.
 */
export async function lockCustomIndexes(work: Work, puts: readonly RecordPut[]): Promise<void> {
  if (work.indexed) return
  const { session, store, tenant } = work
  const context = store.context(tenant)
  const asked = puts.flatMap(({ object, custom = [] }) =>
    custom.filter((slot) => slot.indexed).map(({ field }) => [object, field] as const),
  )
  const alone = asked.some(([object, field]) => !context.indexed(object, field))
  await session.all(`SELECT 1 FROM kith_tenant WHERE tenant = ? FOR ${alone ? 'UPDATE' : 'SHARE'}`, [tenant])
  const rows = await session.all('SELECT object, field FROM kith_custom_index WHERE tenant = ?', [tenant])
  const indexed = new Set(rows.map(([object, field]) => indexKey(object as string, field as string)))
  work.indexed = indexed
  for (const [object, field] of asked) {
    if (indexed.has(indexKey(object, field))) continue
    indexed.add(indexKey(object, field))
    await addCustomIndex(work, object, field)
  }
}

async function addCustomIndex({ session, store, tenant }: Work, object: string, field: string): Promise<void> {
  const layout = store.layout(object)
  const register = 'INSERT INTO kith_custom_index (tenant, object, field) VALUES (?, ?, ?)'
  await session.run(register, [tenant, object, field])
  const slots = `${quote(CUSTOM_SLOTS)} -> ?`
  const text = `SELECT "id", ${slots} FROM ${layout.table} WHERE ${TENANT} = ? AND ${slots} IS NOT NULL`
  const found = await session.all(text, [field, tenant, field])
  const rows = found.flatMap(([id, json]) =>
    customRows(field, JSON.parse(json as string)).map((row) => ({ ...row, id: id as string })),
  )
  await insertIndexRows({ session, tenant }, object, rows)
}

/** Rows that one statement takes. */
const CHUNK = 5_000

export async function insertIndexRows(
  { session, tenant }: Pick<Work, 'session' | 'tenant'>,
  object: string,
  rows: readonly RecordRow[],
): Promise<void> {
  const text = `INSERT INTO field_value (tenant, object, field, slot, value_key, value_text, value_num, id)
    SELECT DISTINCT ?, ?, r.* FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::double precision[], ?::text[]) r
    ON CONFLICT DO NOTHING`
  for (let at = 0; at < rows.length; at += CHUNK) {
    const some = rows.slice(at, at + CHUNK)
    await session.hot(text, [tenant, object, ...columns(some, true)])
  }
}

export async function deleteIndexRows(
  { session, tenant }: Pick<Work, 'session' | 'tenant'>,
  object: string,
  rows: readonly RecordRow[],
): Promise<void> {
  if (rows.length === 0) return
  const text = `DELETE FROM field_value v USING unnest(?::text[], ?::text[], ?::text[], ?::double precision[], ?::text[]) r(field, slot, key, num, id)
    WHERE v.tenant = ? AND v.object = ? AND v.field = r.field AND v.slot = r.slot AND v.value_key = r.key AND v.value_num = r.num AND v.id = r.id`
  await session.hot(text, [...columns(rows, false), tenant, object])
}

function columns(rows: readonly RecordRow[], withText: boolean): (string | Buffer)[] {
  const texts = (read: (row: RecordRow) => string) => binaryArray(rows.map(read))
  return [
    texts((row) => row.field),
    texts((row) => row.slot),
    texts((row) => keyOf(row.text)),
    ...(withText ? [texts((row) => row.text)] : []),
    numberArray(rows.map((row) => row.number)),
    texts((row) => row.id),
  ]
}
