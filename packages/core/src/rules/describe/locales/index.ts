import { voiceOf } from '../../../filter/locales/index.ts'
import { en, type RuleWords } from './en.ts'
import { ms } from './ms.ts'
import { nb } from './nb.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { tr } from './tr.ts'

const LANGUAGES: ReadonlyMap<string, RuleWords> = new Map(Object.entries({ en, ms, nb, nl, pl, tr }))

/** How rules speak in a locale. */
export interface RuleVoice {
  readonly words: RuleWords
  /** `{value}` in quotation marks. */
  readonly quoted: string
  /** Tag that `Intl` writes numbers, dates and lists by. */
  readonly tag: string
  /** Tag that labels of the model are taken by. */
  readonly labels: string
}

/** The words of a locale. Where the language is not known they are English, and labels are still those of the locale. */
export function ruleVoiceOf(locale: string): RuleVoice {
  const { tag, labels, words: filterWords } = voiceOf(locale)
  const words = LANGUAGES.get(tag.split('-')[0] ?? '')
  const { quoted } = filterWords
  return words ? { words, quoted, tag, labels } : { words: en, quoted, tag: 'en', labels }
}
