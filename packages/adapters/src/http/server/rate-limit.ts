import type { Limits, Rate } from './options.ts'

interface Bucket {
  tokens: number
  at: number
}

/** Counts calls. Remembers a bounded number of callers. */
export interface RateLimiter {
  /** Takes one call out of a bucket; seconds to wait when it is empty, else 0. */
  take(key: string, rate: Rate, nowMs: number): number
  /** Callers remembered now. */
  readonly size: number
}

/**
 * Token buckets in memory. When `remembered` callers are known, the one that was quiet longest is forgotten (its bucket
 * is full again).
 */
export function createRateLimiter({ rememberedNetworks }: Pick<Limits, 'rememberedNetworks'>): RateLimiter {
  const buckets = new Map<string, Bucket>()
  return {
    take(key, { burst, perSecond }, nowMs) {
      const known = buckets.get(key)
      const refill = known ? (Math.max(0, nowMs - known.at) / 1000) * perSecond : 0
      const tokens = known ? Math.min(burst, known.tokens + refill) : burst
      const granted = tokens >= 1
      buckets.delete(key)
      buckets.set(key, { tokens: granted ? tokens - 1 : tokens, at: nowMs })
      if (buckets.size > rememberedNetworks) buckets.delete(buckets.keys().next().value as string)
      return granted ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond))
    },
    get size() {
      return buckets.size
    },
  }
}

/**
 * The network of an address: /24 of IPv4 (also written as IPv6), /64 of IPv6. What is no address stays as it is.
 *
 * @example
 * networkOf('203.0.113.9') // '203.0.113.0/24'
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^\[|\]$/g, '').split('%')[0] ?? ''
  const [, four] = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(plain) ?? []
  if (four !== undefined) return `${four}.0/24`
  return plain.includes(':') ? `${firstGroups(plain)}::/64` : plain.slice(0, 64)
}

function firstGroups(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
