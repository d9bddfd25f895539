import type { FilterWords } from './en.ts'
import { languageOf, type Voice, voiceWith } from './voice.ts'

const LANGUAGES: ReadonlyMap<string, () => Promise<FilterWords>> = new Map(
  Object.entries({
    en: async () => (await import('./en.ts')).en,
    ms: async () => (await import('./ms.ts')).ms,
    nb: async () => (await import('./nb.ts')).nb,
    nl: async () => (await import('./nl.ts')).nl,
    pl: async () => (await import('./pl.ts')).pl,
    tr: async () => (await import('./tr.ts')).tr,
  }),
)

/**
 * Loads the words of one locale: a page needs one language. English where the language is not known.
 *
 * @example
 * describeFilterIn(await loadVoice('pl'), model, 'deal', { stageId: 'offer' })
 */
export async function loadVoice(locale: string): Promise<Voice> {
  const load = LANGUAGES.get(languageOf(locale).language)
  return voiceWith(locale, load ? await load() : (await import('./en.ts')).en, load !== undefined)
}
