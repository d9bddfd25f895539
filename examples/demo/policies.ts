const STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"

/** What browsers enforce on the company site: nothing but its own files. */
export const SITE_POLICY = `${STRICT}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

/** The same site on another origin: it may load the widgets from, and talk to, the CRM's origin. */
export function otherSitePolicy(api: string): string {
  return `default-src 'none'; script-src 'self' ${api}; style-src 'self'; img-src 'self'; connect-src 'self' ${api}; form-action 'self' ${api}; base-uri 'none'; frame-ancestors 'none'`
}

/** What browsers enforce in the back office: the site's rules. */
export const APP_POLICY = `${SITE_POLICY}; object-src 'none'`
