import type { FilterWords } from './en.ts'

/** How to speak in a locale. */
export interface Voice {
  readonly words: FilterWords
  /** Tag that `Intl` writes numbers and dates by. */
  readonly tag: string
  /** Tag that labels of the model are taken by. */
  readonly labels: string
}

/** The language of a locale, and its tag as `Intl` writes it. Norwegian without more is bokmål. */
export function languageOf(locale: string): { readonly language: string; readonly tag: string | undefined } {
  const tag = canonicalTag(locale)
  const [language = ''] = (tag ?? locale).split('-')
  return { language: language === 'no' ? 'nb' : language, tag: language === 'no' ? 'nb' : tag }
}

/**
 * A voice of a locale. Where its language is not known the words are English, and labels are still those of the locale,
 * as people see them on their screen.
 */
export function voiceWith(locale: string, words: FilterWords, isKnown: boolean): Voice {
  const { language, tag } = languageOf(locale)
  if (!isKnown) return { words, tag: 'en', labels: tag ?? 'en' }
  return { words, tag: tag ?? language, labels: tag ?? language }
}

function canonicalTag(locale: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(locale)[0]
  } catch {
    return undefined
  }
}
