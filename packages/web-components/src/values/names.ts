const cache = new Map<string, Intl.DisplayNames>()

function named(tag: string, type: 'language' | 'region', locale: string): string {
  try {
    const key = `${locale} ${type}`
    const names = cache.get(key) ?? new Intl.DisplayNames(locale, { type })
    cache.set(key, names)
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** What people call a language: `English` for `en`. */
export const sayLanguage = (tag: string, locale: string): string => named(tag, 'language', locale)

/** What people call a country: `Norway` for `NO`. */
export const sayCountry = (code: string, locale: string): string => named(code, 'region', locale)

/** The path of a page, readable: `/homes/fjordveien-14`. Empty for a front page and for what is no address. */
export function sayPath(page: string): string {
  try {
    return decodeURI(new URL(page, 'https://site.example').pathname).replace(/\/$/, '')
  } catch {
    return ''
  }
}
