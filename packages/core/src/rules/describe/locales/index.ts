import { voiceOf } from '../../../filter/locales/index.ts'
import { en, type RuleWords } from './en.ts'
import { nb } from './nb.ts'

const LANGUAGES: ReadonlyMap<string, RuleWords> = new Map(Object.entries({ en, nb }))

/** How rules speak in a locale. */
export interface RuleVoice {
  readonly words: RuleWords
  /** Tag that `Intl` writes numbers, dates and lists by. */
  readonly tag: string
  /** Tag that labels of the model are taken by. */
  readonly labels: string
}

/** The words of a locale. Where the language is not known they are English, and labels are still those of the locale. */
export function ruleVoiceOf(locale: string): RuleVoice {
  const { tag, labels } = voiceOf(locale)
  const words = LANGUAGES.get(tag.split('-')[0] ?? '')
  return words ? { words, tag, labels } : { words: en, tag: 'en', labels }
}
