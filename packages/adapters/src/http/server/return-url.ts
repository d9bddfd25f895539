/**
 * Where a form post may send a visitor: a path of the page's own origin, or an address whose origin stands on the list
 * of the site. Everything else (`//evil`, `/\evil`, `javascript:`, a host that only looks alike) is undefined.
 *
 * @param next As the form sent it.
 * @param home Origin of the page with the form; a path is taken from there.
 * @param origins Origins of the site.
 */
export function safeReturnUrl(next: string, home: string, origins: readonly string[]): string | undefined {
  if (next.length > 2048 || /[\p{C}\s\\]/u.test(next)) return undefined
  const isPath = /^\/(?![/])/.test(next)
  if (!isPath && !/^https?:\/\/[^/@]+(?:[/?#]|$)/i.test(next)) return undefined
  let url: URL
  try {
    url = new URL(next, home)
  } catch {
    return undefined
  }
  const allowed = isPath ? [home] : origins.map((origin) => origin.replace(/\/+$/, ''))
  const isPlain = url.username === '' && url.password === '' && !url.pathname.startsWith('//')
  return isPlain && allowed.includes(url.origin) ? url.href : undefined
}
