// Regions that CLDR names and that are no country of ISO 3166-1.
const NO_COUNTRY = /^(AC|CP|CQ|DG|EA|EU|EZ|IC|QO|TA|UN|X[AB]|ZZ)$/
const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')

/** ISO 3166-1 codes with the names that the browser has for them, in the order of the reader's language. */
export function countries(locale: string): readonly { readonly code: string; readonly name: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const canonical = (code: string) => new Intl.Locale(`und-${code}`).region === code
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .map((code) => ({ code, name: NO_COUNTRY.test(code) || !canonical(code) ? undefined : names.of(code) }))
    .filter((country): country is { code: string; name: string } => country.name !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name, locale))
}
