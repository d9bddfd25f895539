import type { KithElement } from './kith-element.ts'

/** `no` is the old tag of Norwegian, `nn` its other form. */
const SAME: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb' }

/** Loads texts, by lower-case language; `en` is for all others. */
export type TextLoaders<Texts> = { readonly en: () => Promise<Texts> } & Readonly<Record<string, () => Promise<Texts>>>

/**
 * The texts of an element of which none come with it: a page loads one language, beside the element's data.
 *
 * @returns the texts in the language of the page; undefined while they are on their way. Where they cannot come, the next
 * rendering asks again.
 * @example
 * readonly #texts = ownTexts(this, pipelineBoardTexts)
 * override render() { const texts = this.#texts(); … }
 */
export function ownTexts<Texts>(host: KithElement, load: TextLoaders<Texts>): () => Texts | undefined {
  const known: Record<string, Texts | undefined> = {}
  return () => {
    const [tag = ''] = host.locale.toLowerCase().split('-')
    const language = SAME[tag] ?? tag
    if (!(language in known)) {
      known[language] = undefined
      ;(load[language] ?? load.en)().then(
        (texts) => {
          known[language] = texts
          host.requestUpdate()
        },
        () => delete known[language],
      )
    }
    return known[language]
  }
}
