import { isEmail } from './email.ts'
import { LIMITS } from './limits.ts'

/** What browsers skip, take for `/`, or quote out of an attribute. */
const UNSAFE = /[\p{C}\s\\<>"`{}|^]/u
const HOST = /^(?:\[[0-9a-f:.]+\]|[\p{L}\p{N}\p{M}_](?:[\p{L}\p{N}\p{M}_.-]*[\p{L}\p{N}\p{M}_])?\.?)(?::\d{1,5})?$/iu

/**
 * An address that may stand in a link: `http`, `https`, `mailto` or `tel`, without control characters, spaces,
 * backslashes, or a user name before the host (`https://bank.example@evil.example`). Nothing else, so never `javascript:`.
 *
 * @returns the address with scheme and host in lower case; undefined where it is not safe
 * @example
 * safeUrl('JavaScript:alert(1)') // undefined
 * safeUrl('HTTPS://Example.com/A') // 'https://example.com/A'
 */
export function safeUrl(text: string): string | undefined {
  if (text.length > LIMITS.urlLength || UNSAFE.test(text)) return undefined
  const [, scheme = '', rest = ''] = /^([a-z]+):(.+)$/i.exec(text) ?? []
  const kind = scheme.toLowerCase()
  if (kind === 'http' || kind === 'https') return safeWeb(kind, rest)
  if (kind === 'mailto') return isEmail(decoded(rest.split('?')[0] ?? '')) ? `mailto:${rest}` : undefined
  if (kind === 'tel') return /^\+?[\d().-]+(?:;[a-z0-9=+.-]+)*$/i.test(rest) ? `tel:${rest}` : undefined
  return undefined
}

function safeWeb(scheme: string, rest: string): string | undefined {
  const [, authority = '', path = ''] = /^\/\/([^/?#]+)(.*)$/.exec(rest) ?? []
  return HOST.test(authority) ? `${scheme}://${authority.toLowerCase()}${path}` : undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/**
 * An address as a person types it: trimmed, `https://` put before a bare host, then {@link safeUrl}.
 *
 * @example
 * normalizeUrl(' www.Example.com/about ') // 'https://www.example.com/about'
 */
export function normalizeUrl(text: string): string | undefined {
  const trimmed = text.trim()
  const bare = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*(?:\.[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*)+(?::\d{1,5})?(?:[/?#].*)?$/u
  return safeUrl(bare.test(trimmed) ? `https://${trimmed}` : trimmed)
}
