/** Names that campaigns (GA4's eight) and click ids come under. */
const NAMES = [
  ...['source', 'medium', 'campaign', 'id', 'term', 'content', 'source_platform', 'creative_format'].map((name) => `utm_${name}`),
  ...['gclid', 'gbraid', 'wbraid', 'msclkid', 'fbclid', 'ttclid', 'li_fat_id'],
]

/**
 * Where a visitor came from, out of the address of the page; kept in memory only, and sent with the form.
 *
 * @example
 * visitSource('https://example.com/offer?utm_source=mail', 'https://search.example/')
 * // { page: 'https://example.com/offer', referrer: 'https://search.example/', utm_source: 'mail' }
 */
export function visitSource(address: string, referrer: string): Readonly<Record<string, string>> {
  const { origin, pathname, searchParams } = new URL(address)
  const found = NAMES.map((name) => [name, searchParams.get(name)?.slice(0, 2048)] as const)
  const all = [['page', origin + pathname], ['referrer', referrer.slice(0, 2048)], ...found] as const
  return Object.fromEntries(all.filter((entry): entry is readonly [string, string] => !!entry[1]))
}
