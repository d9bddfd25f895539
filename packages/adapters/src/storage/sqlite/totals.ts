import type { AggregateQuery, AggregateRow } from '@kith/core/storage'
import { TENANT } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import { askTotals, COUNT, halvesOf, LOW_BITS, measuresOf, type TotalsLayout } from '../sql/totals.ts'
import { slotOf } from './cells.ts'
import { LIMIT } from './connection.ts'
import type { Cell } from './driver.ts'
import type { ObjectLayout } from './layout.ts'
import type { Step } from './schema.ts'
import type { SqliteStore } from './store.ts'

/** All keys as one text: NULL is a value here. */
const KEY = '"$key"'

/** Answers a query from what is kept; undefined where it must be counted. */
export function keptAnswer(
  store: SqliteStore,
  tenant: string,
  object: string,
  query: AggregateQuery,
): AggregateRow[] | undefined {
  const totals = store.totals(object)
  const asked = totals && askTotals(totals, store.context(tenant), query)
  if (!totals || !asked) return undefined
  const { where, groupBy, measures } = asked
  const columns = [...groupBy, ...measures.map((column) => `ifnull(sum(${column}), 0)`)]
  const grouped = groupBy.length > 0 ? ` GROUP BY ${groupBy.map((_, at) => at + 1).join(', ')}` : ''
  const text = `SELECT ${columns.join(', ') || '1'} FROM ${totals.table} t WHERE ${where.text}${grouped} ${LIMIT}`
  const rows = store.connection.sql(text, 'bigint').all(...where.values, query.limit ?? -1)
  return rows.map((row) => {
    const cells = row as unknown as Cell[]
    return {
      keys: query.groupBy.map((ref, at) => slotOf(cells[at], ref.kind)),
      values: measuresOf(cells.slice(groupBy.length) as bigint[], query),
    }
  })
}

/**
 * Keeps the table of totals in step by triggers, so that it follows whatever writes records. Made anew from the records when
 * the definition asks for other totals; gone when it asks for none.
 *
 * @param known What the totals that are there were made by.
 * @returns the steps, and what the totals are made by after them; undefined: there are none
 */
export function totalsSteps(
  layout: ObjectLayout,
  totals: TotalsLayout | undefined,
  known: string | undefined,
): { readonly steps: readonly Step[]; readonly made: string | undefined } {
  const statements = totals && totalsStatements(layout, totals)
  const made = statements && JSON.stringify(statements)
  if (made === known) return { steps: [], made }
  const gone = known === undefined ? [] : EVENTS.map((event) => `DROP TRIGGER IF EXISTS ${triggerName(layout, event)}`)
  if (known !== undefined) gone.push(`DROP TABLE IF EXISTS ${quote(`t_${layout.object}`)}`)
  const reason = `Totals of ${layout.object}, kept by triggers; adds up every record once.`
  return { steps: [...gone, ...(statements ?? [])].map((statement) => ({ statement, reason })), made }
}

const EVENTS = ['insert', 'update', 'delete'] as const
const triggerName = ({ object }: ObjectLayout, event: (typeof EVENTS)[number]) => quote(`t_${object}_${event}`)

/** SQL over a row of the table of records, by its alias. */
function rowSql({ keys, sums }: TotalsLayout) {
  const of = (row: string) => keys.map(({ name }) => `${row}.${quote(name)}`)
  return {
    of,
    key: (row: string) => `json_array(${of(row).join(', ')})`,
    isThere: (row: string) => `${row}."deletedAt" IS NULL`,
    amounts: (row: string) =>
      sums.flatMap((column) => {
        const value = `ifnull(${row}.${quote(column)}, 0)`
        return [`(${value} >> ${LOW_BITS})`, `(${value} & ${2 ** LOW_BITS - 1})`]
      }),
  }
}

/** The table, its rows from the records that are there, and the triggers. */
function totalsStatements(layout: ObjectLayout, totals: TotalsLayout): readonly string[] {
  const { table, keys, sums } = totals
  const { of, key, isThere, amounts } = rowSql(totals)
  const numbers = [COUNT, ...sums.flatMap(halvesOf)]
  const columns = [TENANT, KEY, ...keys.map(({ name }) => quote(name)), ...numbers].join(', ')
  const types = keys.map(({ name, type }) => `${quote(name)} ${type === 'JSON' ? 'TEXT' : type}`)
  const all = [
    `${TENANT} TEXT NOT NULL`,
    `${KEY} TEXT NOT NULL`,
    ...types,
    ...numbers.map((name) => `${name} INTEGER NOT NULL`),
  ]
  const counted = [...of('r'), 'count(*)', ...amounts('r').map((amount) => `sum(${amount})`)].join(', ')
  const move = (row: string, sign: '' | '-') => {
    const values = [...of(row), `${sign}1`, ...amounts(row).map((amount) => `${sign}${amount}`)].join(', ')
    const plus = numbers.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')
    return `INSERT INTO ${table} (${columns}) SELECT ${row}.${TENANT}, ${key(row)}, ${values} WHERE ${isThere(row)} ON CONFLICT (${TENANT}, ${KEY}) DO UPDATE SET ${plus};`
  }
  const sweep = `DELETE FROM ${table} WHERE ${TENANT} = OLD.${TENANT} AND ${KEY} = ${key('OLD')} AND ${COUNT} = 0;`
  const watched = ['deletedAt', ...keys.map(({ name }) => name), ...sums]
  const changed = watched.map((name) => `OLD.${quote(name)} IS NOT NEW.${quote(name)}`).join(' OR ')
  const trigger = (event: (typeof EVENTS)[number], when: string, body: string) =>
    `CREATE TRIGGER ${triggerName(layout, event)} AFTER ${event} ON ${layout.table} WHEN ${when} BEGIN ${body} END`
  return [
    `CREATE TABLE ${table} (${all.join(', ')}, PRIMARY KEY (${TENANT}, ${KEY})) STRICT, WITHOUT ROWID`,
    `INSERT INTO ${table} (${columns}) SELECT r.${TENANT}, ${key('r')}, ${counted} FROM ${layout.table} r WHERE ${isThere('r')} GROUP BY 1, 2`,
    trigger('insert', isThere('NEW'), move('NEW', '')),
    trigger('delete', isThere('OLD'), `${move('OLD', '-')} ${sweep}`),
    trigger('update', changed, `${move('OLD', '-')} ${move('NEW', '')} ${sweep}`),
  ]
}
