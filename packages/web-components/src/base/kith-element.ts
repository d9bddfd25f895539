import { type Connection, connectionOf } from '../api/connection.ts'
import { type Properties, ReactiveElement } from './reactive-element.ts'

/**
 * What all elements share: where the API is, which language and which colour scheme the page speaks.
 *
 * The font is the page's. Under `theme="auto"` colours follow `color-scheme`, and where a page switches by
 * `[data-theme]`, `[data-bs-theme]`, `.dark` or `.light` alone, they follow that.
 */
export class KithElement extends ReactiveElement {
  static override properties: Properties = { api: {}, site: {}, theme: {}, client: { attribute: false } }

  /** Base address of the API. Default: what the script tag says, else `/kith/v1` where this code was loaded from. */
  declare api: string
  /** Site key, `site_…`. Default: `data-site` of the script tag. */
  declare site: string
  /** `light` and `dark` insist; `auto` (the default) follows the page. */
  declare theme: 'auto' | 'light' | 'dark'
  /** Answers instead of the server at `api`: an engine in process, a fake for a story. */
  declare client: object | undefined

  readonly #states = this.attachInternals().states
  readonly #page = new MutationObserver(() => this.requestUpdate())

  /** Where requests go when no `client` is given. */
  get connection(): Connection {
    return connectionOf(this.api, this.site)
  }

  /** BCP 47 tag of the closest `lang`, else of the browser. */
  get locale(): string {
    return (this.closest<HTMLElement>('[lang]') ?? document.documentElement).lang || navigator.language
  }

  override connectedCallback(): void {
    super.connectedCallback()
    for (const node of [document.documentElement, document.body])
      this.#page.observe(node, { attributeFilter: ['class', 'data-theme', 'data-bs-theme', 'lang'] })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#page.disconnect()
  }

  protected override willUpdate(_changed: ReadonlyMap<PropertyKey, unknown>): void {
    const page = this.closest<HTMLElement>('[data-theme],[data-bs-theme],.dark,.light')
    const { theme, bsTheme } = page?.dataset ?? {}
    for (const scheme of ['dark', 'light'])
      this.#states[(theme ?? bsTheme ?? page?.className)?.match(scheme) ? 'add' : 'delete'](scheme)
  }

  /**
   * Tells the page what a person did: bubbles out of shadow roots.
   *
   * @returns false when a listener prevented it
   */
  emit(name: string, detail: unknown, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }))
  }
}
