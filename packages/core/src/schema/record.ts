/** A record as stored: system fields, code fields and run-time fields side by side. Nothing is stored as absent: no null, `''` or `[]`. */
export interface StoredRecord {
  readonly id: string
  /** 1 at creation, plus 1 at each write. */
  readonly version: number
  readonly [field: string]: unknown
}
