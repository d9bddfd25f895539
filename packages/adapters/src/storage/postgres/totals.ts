import type { AggregateQuery, AggregateRow, Batch } from '@kith/core/storage'
import type { SqlContext } from '../sql/condition.ts'
import { TENANT } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import { askTotals, COUNT, halvesOf, LOW_BITS, measuresOf, type TotalsLayout } from '../sql/totals.ts'
import type { ObjectLayout } from './layout.ts'
import type { Row, Session } from './session.ts'
import { textArray, typeOf } from './values.ts'
import type { Work } from './work.ts'
import { takePlaces } from './write.ts'

/** Kept totals of an object in PostgreSQL, with the statements that keep them. */
export interface Totals extends TotalsLayout {
  readonly createSql: string
  /** Makes the totals of a tenant from its records. */
  readonly fillSql: string
  readonly beforeSql: string
  readonly afterSql: string
  readonly foldSql: string
}

/**
 * All keys as one short text, of rows that are folded together. A commit only adds rows of what it changed, without this key:
 * so that no two commits wait for one row.
 */
const KEY = '"$key"'

export function totalsOf(layout: ObjectLayout, totals: TotalsLayout): Totals {
  const { table, sums } = totals
  const keys = totals.keys.map(({ name, type }) => ({ name: quote(name), type: typeOf(type) }))
  const numbers = [COUNT, ...sums.flatMap(halvesOf)]
  const names = keys.map(({ name }) => name)
  const columns = [TENANT, ...names, ...numbers].join(', ')
  const types = [
    ...keys.map(({ name, type }) => `${name} ${type}`),
    ...numbers.map((name) => `${name} bigint NOT NULL`),
  ]
  const amounts = sums.flatMap((column) => {
    const value = `coalesce(r.${quote(column)}, 0)`
    return [`${value} >> ${LOW_BITS}`, `${value} & ${2 ** LOW_BITS - 1}`]
  })
  const of = names.map((name) => `r.${name}`)
  const isThere = `r.${TENANT} = ? AND r."deletedAt" IS NULL`
  const group = names.map((_, at) => at + 2).join(', ')
  const added = numbers.map((name) => `sum(d.${name})::bigint`)
  const something = numbers.map((name) => `sum(d.${name}) <> 0`).join(' OR ')
  const array = (type: string) => `?::${type.replace(' COLLATE "C"', '')}[]`
  const arrays = [...keys.map(({ type }) => array(type)), ...numbers.map(() => array('bigint'))]
  const now = `SELECT ${[...of, '1', ...amounts].join(', ')} FROM ${layout.table} r WHERE ${isThere} AND r."id" = ANY(?::text[])`
  const key = `encode(sha256(convert_to(jsonb_build_array(${names.map((name) => `d.${name}`).join(', ')})::text, 'UTF8')), 'hex')`
  return {
    ...totals,
    createSql: `CREATE TABLE IF NOT EXISTS ${table} (${TENANT} text COLLATE "C" NOT NULL, ${types.join(', ')}, ${KEY} text COLLATE "C", UNIQUE (${TENANT}, ${KEY}))`,
    fillSql: `INSERT INTO ${table} (${columns}) SELECT ?, ${[...of, 'count(*)', ...amounts.map((amount) => `sum(${amount})::bigint`)].join(', ')} FROM ${layout.table} r WHERE ${isThere} GROUP BY ${group}`,
    beforeSql: `SELECT ${['r."id"', 'r."deletedAt"', ...of, ...amounts].join(', ')} FROM ${layout.table} r WHERE r.${TENANT} = ? AND r."id" = ANY(?::text[]) ORDER BY r."id" FOR NO KEY UPDATE`,
    afterSql: `INSERT INTO ${table} (${columns}) SELECT ?, ${[...names.map((name) => `d.${name}`), ...added].join(', ')} FROM (SELECT * FROM unnest(${arrays.join(', ')}) UNION ALL ${now}) d(${[...names, ...numbers].join(', ')}) GROUP BY ${group} HAVING ${something}`,
    foldSql: `WITH d AS (DELETE FROM ${table} WHERE ${TENANT} = ? AND ${KEY} IS NULL RETURNING *) INSERT INTO ${table} AS t (${columns}, ${KEY}) SELECT ?, ${[...names.map((name) => `d.${name}`), ...added, key].join(', ')} FROM d GROUP BY ${group}, ${key} ORDER BY ${key} ON CONFLICT (${TENANT}, ${KEY}) DO UPDATE SET ${numbers.map((name) => `${name} = t.${name} + excluded.${name}`).join(', ')}`,
  }
}

/** What a batch changes of an object whose totals are kept: its records as they were. */
interface Changing {
  readonly object: string
  readonly totals: Totals
  readonly ids: readonly string[]
  readonly before: readonly Row[]
  /** Those that were not there. */
  readonly absent: readonly string[]
}

