import type { KithElement } from './kith-element.ts'

/** Loads texts, by lower-case language; `en` is for all others. */
export type TextLoaders<Texts> = { readonly en: () => Promise<Texts> } & Readonly<Record<string, () => Promise<Texts>>>

/**
 * The texts of an element of which none come with it: a page loads one language, beside the element's data.
 *
 * @returns the texts in the language of the page; undefined while they are on their way
 * @example
 * readonly #texts = ownTexts(this, pipelineBoardTexts)
 * override render() { const texts = this.#texts(); … }
 */
export function ownTexts<Texts>(host: KithElement, load: TextLoaders<Texts>): () => Texts | undefined {
  const known: Record<string, Texts | undefined> = {}
  return () => {
    const [language = ''] = host.locale.toLowerCase().split('-')
    if (!(language in known)) {
      known[language] = undefined
      ;(load[language] ?? load.en)().then((texts) => {
        known[language] = texts
        host.requestUpdate()
      })
    }
    return known[language]
  }
}
