/** Where requests of a page go. */
export interface Connection {
  /** Without a slash at its end: `https://crm.example.com/kith/v1`. */
  readonly base: string
  /** Site key, sent as `Kith-Site`. */
  readonly site?: string
}

declare global {
  interface Window {
    /** Set by the script tag: where it came from, and which site the page is. */
    kithPage?: { readonly api?: string; readonly site?: string }
  }
}

/** What an element was told, else what the script tag was told, else `/kith/v1` of where this code came from. */
export function connectionOf(api?: string, site?: string): Connection {
  const page = window.kithPage ?? {}
  const base = api || page.api || '/kith/v1'
  const key = site || page.site
  const from = /^https?:/.test(import.meta.url) ? import.meta.url : location.href
  return { base: new URL(base, api ? location.href : from).href.replace(/\/$/, ''), ...(key ? { site: key } : {}) }
}
