import type { Texts } from '../locales/en.ts'
import type { ElementTexts } from '../locales/index.ts'
import type { KithElement } from './kith-element.ts'

// By locale; the texts of all elements of a page come together here.
const loaded = new Map<string, Partial<Texts>>()
const asked = new Map<string, Promise<unknown> | undefined>()

/**
 * Texts in the language of a locale: English, which comes with the caller, unless another language was loaded.
 *
 * @example
 * textsOf('nb-NO', 'chat', chat).send // 'Send melding', once `loadLanguage('nb-NO', 'chat')` has finished
 */
export const textsOf = <Name extends keyof Texts>(locale: string, name: Name, english: Texts[Name]): Texts[Name] =>
  (loaded.get(locale)?.[name] as Texts[Name] | undefined) ?? english

/** Brings an element's texts other than English; undefined when there is nothing to wait for. English stays when they cannot come. */
export function loadLanguage(locale: string, element: ElementTexts): Promise<unknown> | undefined {
  const key = locale + element
  if (locale.startsWith('en') || asked.has(key)) return asked.get(key)
  const loading = import('../locales/index.ts')
    .then(({ loadTexts }) => loadTexts(locale, element))
    .catch(() => undefined)
    .then((texts) => {
      loaded.set(locale, { ...loaded.get(locale), ...texts })
      asked.set(key, undefined)
    })
  asked.set(key, loading)
  return loading
}

/**
 * The texts of one element in the language of the page.
 *
 * @example
 * readonly #texts = new TextsController(this, 'chat', chat) // `chat` from locales/en/chat.ts
 * override render() { const texts = this.#texts.value; … }
 */
export class TextsController<Name extends ElementTexts> {
  readonly #read: () => Texts[Name] | undefined

  constructor(host: KithElement, name: Name, english: Texts[Name]) {
    this.#read = () => {
      const loading = loadLanguage(host.locale, name)
      loading?.then(() => host.requestUpdate())
      return loading ? undefined : textsOf(host.locale, name, english)
    }
  }

  /** The texts; undefined while a language other than English is on its way. */
  get value(): Texts[Name] | undefined {
    return this.#read()
  }
}
