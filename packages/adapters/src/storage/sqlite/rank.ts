const MADE_BITS = 48
/** As many milliseconds fit, from 1970 to beyond the year 9999. */
const LATEST = 2 ** MADE_BITS - 1

/**
 * What a record is ranked by, as one number: smaller with fewer words, and with as many when it was made later. A row of it
 * takes a tenth of what a record takes.
 */
export function rankSql(size: string, createdAt: string): string {
  const made = `ifnull(CAST(round(unixepoch(${createdAt}, 'subsec') * 1000) AS INTEGER), 0)`
  return `(min(${size}, 32767) << ${MADE_BITS} | ${LATEST} - min(max(${made}, 0), ${LATEST}))`
}

/** How many words a record has, of its rank. */
export function sizeSql(rank: string): string {
  return `(${rank} >> ${MADE_BITS})`
}
