import { en, type FilterWords } from './en.ts'
import { nb } from './nb.ts'

const LANGUAGES: ReadonlyMap<string, FilterWords> = new Map([
  ['en', en],
  ['nb', nb],
])

/** How to speak in a locale. */
export interface Voice {
  readonly words: FilterWords
  /** Tag that `Intl` writes numbers and dates by. */
  readonly tag: string
  /** Tag that labels of the model are taken by. */
  readonly labels: string
}

/**
 * The words of a locale. Norwegian without more is bokmål. Where the language is not known the words are English, and
 * labels are still those of the locale, as people see them on their screen.
 */
export function voiceOf(locale: string): Voice {
  const known = canonicalTag(locale)
  const language = (known ?? locale).split('-')[0] ?? ''
  const words = LANGUAGES.get(language === 'no' ? 'nb' : language)
  if (!words) return { words: en, tag: 'en', labels: known ?? 'en' }
  const tag = language === 'no' ? 'nb' : (known ?? language)
  return { words, tag, labels: tag }
}

function canonicalTag(locale: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(locale)[0]
  } catch {
    return undefined
  }
}
