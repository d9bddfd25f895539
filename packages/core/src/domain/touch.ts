/** Where a visitor came from, as the page told: `page`, `referrer`, `utm_source`, `gclid`… Names and texts are the visitor's, never trusted. */
export type Touch = Readonly<Record<string, string>>

/** A text that a page sends along by itself, made fit to be stored: nobody loses a lead for a strange address. */
export function tidyText(text: string, maxLength: number): string {
  return text.replaceAll('\0', '').slice(0, maxLength).toWellFormed()
}

/** A touch with tidy names and texts: the first 40, 2,048 characters of each. */
export function tidyTouch(touch: Touch): Touch {
  const entries = Object.entries(touch).slice(0, 40)
  return Object.fromEntries(entries.map(([name, text]) => [tidyText(name, 64), tidyText(text, 2_048)]))
}

/** The `utm_*` part of a touch. */
export function utmOf(touch: Touch): Touch | undefined {
  const entries = Object.entries(touch).filter(([name]) => name.startsWith('utm_'))
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
