import { en, type FilterWords } from './en.ts'
import { nb } from './nb.ts'

/** By language. Norwegian without more is bokmål. */
const LANGUAGES: ReadonlyMap<string, FilterWords> = new Map([
  ['en', en],
  ['nb', nb],
  ['no', nb],
])

/** The words of a locale, and the tag that `Intl` writes its numbers and dates by; English where it is not known. */
export function wordsOf(locale: string): { readonly words: FilterWords; readonly tag: string } {
  const words = LANGUAGES.get(locale.split('-')[0] ?? '')
  return words && isTag(locale) ? { words, tag: locale } : { words: words ?? en, tag: words === nb ? 'nb' : 'en' }
}

function isTag(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1
  } catch {
    return false
  }
}
