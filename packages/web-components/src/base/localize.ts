import type { ReactiveController } from 'lit'
import type { Texts } from '../locales/en.ts'
import { languages } from '../locales/index.ts'
import type { KithElement } from './kith-element.ts'

/**
 * The texts of one element in the language of the page. English comes with the element; other languages are loaded
 * when a page speaks them.
 *
 * @example
 * readonly #texts = new TextsController(this, 'chat', chat) // `chat` from locales/en/chat.ts
 * override render() { const texts = this.#texts.value; … }
 */
export class TextsController<Name extends keyof Texts> implements ReactiveController {
  readonly #host: KithElement
  readonly #name: Name
  readonly #english: Texts[Name]
  #language = 'en'
  #value: Texts[Name] | undefined

  constructor(host: KithElement, name: Name, english: Texts[Name]) {
    this.#host = host
    this.#name = name
    this.#english = english
    host.addController(this)
  }

  /** The texts; undefined while the first language other than English is on its way. */
  get value(): Texts[Name] | undefined {
    return this.#value
  }

  hostConnected(): void {
    this.hostUpdate()
  }

  hostUpdate(): void {
    const language = languageOf(this.#host.locale)
    if (language === this.#language && this.#value) return
    this.#language = language
    const load = languages[language]
    if (!load) {
      this.#value = this.#english
      return
    }
    const show = (texts: Texts[Name]) => {
      if (language !== this.#language) return
      this.#value = texts
      this.#host.requestUpdate()
    }
    load().then(
      (texts) => show(texts[this.#name]),
      () => show(this.#english),
    )
  }
}

/** The language that we have for a BCP 47 tag: the exact tag, its first part, else `en`. */
function languageOf(locale: string): string {
  const tag = locale.toLowerCase()
  return [tag, tag.split('-')[0] ?? ''].find((one) => languages[one]) ?? 'en'
}

/**
 * Puts values into the `{names}` of a text.
 *
 * @example
 * fill('At most {maximum} characters.', { maximum: 200 }) // 'At most 200 characters.'
 */
export function fill(text: string, values: Readonly<Record<string, unknown>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
