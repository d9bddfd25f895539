/** How much a filter may hold. More is refused with `INVALID_FILTER`. */
export const FILTER_LIMITS = {
  /** Conditions inside each other: `and`, `or`, `not`, relations, `some`, `none`, `every`. */
  depth: 8,
  /** Conditions in all; instants in an `in` count twice each, a `glob` with `?` eight more for each 32 characters. */
  nodes: 500,
  /** Entries of one `in` or `nin`. */
  values: 500,
  /** UTF-16 units of one text. */
  text: 1000,
  /** UTF-16 units of one `glob`. */
  glob: 200,
  /** Corners of one area. */
  corners: 100,
} as const
