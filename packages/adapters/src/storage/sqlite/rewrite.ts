import type { SQLOutputValue } from 'node:sqlite'
import type { CustomSlot } from '@kith/core/storage'
import { CUSTOM_SLOTS, decodeRow, type ObjectLayout, quote, ROW, TENANT } from './layout.ts'
import type { SqliteStore } from './store.ts'
import { putRecord } from './write.ts'

const PAGE = 500

/** Writes every record of an object again, so that columns, index rows and search words are those of the present rules. */
export function rewriteRecords(store: SqliteStore, layout: ObjectLayout): void {
  store.customIndexes.load()
  store.connection.sql('DELETE FROM field_value WHERE object = ?').run(layout.object)
  const columns = `t.${ROW}, t.${TENANT}, t.${quote(CUSTOM_SLOTS)}, ${layout.valuesSql}`
  const text = `SELECT ${columns} FROM ${layout.table} t WHERE t.${ROW} > ? ORDER BY t.${ROW} LIMIT ${PAGE}`
  let last = 0
  for (;;) {
    const page = store.connection.sql(text, 'array').all(last) as unknown as SQLOutputValue[][]
    for (const [row, tenant, slots, ...values] of page) {
      last = row as number
      const put = { object: layout.object, record: decodeRow(layout, values), custom: customSlots(slots) }
      putRecord(store, tenant as string, put, 'unindexed')
    }
    if (page.length < PAGE) return
  }
}

/** The slots of run-time fields as they were put. */
function customSlots(cell: SQLOutputValue | undefined): CustomSlot[] {
  if (typeof cell !== 'string') return []
  return Object.entries(
    JSON.parse(cell) as Record<string, CustomSlot['value'] | Record<string, CustomSlot['value']>>,
  ).flatMap(([field, value]) => {
    const slots = Array.isArray(value) ? { '': value } : (value as Record<string, CustomSlot['value']>)
    return Object.entries(slots).map(([slot, one]) => ({ field, slot, value: one, indexed: false }))
  })
}
