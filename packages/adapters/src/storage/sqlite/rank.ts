/** Of an instant in milliseconds: from 1970 to beyond the year 9999. */
const MADE_BITS = 48
const LATEST = 2 ** MADE_BITS - 1
/** What the bits of a positive number leave for the words. */
const MOST_WORDS = 2 ** (63 - MADE_BITS) - 1

/**
 * What a record is ranked by, as one number: smaller with fewer words, and with as many when it was made later. A row of it
 * takes a tenth of what the record takes, so a thousand are compared before any record is read.
 *
 * Records without `createdAt`, made before 1970 or of more than 32,767 words share a rank; whoever reads by rank reads all of one.
 *
 * @param size SQL of a number
 * @param createdAt SQL of an instant as `toISOString` writes it, or NULL
 */
export function rankSql(size: string, createdAt: string): string {
  const made = `ifnull(CAST(round(unixepoch(${createdAt}, 'subsec') * 1000) AS INTEGER), 0)`
  return `(min(${size}, ${MOST_WORDS}) << ${MADE_BITS} | ${LATEST} - min(max(${made}, 0), ${LATEST}))`
}

/** SQL of the number of words, the tenant's with them, of a rank. */
export function sizeSql(rank: string): string {
  return `(${rank} >> ${MADE_BITS})`
}
