// The eight of GA4, and click ids: gclid, gbraid, wbraid, msclkid, fbclid, ttclid, li_fat_id.
const CAMPAIGN =
  /^(utm_(id|source|medium|campaign|term|content|source_platform|creative_format)|(g|ms|fb|tt)clid|[gw]braid|li_fat_id)$/

/**
 * Where a visitor came from, out of the address of the page; kept in memory only, and sent with the form.
 *
 * @example
 * visitSource('https://example.com/offer?utm_source=mail', 'https://search.example/')
 * // { page: 'https://example.com/offer', referrer: 'https://search.example/', utm_source: 'mail' }
 */
export function visitSource(address: string, referrer: string): Readonly<Record<string, string>> {
  const { origin, pathname, searchParams } = new URL(address)
  const found = [...searchParams].filter(([name, value]) => CAMPAIGN.test(name) && value)
  const entries = [['page', origin + pathname], ...(referrer ? [['referrer', referrer]] : []), ...found]
  return Object.fromEntries(entries.map(([name, value = '']) => [name, value.slice(0, 2048)]))
}
