import { describeFilterIn, loadVoice, type Voice } from '@kith/core/filter'
import type { KithElement } from '../../base/index.ts'
import type { FilterModel } from '../../stores/filter-builder-model.ts'
import type { FilterBuilderState } from '../../stores/filter-builder-types.ts'

/** Says filters in the language of the page. */
export class VoiceController {
  readonly #host: KithElement
  #locale = ''
  #voice: Voice | undefined

  constructor(host: KithElement) {
    this.#host = host
  }

  /** Undefined while the words are on their way. */
  say(
    model: FilterModel,
    { zone, baseCurrency, titles }: FilterBuilderState,
  ): ((object: string, filter: unknown) => string | undefined) | undefined {
    this.#load(this.#host.locale)
    const voice = this.#voice
    const options = { zone, baseCurrency, nameOf: (_: string, id: string) => titles.get(id) }
    const said = (by: FilterModel['strict'], object: string, filter: unknown) => {
      try {
        return voice && describeFilterIn(voice, by, object, filter, options)
      } catch {
        return undefined
      }
    }
    return voice && ((object, filter) => said(model.spoken, object, filter) ?? said(model.strict, object, filter))
  }

  async #load(locale: string): Promise<void> {
    if (locale === this.#locale) return
    this.#locale = locale
    const voice = await loadVoice(locale).catch(() => undefined)
    if (locale !== this.#locale) return
    this.#voice = voice ?? this.#voice
    this.#host.requestUpdate()
  }
}
