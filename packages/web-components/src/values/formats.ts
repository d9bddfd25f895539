const made = new Map<string, Intl.DateTimeFormat | Intl.RelativeTimeFormat>()

function once<Format extends Intl.DateTimeFormat | Intl.RelativeTimeFormat>(key: string, make: () => Format): Format {
  const format = (made.get(key) as Format | undefined) ?? make()
  made.set(key, format)
  return format
}

/**
 * Says instants in one form and language. Made once: making one costs as much as using it a hundred times, and a long
 * thread says hundreds of them with each key that is pressed.
 */
export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  once(`${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options))

/** `yesterday`, `today`, `tomorrow` in a language. */
export const sayDays = (days: number, locale: string): string =>
  once(locale, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })).format(days, 'day')
