import { type TableLayout, TENANT } from '../sql/layout.ts'
import { indexedColumns } from '../sql/shape.ts'
import { quote } from '../sql/sql.ts'

/** An index of the table of an object. */
export interface Index {
  readonly name: string
  /** Behind the tenant. */
  readonly columns: readonly string[]
  readonly unique?: boolean
  /** A column without which a record is not in it. */
  readonly only?: string
}

/**
 * The indexes of an object, chosen from the model. Those that lists are sorted by go on with `deletedAt` and end with the id,
 * as pages do; those of values that are only equal or not begin with the value, for records that have one.
 */
export function indexesOf(layout: TableLayout): readonly Index[] {
  const { object } = layout
  const single = indexedColumns(layout).map(
    ({ name, ordered }): Index =>
      ordered
        ? { name: `i_${object}_${name}`, columns: ['deletedAt', name, 'id'] }
        : { name: `v_${object}_${name}`, columns: [name, 'deletedAt', 'createdAt', 'id'], only: name },
  )
  const combined = layout.combined.map(
    (names): Index => ({ name: `c_${object}_${names.join('_')}`, columns: ['deletedAt', ...names, 'id'] }),
  )
  const ends = ['from', 'to'].map((end): Index => ({ name: `i_${object}_${end}`, columns: [`${end}Id`] }))
  return [uniqueIndex(layout), ...single, ...combined, ...(object === 'link' ? ends : [])]
}

export function uniqueIndex({ object }: TableLayout): Index {
  return { name: `u_${object}`, columns: ['id'], unique: true }
}

/** What makes an index. */
export function indexSql(layout: TableLayout, { name, columns, unique, only }: Index): string {
  const where = only === undefined ? '' : ` WHERE ${quote(only)} IS NOT NULL`
  const all = [TENANT, ...columns.map(quote)].join(', ')
  return `CREATE${unique ? ' UNIQUE' : ''} INDEX IF NOT EXISTS ${quote(name)} ON ${layout.table} (${all})${where}`
}
