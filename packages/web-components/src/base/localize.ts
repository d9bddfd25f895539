import type { Texts } from '../locales/en.ts'
import type { KithElement } from './kith-element.ts'

const loaded = new Map<string, Texts | undefined>()

/**
 * Texts in the language of a locale: English, which comes with the caller, unless another language was loaded.
 *
 * @example
 * textsOf('nb-NO', 'chat', chat).send // 'Send melding', once `loadLanguage('nb-NO')` has finished
 */
export const textsOf = <Name extends keyof Texts>(locale: string, name: Name, english: Texts[Name]): Texts[Name] =>
  loaded.get(locale)?.[name] ?? english

/** Brings a language other than English; undefined when there is nothing to wait for. English stays when it cannot come. */
export function loadLanguage(locale: string): Promise<unknown> | undefined {
  if (locale.startsWith('en') || loaded.has(locale)) return undefined
  return import('../locales/index.ts')
    .then(({ language }) => language(locale))
    .catch(() => undefined)
    .then((texts) => loaded.set(locale, texts))
}

/**
 * The texts of one element in the language of the page.
 *
 * @example
 * readonly #texts = new TextsController(this, 'chat', chat) // `chat` from locales/en/chat.ts
 * override render() { const texts = this.#texts.value; … }
 */
export class TextsController<Name extends keyof Texts> {
  readonly #read: () => Texts[Name] | undefined

  constructor(host: KithElement, name: Name, english: Texts[Name]) {
    this.#read = () => {
      const loading = loadLanguage(host.locale)
      loading?.then(() => host.requestUpdate())
      return loading ? undefined : textsOf(host.locale, name, english)
    }
  }

  /** The texts; undefined while a language other than English is on its way. */
  get value(): Texts[Name] | undefined {
    return this.#read()
  }
}
