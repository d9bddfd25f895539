/** How much one record may hold. Parsing refuses more, with an issue. */
export const LIMITS = {
  /** UTF-16 units of a `text` without a `maxLength`. */
  textLength: 200,
  /** UTF-16 units of a `longText` without a `maxLength`. */
  longTextLength: 20_000,
  /** UTF-16 units of a web address. */
  urlLength: 2_048,
  /** Entries of a `many` or `multiSelect` field. */
  items: 100,
  /** UTF-8 bytes of the canonical JSON of a `json` value. */
  jsonBytes: 100 * 1024,
  /** Lists and objects inside each other in a `json` value. */
  jsonDepth: 32,
} as const
