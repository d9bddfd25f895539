import { records } from '../locales/en/records.ts'
import type { Texts } from '../locales/en.ts'
import type { KithElement } from './kith-element.ts'
import { loadLanguage } from './localize.ts'

/** Texts of record pages and lists. */
export type RecordTexts = Texts['records']

const loaded = new Map<string, RecordTexts>()
const asked = new Map<string, Promise<unknown> | undefined>()

/** Brings the texts in another language than English, and those of the field renderers. */
function load(locale: string): Promise<unknown> | undefined {
  if (locale.startsWith('en') || asked.has(locale)) return asked.get(locale)
  const own = /^(nb|nn|no)\b/i.test(locale) ? import('../locales/nb/records.ts') : undefined
  const loading = Promise.all([
    own?.then((found) => loaded.set(locale, found.records)),
    loadLanguage(locale, 'leadForm'),
  ])
    .catch(() => undefined)
    .then(() => asked.set(locale, undefined))
  asked.set(locale, loading)
  return loading
}

/** The texts of record pages in the language of the page; English where there is no other. */
export class RecordTextsController {
  readonly #host: KithElement

  constructor(host: KithElement) {
    this.#host = host
  }

  /** The texts; undefined while a language other than English is on its way. */
  get value(): RecordTexts | undefined {
    const { locale } = this.#host
    const loading = load(locale)
    loading?.then(() => this.#host.requestUpdate())
    return loading ? undefined : (loaded.get(locale) ?? records)
  }
}