type Written = Pick<Batch, 'put' | 'remove' | 'add'>

/**
 * Runs what writes records, and notes in the same transaction what of the totals has changed by it.
 *
 * @param fresh Keys `object:id` of records that are not there.
 * @param write Is told the keys of records that were not there either. Their places are taken; those that it does not put it frees.
 */
export async function keepingTotals(
  work: Work,
  batch: Written,
  fresh: ReadonlySet<string>,
  write: (absent: ReadonlySet<string>) => Promise<void>,
): Promise<void> {
  const changing: Changing[] = []
  for (const [object, ids] of touched(work, batch))
    changing.push(await readBefore(work, object, [...ids].sort(), fresh))
  await write(new Set(changing.flatMap(({ object, absent }) => absent.map((id) => `${object}:${id}`))))
  for (const { object, totals, ids, before } of changing) {
    const cells = totals.keys.length + 2 * totals.sums.length
    const columns = Array.from({ length: cells }, (_, at) => {
      const sign = at < totals.keys.length ? '' : '-'
      return textArray(before.map((row) => (row[at + 2] === null ? null : `${sign}${row[at + 2]}`.replace('--', ''))))
    })
    const counts = textArray(before.map(() => '-1'))
    columns.splice(totals.keys.length, 0, counts)
    const { rowCount } = await work.session.hot(totals.afterSql, [work.tenant, ...columns, work.tenant, textArray(ids)])
    if (rowCount) work.store.changedTotals(work.tenant, object, rowCount)
  }
}

/** Ids of written records by object, of those whose totals are kept. */
function touched({ store }: Work, { put = [], remove = [], add = [] }: Written): [string, Set<string>][] {
  const ids = new Map<string, Set<string>>()
  const note = (object: string, id: string) => {
    if (store.totals(object)) ids.set(object, (ids.get(object) ?? new Set()).add(id))
  }
  for (const { object, record } of put) note(object, record.id)
  for (const { object, id } of remove) note(object, id)
  for (const { object, id, field } of add) {
    const totals = store.totals(object)
    if (totals?.keys.some(({ name }) => name === field) || totals?.sums.includes(field)) note(object, id)
  }
  return [...ids].sort(([left], [right]) => (left < right ? -1 : 1))
}

async function readBefore(
  work: Work,
  object: string,
  ids: readonly string[],
  fresh: ReadonlySet<string>,
): Promise<Changing> {
  const { session, store, tenant } = work
  const totals = store.totals(object) as Totals
  const known = ids.filter((id) => !fresh.has(`${object}:${id}`))
  if (known.length === 0) return { object, totals, ids, before: [], absent: [] }
  const { rows } = await session.hot(totals.beforeSql, [tenant, textArray(known)])
  const found = new Set(rows.map(([id]) => id))
  const absent = known.filter((id) => !found.has(id))
  // What others made of them until this is done would be counted twice.
  await takePlaces(work, store.layout(object), absent)
  return { object, totals, ids, before: rows.filter(([, deletedAt]) => deletedAt === null), absent }
}

/** Folds what commits have added into one row for each combination of keys. */
export async function foldTotals(session: Session, tenant: string, totals: Totals): Promise<void> {
  await session.hot(totals.foldSql, [tenant, tenant])
}

/** Answers a query from what is kept; undefined where it must be counted. */
export async function keptAnswer(
  session: Session,
  totals: Totals | undefined,
  context: SqlContext,
  query: AggregateQuery,
): Promise<AggregateRow[] | undefined> {
  const asked = totals && askTotals(totals, context, query)
  if (!totals || !asked) return undefined
  const { where, groupBy, measures } = asked
  const columns = [...groupBy, ...measures.map((column) => `coalesce(sum(${column}), 0)`)]
  const grouped =
    groupBy.length > 0 ? ` GROUP BY ${groupBy.map((_, at) => at + 1).join(', ')} HAVING sum(t.${COUNT}) <> 0` : ''
  const text = `SELECT ${columns.join(', ') || '1'} FROM ${totals.table} t WHERE ${where.text}${grouped} LIMIT ?`
  const rows = await session.all(text, [...where.values, query.limit ?? null])
  return rows.map((row) => ({
    keys: query.groupBy.map((ref, at) => slotOf(row[at], ref.kind)),
    values: measuresOf(
      row.slice(groupBy.length).map((cell) => BigInt(cell as string)),
      query,
    ),
  }))
}

function slotOf(cell: unknown, kind: AggregateQuery['groupBy'][number]['kind']) {
  if (cell === null || cell === undefined) return undefined
  if (kind === 'text') return cell as string
  return kind === 'boolean' ? Number(cell) === 1 : Number(cell)
}
