import { LitElement } from 'lit'
import { type Connection, connectionOf } from '../api/connection.ts'

const SCHEMES = '[data-theme],[data-bs-theme],.dark,.light'

/** The closest ancestor, also outside of shadow roots, that matches. */
function nearest(element: Element, selector: string): Element | null {
  const found = element.closest(selector)
  const root = element.getRootNode()
  return found ?? (root instanceof ShadowRoot ? nearest(root.host, selector) : null)
}

/**
 * What all elements share: where the API is, which language and which colour scheme the page speaks.
 *
 * The font is the page's. Under `theme="auto"` colours follow `color-scheme`, and where a page switches by
 * `[data-theme]`, `[data-bs-theme]`, `.dark` or `.light` alone, they follow that.
 */
export class KithElement extends LitElement {
  static override properties = {
    api: {},
    site: {},
    theme: {},
    client: { attribute: false },
  }

  /** Base address of the API. Default: what the script tag says, else `/kith/v1` where this code was loaded from. */
  declare api: string
  /** Site key, `site_…`. Default: `data-site` of the script tag. */
  declare site: string
  /** `light` and `dark` insist; `auto` (the default) follows the page. */
  declare theme: 'auto' | 'light' | 'dark'
  /** Answers instead of the server at `api`: an engine in process, a fake for a story. */
  declare client: object | undefined

  readonly #states = this.attachInternals?.().states
  #page: MutationObserver | undefined

  /** Where requests go when no `client` is given. */
  get connection(): Connection {
    return connectionOf(this.api, this.site)
  }

  /** BCP 47 tag of the closest `lang`, else of the browser. */
  get locale(): string {
    return nearest(this, '[lang]')?.getAttribute('lang') || navigator.language
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#page = new MutationObserver(() => this.requestUpdate())
    const attributeFilter = ['class', 'data-theme', 'data-bs-theme', 'lang', 'dir']
    for (const node of [document.documentElement, document.body])
      if (node) this.#page.observe(node, { attributeFilter })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#page?.disconnect()
  }

  protected override willUpdate(_changed: Map<PropertyKey, unknown>): void {
    const page = nearest(this, SCHEMES)
    const named = page && (page.getAttribute('data-theme') ?? page.getAttribute('data-bs-theme') ?? page.className)
    for (const scheme of ['dark', 'light']) {
      if (named?.split(/\s/).includes(scheme)) this.#states?.add(scheme)
      else this.#states?.delete(scheme)
    }
  }

  /**
   * Tells the page what a person did: bubbles out of shadow roots.
   *
   * @returns false when a listener prevented it
   */
  protected emit<Name extends string, Detail>(name: Name, detail: Detail, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }))
  }
}
