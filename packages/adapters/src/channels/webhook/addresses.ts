import { BlockList, isIP } from 'node:net'

/** Ranges that no public receiver lies in (IANA special-purpose registries). */
const FORBIDDEN_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Inside of the global addresses: tunnels that carry an IPv4 address, and documentation. */
const FORBIDDEN_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const v4 = new BlockList()
const v6 = new BlockList()
const globalV6 = new BlockList()
for (const [net, prefix] of FORBIDDEN_V4) v4.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of FORBIDDEN_V6) v6.addSubnet(net, prefix, 'ipv6')
globalV6.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address is one of the public internet; loopback, private, link-local and the like are not. */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !v4.check(address, 'ipv4')
    case 6:
      return !address.includes('%') && globalV6.check(address, 'ipv6') && !v6.check(address, 'ipv6')
    default:
      return false
  }
}
