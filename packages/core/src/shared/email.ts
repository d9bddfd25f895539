const LOCAL = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u

/**
 * The one grammar of e-mail addresses: `local@domain`, the local part as dot-atoms (RFC 5321, letters of all scripts as
 * in RFC 6531, at most 64 units), the domain of two or more labels, at most 254 units in all. No quotes, comments or IP
 * addresses: nobody has those.
 *
 * @example
 * isEmail('kåre+crm@bjørk.no') // true
 */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at < 1 || at > 64 || text.length > 254) return false
  const labels = text.slice(at + 1).split('.')
  const top = labels.at(-1) ?? ''
  return (
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d+$/.test(top) &&
    LOCAL.test(text.slice(0, at))
  )
}

/**
 * Trims an address, composes its letters (NFC) and lower-cases its domain. The local part keeps its case, since its
 * server may tell case apart; comparing is on folded text anyway.
 *
 * @returns undefined where the text is not an address
 * @example
 * normalizeEmail(' Kari.Nordmann@Example.COM ') // 'Kari.Nordmann@example.com'
 */
export function normalizeEmail(text: string): string | undefined {
  const trimmed = text.trim().normalize('NFC')
  if (!isEmail(trimmed)) return undefined
  const at = trimmed.lastIndexOf('@')
  return trimmed.slice(0, at) + trimmed.slice(at).toLowerCase()
}
