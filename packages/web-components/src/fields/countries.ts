// Regions that CLDR names and that are no country of ISO 3166-1.
const NO_COUNTRY = /^(AC|CP|CQ|DG|EA|EU|EZ|IC|QO|TA|UN|X[AB]|ZZ)$/
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

type Options = readonly { readonly id: string; readonly label: string }[]
const known: Record<string, Options> = {}

/** ISO 3166-1 codes with the names that the browser has for them, in the order of the reader's language. */
export const countries = (locale: string): Options => {
  known[locale] ??= list(locale)
  return known[locale]
}

function list(locale: string): Options {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const { compare } = new Intl.Collator(locale)
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((id) => !NO_COUNTRY.test(id) && new Intl.Locale(`und-${id}`).region === id)
    .map((id) => ({ id, label: names.of(id) ?? '' }))
    .filter(({ label }) => label)
    .sort((a, b) => compare(a.label, b.label))
}
