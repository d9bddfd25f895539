import { en, type FilterWords } from './en.ts'
import { ms } from './ms.ts'
import { nb } from './nb.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { tr } from './tr.ts'
import { languageOf, type Voice, voiceWith } from './voice.ts'

export type { Voice } from './voice.ts'

const LANGUAGES: ReadonlyMap<string, FilterWords> = new Map(Object.entries({ en, ms, nb, nl, pl, tr }))

/** The words of a locale, from all languages. */
export function voiceOf(locale: string): Voice {
  const words = LANGUAGES.get(languageOf(locale).language)
  return voiceWith(locale, words ?? en, words !== undefined)
}
