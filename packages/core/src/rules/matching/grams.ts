import { globParts } from '../../shared/glob.ts'
import type { Atom } from './atoms.ts'

/** Finds the globs that may match a text, by three characters of each. */
export interface GramIndex {
  /** @returns false where the glob has no three plain characters in a row */
  add(atom: Atom, pattern: string): boolean
  remove(atom: Atom): void
  /** Calls back once for every glob that may match, and for few that do not. */
  scan(text: string, found: (atom: Atom) => void): void
}

const BUCKETS = 8192

const hash = (one: number, two: number, three: number) => (one * 961 + two * 31 + three) & (BUCKETS - 1)

/** A file takes the emptiest of its pattern's buckets; a text looks into the bucket of each of its positions. */
export function createGramIndex(): GramIndex {
  const buckets: (Atom[] | undefined)[] = new Array(BUCKETS).fill(undefined)
  /** Whether a bucket has something: small enough to stay in the cache. */
  const full = new Uint8Array(BUCKETS)
  const filed = new Map<Atom, number>()
  /** The scan that last met a bucket: a text that says the same again and again asks no glob twice. */
  const met = new Uint32Array(BUCKETS)
  let scans = 0
  return {
    add: (atom, pattern) => {
      const chosen = emptiest(pattern, buckets)
      if (chosen === undefined) return false
      const bucket = buckets[chosen] ?? []
      bucket.push(atom)
      buckets[chosen] = bucket
      full[chosen] = 1
      filed.set(atom, chosen)
      return true
    },
    remove: (atom) => {
      const chosen = filed.get(atom)
      if (chosen === undefined) return
      filed.delete(atom)
      const rest = buckets[chosen]?.filter((one) => one !== atom) ?? []
      buckets[chosen] = rest.length > 0 ? rest : undefined
      full[chosen] = rest.length > 0 ? 1 : 0
    },
    scan: (text, found) => {
      scans++
      if (scans === 2 ** 32) {
        met.fill(0)
        scans = 1
      }
      let one = text.charCodeAt(0)
      let two = text.charCodeAt(1)
      for (let at = 2; at < text.length; at++) {
        const three = text.charCodeAt(at)
        const bucket = hash(one, two, three)
        if (full[bucket] === 1 && met[bucket] !== scans) {
          met[bucket] = scans
          for (const atom of buckets[bucket] as readonly Atom[]) found(atom)
        }
        one = two
        two = three
      }
    },
  }
}

function emptiest(pattern: string, buckets: readonly (readonly Atom[] | undefined)[]): number | undefined {
  let best: number | undefined
  let least = Number.POSITIVE_INFINITY
  for (const part of globParts(pattern)) {
    if (typeof part === 'string') continue
    const { text } = part
    for (let at = 2; at < text.length; at++) {
      const bucket = hash(text.charCodeAt(at - 2), text.charCodeAt(at - 1), text.charCodeAt(at))
      const size = buckets[bucket]?.length ?? 0
      if (size < least) {
        least = size
        best = bucket
      }
    }
  }
  return best
}
