/** Where a visitor came from, as the page told: `page`, `referrer`, `utm_source`, `gclid`… Names and texts are the visitor's, never trusted. */
export type Touch = Readonly<Record<string, string>>

/** The `utm_*` part of a touch. */
export function utmOf(touch: Touch): Touch | undefined {
  const entries = Object.entries(touch).filter(([name]) => name.startsWith('utm_'))
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
