/** Tells the time. Nothing else in core reads a clock. */
export interface Clock {
  /** Now, as an instant: ISO 8601 UTC with milliseconds, `2026-03-01T09:00:00.000Z`. */
  now(): string
}
