/** Where requests of a page go. */
export interface Connection {
  /** `https://crm.example.com/kith/v1`, without a slash at its end. */
  readonly base: string
  /** Site key, sent as `Kith-Site`. */
  readonly site?: string | undefined
}

/**
 * What an element was told (`api` may be relative to the page), else what the script tag says in `data-api` and
 * `data-site`, else `/kith/v1` of where this code came from.
 */
export function connectionOf(api?: string, site?: string): Connection {
  const page: DOMStringMap = document.querySelector<HTMLElement>('script[data-site]')?.dataset ?? {}
  const base = api || page['api']
  return {
    base: new URL(base || '/kith/v1', base ? document.baseURI : import.meta.url).href,
    site: site || page['site'],
  }
}
