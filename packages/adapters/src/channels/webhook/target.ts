import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isPublic } from './addresses.ts'

/** Where a message goes, once it is known that it may. */
export interface Target {
  readonly url: URL
  /** Resolves the name when the connection is made, and refuses what it must not reach. */
  readonly lookup: LookupFunction
}

/** Finds all addresses of a name. */
export type Resolve = (
  hostname: string,
  callback: (error: Error | null, addresses: readonly { readonly address: string; readonly family: number }[]) => void,
) => void

export const systemResolve: Resolve = (hostname, callback) =>
  lookup(hostname, { all: true }, (error, addresses) => callback(error, addresses ?? []))

/** Ports below 1024 of which only these are spoken to. */
const WELL_KNOWN = new Set(['', '443'])

/**
 * Checks an address that a person typed in: `https` to the public internet, or a host that the operator allows by name.
 *
 * @throws Error that says what is wrong; nothing was connected to
 */
export function targetOf(text: string, allow: ReadonlySet<string>, resolve: Resolve): Target {
  if (!URL.canParse(text)) throw refused('this is no web address')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') throw refused('an address holds no password')
  const isAllowed = allow.has(url.host) || allow.has(url.hostname)
  if (url.protocol !== 'https:' && !(isAllowed && url.protocol === 'http:')) throw refused('only https is spoken')
  if (isAllowed) return { url, lookup: lookupOf(resolve, () => true) }
  if (!WELL_KNOWN.has(url.port) && Number(url.port) < 1_024) throw refused('this port is for something else')
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0 && !isPublic(literal)) throw refused('it is not on the public internet')
  if (/(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(url.hostname))
    throw refused('it is not on the public internet')
  return { url, lookup: lookupOf(resolve, isPublic) }
}

/** One forbidden address among those of a name is enough: the next connection might go there. */
function lookupOf(resolve: Resolve, isFine: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, (error, addresses) => {
      const [first] = addresses
      if (error || !first) return callback(error ?? refused('the name leads nowhere'), '', 0)
      if (!addresses.every(({ address }) => isFine(address)))
        return callback(refused('it is not on the public internet'), '', 0)
      if (options.all) return callback(null, [...addresses])
      callback(null, first.address, first.family)
    })
}

function refused(reason: string): Error {
  return new Error(`Nothing is sent to this address: ${reason}.`)
}
