import { customSlotsOf } from '../sql/index-rows.ts'
import { CUSTOM_SLOTS, decodeRow, TENANT } from '../sql/layout.ts'
import { quote } from '../sql/sql.ts'
import type { Cell } from './driver.ts'
import { type ObjectLayout, ROW } from './layout.ts'
import type { SqliteStore } from './store.ts'
import { parseSlots, putRecord } from './write.ts'

const PAGE = 500

/** Writes every record of an object again, so that columns, index rows and search words are those of the present rules. */
export function rewriteRecords(store: SqliteStore, layout: ObjectLayout): void {
  store.customIndexes.load()
  store.connection.sql('DELETE FROM field_value WHERE object = ?').run(layout.object)
  const columns = `t.${ROW}, t.${TENANT}, t.${quote(CUSTOM_SLOTS)}, ${layout.valuesSql}`
  const text = `SELECT ${columns} FROM ${layout.table} t WHERE t.${ROW} > ? ORDER BY t.${ROW} LIMIT ${PAGE}`
  let last = 0
  for (;;) {
    const page = store.connection.sql(text, 'array').all(last) as unknown as Cell[][]
    for (const [row, tenant, slots, ...values] of page) {
      last = row as number
      const put = { object: layout.object, record: decodeRow(layout, values), custom: customSlotsOf(parseSlots(slots)) }
      putRecord(store, tenant as string, put, 'unindexed')
    }
    if (page.length < PAGE) return
  }
}
